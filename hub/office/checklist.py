"""確かめること: what a stage of the back office makes sure of, by the procedure's own list; who did is kept with the record."""

import msgspec

from hub.office import casework
from hub.office.casework import Case, Handling
from hub.office.house import House
from hub.office.literals import stage_of
from hub.office.refusals import refuse
from hub.security.actors import Actor, Staff
from hub.store.transaction import Operation
from hub.wire import RecordView, Refusal, Ticked, TickItem


def tick(house: House, actor: Actor, message: TickItem, key: str | None) -> Operation[RecordView | Refusal]:
    """One thing of the list of this stage. Raises Declined where another desk holds the record."""

    def step(handling: Handling, case: Case) -> RecordView | Refusal:
        if message.item not in {each.item for each in handling.view(case).checklist}:
            return refuse("record_conflict")
        who, counter = (actor.id, actor.counter) if isinstance(actor, Staff) else ("", None)
        ticked = Ticked(house.clock(), who, counter, stage_of(case.leg.stage), message.item, message.done)
        content = msgspec.structs.replace(case.own, ticked=(*case.own.ticked, ticked))
        what = "made_sure" if message.done else "not_made_sure"
        return handling.view(handling.keep(case, case.visit.id, content, what, (message.item,)))

    return casework.at_record(house, actor, message, key, step)
