"""取り消す: a clerk takes back the own last step at a desk, within a minute, where nobody else has acted on its visits since.

A correction of a record is a step like any other; putting it back is a correction too, for nothing is overwritten. Ticks, notes
and identity checks are no steps: each has a way back of its own, and what was done of them since is told with the step before.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from hub.domain.reasons import FILLED_IN
from hub.domain.stage import AT_COUNTER, Action
from hub.domain.visit import Visit
from hub.office.casework import handling, put_back
from hub.office.house import House
from hub.office.press import Press, found
from hub.office.refusals import Conflict, Declined, WrongCounter
from hub.office.sending_back import taken_back
from hub.office.views import visit_view
from hub.security.actors import Actor, Staff, name_of
from hub.store import commands, log, steps
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
        if step.corrections is not None:
            put_back(handling(tx, house, actor), current[0], step.corrections)
        else:
            _restore(Press(tx, house, actor, now), step, current)
            if step.action == Action.SEND_BACK:
                taken_back(handling(tx, house, actor), current[0].id, step.at)
        steps.forget(tx, step)
        again = tuple(visit_view(tx.connection, found(tx.connection, each.before.id)) for each in step.changes)
        answer = Undone(again)
        if key is not None:
            commands.remember(tx, key, fingerprint, answer, now)
        return answer

    return operation


def _restore(press: Press, step: steps.Step, current: Sequence[Visit]) -> None:
    # who was called last leaves the desk before who was there comes back to it; a number that goes or comes is told last
    pairs = reversed(list(zip(step.changes, current, strict=True)))
    for each, visit in sorted(pairs, key=lambda pair: pair[0].before.merged_into != pair[1].merged_into):
        press.save(visit, msgspec.structs.replace(each.before, version=visit.version + 1), "undone")


def last_step(connection: Connection, actor: Actor, counter: int, now: datetime) -> LastStep | None:
    """What 取り消す would take back now, or why it cannot any more; None where there is nothing."""
    step = steps.last(connection, name_of(actor), counter)
    if step is None:
        return None
    current = [found(connection, each.before.id) for each in step.changes]
    barred = "over" if now - step.at > UNDO_FOR else ""
    if any(visit.version != each.version for each, visit in zip(step.changes, current, strict=True)):
        barred = "moved"
    since = "" if barred else _since(connection, step)
    numbers = tuple(visit.number for visit in current)
    return LastStep(step.action, numbers, step.at + UNDO_FOR, barred, since, _by(step, current) if barred == "moved" else None)


def _by(step: steps.Step, current: Sequence[Visit]) -> int | None:
    """Who took what the step sent on; None where it went on by itself."""
    moved = [visit for each, visit in zip(step.changes, current, strict=True) if visit.version != each.version]
    legs = (leg for visit in moved for leg in visit.legs if leg.state in AT_COUNTER and leg.counter != step.counter)
    return next((leg.counter for leg in legs), None)


def _since(connection: Connection, step: steps.Step) -> str:
    """The newest thing this person did to a record of the step, which has a way back of its own; empty where nothing."""
    done = (what for each in step.changes for what in log.record_changes(connection, each.before.id, step.actor, step.at))
    return next((what for what in done if what not in ("corrected", FILLED_IN)), "")
