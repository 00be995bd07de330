"""紙の届出書: the number of who comes with a paper, its small slip, and the empty form; the counter enters it from the paper."""

from datetime import datetime
from typing import Any

import msgspec

from config.form import Form
from config.site import Site
from config.way import NO_PROCEDURE
from hub.domain.visit import Visit
from hub.office.following import until_first_call
from hub.office.house import House
from hub.office.literals import language_of
from hub.office.press import found
from hub.office.refusals import refuse
from hub.office.views import ticket
from hub.store import visits
from hub.store.database import Connection
from hub.wire import Application, Language, OpenPaperVisit, OpenVisit, Refusal, Ticket


class BlankForm(msgspec.Struct, frozen=True):
    """What is drawn of a number on paper: nothing of its holder."""

    visit: str
    number: str
    procedure: str
    form: Form
    people: int


class PaperSlip(msgspec.Struct, frozen=True):
    """The number as it stands on a small paper. Of `ticket` the people before it and the wait are as of `at`."""

    ticket: Ticket
    language: Language
    at: datetime


def opening(house: House, message: OpenPaperVisit) -> OpenVisit | Refusal:
    """The visit with an application in which nothing is filled in yet, but for how many people it names."""
    if message.service is not None and message.service not in house.services:
        return refuse("unknown_service")
    opened = OpenVisit(
        language=message.language,
        channel="paper",
        service=message.service,
        consideration=message.consideration,
        people=message.people,
    )
    if not message.procedure and message.service is not None:
        return opened
    procedure = house.bundle.procedures.get(message.procedure)
    if procedure is None:
        return refuse("unknown_procedure")
    return msgspec.structs.replace(opened, applications=(unfilled(house, procedure.id, message.people),))


def unfilled(house: House, procedure: str, people: int) -> Application:
    """Nothing is entered in it yet, but for how many people it names. Raises KeyError for an unknown procedure."""
    form_id = house.bundle.procedures[procedure].form
    form = house.bundle.forms.get(form_id) if form_id else None
    answers = _unfilled(form, house.site, people) if form is not None else {}
    return Application(procedure, form.version if form is not None else "", answers)


def blank_form(connection: Connection, house: House, visit_id: str) -> BlankForm | Refusal:
    """Of a number of today that was given for paper. Raises UnknownVisit."""
    visit = _given_on_paper(connection, house, visit_id)
    if isinstance(visit, Refusal):
        return visit
    for leg in visit.legs:
        procedure = house.bundle.procedures.get(leg.procedure)
        form = house.bundle.forms.get(procedure.form) if procedure is not None and procedure.form else None
        if form is not None:
            return BlankForm(visit.id, visit.number, leg.procedure, form, visit.people)
    return refuse("no_form")


def paper_slip(connection: Connection, house: House, visit_id: str) -> PaperSlip | Refusal:
    """Of a number of today that was given for paper, with the wait as it is now. Raises UnknownVisit."""
    visit = _given_on_paper(connection, house, visit_id)
    if isinstance(visit, Refusal):
        return visit
    now = house.clock()
    ahead, wait = until_first_call(connection, house, visit, now)
    procedures = tuple(dict.fromkeys(leg.procedure for leg in visit.legs if leg.procedure != NO_PROCEDURE))
    told = msgspec.structs.replace(
        ticket(house, visit, procedures, ()), people_waiting=ahead, wait=wait, follow_url=house.follow_url(visit.id)
    )
    return PaperSlip(told, language_of(visit.language), now)


def _given_on_paper(connection: Connection, house: House, visit_id: str) -> Visit | Refusal:
    visit = found(connection, visit_id)
    return visit if visit.channel == "paper" and visit.day == visits.day_of(house.clock()) else refuse("no_form")


def _unfilled(form: Form, site: Site, people: int) -> dict[str, Any]:
    lists = [field for step in form.steps for field in step.fields if field.kind == "person_list"]
    return {field.id: [{} for _ in range(min(people, field.max or site.people_max))] for field in lists[:1]}
