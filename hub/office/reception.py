"""Numbers: a visit opened now, or taken over from a kiosk that gave the number while the hub was away."""

from datetime import date, datetime

import msgspec

from config.site import Service
from hub.domain.events import DayClosed, VisitOpened
from hub.domain.numbering import Number, NumbersUsedUp, next_running
from hub.domain.plan import Plan, plan
from hub.domain.retention import expires_on
from hub.domain.stage import FINAL, RECEPTION, Action
from hub.domain.transitions import advance, close
from hub.domain.visit import Visit
from hub.office.applications import Wanted, bring_for
from hub.office.house import House
from hub.office.refusals import refuse
from hub.office.safe import Content, put_away
from hub.office.seating import seat
from hub.office.views import ticket
from hub.security.tokens import token_hash
from hub.store import commands, vault, visits
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


def arrival(house: House, sent: Sent, asked: Wanted, given: Given | None = None) -> Arrival:
    """The arrival planned and its record sealed, outside the writer's thread."""
    now = house.clock()
    # a kiosk whose clock is ahead gains nothing by it
    opened_at = min(now, given.issued_at) if given else now
    visit = house.new_id()
    made = plan(house.site.services, asked.procedures, asked.service, house.leg_ids(visit), opened_at)
    record = None
    if asked.applications:
        expiry = expires_on(visits.day_of(opened_at), house.site.retention.records_days)
        record = put_away(house, "records", visit, Content(asked.applications), expiry)
    return Arrival(visit, sent, asked, made, record, now, opened_at, given)


def open_now(house: House, come: Arrival, sealed_key: str) -> Operation[Answer]:
    """Number, visit, record, event and answer in one transaction; the same key gets the same ticket.

    `sealed_key`: where the kiosk gave a number itself meanwhile and handed it over first, that is the ticket.
    """

    def operation(tx: Transaction) -> Answer:
        if (known := commands.answered(tx, come.sent.key, come.sent.fingerprint, Ticket)) is not None:
            return known
        if (own := commands.answer_to(tx.connection, sealed_key, Ticket)) is not None:
            return own
        if come.sent.entry is not None and not vault.redeem(tx, come.sent.entry, come.visit):
            return refuse("entry_used")
        day = visits.day_of(come.opened_at)
        try:
            number = next_number(tx, house, come.plan.lead, day)
        except NumbersUsedUp:
            # the entry stays free for another try
            return _undo(tx, come, refuse("numbers_used_up"))
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
        if open_ or even_if_empty:
            tx.emit(DayClosed(at=now, day=until), actor)
        return len(open_)

    return operation


def forget_unopened(tx: Transaction, before: datetime) -> int:
    """Drop sealed messages nobody could open, like the records they would have been. Returns how many."""
    return int(tx.execute("DELETE FROM unopened WHERE at < ?", (text_of(before),)).rowcount)


def _open(tx: Transaction, house: House, come: Arrival, number: str, day: date) -> Ticket:
    made, lead = come.plan, come.plan.lead
    visit = Visit(
        id=come.visit,
        day=day,
        number=number,
        service=lead.id,
        opened_at=come.opened_at,
        legs=made.legs,
        language=come.sent.message.language,
        channel=come.sent.message.channel,
        people=max(come.asked.people, come.sent.message.people),
        consideration=come.sent.message.consideration,
        entered_at_home=come.sent.message.reception_token is not None and not come.sent.begun_here,
    )
    visits.insert(tx, visit, house.site.id, house.policy)
    if come.record is not None:
        vault.put_record(tx, come.visit, come.record)
    tx.execute("INSERT INTO follows (token_hash, visit) VALUES (?, ?)", (token_hash(house.follow_token(visit.id)), visit.id))
    line = visits.line_of(tx.connection, lead.id, lead.letter)
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
    answer = ticket(house, visit, made.procedures, bring_for(house, come.asked), max(0, line.people_waiting - int(waits)))
    if day < visits.day_of(come.at):
        # handed over after its day: kept, but nobody waits any more
        visits.save(tx, visit, close(visit, come.at), visits.Change(come.at, come.sent.actor, house.letters, house.policy))
    elif come.given is None:
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
    tx.execute("DELETE FROM records WHERE visit = ?", (other.id,))
    tx.execute("UPDATE entries SET redeemed_by = NULL WHERE redeemed_by = ?", (other.id,))


def _undo(tx: Transaction, come: Arrival, refusal: Refusal) -> Refusal:
    tx.execute("UPDATE entries SET redeemed_by = NULL WHERE redeemed_by = ?", (come.visit,))
    return refusal
