"""Applications at the door: are form and procedure known, are the answers right, and what the visit they open looks like."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from config.form import Channel, check
from config.guidance import guidance, without_form
from config.procedure import Procedure
from config.site import Service
from config.way import UnknownProcedure, lead_of
from hub.domain.people import people_in
from hub.office.house import House
from hub.office.refusals import refuse
from hub.store.visits import day_of
from hub.wire import Application, Refusal


class Wanted(msgspec.Struct, frozen=True):
    """What somebody came for, checked. `service`: the lead. `bring`: text keys, from the answers of everything applied for."""

    applications: tuple[Application, ...]
    procedures: tuple[Procedure, ...]
    service: Service
    people: int
    bring: tuple[str, ...] = ()


def wanted(
    house: House, applications: Sequence[Application], service: str | None, on: date, channel: Channel | None
) -> Wanted | Refusal:
    """These applications for this house, or why not. `channel` None: answers are taken as they are (their check was elsewhere)."""
    if service is not None and service not in house.services:
        return refuse("unknown_service")
    procedures = []
    problems: list[dict[str, Any]] = []
    for index, application in enumerate(applications):
        procedure = house.bundle.procedures.get(application.procedure)
        if procedure is None:
            return refuse("unknown_procedure")
        if procedure.form is None and not application.answers:
            # guidance and a number: there is nothing to check
            procedures.append(procedure)
            continue
        form = house.forms.get(application.form_version)
        if channel is not None and (form is None or form.id != procedure.form):
            return refuse("unknown_form")
        if channel is not None and form is not None:
            found = check(form, application.answers, channel, on, house.site)
            problems += [{"application": index, **msgspec.to_builtins(problem)} for problem in found]
        procedures.append(procedure)
    if problems:
        return refuse("invalid_answers", problems)
    if not procedures and service is None:
        return refuse("nothing_asked")
    try:
        lead = house.services[service] if service else lead_of(house.site.services, procedures)
    except UnknownProcedure:
        return refuse("unknown_procedure")
    return _led(house, applications, procedures, lead)


def comes_for(house: House, procedure: str, service: str) -> Wanted | Refusal:
    """Somebody with an appointment and no form yet: the procedure it was booked for, filled in at the counter."""
    known, lead = house.bundle.procedures.get(procedure), house.services.get(service)
    if known is None:
        return refuse("unknown_procedure")
    return refuse("unknown_service") if lead is None else Wanted((), (known,), lead, 1)


def taken_as_it_is(house: House, applications: Sequence[Application], service: Service) -> Wanted:
    """What a kiosk accepted while the hub was away: nothing is refused any more, unknown procedures are served by number alone."""
    known = [house.bundle.procedures[each.procedure] for each in applications if each.procedure in house.bundle.procedures]
    return _led(house, applications, known, service)


def _led(house: House, applications: Sequence[Application], procedures: Sequence[Procedure], lead: Service) -> Wanted:
    """With what the answers lead to today, where a service here does it without a form: legs of this visit, no second number."""
    led = guidance(house.bundle, [(each.procedure, each.answers) for each in applications], day_of(house.clock()))
    further = tuple(house.bundle.procedures[each] for each in without_form(house.bundle, led))
    return Wanted(tuple(applications), (*procedures, *further), lead, _people(house, applications), led.bring)


def _people(house: House, applications: Sequence[Application]) -> int:
    forms = [(house.forms.get(application.form_version), application.answers) for application in applications]
    return people_in([(form, answers) for form, answers in forms if form is not None])
