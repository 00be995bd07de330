"""受付データ inside a transaction: looked at, corrected, noted on, and who stood there. All of it is sealed with the answers.

The desk that holds the record (hub.domain.holding) may change it; who serves another leg of the visit reads. Events and audit say
what was done to which field, never a value.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from config.form import Problem, answer_at
from config.form.visible import needs_staff
from config.identity import DOCUMENTS, PAPERS, Demand, Shown, lacking, satisfied, strongest
from config.my_number import holds_my_number
from config.way import NO_PROCEDURE
from hub.domain.corrections import Change, Corrected, corrected, taken_back
from hub.domain.events import RecordChanged
from hub.domain.holding import holder
from hub.domain.reasons import CORRECTIONS, EXCEPTIONS, FILLED_IN
from hub.domain.retention import expires_on
from hub.domain.stage import RECEPTION, State
from hub.domain.transitions import beside
from hub.domain.visit import Leg, Visit, ways
from hub.office import names
from hub.office.delivery import delivery
from hub.office.house import House
from hub.office.literals import stage_of
from hub.office.press import found
from hub.office.refusals import Conflict, Declined, refuse
from hub.office.safe import Content, put_away, take_out
from hub.office.to_make_sure import to_be_shown, to_make_sure
from hub.office.unsettled import decided, left_on_paper, undecided, unsettled
from hub.office.views import visit_view
from hub.security.actors import Actor, Staff, name_of
from hub.store import audit, commands, doors, steps, vault
from hub.store import names as kept_names
from hub.store.database import Connection
from hub.store.transaction import Operation, Transaction
from hub.wire import (
    Application,
    CheckField,
    CheckIdentity,
    Correction,
    CorrectRecord,
    DecideProcedure,
    HandOver,
    IdentityCheck,
    Note,
    PassOn,
    RecordView,
    Refusal,
    SettleFee,
    TickItem,
    WriteNote,
)

NOTES = 50  # of one visit: more is no handing over any more


class Opened(msgspec.Struct, frozen=True):
    """A record on the table of one desk. `since`: when the desk began to serve: one opening, however often it is drawn.

    `holds`: there is something in it.
    """

    view: RecordView
    since: datetime
    holds: bool


class Done(msgspec.Struct, frozen=True):
    """What is remembered of a press: nothing of the record."""

    visit: str


class Case(msgspec.Struct, frozen=True):
    """A visit served at the actor's counter, with what lies in its envelopes by the row they lie in, its own included.

    A family that took one number for several, or parted, has several.
    """

    visit: Visit
    leg: Leg
    contents: dict[str, Content]

    @property
    def own(self) -> Content:
        return self.contents.get(self.visit.id, Content())

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        """(row, place there) of each application; what went on under another number of the family is read there.

        An empty one that was opened for somebody who is not here for it after all is none.
        """
        found = [(row, index) for row, content in self.contents.items() for index, _ in enumerate(content.applications)]
        found = [each for each in found if self._at(each).procedure in self.visit.procedures]
        for procedure, here in Counter(way[0].procedure for way in ways(self.visit.legs)).items():
            own = [each for each in found if self._at(each).procedure == procedure]
            empty = [each for each in own if each in self._begun and not filled(self._at(each).answers)]
            surplus = empty[-(len(own) - here) :] if len(own) > here else []
            found = [each for each in found if each not in surplus]
        return tuple(found)

    def _at(self, place: tuple[str, int]) -> Application:
        return self.contents[place[0]].applications[place[1]]

    @property
    def _begun(self) -> frozenset[tuple[str, int]]:
        """Where the applications lie that the counter opened: in each row they came after what was sent there."""
        found = set()
        for row, content in self.contents.items():
            for procedure, opened in Counter(content.begun).items():
                own = [index for index, each in enumerate(content.applications) if each.procedure == procedure]
                found |= {(row, index) for index in own[-opened:]}
        return frozenset(found)

    @property
    def by_counter(self) -> tuple[int, ...]:
        """Places of the applications that come from paper: nothing of them was asked before."""
        if self.visit.channel == "paper":
            return tuple(range(len(self.places)))
        begun = self._begun
        return tuple(index for index, place in enumerate(self.places) if place in begun)

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Of the applications shown, by their place among them, the oldest first."""
        shown = {place: index for index, place in enumerate(self.places)}
        found = [
            msgspec.structs.replace(each, application=shown[row, each.application])
            for row, content in self.contents.items()
            for each in content.corrections
            if (row, each.application) in shown
        ]
        return tuple(sorted(found, key=lambda each: each.at))


