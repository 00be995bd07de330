"""Staff at a kiosk: unlocked with number and PIN for three minutes; what is done there is checked against the unlock and noted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from hub.domain.events import KioskUnlocked
from hub.domain.stage import RECEPTION
from hub.domain.transitions import cancelled
from hub.office import seating
from hub.office.arrivals import Arrivals
from hub.office.house import House
from hub.office.refusals import refuse
from hub.office.sealed import opened
from hub.security.actors import Actor, Staff
from hub.security.attempts import Attempts
from hub.security.may import asked_device
from hub.security.passwords import Passwords
from hub.store import audit, commands, doors, unlocks, vault, visits
from hub.store.store import Store
from hub.store.transaction import Operation, Transaction
from hub.store.unlocks import UnlockRow
from hub.wire import (
    Assistance,
    CancelNumber,
    EndUnlock,
    HandNumber,
    Refusal,
    Reissue,
    Reissued,
    SealedCall,
    TakeRole,
    Ticket,
    Unlock,
    Unlocked,
)

T = TypeVar("T")

OPEN_FOR = timedelta(minutes=3)
LATE = timedelta(seconds=5)  # on the way from the kiosk when the time was over
WRONG_PER_NUMBER = 5
WRONG_PER_KIOSK = 10
LOCK = timedelta(minutes=15)
WALK_UP_SERVICE_ONLY = "A paper form comes with a service, not with applications."


class AtKiosk:
    """Unlocks over the store, and what is done under one."""

    def __init__(self, store: Store, house: House, passwords: Passwords, arrivals: Arrivals) -> None:
        self._store, self._house, self._passwords, self._arrivals = store, house, passwords, arrivals
        self._by_number = Attempts(WRONG_PER_NUMBER, LOCK)
        self._by_kiosk = Attempts(WRONG_PER_KIOSK, LOCK)

    async def unlock_kiosk(self, actor: Actor, message: Unlock) -> Unlocked | Refusal:
        """Number and PIN, typed at the actor's kiosk: theirs for three minutes. Wrong tries are limited, per number and kiosk."""
        kiosk = asked_device(actor, "unlock_kiosk")
        now = self._house.clock()
        until = self._by_number.blocked_until(message.number, now) or self._by_kiosk.blocked_until(kiosk, now)
        if until is not None:
            return refuse("too_many_tries", message=f"Too many wrong tries. Locked until {until:%H:%M}.")
        person = await self._store.read(lambda connection: doors.staff_by_number(connection, message.number))
        if not await self._passwords.matches(person.pin if person else None, message.pin) or person is None:
            self._by_number.failed(message.number, now)
            self._by_kiosk.failed(kiosk, now)
            await self._store.write(lambda tx: audit.note(tx, now, f"kiosk:{kiosk}", "wrong_pin", kiosk))
            return refuse("wrong_pin")
        row = UnlockRow(self._house.new_id(), kiosk, f"{person.role}:{person.id}", now, now + OPEN_FOR)

        def operation(tx: Transaction) -> None:
            for other in unlocks.open_at(tx.connection, kiosk):
                _end(tx, other, now)
            unlocks.put(tx, row)
            audit.note(tx, now, row.staff, "kiosk_unlocked", kiosk)
            tx.emit(KioskUnlocked(at=now, kiosk=kiosk, staff=row.staff, since=now), row.staff)

        await self._store.write(operation)
        house = self._house
        counter = await self._store.read(lambda connection: seating.counter_beside(connection, house, kiosk, now))
        spare = seating.is_spare(house, kiosk)
        return Unlocked(row.id, person.number, person.role, int(OPEN_FOR.total_seconds()), spare, counter)

    async def unlock_kiosk_unread(self, actor: Actor, call: SealedCall) -> Unlocked | Refusal:
        """`unlock_kiosk` with number and PIN sealed, for this kiosk alone."""
        kiosk = asked_device(actor, "unlock_kiosk_unread")
        message = opened(self._house, call, "unlock_kiosk", kiosk, Unlock)
        return message if isinstance(message, Refusal) else await self.unlock_kiosk(actor, message)

    async def reissue_slip(self, actor: Actor, message: Reissue) -> Reissued | Refusal:
        """番号札を再発行: the ticket once more, with a copy number of its own."""
        kiosk = asked_device(actor, "reissue_slip")

        def act(tx: Transaction, row: UnlockRow, now: datetime) -> Reissued | Refusal:
            visit = visits.with_number(tx.connection, visits.day_of(now), message.number)
            if visit is None:
                return refuse("unknown_number")
            if visit.ended:
                return refuse("visit_ended")
            ticket = commands.ticket_of(tx.connection, visit.id, _morning(visit.opened_at), Ticket)
            if ticket is None:
                return refuse("unknown_number")
            copy = unlocks.next_copy(tx, visit.id)
            unlocks.put_reissue(tx, visit.id, copy, row.id, now)
            _note(tx, row, now, "reissued", visit.id)
            with_url = msgspec.structs.replace(ticket, follow_url=self._house.follow_url(visit.id))
            return msgspec.convert({"ticket": with_url, "language": visit.language, "copy": copy}, Reissued)

        return await self._under(kiosk, message.unlock, act)

    async def cancel_number(self, actor: Actor, message: CancelNumber) -> Refusal | None:
        """番号を取り消す, with a reason: what is open ends, what was entered is destroyed; not while at a counter."""
        kiosk = asked_device(actor, "cancel_number")
        house = self._house

        def act(tx: Transaction, row: UnlockRow, now: datetime) -> Refusal | None:
            visit = visits.with_number(tx.connection, visits.day_of(now), message.number)
            if visit is None:
                return refuse("unknown_number")
            if visit.ended:
                return refuse("visit_ended")
            if visit.counter is not None:
                return refuse("at_counter")
            visits.save(tx, visit, cancelled(visit, now), visits.Change(now, row.staff, house.letters, house.policy))
            for record in visits.own_records(tx.connection, visit, house.site.id):
                vault.destroy(tx, record)
            _note(tx, row, now, f"number_cancelled: {message.reason}", visit.id)
            return None

        return await self._under(kiosk, message.unlock, act)

    async def hand_number(self, actor: Actor, message: HandNumber, key: str) -> Ticket | Refusal:
        """番号札を出す for somebody with a paper form, given by the person who unlocked."""
        kiosk = asked_device(actor, "hand_number")
        if message.visit.applications or message.visit.reception_token or message.visit.service is None:
            return refuse("nothing_asked", message=WALK_UP_SERVICE_ONLY)
        row = await self._store.read(lambda connection: _find(unlocks.open_at(connection, kiosk), message.unlock))
        if row is None or self._house.clock() > row.until + LATE:
            return refuse("not_unlocked")
        role, _, person = row.staff.partition(":")
        staff = msgspec.convert({"id": person, "role": role, "name": "", "session": ""}, Staff)
        visit = msgspec.structs.replace(message.visit, channel="paper")
        answer = await self._arrivals.open_visit(staff, visit, key)
        if isinstance(answer, Ticket):
            given = answer.visit

            def act(tx: Transaction, row: UnlockRow, now: datetime) -> None:
                _note(tx, row, now, "number_handed", given)

            await self._under(kiosk, message.unlock, act)
        return answer

    async def note_assistance(self, actor: Actor, message: Assistance) -> Refusal | None:
        """What staff did at the kiosk alone."""
        kiosk = asked_device(actor, "note_assistance")
        word = f"{message.what}: {message.reason}" if message.reason else message.what

        def act(tx: Transaction, row: UnlockRow, now: datetime) -> None:
            _note(tx, row, now, word, kiosk)

        return await self._under(kiosk, message.unlock, act)

    async def take_role(self, actor: Actor, message: TakeRole) -> Refusal | None:
        """役割 of a spare tablet for today: beside a counter that receives, or a writing desk again."""
        kiosk = asked_device(actor, "take_role")
        house, counter = self._house, message.counter
        if not seating.is_spare(house, kiosk):
            return refuse("not_allowed", message="Only a spare tablet takes a role.")
        if counter is not None and (counter not in house.desks or RECEPTION not in house.desks[counter].stages):
            return refuse("unknown_counter")

        def act(tx: Transaction, row: UnlockRow, now: datetime) -> None:
            seating.give_role(tx, kiosk, counter, now)
            _note(tx, row, now, f"role_taken: {counter or 'writing_desk'}", kiosk)

        return await self._under(kiosk, message.unlock, act)

    async def end_unlock(self, actor: Actor, message: EndUnlock) -> None:
        """来庁者の画面へ: the kiosk is the resident's again; an unlock that has ended already is left as it is."""
        kiosk = asked_device(actor, "end_unlock")
        now = self._house.clock()

        def operation(tx: Transaction) -> None:
            row = _find(unlocks.open_at(tx.connection, kiosk), message.unlock)
            if row is not None:
                _end(tx, row, now)

        await self._store.write(operation)

    async def _under(self, kiosk: str, unlock: str, act: Callable[[Transaction, UnlockRow, datetime], T]) -> T | Refusal:
        """Do this in one transaction with the look at the unlock."""
        now = self._house.clock()

        def operation(tx: Transaction) -> T | Refusal:
            row = _find(unlocks.open_at(tx.connection, kiosk), unlock)
            return refuse("not_unlocked") if row is None or now > row.until + LATE else act(tx, row, now)

        return await self._store.write(operation)


def end_forgotten(now: datetime) -> Operation[int]:
    """End those whose time is over and whose kiosk did not say so. Returns how many."""

    def operation(tx: Transaction) -> int:
        over = unlocks.past(tx.connection, now - LATE)
        for row in over:
            _end(tx, row, now)
        return len(over)

    return operation


def _find(rows: list[UnlockRow], unlock: str) -> UnlockRow | None:
    return next((row for row in rows if row.id == unlock), None)


def _end(tx: Transaction, row: UnlockRow, now: datetime) -> None:
    ended = min(now, row.until)
    unlocks.put(tx, msgspec.structs.replace(row, ended=ended))
    audit.note(tx, now, row.staff, "kiosk_left", row.kiosk)
    tx.emit(KioskUnlocked(at=now, kiosk=row.kiosk, staff=row.staff, since=row.since, ended=ended, done=row.done), row.staff)


def _note(tx: Transaction, row: UnlockRow, now: datetime, what: str, subject: str) -> None:
    word, _, _ = what.partition(":")
    unlocks.put(tx, msgspec.structs.replace(row, done=(*row.done, word)))
    audit.note(tx, now, row.staff, what, subject)


def _morning(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
