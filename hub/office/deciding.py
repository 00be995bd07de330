"""手続きを決める: the clerk says what a number alone is for, undone like every other step."""

import msgspec

from hub.domain.deciding import decided
from hub.domain.people import people_in
from hub.domain.visit import ways
from hub.office import casework
from hub.office.casework import Case, Handling
from hub.office.house import House
from hub.office.paper_forms import unfilled
from hub.office.press import Press
from hub.office.refusals import refuse
from hub.office.safe import Content
from hub.security.actors import Actor, Staff
from hub.store.transaction import Operation
from hub.wire import DecideProcedure, RecordView, Refusal


def decide(house: House, actor: Actor, message: DecideProcedure, key: str | None) -> Operation[RecordView | Refusal]:
    """One of the procedures the clerk could choose from, instead of what they saw chosen so far.

    Raises Declined where another desk holds the record.
    """

    def step(handling: Handling, case: Case) -> RecordView | Refusal:
        view = handling.view(case)
        wanted = view.undecided or view.decided
        if wanted is None or (wanted.leg, wanted.chosen) != (message.leg, message.instead_of):
            return refuse("record_conflict")
        if message.procedure not in wanted.procedures:
            return refuse("record_conflict")
        if message.procedure == wanted.chosen:
            return refuse("nothing_changed")
        after = decided(case.visit, message.leg, message.procedure)
        press = Press(handling.tx, house, actor, handling.press.at)
        press.save(case.visit, after)
        press.keep(actor.counter if isinstance(actor, Staff) else None, "decide")
        case = msgspec.structs.replace(case, visit=after, leg=after.leg(case.leg.id))
        what = "procedure_changed" if wanted.chosen else "procedure_decided"
        content = _opened(house, case, message.procedure)
        return handling.view(handling.keep(case, after.id, content, what, (message.procedure,)))

    return casework.at_record(house, actor, message, key, step)


def _opened(house: House, case: Case, procedure: str) -> Content:
    """With an empty application of `procedure`, to be filled in from the paper: one for each of a family who is here for it."""
    own = case.own
    there = [each for content in case.contents.values() for each in content.applications if each.procedure == procedure]
    every = ways(case.visit.legs)
    if len(there) >= sum(way[0].procedure == procedure for way in every):
        return own
    forms = [(house.forms[each.form_version], each.answers) for each in there if each.form_version in house.forms]
    others = len(every) - 1 - len(there)  # of whom nothing is known yet: each is one at least
    blank = unfilled(house, procedure, max(1, case.visit.people - sum(people_in([each]) for each in forms) - others))
    return msgspec.structs.replace(own, applications=(*own.applications, blank), begun=(*own.begun, procedure))
