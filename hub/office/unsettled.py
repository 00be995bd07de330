"""窓口で確認: which answers of a record are still left to the counter at a stage. Pure."""

from collections.abc import Sequence

from config.form import left_to_staff
from hub.domain.stage import COUNTER_STAGES, RECEPTION
from hub.office.house import House
from hub.wire import Application, PassedOn

TOO_LATE = COUNTER_STAGES - {RECEPTION}  # at 会計 and 交付 the papers are made


def unsettled(
    house: House, stage: str, procedures: Sequence[str], applications: Sequence[Application], passed: Sequence[PassedOn]
) -> tuple[str, ...]:
    """As in wire.PassedOn: of these procedures, without what this stage passed on."""
    if stage in TOO_LATE:
        return ()
    known = {answer for each in passed if each.stage == stage for answer in each.answers}
    found = []
    for place, application in enumerate(applications):
        form = house.forms.get(application.form_version) if application.procedure in procedures else None
        found += [f"{place}.{path}" for path in left_to_staff(form, application.answers)] if form is not None else []
    return tuple(each for each in found if each not in known)