class _Press(msgspec.Struct, frozen=True):
    """`key`: of the press, the actor's own. `fingerprint`: of the message."""

    at: datetime
    key: str | None
    fingerprint: bytes


def look(connection: Connection, house: House, actor: Actor, visit: str) -> Opened | Refusal:
    """The record for who serves the visit just now."""
    case = _case(connection, house, actor, visit)
    if isinstance(case, Refusal):
        return case
    return Opened(_view(connection, house, case), case.leg.since, any(content != Content() for content in case.contents.values()))


def view_at(connection: Connection, house: House, visit: Visit, leg: Leg) -> RecordView | Refusal:
    """The record as the stage of `leg` sees it, whoever asks: for rules, never to be shown."""
    contents = _contents(connection, house, visit)
    return contents if isinstance(contents, Refusal) else _view(connection, house, Case(visit, leg, contents))


def read_only(connection: Connection, house: House, visit: Visit) -> RecordView | Refusal:
    """The record for who may look without serving; nobody holds it then. `visit` has legs."""
    view = view_at(connection, house, visit, visit.legs[-1])
    if isinstance(view, Refusal):
        return view
    return msgspec.structs.replace(
        view, identity_due=False, unsettled=(), undecided=None, decided=None, left_on_paper=(), holder=None
    )


def note_opening(actor: Actor, visit: str, now: datetime) -> Operation[None]:
    """Who looked, before anything is shown."""
    return lambda tx: audit.note(tx, now, name_of(actor), "record_opened", visit)


class Handling:
    """One press of a clerk on a record. A press that was done before changes nothing and shows the record as it is."""

    def __init__(self, tx: Transaction, house: House, actor: Actor, press: _Press) -> None:
        self.tx, self.house, self.actor, self.press = tx, house, actor, press

    def case(self, visit: str, *, to_change: bool = True) -> Case | RecordView | Refusal:
        """What the press acts on, or the answer where there is nothing to do. Raises Declined where another desk holds it."""
        case = _case(self.tx.connection, self.house, self.actor, visit)
        if isinstance(case, Refusal):
            return case
        key = self.press.key
        if key is not None and commands.answered(self.tx, key, self.press.fingerprint, Done) is not None:
            return self.view(case)
        if to_change and holder(case.visit) != _counter(self.actor):
            raise Declined("record_held")
        return case

    def keep(self, case: Case, row: str, content: Content, what: str, fields: tuple[str, ...] = ()) -> Case:
        """Seal this row anew and say that the record changed."""
        visit, house, now = case.visit, self.house, self.press.at
        expiry = expires_on(visit.day, house.site.retention.records_days)
        vault.change_record(self.tx, row, put_away(house, "records", row, content, expiry))
        if what in ("corrected", FILLED_IN):
            answers = (each.answers for each in content.applications)
            kept_names.put(self.tx, row, visit.day, names.tokens(house, row, visit.day, answers))
        self.told(visit, what, fields)
        if self.press.key is not None:
            commands.remember(self.tx, self.press.key, self.press.fingerprint, Done(visit.id), now)
        return msgspec.structs.replace(case, contents={**case.contents, row: content})

    def told(self, visit: Visit, what: str, fields: tuple[str, ...] = ()) -> None:
        """What was done to the record, to everybody and to the audit: never a value."""
        now, who = self.press.at, name_of(self.actor)
        event = RecordChanged(at=now, visit=visit.id, number=visit.number, what=what, counter=_counter(self.actor), fields=fields)
        self.tx.emit(event, who)
        for subject in [f"{visit.id} {field}" for field in fields] or [visit.id]:
            audit.note(self.tx, now, who, f"record_{what}", subject)

    def note(self, text: str, *, back: bool = False) -> Note:
        return Note(self.press.at, _who(self.actor), _counter(self.actor), text, back=back)

    def view(self, case: Case) -> RecordView:
        return _view(self.tx.connection, self.house, case)


