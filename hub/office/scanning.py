"""転出証明書 beside the record: its pictures sealed for the time of the visit, and what clerks find of each field."""

from datetime import datetime

import msgspec

from config.bundle import Bundle
from config.scanned_paper import ScannedPaper
from hub.domain.crosscheck import Sheet, crosscheck, entry_of, is_settled, standing
from hub.domain.retention import expires_on, key_month
from hub.office import casework
from hub.office.casework import Case, Handling
from hub.office.house import House
from hub.office.press import found
from hub.office.refusals import refuse
from hub.security.actors import Actor, Staff
from hub.security.envelope import CannotOpen, Envelope, close_envelope, open_envelope
from hub.store import vault
from hub.store.database import Connection
from hub.store.moments import JST
from hub.store.transaction import Operation, Transaction
from hub.store.vault import SealedRow
from hub.wire import Application, CheckField, FieldCheck, RecordView, Refusal


class KeptScan(msgspec.Struct, frozen=True):
    """One paper as it was read, with a JPEG of each page. `id` tells it from a scan before or after it.

    `left_out`: pages of the document that were another paper.
    """

    id: str
    at: datetime
    staff: str
    counter: int | None
    sheet: Sheet
    pictures: tuple[bytes, ...]
    left_out: int = 0


def keep_scan(
    house: House, actor: Actor, visit: str, sheet: Sheet, pictures: tuple[bytes, ...], left_out: int
) -> Operation[RecordView | Refusal]:
    """In place of a scan before it. Raises Declined where another desk holds the record."""
    now = house.clock()
    who, counter = (actor.id, actor.counter) if isinstance(actor, Staff) else ("", None)
    kept = KeptScan(house.random(8).hex(), now, who, counter, sheet, pictures, left_out)

    def operation(tx: Transaction) -> RecordView | Refusal:
        handling = casework.handling(tx, house, actor)
        case = handling.case(visit)
        if isinstance(case, RecordView | Refusal):
            return case
        expiry = expires_on(case.visit.day, house.site.retention.records_days)
        month = key_month(expiry)
        closed = close_envelope(
            house.keys.month_key(month), msgspec.msgpack.encode(kept), _place(house, case.visit.id), house.random(44)
        )
        vault.put_scan(tx, case.visit.id, now, SealedRow(month, closed.wrapped_key, closed.sealed, expiry))
        return handling.view(handling.keep(case, case.visit.id, case.own, "scanned"))

    return operation


def drop_scan(house: House, actor: Actor, visit: str) -> Operation[RecordView | Refusal]:
    """It was another family's paper, or is not wanted any more. Raises Declined where another desk holds the record."""

    def operation(tx: Transaction) -> RecordView | Refusal:
        handling = casework.handling(tx, house, actor)
        case = handling.case(visit)
        if isinstance(case, RecordView | Refusal):
            return case
        if not vault.destroy_scan(tx, case.visit.id):
            return refuse("nothing_changed")
        return handling.view(handling.keep(case, case.visit.id, case.own, "scan_removed"))

    return operation


def scan(connection: Connection, house: House, actor: Actor, visit: str) -> KeptScan | Refusal | None:
    """For who serves the visit; None where there is none, or none any more."""
    opened = casework.look(connection, house, actor, visit)
    if isinstance(opened, Refusal):
        return opened
    sealed = vault.scan(connection, found(connection, visit).id)
    if sealed is None or sealed == "destroyed" or not house.keys.has_month(sealed.key_month):
        return None
    content = open_envelope(
        house.keys.month_key(sealed.key_month), Envelope(sealed.wrapped_key, sealed.sealed), _place(house, visit)
    )
    try:
        kept = msgspec.msgpack.decode(content, type=KeptScan)
        return msgspec.structs.replace(kept, at=kept.at.astimezone(JST))
    except msgspec.MsgspecError as error:
        raise CannotOpen(visit) from error


def check_field(house: House, actor: Actor, message: CheckField, key: str | None) -> Operation[RecordView | Refusal]:
    """One more finding, against the number of findings the clerk saw. Raises Declined where another desk holds the record."""

    def step(handling: Handling, case: Case) -> RecordView | Refusal:
        if len(case.own.checks) != message.seen:
            return refuse("record_conflict")
        if message.application >= len(case.places):
            return refuse("no_such_application")
        row, place = case.places[message.application]
        procedure = case.contents[row].applications[place].procedure
        who, counter = (actor.id, actor.counter) if isinstance(actor, Staff) else ("", None)
        check = FieldCheck(
            house.clock(), who, counter, message.application, message.path, message.outcome, message.against, message.kept
        )
        content = msgspec.structs.replace(case.own, checks=(*case.own.checks, check))
        return handling.view(handling.keep(case, case.visit.id, content, "checked", (f"{procedure}.{message.path}",)))

    return casework.at_record(house, actor, message, key, step)


def paper_of(bundle: Bundle, view: RecordView) -> tuple[int, Application, ScannedPaper] | None:
    """The first application of the record that a paper can prove."""
    for place, application in enumerate(view.applications):
        procedure = bundle.procedures.get(application.procedure)
        for paper in bundle.papers.values():
            if procedure is not None and procedure.form == paper.form:
                return place, application, paper
    return None


def open_fields(connection: Connection, house: House, actor: Actor, visit: str) -> int:
    """How many fields and people of the paper beside the record nobody has settled; 0 where there is none.

    `visit`: served at the actor's counter.
    """
    kept = scan(connection, house, actor, visit)
    opened = casework.look(connection, house, actor, visit)
    if kept is None or isinstance(kept, Refusal) or isinstance(opened, Refusal):
        return 0
    paper = paper_of(house.bundle, opened.view)
    if paper is None:
        return 0
    place, application, known = paper
    check = crosscheck(entry_of(known, house.bundle.forms[known.form], application.answers), kept.sheet)
    decided = {each.path: each for each in opened.view.checks if each.application == place}
    return sum(not is_settled(row, standing(row, decided, kept.id)) for row in check.rows) + check.lonely


def _place(house: House, visit: str) -> str:
    return f"{house.site.id}|scans|{visit}"
