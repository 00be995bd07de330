"""Numbers: a visit opened now, or taken over from a kiosk that gave the number while the hub was away."""

import contextlib
from datetime import date, datetime

import msgspec

from config.site import Service
from hub.domain.events import DayClosed, VisitOpened
from hub.domain.numbering import Number, NumbersUsedUp, next_running
from hub.domain.plan import Plan, plan
from hub.domain.retention import expires_on
from hub.domain.stage import FINAL, RECEPTION, Action, State
from hub.domain.transitions import advance, close
from hub.domain.visit import Leg, Visit
from hub.office import names
from hub.office.applications import Wanted
from hub.office.appointments import Coming, check_in, given_back, miss
from hub.office.following import until_first_call
from hub.office.house import House
from hub.office.refusals import Declined, refuse
from hub.office.safe import Content, put_away
from hub.office.seating import seat
from hub.office.views import ticket
from hub.security.tokens import token_hash
from hub.store import commands, promises, vault, visits
from hub.store import names as kept_names
from hub.store.moments import text_of
from hub.store.transaction import Operation, Transaction
from hub.store.vault import SealedRow
from hub.wire import OpenVisit, Refusal, Ticket

Answer = Ticket | Refusal


class Sent(msgspec.Struct, frozen=True):
    """The message and under what it came. `key` is the actor's own (two actors' keys never meet)."""

    message: OpenVisit
    actor: str
    key: str
    fingerprint: bytes
    entry: str | None = None  # the pre-entry it redeems
    begun_here: bool = False  # that one was saved at a kiosk, not entered at home
    coming: Coming | None = None  # the appointment it comes to
    by_staff: bool = False  # who decide for themselves whom they still take


class Given(msgspec.Struct, frozen=True):
    """A number a kiosk gave while the hub was away. `unopened`: the sealed message where it could not be opened."""

    number: Number
    issued_at: datetime
    unopened: str | None = None


class Arrival(msgspec.Struct, frozen=True):
    """One visit to open, everything decided but the number of the hub's own series."""

    visit: str
    sent: Sent
    asked: Wanted
    plan: Plan
    record: SealedRow | None
    at: datetime
    opened_at: datetime
    given: Given | None
    names: bytes = b""  # what its names can be found by

    @property
    def booked(self) -> datetime | None:
        """The time of the appointment, where it is kept."""
        coming = self.sent.coming
        return coming.appointment.begins if coming is not None and not coming.late else None


def arrival(house: House, sent: Sent, asked: Wanted, given: Given | None = None) -> Arrival:
    """The arrival planned and its record sealed, outside the writer's thread."""
    now = house.clock()
    # a kiosk whose clock is ahead gains nothing by it
    opened_at = min(now, given.issued_at) if given else now
    visit = house.new_id()
    made = plan(house.site.services, asked.procedures, asked.service, house.leg_ids(visit), opened_at)
    record, names_ = None, b""
    if asked.applications:
        names_ = names.tokens(house, visit, visits.day_of(opened_at), (each.answers for each in asked.applications))
        expiry = expires_on(visits.day_of(opened_at), house.site.retention.records_days)
        record = put_away(house, "records", visit, Content(asked.applications), expiry)
    return Arrival(visit, sent, asked, made, record, now, opened_at, given, names_)


def open_now(house: House, come: Arrival, sealed_key: str) -> Operation[Answer]:
    """Number, visit, record, event and answer in one transaction; the same key gets the same ticket.

    `sealed_key`: where the kiosk gave a number itself meanwhile and handed it over first, that is the ticket.
    """

    def operation(tx: Transaction) -> Answer:
        if (known := commands.answered(tx, come.sent.key, come.sent.fingerprint, Ticket, or_to=sealed_key)) is not None:
            return known
        day = visits.day_of(come.opened_at)
        if not come.sent.by_staff and come.booked is None and _is_full(tx, house, come.plan.lead, day):
            return refuse("quota_reached")
        if come.sent.entry is not None and not vault.redeem(tx, come.sent.entry, come.visit):
            return refuse("entry_used")
        if come.sent.coming is not None:
            check_in(tx, come.sent.coming, come.visit, come.sent.actor, come.at)
        try:
            number = next_number(tx, house, come.plan.lead, day)
        except NumbersUsedUp:
            # nothing of this stays: the entry and the appointment are free for another try
            raise Declined("numbers_used_up") from None
        answer = _open(tx, house, come, str(number), day)
        commands.remember(tx, come.sent.key, come.sent.fingerprint, answer, come.at)
        return answer

    return operation


def next_number(tx: Transaction, house: House, service: Service, day: date) -> Number:
    """The next one of the service's series, given with this transaction. Raises NumbersUsedUp."""
    running = next_running(visits.last_running(tx, day, service.letter), service)
    visits.number_given(tx, day, service.letter, running)
    return Number(service.letter, running)


def take_over(house: House, come: Arrival, given: Given, online_key: str) -> Operation[Answer]:
    """The same for a number that already is in a resident's hand. `online_key`: the key of the kiosk's own try before."""

    def operation(tx: Transaction) -> Answer:
        if (known := commands.answered(tx, come.sent.key, come.sent.fingerprint, Ticket)) is not None:
            return known
        day = visits.day_of(come.opened_at)
        if visits.number_used(tx, day, str(given.number)):
            return refuse("number_taken")
        _withdraw(tx, house, come, online_key)
        if come.sent.entry is not None:
            # the pre-entry may have gone elsewhere meanwhile: the number in the hand counts all the same
            vault.redeem(tx, come.sent.entry, come.visit)
        if come.sent.coming is not None:
            with contextlib.suppress(Declined):  # likewise
                check_in(tx, come.sent.coming, come.visit, come.sent.actor, come.at)
        answer = _open(tx, house, come, str(given.number), day)
        if given.unopened is not None:
            tx.execute("INSERT INTO unopened (visit, sealed, at) VALUES (?, ?, ?)", (come.visit, given.unopened, text_of(come.at)))
        commands.remember(tx, come.sent.key, come.sent.fingerprint, answer, come.at)
        return answer

    return operation


