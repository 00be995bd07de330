"""紙の届出書: the empty form of who writes by hand, with the number; the counter enters it from the paper."""

from typing import Any

import msgspec

from config.form import Form
from config.site import Site
from hub.office.house import House
from hub.office.press import found
from hub.office.refusals import refuse
from hub.store import visits
from hub.store.database import Connection
from hub.wire import Application, OpenPaperVisit, OpenVisit, Refusal


class BlankForm(msgspec.Struct, frozen=True):
    """What is drawn of a number on paper: nothing of its holder."""

    visit: str
    number: str
    procedure: str
    form: Form
    people: int


def opening(house: House, message: OpenPaperVisit) -> OpenVisit | Refusal:
    """The visit with an application in which nothing is filled in yet, but for how many people it names."""
    procedure = house.bundle.procedures.get(message.procedure)
    form = house.bundle.forms.get(procedure.form) if procedure is not None and procedure.form else None
    if procedure is None:
        return refuse("unknown_procedure")
    if form is None:
        return refuse("no_form")
    application = Application(procedure.id, form.version, _unfilled(form, house.site, message.people))
    return OpenVisit(
        language=message.language,
        channel="paper",
        applications=(application,),
        consideration=message.consideration,
        people=message.people,
    )


def blank_form(connection: Connection, house: House, visit_id: str) -> BlankForm | Refusal:
    """Of a number of today that was given for paper. Raises UnknownVisit."""
    visit = found(connection, visit_id)
    if visit.channel != "paper" or visit.day != visits.day_of(house.clock()):
        return refuse("no_form")
    for leg in visit.legs:
        procedure = house.bundle.procedures.get(leg.procedure)
        form = house.bundle.forms.get(procedure.form) if procedure is not None and procedure.form else None
        if form is not None:
            return BlankForm(visit.id, visit.number, leg.procedure, form, visit.people)
    return refuse("no_form")


def _unfilled(form: Form, site: Site, people: int) -> dict[str, Any]:
    lists = [field for step in form.steps for field in step.fields if field.kind == "person_list"]
    return {field.id: [{} for _ in range(min(people, field.max or site.people_max))] for field in lists[:1]}
