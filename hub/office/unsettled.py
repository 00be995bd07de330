"""窓口で確認: which answers of a record are still left to the counter at a stage, and whether its procedure is known. Pure."""

from collections.abc import Collection, Sequence

from config.form import check, left_to_staff, visible
from config.way import COUNTER_STAGES, NO_PROCEDURE
from hub.domain.reasons import ON_PAPER
from hub.domain.stage import RECEPTION, State
from hub.domain.transitions import beside
from hub.domain.visit import Leg, Visit, ways
from hub.office.house import House
from hub.wire import Application, PassedOn, Undecided

TOO_LATE = COUNTER_STAGES - {RECEPTION}  # at 会計 and 交付 the papers are made


PROCEDURE = "procedure"  # in wire.PassedOn: that nobody decided which one it is


def undecided(house: House, visit: Visit, leg: Leg, passed: Sequence[PassedOn]) -> Undecided | None:
    """The first number alone that moves with `leg` and whose service wants to know at its reception which procedure it is."""
    moving = beside(visit, leg)
    if leg.stage != RECEPTION or any(each.stage == RECEPTION and PROCEDURE in each.answers for each in passed):
        return None
    for each in visit.legs:
        service = house.services.get(each.service)
        if each.id in moving and each.procedure == NO_PROCEDURE and service is not None and service.decide_procedure:
            return Undecided(each.id, service.procedures)
    return None


def decided(house: House, visit: Visit, leg: Leg, entered: Collection[str]) -> Undecided | None:
    """The first of them of which something else may still be said: it is none of `entered`, and no stage is done with it."""
    moving = beside(visit, leg)
    if leg.stage != RECEPTION or leg.state is not State.SERVING:
        return None
    for way in ways(visit.legs):
        first, service = next((each for each in way if each.id in moving), None), house.services.get(way[0].service)
        if first is None or service is None or not service.decide_procedure or first.procedure in entered:
            continue
        known = first.procedure in (NO_PROCEDURE, *service.procedures)
        if known and not any(each.state is State.DONE for each in way):
            return Undecided(first.id, service.procedures, first.procedure)
    return None


def left_on_paper(leg: Leg, passed: Sequence[PassedOn]) -> tuple[str, ...]:
    """What this stage passed on because it stands on paper."""
    return tuple(answer for each in passed if each.stage == leg.stage and each.reason == ON_PAPER for answer in each.answers)


def unsettled(
    house: House,
    visit: Visit,
    leg: Leg,
    applications: Sequence[Application],
    passed: Sequence[PassedOn],
    by_counter: Collection[int],
) -> tuple[str, ...]:
    """As in wire.PassedOn: of the procedures that move with `leg`, without what this stage passed on.

    Of the places `by_counter` nothing was asked yet: whatever the form must have is open too.
    """
    stage, moving = leg.stage, beside(visit, leg)
    procedures = {each.procedure for each in visit.legs if each.id in moving}
    if stage in TOO_LATE:
        return ()
    known = {answer for each in passed if each.stage == stage or each.reason == ON_PAPER for answer in each.answers}
    found = []
    for place, application in enumerate(applications):
        form = house.forms.get(application.form_version) if application.procedure in procedures else None
        if form is None:
            continue
        left = list(left_to_staff(form, application.answers))
        if place in by_counter:
            # what is agreed to is signed on the paper itself
            asked = {path for path, field in visible(form, application.answers, "kiosk") if not field.must_be}
            problems = check(form, application.answers, "kiosk", visit.day, house.site)
            left += [each.path for each in problems if each.code == "missing" and each.path in asked]
        order = [path for path, _ in visible(form, application.answers, "kiosk")]
        left.sort(key=lambda path: order.index(path) if path in order else len(order))
        found += [f"{place}.{path}" for path in dict.fromkeys(left)]
    return tuple(each for each in found if each not in known)
