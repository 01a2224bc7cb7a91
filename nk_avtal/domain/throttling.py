"""How often somebody may try to sign in (reliability S-14).

Failures are counted narrowly for an account from one network address and loosely for the account
from everywhere, so that a stranger's guesses do not lock the owner out at the fifth try.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

SHORT, LONG = timedelta(minutes=15), timedelta(hours=1)
FAILURES_FROM_ONE_ADDRESS = 5
FAILURES_FOR_ONE_ACCOUNT = 20
FAILURES_OF_ONE_ADDRESS = 50


@dataclass(frozen=True)
class Failure:
    """A failed try: for which account, from which network address, when."""

    account: str
    address: str
    at: datetime


def wait_until(
    failures: Iterable[Failure], account: str, address: str, now: datetime
) -> datetime | None:
    """When the next try is allowed, or None when it is allowed now."""
    recent = [one for one in failures if now - one.at < LONG]
    narrow = [one for one in recent if (one.account, one.address) == (account, address)]
    limits = (
        (narrow, FAILURES_FROM_ONE_ADDRESS, SHORT),
        ([one for one in recent if one.account == account], FAILURES_FOR_ONE_ACCOUNT, LONG),
        ([one for one in recent if one.address == address], FAILURES_OF_ONE_ADDRESS, LONG),
    )
    waits = [_free_again(some, most, within, now) for some, most, within in limits]
    return max((one for one in waits if one), default=None)


def _free_again(
    failures: list[Failure], most: int, within: timedelta, now: datetime
) -> datetime | None:
    counted = sorted(one.at for one in failures if now - one.at < within)
    return counted[-most] + within if len(counted) >= most else None
