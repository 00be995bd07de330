"""予約: free times, booking, changing and cancelling by code, and the number an appointment leads to. Nobody's name is asked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from config.site import AppointmentPlan
from config.slots import Slot, bookable_days, is_closed_now, may_be_booked, plan_for, slots_on
from hub.domain import appointment as appointments
from hub.domain.appointment import Action, Appointment, NotPossible, State, punctuality
from hub.domain.events import AppointmentChanged
from hub.office import one_code
from hub.office.house import House
from hub.office.literals import appointment_state_of
from hub.office.refusals import Declined, refuse
from hub.security.tokens import (
    RECEPTION_BYTES,
    SHORT_CODE_BYTES,
    appointment_handle,
    appointment_of,
    keyed_hash,
    read_code,
    reception_code,
    short_code,
    token_hash,
)
from hub.store import appointments as stored
from hub.store import commands, visits
from hub.store.database import Connection
from hub.store.transaction import Operation, Transaction
from hub.wire import (
    AppointmentView,
    BookAppointment,
    BookedAppointment,
    ChangeAppointment,
    FoundAppointment,
    FreeDay,
    FreeSlot,
    Refusal,
)


class Coming(msgspec.Struct, frozen=True):
    """An appointment somebody comes to. `late`: after the grace, with a number like everybody's."""

    appointment: Appointment
    late: bool


class _Kept(msgspec.Struct, frozen=True):
    """The answer to a key, without the codes: they follow from the key."""

    appointment: str


# --- free times -----------------------------------------------------------------------------------------------------------------


def free_days(connection: Connection, house: House, procedure: str, now: datetime) -> tuple[FreeDay, ...] | Refusal:
    """Every day this procedure may be booked for, with the places left and all there are; 0 free where it is full."""
    plan = plan_for(house.site, procedure)
    if plan is None:
        return refuse("not_bookable")
    days = tuple(bookable_days(house.site, plan, now))
    if not days:
        return ()
    taken = stored.taken_between(connection, plan.id, days[0], days[-1])
    found = []
    for day in days:
        slots = _slots(house, plan, procedure, day, now)
        if slots:
            free = sum(each.free for each in _free(slots, taken))
            found.append(FreeDay(day, free, sum(slot.capacity for slot in slots)))
    return tuple(found)


def free_slots(connection: Connection, house: House, procedure: str, day: date, now: datetime) -> tuple[FreeSlot, ...] | Refusal:
    """The times of one day, full ones too."""
    plan = plan_for(house.site, procedure)
    if plan is None:
        return refuse("not_bookable")
    return tuple(_free(_slots(house, plan, procedure, day, now), stored.taken_between(connection, plan.id, day, day)))


def _slots(house: House, plan: AppointmentPlan, procedure: str, day: date, now: datetime) -> list[Slot]:
    """Of one day, those in which this procedure is taken in."""
    slots = slots_on(house.site, plan, day, now)
    return [slot for slot in slots if may_be_booked(house.site, plan, procedure, slot.begins, now)]


def _free(slots: Sequence[Slot], taken: Mapping[datetime, int]) -> list[FreeSlot]:
    """`taken`: begin of a slot → places held."""
    return [FreeSlot(slot.begins, slot.ends, max(0, slot.capacity - taken.get(slot.begins, 0))) for slot in slots]


# --- booking ----------------------------------------------------------------------------------------------------------------------


