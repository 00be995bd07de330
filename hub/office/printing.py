"""Application forms on paper: the record as it is now with the forms it was entered in, each printing one audit event."""

from datetime import datetime

import msgspec

from config.form import Form
from hub.office.house import House
from hub.security.actors import Actor, name_of
from hub.store import audit
from hub.store.transaction import Operation, Transaction
from hub.wire import Application, IdentityCheck, RecordView


class ToPrint(msgspec.Struct, frozen=True):
    """What goes on paper: the applications that have a form, each with the version it was entered in."""

    visit: str
    number: str
    forms: tuple[tuple[Form, Application], ...]
    identity: IdentityCheck | None = None


def to_print(house: House, view: RecordView) -> ToPrint:
    """Applications of guidance alone, and those of a form nobody knows any more, have nothing to print."""
    found = [(house.forms.get(each.form_version) or _todays(house, each.procedure), each) for each in view.applications]
    return ToPrint(view.visit, view.number, tuple((form, each) for form, each in found if form is not None), view.identity)


def note_printing(actor: Actor, visit: str, now: datetime) -> Operation[None]:
    def operation(tx: Transaction) -> None:
        audit.note(tx, now, name_of(actor), "form_printed", visit)

    return operation


def _todays(house: House, procedure: str) -> Form | None:
    """What was taken over without a known form is shown in today's."""
    known = house.bundle.procedures.get(procedure)
    return house.bundle.forms.get(known.form) if known is not None and known.form else None
