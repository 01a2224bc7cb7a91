"""The stem: a process that limited processes branch off from, since starting Python takes long.

Run as `python -m nk_avtal.confined.forking` with a socket as standard input. It imports what the
branches need and nothing else happens in it: files and values go past it, to a branch of their
own. It has an empty environment, and ends with the process that started it.

It is asked, and answers with a process number or 0:
    `start MODULE` with two pipes   a branch that runs `MODULE.main()` between them
    `kill NUMBER`                   end that branch; its number is not given to another yet
    `forget NUMBER`                 the same, and wait until it is gone
"""

from __future__ import annotations

import os
import signal
import socket
from importlib import import_module

LONGEST = 200
"""Bytes of a request."""


def main() -> None:
    """Serve until the other side is gone."""
    asked, living = socket.socket(fileno=0), set[int]()
    while True:
        request, pipes, _, _ = socket.recv_fds(asked, LONGEST, 2)
        if not request:
            return
        order, argument = request.decode().split()
        if order == "start":
            answer = _start(argument, pipes)
            living.add(answer)
        else:
            answer = _end(order, int(argument), living)
        asked.sendall(b"%d" % answer)


def _start(name: str, pipes: list[int]) -> int:
    module = import_module(name)
    number = os.fork()
    if number == 0:
        try:
            for standard, pipe in enumerate(pipes):
                os.dup2(pipe, standard)  # the socket goes with it
                os.close(pipe)
            module.main()
        finally:
            os._exit(0)
    for pipe in pipes:
        os.close(pipe)
    return number


def _end(order: str, number: int, living: set[int]) -> int:
    if number in living:
        os.kill(number, signal.SIGKILL)
        if order == "forget":
            os.waitpid(number, 0)
            living.remove(number)
    return 0


if __name__ == "__main__":
    main()
