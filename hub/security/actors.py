"""Who asks: every use case is asked by exactly one actor, made at the door from a token, a session or nothing."""

from typing import Literal

import msgspec

Role = Literal["resident", "kiosk", "board", "clerk", "floor_guide", "manager", "away", "system"]
StaffRole = Literal["clerk", "floor_guide", "manager"]


class Resident(msgspec.Struct, frozen=True):
    """Somebody without a name: portal and phone page. `origin` limits guesses (an address, never stored)."""

    origin: str = ""


class Kiosk(msgspec.Struct, frozen=True):
    """A tablet with its device token. `id`: its name at enrolment, `01`."""

    id: str


class Board(msgspec.Struct, frozen=True):
    """A waiting-room display with its device token."""

    id: str


class Staff(msgspec.Struct, frozen=True):
    """A signed-in person. `counter`: the desk they sit at, None until chosen. `session`: hash of the session id.

    `away`: 離席, whoever sits there now must say the password first.
    """

    id: str
    role: StaffRole
    name: str
    session: str
    counter: int | None = None
    away: bool = False


class System(msgspec.Struct, frozen=True):
    """The hub itself: start, day change, expiry, the command line on the hub's own machine."""


Actor = Resident | Kiosk | Board | Staff | System


def role_of(actor: Actor) -> Role:
    """The column of the table in `may` this actor stands in."""
    match actor:
        case Resident():
            return "resident"
        case Kiosk():
            return "kiosk"
        case Board():
            return "board"
        case Staff():
            return "away" if actor.away else actor.role
        case System():
            return "system"


def name_of(actor: Actor) -> str:
    """Who did it, for log and audit: role and id, never a person's name."""
    match actor:
        case Kiosk() | Board() | Staff():
            return f"{role_of(actor)}:{actor.id}"
        case _:
            return role_of(actor)
