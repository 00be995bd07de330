"""確かめること: what a stage of the back office makes sure of, and 持ち物 at the reception; who did is kept with the record."""

import msgspec

from hub.domain.visit import Visit
from hub.office import casework
from hub.office.casework import Case, Handling
from hub.office.house import House
from hub.office.literals import stage_of
from hub.office.refusals import Declined, refuse
from hub.office.to_make_sure import RECEPTION
from hub.security.actors import Actor, Staff
from hub.store.transaction import Operation
from hub.wire import RecordView, Refusal, Ticked, TickItem


def tick(house: House, actor: Actor, message: TickItem, key: str | None) -> Operation[RecordView | Refusal]:
    """One thing of the list of this stage. Raises Declined where another desk holds the record."""

    def step(handling: Handling, case: Case) -> RecordView | Refusal:
        view = handling.view(case)
        shown = stage_of(case.leg.stage) == RECEPTION and message.item in {each.item for each in view.to_show}
        if not shown and message.item not in {each.item for each in view.checklist}:
            return refuse("record_conflict")
        who, counter = (actor.id, actor.counter) if isinstance(actor, Staff) else ("", None)
        ticked = Ticked(handling.press.at, who, counter, stage_of(case.leg.stage), message.item, message.done)
        content = msgspec.structs.replace(case.own, ticked=(*case.own.ticked, ticked))
        if shown:  # what somebody has to bring tells of them: it stays in the record
            return handling.view(handling.keep(case, case.visit.id, content, "shown" if message.done else "not_shown", ()))
        what = "made_sure" if message.done else "not_made_sure"
        return handling.view(handling.keep(case, case.visit.id, content, what, (message.item,)))

    return casework.at_record(house, actor, message, key, step)


def sent_on(press: Handling, visit: Visit, view: RecordView) -> None:
    """What nobody made sure of goes on knowingly: it is said who sent it. Raises Declined where the site demands every check."""
    left = tuple(each.item for each in view.checklist if each.said is None)
    if not left:
        return
    if press.house.site.every_check:
        raise Declined("checks_open")
    press.told(visit, "not_all_made_sure", left)