def handling(tx: Transaction, house: House, actor: Actor, key: str | None = None, fingerprint: bytes = b"") -> Handling:
    """A press now, of another part of the house."""
    return Handling(tx, house, actor, _Press(house.clock(), key, fingerprint))


def at_record(
    house: House,
    actor: Actor,
    message: CheckField | DecideProcedure | HandOver | PassOn | SettleFee | TickItem,
    key: str | None,
    step: Callable[[Handling, Case], RecordView | Refusal],
) -> Operation[RecordView | Refusal]:
    """A press at the record of `message.visit`, which `step` decides and keeps. Raises Declined where another desk holds it."""
    fingerprint = house.fingerprint(message)

    def operation(tx: Transaction) -> RecordView | Refusal:
        at_work = handling(tx, house, actor, key, fingerprint)
        case = at_work.case(message.visit)
        return step(at_work, case) if isinstance(case, Case) else case

    return operation


def correct(house: House, actor: Actor, message: CorrectRecord, key: str | None) -> Operation[RecordView | Refusal]:
    """訂正 against the revision the clerk saw, by the rules of the form the answers were given to. Raises Declined.

    What was never entered is filled in, and needs no reason.
    """
    press = _Press(house.clock(), key, house.fingerprint(message))

    def operation(tx: Transaction) -> RecordView | Refusal:
        handling = Handling(tx, house, actor, press)
        case = handling.case(message.visit)
        if not isinstance(case, Case):
            return case
        if len(case.corrections) != message.revision:
            return refuse("record_conflict")
        if message.reason not in (*CORRECTIONS, FILLED_IN):
            return refuse("reason_needed")
        if any(holds_my_number(each) for each in _texts(message.changes)):
            return refuse("my_number_written")
        result = _corrected(house, case, message)
        if isinstance(result, Refusal):
            return result
        if message.reason == FILLED_IN and not all(each.before is None or needs_staff(each.before) for each in result.changes):
            return refuse("reason_needed")
        row, place = case.places[message.application]
        content = case.contents[row]
        procedure = content.applications[place].procedure
        applications = [
            msgspec.structs.replace(each, answers=result.answers) if index == place else each
            for index, each in enumerate(content.applications)
        ]
        who, counter = _who(actor), _counter(actor)
        made = [
            Correction(press.at, who, counter, place, each.path, each.before, each.after, message.reason) for each in result.changes
        ]
        content = msgspec.structs.replace(content, applications=tuple(applications), corrections=(*content.corrections, *made))
        fields = tuple(f"{procedure}.{each.path}" for each in result.changes)
        if counter is not None:
            same = (steps.Changed(case.visit, case.visit.version),)
            places = steps.Corrections(message.revision, message.revision + len(made))
            steps.remember(tx, steps.Step(name_of(actor), counter, press.at, "correct", same, places))
        what = FILLED_IN if message.reason == FILLED_IN else "corrected"
        return handling.view(handling.keep(case, row, content, what, fields))

    return operation


def put_back(handling: Handling, visit: Visit, places: steps.Corrections) -> None:
    """The corrections at these places undone, by corrections to what was there. Raises Declined, Conflict."""
    case = handling.case(visit.id)
    if not isinstance(case, Case):
        raise Declined("nothing_to_undo")
    undone = case.corrections[places.first : places.end]
    row, place = case.places[undone[0].application]
    content = case.contents[row]
    application = content.applications[place]
    if any(answer_at(application.answers, each.path) != each.after for each in undone):
        raise Conflict(visit_view(handling.tx.connection, visit))
    answers = taken_back(application.answers, [Change(each.path, each.before, each.after) for each in undone])
    applications = [
        msgspec.structs.replace(each, answers=answers) if index == place else each
        for index, each in enumerate(content.applications)
    ]
    at, who, counter = handling.press.at, _who(handling.actor), _counter(handling.actor)
    made = [Correction(at, who, counter, place, each.path, each.after, each.before, "mistyped") for each in reversed(undone)]
    content = msgspec.structs.replace(content, applications=tuple(applications), corrections=(*content.corrections, *made))
    handling.keep(case, row, content, "corrected", tuple(f"{application.procedure}.{each.path}" for each in undone))


