"""窓口で確認 that goes on unsettled, a procedure nobody decided on: knowingly, with a reason; without one the stage is not over."""

import msgspec

from hub.domain.reasons import ON_PAPER, PASSED_ON
from hub.office import casework
from hub.office.casework import Case, Handling
from hub.office.house import House
from hub.office.literals import stage_of
from hub.office.refusals import Declined, refuse
from hub.office.unsettled import PROCEDURE
from hub.security.actors import Actor, Staff
from hub.store.transaction import Operation
from hub.wire import PassedOn, PassOn, RecordView, Refusal


def pass_on(house: House, actor: Actor, message: PassOn, key: str | None) -> Operation[RecordView | Refusal]:
    """The answers the clerk saw open, as they are, or asked after all. Raises Declined where another desk holds the record."""

    def step(handling: Handling, case: Case) -> RecordView | Refusal:
        if message.reason not in PASSED_ON:
            return refuse("reason_needed")
        view = handling.view(case)
        if not message.done:
            return _asked_after_all(handling, case, view, message.seen)
        unsettled = (*view.unsettled, *([PROCEDURE] if view.undecided is not None else []))
        if len(unsettled) != message.seen:
            return refuse("record_conflict")
        who, counter = (actor.id, actor.counter) if isinstance(actor, Staff) else ("", None)
        passed = PassedOn(house.clock(), who, counter, stage_of(case.leg.stage), unsettled, message.reason)
        content = msgspec.structs.replace(case.own, passed=(*case.own.passed, passed))
        return handling.view(handling.keep(case, case.visit.id, content, "passed_on"))

    return casework.at_record(house, actor, message, key, step)


def _asked_after_all(handling: Handling, case: Case, view: RecordView, seen: int) -> RecordView | Refusal:
    if len(view.left_on_paper) != seen:
        return refuse("record_conflict")
    kept = tuple(each for each in case.own.passed if each.reason != ON_PAPER or each.stage != case.leg.stage)
    content = msgspec.structs.replace(case.own, passed=kept)
    return handling.view(handling.keep(case, case.visit.id, content, "not_passed_on"))


def all_settled(view: RecordView) -> None:
    """Raises Declined where answers or the procedure are still left to the counter and nobody passed them on at this stage."""
    if view.undecided is not None:
        raise Declined("procedure_open")
    if view.unsettled:
        raise Declined("answers_open")