def close_days(house: House, actor: str, until: date, even_if_empty: bool) -> Operation[int]:
    """日締め of all days up to `until`: every open visit of them ends. Returns how many did."""
    now = house.clock()

    def operation(tx: Transaction) -> int:
        open_ = [visit for visit in visits.open_visits(tx.connection) if visit.day <= until]
        change = visits.Change(now, actor, house.letters, house.policy)
        for visit in open_:
            visits.save(tx, visit, close(visit, now), change)
        missed = miss(tx, house, until, actor, now)
        if open_ or missed or even_if_empty:
            tx.emit(DayClosed(at=now, day=until), actor)
        return len(open_)

    return operation


def forget_unopened(tx: Transaction, before: datetime) -> int:
    """Drop sealed messages nobody could open, like the records they would have been. Returns how many."""
    return int(tx.execute("DELETE FROM unopened WHERE at < ?", (text_of(before),)).rowcount)


def _open(tx: Transaction, house: House, come: Arrival, number: str, day: date) -> Ticket:
    made, lead = come.plan, come.plan.lead
    at_home = come.sent.message.reception_token is not None and not come.sent.begun_here
    visit = Visit(
        id=come.visit,
        day=day,
        number=number,
        service=lead.id,
        opened_at=come.opened_at,
        legs=_placed(made.legs, lead, come.booked),
        language=come.sent.message.language,
        channel=come.sent.message.channel,
        people=max(come.asked.people, come.sent.message.people),
        consideration=come.sent.message.consideration,
        entered_at_home=at_home,
        booked=come.booked,
        short=at_home and _is_short(house, made.procedures),
        bring=come.asked.bring,
    )
    visits.insert(tx, visit, house.site.id, house.policy)
    if _is_full(tx, house, lead, day):
        visits.line_full(tx, lead.id, day)
    if come.record is not None:
        vault.put_record(tx, come.visit, come.record)
        kept_names.put(tx, come.visit, day, come.names)
    tx.execute("INSERT INTO follows (token_hash, visit) VALUES (?, ?)", (token_hash(house.follow_token(visit.id)), visit.id))
    line = visits.line_of(tx.connection, lead.id, lead.letter, visits.day_of(come.at))
    tx.emit(
        VisitOpened(
            at=come.at,
            visit=visit.id,
            number=number,
            service=lead.id,
            line=line,
            procedures=made.procedures,
            channel=visit.channel,
            entered_at_home=visit.entered_at_home,
            offline=come.given is not None,
        ),
        come.sent.actor,
    )
    waits = any(leg.stage == RECEPTION and leg.service == lead.id and leg.arrived for leg in visit.legs)
    answer = ticket(house, visit, made.procedures, come.asked.bring, max(0, line.people_waiting - int(waits)))
    if day < visits.day_of(come.at):
        # handed over after its day: kept, but nobody waits any more
        visits.save(tx, visit, close(visit, come.at), visits.Change(come.at, come.sent.actor, house.letters, house.policy))
    elif come.given is None:
        ahead, wait = until_first_call(tx.connection, house, visit, come.at)
        answer = msgspec.structs.replace(answer, people_waiting=answer.people_waiting if ahead is None else ahead, wait=wait)
        promises.note(tx, house.telling.new(come.at, visit.id))
        answer = seat(tx, house, come.sent.actor, visit, answer, come.at)
    return answer


def _withdraw(tx: Transaction, house: House, come: Arrival, online_key: str) -> None:
    """The kiosk's own try reached us after all, but its answer did not reach the kiosk: nobody holds that number, it ends."""
    answered = commands.answer_to(tx.connection, online_key, Ticket)
    other = visits.find(tx.connection, answered.visit) if answered else None
    if other is None or other.ended:
        return
    after = other
    while not after.ended:
        leg = next(leg for leg in after.legs if leg.state not in FINAL)
        after = advance(after, leg.id, Action.CANCEL, come.at)
    after = msgspec.structs.replace(after, version=other.version + 1)
    visits.save(tx, other, after, visits.Change(come.at, come.sent.actor, house.letters, house.policy))
    given_back(tx, other.id, come.sent.actor, come.at)
    tx.execute("DELETE FROM records WHERE visit = ?", (other.id,))
    kept_names.forget(tx, other.id)
    tx.execute("UPDATE entries SET redeemed_by = NULL WHERE redeemed_by = ?", (other.id,))


def _placed(legs: tuple[Leg, ...], lead: Service, booked: datetime | None) -> tuple[Leg, ...]:
    """Who keeps an appointment stands in line at its time, whenever they came."""
    if booked is None:
        return legs
    return tuple(
        msgspec.structs.replace(leg, arrived=booked) if leg.state is State.WAITING and leg.service == lead.id else leg
        for leg in legs
    )


def _is_full(tx: Transaction, house: House, service: Service, day: date) -> bool:
    return service.quota is not None and visits.given_on(tx, house.site.id, day, service.letter) >= service.quota


def _is_short(house: House, procedures: tuple[str, ...]) -> bool:
    """Whether all of it together takes no longer than the site calls short; a declared time is needed to know."""
    known = [house.bundle.procedures[each].minutes for each in procedures if each in house.bundle.procedures]
    return bool(known) and all(known) and sum(each.most for each in known if each) <= house.site.queue.short_minutes