def book(house: House, message: BookAppointment, actor: str, key: str, now: datetime) -> Operation[BookedAppointment | Refusal]:
    """One place of the slot, for this press: the same key brings the same appointment with the same codes."""
    slot = _slot(house, message.procedure, message.begins, now)
    secret = keyed_hash(house.keys.key("codes"), f"appointment|{key}")
    code = reception_code(secret[:RECEPTION_BYTES])
    short = short_code(secret[RECEPTION_BYTES : RECEPTION_BYTES + SHORT_CODE_BYTES])
    # who goes back and reads the page in another language presses for the same
    fingerprint = house.fingerprint(msgspec.structs.replace(message, language="ja"))
    appointment_id = house.new_id()

    def operation(tx: Transaction) -> BookedAppointment | Refusal:
        known = commands.answered(tx, key, fingerprint, _Kept)
        if known is not None:
            made = stored.find(tx.connection, "id", known.appointment)
            kept = stored.codes_of(tx.connection, known.appointment)
            if made is None or kept is None:
                return refuse("unknown_code")
            return _answer(tx, made, None if kept[0] == token_hash(code) else message.entry_code)
        if isinstance(slot, Refusal):
            return slot
        place = stored.free_place(tx.connection, slot.plan, slot.begins, slot.capacity)
        if place is None:
            return refuse("slot_full")
        service = next(plan.service for plan in house.site.appointments if plan.id == slot.plan)
        made = Appointment(
            appointment_id, slot.plan, service, message.procedure, slot.begins, slot.ends, message.language, State.BOOKED, place
        )
        shared = one_code.codes_for_booking(tx, house, message.entry_code) if message.entry_code else None
        codes = shared or one_code.Codes(token_hash(code), house.code_hash(short))
        stored.insert(tx, made, codes.code_hash, codes.short_hash, now)
        one_code.keep_entry_until(tx, house, made.id, made.begins.date())
        _tell(tx, made, actor, now)
        commands.remember(tx, key, fingerprint, _Kept(made.id), now)
        return _answer(tx, made, message.entry_code if shared else None)

    def _answer(tx: Transaction, made: Appointment, entry_code: str | None) -> BookedAppointment:
        seen = view(tx.connection, house, made)
        return BookedAppointment(entry_code, "", seen) if entry_code else BookedAppointment(code, short, seen)

    return operation


def change(house: House, message: ChangeAppointment, actor: str, now: datetime) -> Operation[AppointmentView | Refusal]:
    """Another time of the same procedure, or none: the old place is free in the same moment the new one is taken."""

    def operation(tx: Transaction) -> AppointmentView | Refusal:
        before = by_code(tx.connection, house, message.code)
        if isinstance(before, Refusal):
            return before
        if before.state is not State.BOOKED or (before.begins <= now and not closed(house, before)):
            return refuse("appointment_over")
        if message.begins is None:
            after = appointments.advance(before, Action.CANCEL)
            stored.save(tx, before, after)
            _tell(tx, after, actor, now)
            return view(tx.connection, house, after)
        if message.begins == before.begins:
            return view(tx.connection, house, before)
        slot = _slot(house, before.procedure, message.begins, now)
        if isinstance(slot, Refusal):
            return slot
        place = stored.free_place(tx.connection, slot.plan, slot.begins, slot.capacity)
        if place is None:
            return refuse("slot_full")
        after = appointments.advance(before, Action.MOVE, plan=slot.plan, begins=slot.begins, ends=slot.ends, place=place)
        stored.save(tx, before, after)
        one_code.keep_entry_until(tx, house, after.id, after.begins.date())
        _tell(tx, after, actor, now, moved_from=before.begins)
        return view(tx.connection, house, after)

    return operation


def _slot(house: House, procedure: str, begins: datetime, now: datetime) -> Slot | Refusal:
    plan = plan_for(house.site, procedure)
    if plan is None:
        return refuse("not_bookable")
    if begins.tzinfo is None:
        return refuse("slot_gone")
    return may_be_booked(house.site, plan, procedure, begins.astimezone(now.tzinfo), now) or refuse("slot_gone")


# --- coming ------------------------------------------------------------------------------------------------------------------


def by_code(connection: Connection, house: House, code: str) -> Appointment | Refusal:
    """The appointment behind a code. `foreign_code` where it is none of ours, `unknown_code` where nothing is kept under it."""
    read = read_code(code)
    if read is None:
        return refuse("foreign_code")
    kind, spelled = read
    if kind == "reception":
        found = stored.find(connection, "code_hash", token_hash(spelled))
    else:
        found = stored.find(connection, "short_hash", house.code_hash(spelled))
    return found or refuse("unknown_code")


def found_here(connection: Connection, house: House, code: str, now: datetime) -> FoundAppointment | Refusal:
    """The same for a kiosk, which takes a number for it now."""
    found = by_code(connection, house, code)
    if isinstance(found, Refusal):
        return found
    coming = _coming(house, found, now)
    if isinstance(coming, Refusal):
        return coming
    handle = appointment_handle(house.keys.key("follow"), found.id)
    return FoundAppointment(handle, found.procedure, found.service, found.begins, coming.late)


def comes_with(
    connection: Connection, house: House, handle: str, now: datetime, *, by_staff: bool = False, given: bool = False
) -> Coming | Refusal:
    """The appointment of an arrival, by the handle of `found_here`, or by its id where staff ask.

    `given`: the number is already in somebody's hand, so that nothing is refused for being late.
    """
    known = handle if by_staff else appointment_of(house.keys.key("follow"), handle)
    found = stored.find(connection, "id", known) if known else None
    return refuse("unknown_code") if found is None else _coming(house, found, now, anyhow=by_staff or given)