def check_identity(
    house: House, actor: Actor, message: CheckIdentity, approver: Staff | None, key: str | None
) -> Operation[RecordView | Refusal]:
    """本人確認. `approver`: who allows an exception, already known to be one who may. Raises Declined."""
    press = _Press(house.clock(), key, house.fingerprint(message))

    def operation(tx: Transaction) -> RecordView | Refusal:
        handling = Handling(tx, house, actor, press)
        case = handling.case(message.visit)
        if not isinstance(case, Case):
            return case
        documents = tuple(each for each in message.documents if each in DOCUMENTS)
        papers = tuple(each for each in message.papers if each in PAPERS)
        shown = Shown(message.person, documents, papers)
        demand = demanded(house, (leg for leg in case.visit.legs if leg.state is State.SERVING))
        missing = lacking(shown, strongest((demand, "usual")))
        check = IdentityCheck(press.at, _who(actor), _counter(actor), message.person, documents, papers)
        if missing is not None:
            if approver is None:
                return refuse("identity_lacking", [{"path": "identity", "code": missing.value}])
            if message.reason not in EXCEPTIONS:
                return refuse("reason_needed")
            check = msgspec.structs.replace(check, reason=message.reason, approved_by=approver.id)
            audit.note(tx, press.at, name_of(approver), "exception_allowed", case.visit.id)
        content = msgspec.structs.replace(case.own, identity=(*case.own.identity, check))
        what = "identity_checked" if missing is None else "identity_excepted"
        after = handling.keep(case, case.visit.id, content, what)
        enough: Demand = "photo" if missing is not None or lacking(shown, "photo") is None else "usual"
        vault.identity_checked(tx, case.visit.id, enough)
        return handling.view(after)

    return operation


def write_note(house: House, actor: Actor, message: WriteNote, key: str | None) -> Operation[RecordView | Refusal]:
    """申し送り by anybody who serves the visit."""
    press = _Press(house.clock(), key, house.fingerprint(message))

    def operation(tx: Transaction) -> RecordView | Refusal:
        handling = Handling(tx, house, actor, press)
        case = handling.case(message.visit, to_change=False)
        if not isinstance(case, Case):
            return case
        text = " ".join(message.text.split())
        if not text or len(case.own.notes) >= NOTES:
            return refuse("nothing_changed")
        if holds_my_number(text):
            return refuse("my_number_written")
        note = handling.note(text)
        content = msgspec.structs.replace(case.own, notes=(*case.own.notes, note))
        return handling.view(handling.keep(case, case.visit.id, content, "noted"))

    return operation


def identity_due(connection: Connection, house: House, visit: Visit, leg: Leg) -> bool:
    """Whether the reception of these legs cannot be finished for want of the identity check."""
    moving = beside(visit, leg)
    demand = demanded(house, (each for each in visit.legs if each.id in moving))
    return leg.stage == RECEPTION and not satisfied(demand, vault.identity_of(connection, visit.id))


def demanded(house: House, legs: Iterable[Leg]) -> Demand:
    """The identity check the procedures of these legs demand together; of a number alone, its service."""
    return strongest(_demand(house, leg) for leg in legs)


def _demand(house: House, leg: Leg) -> Demand:
    if leg.procedure == NO_PROCEDURE:
        service = house.services.get(leg.service)
        return "none" if service is None else service.identity
    procedure = house.bundle.procedures.get(leg.procedure)
    return "none" if procedure is None else procedure.identity


def _corrected(house: House, case: Case, message: CorrectRecord) -> Corrected | Refusal:
    if message.application >= len(case.places):
        return refuse("no_such_application")
    row, place = case.places[message.application]
    application = case.contents[row].applications[place]
    form = house.forms.get(application.form_version)
    if form is None:
        return refuse("no_such_application")
    on_paper = message.application in case.by_counter
    result = corrected(form, application.answers, message.changes, case.visit.day, house.site, piecewise=on_paper)
    if not isinstance(result, Corrected):
        return refuse("invalid_answers", _problems(result, message.application))
    return result if result.changes else refuse("nothing_changed")


