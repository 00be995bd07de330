"""取り消す: a clerk takes back the own last step at a desk, within a minute, where nobody else has acted on its visits since."""

from datetime import datetime, timedelta

import msgspec

from hub.office.house import House
from hub.office.press import Press, found
from hub.office.refusals import Conflict, Declined, WrongCounter
from hub.office.views import visit_view
from hub.security.actors import Actor, Staff, name_of
from hub.store import commands, steps
from hub.store.database import Connection
from hub.store.transaction import Operation, Transaction
from hub.wire import LastStep, Undone, UndoStep

UNDO_FOR = timedelta(seconds=60)


def undo(house: House, actor: Actor, message: UndoStep, key: str | None) -> Operation[Undone]:
    """Every visit of the step as it was before it, in one transaction. Raises Declined, Conflict, CounterBusy, WrongCounter."""
    if message.counter not in house.desks or not isinstance(actor, Staff) or actor.counter != message.counter:
        raise WrongCounter
    now, fingerprint = house.clock(), house.fingerprint(message)

    def operation(tx: Transaction) -> Undone:
        if key is not None and (known := commands.answered(tx, key, fingerprint, Undone)) is not None:
            return known
        step = steps.last(tx.connection, name_of(actor), message.counter)
        if step is None or now - step.at > UNDO_FOR:
            raise Declined("nothing_to_undo")
        current = [found(tx.connection, each.before.id) for each in step.changes]
        for each, visit in zip(step.changes, current, strict=True):
            if visit.version != each.version:
                raise Conflict(visit_view(tx.connection, visit))
        press = Press(tx, house, actor, now)
        # who was called last leaves the desk before who was there comes back to it; a number that goes or comes is told last
        pairs = reversed(list(zip(step.changes, current, strict=True)))
        for each, visit in sorted(pairs, key=lambda pair: pair[0].before.merged_into != pair[1].merged_into):
            press.save(visit, msgspec.structs.replace(each.before, version=visit.version + 1), "undone")
        steps.forget(tx, step)
        again = tuple(visit_view(tx.connection, found(tx.connection, each.before.id)) for each in step.changes)
        answer = Undone(again)
        if key is not None:
            commands.remember(tx, key, fingerprint, answer, now)
        return answer

    return operation


def last_step(connection: Connection, actor: Actor, counter: int, now: datetime) -> LastStep | None:
    """What 取り消す would take back now, or why it cannot any more; None where there is nothing."""
    step = steps.last(connection, name_of(actor), counter)
    if step is None:
        return None
    current = [found(connection, each.before.id) for each in step.changes]
    barred = "over" if now - step.at > UNDO_FOR else ""
    if any(visit.version != each.version for each, visit in zip(step.changes, current, strict=True)):
        barred = "moved"
    return LastStep(step.action, tuple(visit.number for visit in current), step.at + UNDO_FOR, barred)
