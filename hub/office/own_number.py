"""5分かかります and 来られなくなった: what comes from the telephone behind a ticket's QR. Each a compare-and-set with its event."""

from datetime import datetime

from hub.domain.own_number import BY_PHONE, MINUTES, called_leg, may_give_back
from hub.domain.stage import Action
from hub.domain.transitions import Asked, advance, cancelled
from hub.domain.visit import Visit
from hub.office.house import House
from hub.office.refusals import refuse
from hub.security.tokens import token_hash
from hub.store import steps, vault, visits
from hub.store.database import Connection
from hub.store.transaction import Operation, Transaction
from hub.wire import Refusal

ACTOR = "resident"


def asked_already(connection: Connection, visit: str) -> bool:
    """Whether the minutes of this visit are used up: once is a bus that came late, twice is a place kept from others."""
    return any(each.reason == BY_PHONE for each in steps.reasons_of(connection, visit))


def ask_for_minutes(house: House, token: str, now: datetime) -> Operation[Refusal | None]:
    """The call is put off by five minutes; after them the number goes first. Once a visit, and only while it is called."""
    hashed = token_hash(token.upper())

    def operation(tx: Transaction) -> Refusal | None:
        visit = _own(tx.connection, hashed, now)
        if visit is None:
            return refuse("unknown_code")
        leg, due = called_leg(visit), now + MINUTES
        if leg is None or asked_already(tx.connection, visit.id) or visits.day_of(due) != visits.day_of(now):
            return refuse("illegal_action")
        reason = steps.Reason(now, visit.id, ACTOR, None, Action.HOLD, leg.service, leg.stage, reason=BY_PHONE)
        steps.note(tx, reason)
        after = advance(visit, leg.id, Action.HOLD, now, asked=Asked(reason=BY_PHONE, due=due))
        visits.save(tx, visit, after, visits.Change(now, ACTOR, house.letters, house.policy))
        return None

    return operation


def give_back(house: House, token: str, now: datetime) -> Operation[Refusal | None]:
    """The number ends, and what was entered is destroyed. Not once somebody was served, and not for a family that goes together."""
    hashed = token_hash(token.upper())

    def operation(tx: Transaction) -> Refusal | None:
        visit = _own(tx.connection, hashed, now)
        if visit is None:
            return refuse("unknown_code")
        if not may_give_back(visit):
            return refuse("illegal_action")
        visits.save(tx, visit, cancelled(visit, now), visits.Change(now, ACTOR, house.letters, house.policy))
        vault.destroy(tx, visit.id)
        return None

    return operation


def _own(connection: Connection, hashed: bytes, now: datetime) -> Visit | None:
    """The visit of today behind a follow token; None where its number was merged into another one."""
    row = connection.execute("SELECT visit FROM follows WHERE token_hash = ?", (hashed,)).fetchone()
    found = visits.find(connection, row[0]) if row else None
    return found if found is not None and found.merged_into is None and found.day == visits.day_of(now) else None