def _case(connection: Connection, house: House, actor: Actor, visit_id: str) -> Case | Refusal:
    visit, counter = found(connection, visit_id), _counter(actor)
    leg = next(
        (leg for leg in visit.legs if leg.state is State.SERVING and leg.counter is not None and leg.counter == counter), None
    )
    if leg is None:
        return refuse("not_at_your_counter")
    contents = _contents(connection, house, visit)
    return contents if isinstance(contents, Refusal) else Case(visit, leg, contents)


def _contents(connection: Connection, house: House, visit: Visit) -> dict[str, Content] | Refusal:
    """What lies in the envelopes of this visit, by row."""
    contents: dict[str, Content] = {}
    for row in dict.fromkeys((*visit.record_ids, visit.id)):
        sealed = vault.record(connection, row)
        content = None if sealed is None or sealed == "destroyed" else take_out(house, "records", row, sealed)
        if content is not None:
            contents[row] = content
        elif sealed is not None:
            return refuse("record_destroyed")
    return contents


def _view(connection: Connection, house: House, case: Case) -> RecordView:
    contents, corrections, identity = case.contents.values(), case.corrections, case.own.identity
    notes = sorted((note for content in contents for note in content.notes), key=lambda note: note.at)
    staff = [each.staff for each in corrections] + [each.staff for each in notes]
    staff += [each.staff for each in case.own.checks]
    staff += [id_ for each in identity for id_ in (each.staff, each.approved_by)]
    staff += [each.staff for each in case.own.ticked]
    staff += [each.staff for each in case.own.handed] + [each.staff for each in case.own.fees]
    applications = tuple(case.contents[row].applications[index] for row, index in case.places)
    here = beside(case.visit, case.leg)
    procedures = [each.procedure for each in case.visit.legs if each.id in here]
    returned = max((note.at for note in notes if note.back), default=None)  # what was made sure of before is asked anew
    ticked = [each for each in case.own.ticked if returned is None or each.at > returned]
    return RecordView(
        visit=case.visit.id,
        number=case.visit.number,
        applications=applications,
        revision=len(corrections),
        corrections=corrections,
        identity=identity[-1] if identity else None,
        identity_due=identity_due(connection, house, case.visit, case.leg),
        notes=tuple(notes),
        checks=case.own.checks,
        holder=holder(case.visit),
        names=doors.names_of(connection, staff),
        delivery=delivery(house.bundle, case.leg.stage, procedures, applications, case.own.handed, case.own.fees, case.visit.day),
        checklist=to_make_sure(house.bundle, stage_of(case.leg.stage), procedures, ticked),
        to_show=to_be_shown(house.bundle, applications, case.own.ticked, case.visit.day),
        unsettled=unsettled(house, case.visit, case.leg, applications, case.own.passed, case.by_counter),
        undecided=undecided(house, case.visit, case.leg, case.own.passed),
        decided=decided(house, case.visit, case.leg, _entered(case, applications)),
        by_counter=case.by_counter,
        left_on_paper=left_on_paper(case.leg, case.own.passed),
    )


def _entered(case: Case, applications: Sequence[Application]) -> set[str]:
    """Procedures of which something was said: an empty application the counter opened still is any procedure of its line."""
    empty = set(case.by_counter) if case.visit.channel != "paper" else set()
    return {each.procedure for index, each in enumerate(applications) if index not in empty or filled(each.answers)}


def filled(answer: Any) -> bool:
    """Whether anything was said in it."""
    match answer:
        case dict():
            return any(map(filled, answer.values()))
        case list() | tuple():
            return any(map(filled, answer))
        case _:
            return answer is not None


def _problems(problems: Sequence[Problem], application: int) -> list[dict[str, Any]]:
    return [{"application": application, **msgspec.to_builtins(problem)} for problem in problems]


def _texts(answer: Any) -> list[str]:
    """Every text in an answer but telephone numbers, which may have twelve digits with the code of a country."""
    match answer:
        case str():
            return [answer]
        case dict():
            return [text for name, each in answer.items() if not str(name).endswith("phone") for text in _texts(each)]
        case list() | tuple():
            return [text for each in answer for text in _texts(each)]
        case _:
            return []


def _who(actor: Actor) -> str:
    return actor.id if isinstance(actor, Staff) else ""


def _counter(actor: Actor) -> int | None:
    return actor.counter if isinstance(actor, Staff) else None
