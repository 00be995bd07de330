"""The use cases of appointments (予約): free times, booking, changing by code, the staff's list of a day, coming."""

from datetime import date

from hub.domain.appointment import Appointment
from hub.office import appointments, one_code
from hub.office.allowance import Allowance
from hub.office.arrivals import Arrivals, own_key
from hub.office.codes import Codes
from hub.office.house import House
from hub.office.literals import language_of
from hub.office.refusals import refuse
from hub.security.actors import Actor, name_of
from hub.security.may import ask
from hub.store.database import Connection
from hub.store.store import Store
from hub.wire import (
    AppointmentView,
    BookAppointment,
    BookedAppointment,
    ChangeAppointment,
    CheckIn,
    FreeDay,
    FreeSlot,
    OpenVisit,
    Refusal,
    Ticket,
)

BOOKINGS, BOOKINGS_FROM_OUTSIDE = 20, 200  # in ten minutes: of one address, of all together


class Bookings:
    """Over the store of the office. Every method's first argument is the actor; refusals are returned."""

    def __init__(self, store: Store, house: House, codes: Codes, arrivals: Arrivals) -> None:
        self._store, self._house, self._codes, self._arrivals = store, house, codes, arrivals
        self._allowance = Allowance(BOOKINGS, BOOKINGS_FROM_OUTSIDE)

    async def free_days(self, actor: Actor, procedure: str) -> tuple[FreeDay, ...] | Refusal:
        """Days on which this procedure may be booked, full ones too."""
        ask(actor, "free_times")
        house, now = self._house, self._house.clock()
        return await self._store.read(lambda connection: appointments.free_days(connection, house, procedure, now))

    async def free_slots(self, actor: Actor, procedure: str, day: date) -> tuple[FreeSlot, ...] | Refusal:
        """The times of one of them."""
        ask(actor, "free_times")
        house, now = self._house, self._house.clock()
        return await self._store.read(lambda connection: appointments.free_slots(connection, house, procedure, day, now))

    async def book(self, actor: Actor, message: BookAppointment, key: str) -> BookedAppointment | Refusal:
        """予約する: one place, durable when this returns. The same key brings the same appointment and codes; raises KeyReused."""
        ask(actor, "book_appointment")
        now = self._house.clock()
        if (until := self._allowance.used_up_until(actor, now)) is not None:
            return refuse("too_many_bookings", until=until)
        operation = appointments.book(self._house, message, name_of(actor), own_key(actor, "book", key), now)
        made = await self._store.write(operation)
        if isinstance(made, BookedAppointment):
            self._allowance.used(actor, now)
        return made

    async def find(self, actor: Actor, code: str) -> AppointmentView | Refusal:
        """The appointment behind its code, for whoever holds it. Wrong codes are limited like those of entries."""
        ask(actor, "appointment")
        house, now = self._house, self._house.clock()
        if (locked := self._codes.locked(actor, code, now)) is not None:
            return locked

        def question(connection: Connection) -> AppointmentView | Refusal:
            found = appointments.by_code(connection, house, code)
            return found if isinstance(found, Refusal) else appointments.view(connection, house, found)

        return self._codes.judged(actor, code, await self._store.read(question), now)

    async def change(self, actor: Actor, message: ChangeAppointment) -> AppointmentView | Refusal:
        """予約の変更 or 取消, by the code."""
        ask(actor, "change_appointment")
        known = await self.find(actor, message.code)
        if isinstance(known, Refusal):
            return known
        return await self._store.write(appointments.change(self._house, message, name_of(actor), self._house.clock()))

    async def of_day(self, actor: Actor, day: date) -> tuple[AppointmentView, ...]:
        """All of one day, by their time."""
        ask(actor, "appointments")
        house = self._house
        return await self._store.read(lambda connection: appointments.day_list(connection, house, day))

    async def on_closed_days(self, actor: Actor) -> tuple[AppointmentView, ...]:
        """Booked times the office was closed for afterwards."""
        ask(actor, "appointments")
        house = self._house
        return await self._store.read(lambda connection: appointments.on_closed_days(connection, house))

    async def other_times(self, actor: Actor, procedure: str, most: int) -> tuple[FreeSlot, ...]:
        """The next times that are free."""
        days = await self.free_days(actor, procedure)
        found: list[FreeSlot] = []
        for each in () if isinstance(days, Refusal) else days:
            if len(found) >= most:
                break
            if each.free:
                slots = await self.free_slots(actor, procedure, each.day)
                found += [slot for slot in (() if isinstance(slots, Refusal) else slots) if slot.free][: most // 2]
        return tuple(found[:most])

    async def check_in(self, actor: Actor, message: CheckIn, key: str) -> Ticket | Refusal:
        """来庁 by the staff: the number of an appointment of today, however late."""
        ask(actor, "check_in")

        def question(connection: Connection) -> tuple[Appointment, str | None] | None:
            known = appointments.known(connection, message.appointment)
            return (known, one_code.entry_of_appointment(connection, self._house, known.id)) if known is not None else None

        found = await self._store.read(question)
        if found is None:
            return refuse("unknown_code")
        known, entry = found
        visit = OpenVisit(
            language=language_of(known.language or "ja"),
            channel="portal" if entry else "paper",
            appointment=known.id,
            reception_token=entry,
        )
        return await self._arrivals.open_visit(actor, visit, key)