def check_in(tx: Transaction, coming: Coming, visit: str, actor: str, now: datetime) -> None:
    """The number is given with this transaction. Raises Declined where another one was first."""
    before = stored.find(tx.connection, "id", coming.appointment.id)
    if before is None:
        raise Declined("unknown_code")
    try:
        after = appointments.advance(before, Action.CHECK_IN, visit=visit, late=coming.late)
    except NotPossible:
        raise Declined("appointment_used" if before.state is State.ARRIVED else "appointment_over") from None
    stored.save(tx, before, after)
    _tell(tx, after, actor, now)


def given_back(tx: Transaction, visit: str, actor: str, now: datetime) -> None:
    """The number was withdrawn, nobody holds it: the appointment may be come to again."""
    before = stored.find(tx.connection, "visit", visit)
    if before is not None and before.state is State.ARRIVED:
        after = appointments.advance(before, Action.RETURN, visit=None, late=False)
        stored.save(tx, before, after)
        _tell(tx, after, actor, now)


def miss(tx: Transaction, house: House, until: date, actor: str, now: datetime) -> int:
    """日締め: who was expected on a day up to `until` and did not come. Returns how many.

    Whom the office has closed the door on keeps the code for as long as appointments are kept: it opens another time, or a number.
    """
    kept = until - timedelta(days=house.site.booking.kept_days)
    expected = [each for each in stored.still_booked(tx.connection, until) if each.begins.date() < kept or not closed(house, each)]
    for before in expected:
        after = appointments.advance(before, Action.MISS)
        stored.save(tx, before, after)
        _tell(tx, after, actor, now)
    return len(expected)


def _coming(house: House, found: Appointment, now: datetime, *, anyhow: bool = False) -> Coming | Refusal:
    if found.state is State.ARRIVED:
        return refuse("appointment_used")
    if found.state is not State.BOOKED:
        return refuse("appointment_over")
    match punctuality(found.begins, now, house.site.booking):
        case "other_day" if closed(house, found):
            return Coming(found, late=True)
        case "other_day":
            told = f"The appointment is on {found.begins:%Y-%m-%d at %H:%M}."
            return refuse("appointment_other_day", message=told, until=found.begins)
        case "late" if house.site.booking.late == "rebook" and not anyhow:
            return refuse("appointment_late")
        case punctual:
            return Coming(found, late=punctual == "late")


# --- what is seen ---------------------------------------------------------------------------------------------------------------


def day_list(connection: Connection, house: House, day: date) -> tuple[AppointmentView, ...]:
    """All of one day by their time, for the staff."""
    return tuple(view(connection, house, each) for each in stored.of_day(connection, day))


def forget(tx: Transaction, house: House, today: date) -> int:
    """Take what leads to somebody from appointments long past. Returns how many."""
    return stored.forget(tx, today - timedelta(days=house.site.booking.kept_days))


def known(connection: Connection, appointment: str) -> Appointment | None:
    """By its id."""
    return stored.find(connection, "id", appointment)


def view(connection: Connection, house: House, each: Appointment) -> AppointmentView:
    visit = visits.find(connection, each.visit) if each.visit else None
    return AppointmentView(
        appointment=each.id,
        service=each.service,
        procedure=each.procedure,
        begins=each.begins,
        ends=each.ends,
        state=appointment_state_of(each.state),
        language=each.language,
        number=visit.number if visit else None,
        late=each.late,
        closed=closed(house, each),
    )


def closed(house: House, each: Appointment) -> bool:
    """Whether the office was closed for its time after it was booked."""
    return each.state is State.BOOKED and is_closed_now(house.site, each.plan, each.begins, each.ends)


def on_closed_days(connection: Connection, house: House) -> tuple[AppointmentView, ...]:
    """Everybody who booked a time the office is closed by now, by their time; nobody can be written to."""
    last = visits.day_of(house.clock()) + timedelta(days=house.site.booking.last_day)
    return tuple(view(connection, house, each) for each in stored.still_booked(connection, last) if closed(house, each))


def _tell(tx: Transaction, each: Appointment, actor: str, now: datetime, moved_from: datetime | None = None) -> None:
    tx.emit(
        AppointmentChanged(
            at=now,
            appointment=each.id,
            service=each.service,
            begins=each.begins,
            state=each.state.value,
            visit=each.visit,
            late=each.late,
            moved_from=moved_from,
        ),
        actor,
    )
