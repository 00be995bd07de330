"""How often a code may be wrong: per device in the house, and from outside for all guesses together.

A typed code has 40 bits. From outside come at most `WRONG_FROM_OUTSIDE` wrong ones in ten minutes, 14 400 a day, whatever the
number of addresses: with a thousand entries kept, one is hit once in two centuries. A scanned code has 128 bits and is never
locked there, nor is a kiosk by what others try at home.
"""

from datetime import datetime, timedelta
from typing import TypeVar

from hub.office.refusals import refuse
from hub.security.actors import Actor, Resident, name_of
from hub.security.attempts import Attempts
from hub.security.tokens import read_code
from hub.wire import Refusal

T = TypeVar("T")

WINDOW = timedelta(minutes=10)
WRONG_OF_ONE = 10
WRONG_FROM_OUTSIDE = 100
EVERYBODY = "everybody outside"


class Codes:
    """The wrong codes of the last minutes, in memory."""

    def __init__(self) -> None:
        self._of_one = Attempts(WRONG_OF_ONE, WINDOW)
        self._from_outside = Attempts(WRONG_FROM_OUTSIDE, WINDOW)

    def locked(self, actor: Actor, code: str, now: datetime) -> Refusal | None:
        """The refusal until tries are left again; `message` names the time."""
        if isinstance(actor, Resident) and not _is_typed(code):
            return None
        until = self._from_outside.blocked_until(EVERYBODY, now) if isinstance(actor, Resident) else None
        if name := _name(actor):
            until = until or self._of_one.blocked_until(name, now)
        if until is None:
            return None
        return refuse("too_many_tries", message=f"Too many wrong codes. Locked until {until:%H:%M}.", until=until)

    def judged(self, actor: Actor, code: str, found: T | Refusal, now: datetime) -> T | Refusal:
        """`found`, counted where it is a wrong try. Outside, every code that opens nothing gets the same answer."""
        if not isinstance(found, Refusal):
            return found
        if isinstance(actor, Resident):
            if _is_typed(code):
                self._from_outside.failed(EVERYBODY, now)
                if name := _name(actor):
                    self._of_one.failed(name, now)
            return refuse("unknown_code")
        if found.error == "unknown_code":
            self._of_one.failed(_name(actor), now)
        return found


def _is_typed(code: str) -> bool:
    """Whether it is a short code as somebody may guess it."""
    read = read_code(code)
    return read is not None and read[0] == "short"


def _name(actor: Actor) -> str:
    """Whose tries are counted; empty for somebody whose address is not known."""
    return actor.origin if isinstance(actor, Resident) else name_of(actor)
