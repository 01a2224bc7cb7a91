"""Which passwords will do: long enough and not easily guessed (reliability S-20)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zxcvbn import zxcvbn

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

SHORTEST = 12
LONGEST = 128
_EASILY_GUESSED = 3
_FEWEST_OWN_SIGNS = 4
_LOCAL_WORDS = (
    *("norrbotten", "norrbottens", "kommuner", "kommun", "avtal", "gemensamma", "sverige"),
    *("lösenord", "hemligt", "välkommen", "sommaren", "sommar", "vintern", "vinter", "hösten"),
    *("höst", "våren", "vår", "password", "qwerty"),
)
"""What is tried first here; the estimate knows the common passwords of the world."""


def check_password(password: str, about: Iterable[str] = ()) -> None:
    """Accept a password, whatever kinds of character it has.

    `about` is what is known of the person, such as the address. Raises RuleBroken when the
    password is too short, too long or among those that are tried first.
    """
    if len(password) < SHORTEST:
        raise RuleBroken(_TOO_SHORT)
    if len(password) > LONGEST:
        raise RuleBroken(_TOO_LONG)
    known = [*_LOCAL_WORDS, *_words_in(about)]
    # The estimate reads at most 72 characters in reasonable time; more only make it stronger.
    score = zxcvbn(password[:72], user_inputs=known)["score"]
    if score < _EASILY_GUESSED or len(_own_signs(password, known)) < _FEWEST_OWN_SIGNS:
        raise RuleBroken(_GUESSED)


def _words_in(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in re.findall(r"\w{3,}", text.lower())]


def _own_signs(password: str, known: list[str]) -> set[str]:
    """The characters that are left when known words and years are taken away."""
    words = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    return set(re.sub(rf"{words}|(?:19|20)\d\d", "", password.lower()))


_SECRET_GUESSES = 16
"""A secret that signs cookies must need more than 10 to this power of guesses."""
_PLACEHOLDERS = ("changeme", "change-me", "change_me", "change-this", "insecure", "do-not-use")


def is_guessable_secret(secret: str) -> bool:
    """Whether the secret that signs cookies is a placeholder, a pattern or a repetition."""
    if any(word in secret.lower() for word in _PLACEHOLDERS):
        return True
    return float(zxcvbn(secret[:72])["guesses_log10"]) < _SECRET_GUESSES


_TOO_SHORT = Phrase(
    f"Lösenordet behöver minst {SHORTEST} tecken. Några ord i rad är lätta att minnas",
    f"The password needs at least {SHORTEST} characters. A few words in a row are easy to remember",
)
_TOO_LONG = Phrase(
    f"Lösenordet får ha högst {LONGEST} tecken",
    f"The password may have at most {LONGEST} characters",
)
_GUESSED = Phrase(
    "Det lösenordet är lätt att gissa. Välj ett annat, till exempel några ord som inte hör ihop",
    "That password is easily guessed. Choose another, such as a few words that do not belong"
    " together",
)
