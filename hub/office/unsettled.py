"""窓口で確認: which answers of a record are still left to the counter at a stage. Pure."""

from collections.abc import Sequence

from config.form import check, left_to_staff, visible
from hub.domain.stage import COUNTER_STAGES, RECEPTION
from hub.domain.transitions import beside
from hub.domain.visit import Leg, Visit
from hub.office.house import House
from hub.wire import Application, PassedOn

TOO_LATE = COUNTER_STAGES - {RECEPTION}  # at 会計 and 交付 the papers are made


def unsettled(
    house: House, visit: Visit, leg: Leg, applications: Sequence[Application], passed: Sequence[PassedOn]
) -> tuple[str, ...]:
    """As in wire.PassedOn: of the procedures that move with `leg`, without what this stage passed on.

    On paper nothing was asked yet: whatever the form must have is open too.
    """
    stage, moving = leg.stage, beside(visit, leg)
    procedures = {each.procedure for each in visit.legs if each.id in moving}
    if stage in TOO_LATE:
        return ()
    known = {answer for each in passed if each.stage == stage for answer in each.answers}
    found = []
    for place, application in enumerate(applications):
        form = house.forms.get(application.form_version) if application.procedure in procedures else None
        if form is None:
            continue
        left = list(left_to_staff(form, application.answers))
        if visit.channel == "paper":
            # what is agreed to is signed on the paper itself
            asked = {path for path, field in visible(form, application.answers, "kiosk") if not field.must_be}
            problems = check(form, application.answers, "kiosk", visit.day, house.site)
            left += [each.path for each in problems if each.code == "missing" and each.path in asked]
        found += [f"{place}.{path}" for path in dict.fromkeys(left)]
    return tuple(each for each in found if each not in known)
