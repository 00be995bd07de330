"""Records on the tables of the counters: each opening is noted once, an exception needs somebody who may allow it."""

import re
import unicodedata
from datetime import datetime, timedelta

from hub.office import casework, names
from hub.office.house import House
from hub.office.refusals import refuse
from hub.security.actors import Actor, Staff, name_of
from hub.security.attempts import Attempts
from hub.security.may import may
from hub.security.passwords import Passwords
from hub.store import audit, doors
from hub.store.store import Store
from hub.wire import CheckIdentity, CorrectRecord, FindVisit, Found, RecordView, Refusal, WriteNote

OPENINGS = 10_000  # remembered: a busy day has a third of it
WRONG_PINS = 5
LOCK = timedelta(minutes=15)
SEARCHES = 20  # by name
SEARCHES_WINDOW = timedelta(minutes=10)

Opening = tuple[str, str, datetime]  # session, visit, since when its desk serves it


class Records:
    """Over the store. A page draws the same record again with every event; only the first look is an opening."""

    def __init__(self, store: Store, house: House, passwords: Passwords) -> None:
        self._store, self._house, self._passwords = store, house, passwords
        self._opened: dict[Opening, None] = {}
        self._wrong = Attempts(WRONG_PINS, LOCK)
        self._searches = Attempts(SEARCHES, SEARCHES_WINDOW)

    async def open(self, actor: Actor, visit: str) -> RecordView | Refusal:
        house = self._house
        opened = await self._store.read(lambda connection: casework.look(connection, house, actor, visit))
        if isinstance(opened, Refusal):
            return opened
        opening = (actor.session if isinstance(actor, Staff) else "", visit, opened.since)
        if opened.holds and opening not in self._opened:
            await self._store.write(casework.note_opening(actor, visit, house.clock()))
            if len(self._opened) >= OPENINGS:
                del self._opened[next(iter(self._opened))]
            self._opened[opening] = None
        return opened.view

    async def correct(self, actor: Actor, message: CorrectRecord, key: str | None) -> RecordView | Refusal:
        return await self._store.write(casework.correct(self._house, actor, message, key))

    async def check_identity(self, actor: Actor, message: CheckIdentity, key: str | None) -> RecordView | Refusal:
        """An exception is allowed by somebody beside the clerk, with number and PIN."""
        approver = await self._approver(actor, message) if message.approver else None
        if isinstance(approver, Refusal):
            return approver
        return await self._store.write(casework.check_identity(self._house, actor, message, approver, key))

    async def write_note(self, actor: Actor, message: WriteNote, key: str | None) -> RecordView | Refusal:
        return await self._store.write(casework.write_note(self._house, actor, message, key))

    async def find(self, actor: Actor, message: FindVisit) -> Found | Refusal:
        """Searches by name are few: whoever serves somebody asks for them, nobody leafs through the day."""
        now, who = self._house.clock(), name_of(actor)
        number = _number(message.text)
        if number is None:
            until = self._searches.blocked_until(who, now)
            if until is not None:
                return refuse("too_many_tries", message=f"Too many searches by name. Locked until {until:%H:%M}.")
            self._searches.failed(who, now)
        return await self._store.write(names.search(self._house, actor, message.text, _number))

    async def _approver(self, actor: Actor, message: CheckIdentity) -> Staff | Refusal:
        """Wrong tries are limited per number and per clerk, and noted."""
        now, who, number = self._house.clock(), name_of(actor), message.approver
        until = self._wrong.blocked_until(number, now) or self._wrong.blocked_until(who, now)
        if until is not None:
            return refuse("too_many_tries", message=f"Too many wrong tries. Locked until {until:%H:%M}.")
        person = await self._store.read(lambda connection: doors.staff_by_number(connection, number))
        if not await self._passwords.matches(person.pin if person else None, message.pin) or person is None:
            self._wrong.failed(number, now)
            self._wrong.failed(who, now)
            await self._store.write(lambda tx: audit.note(tx, now, who, "wrong_pin", message.visit))
            return refuse("wrong_pin")
        approver = Staff(person.id, person.role, "", "")
        return approver if may(approver, "allow_exception") else refuse("not_allowed", message="This needs a manager.")


def _number(text: str) -> str | None:
    """A number however it is typed: `ａ２４`, `a-24`; None where it is none."""
    found = re.fullmatch(r"([A-Z])-?(\d{1,4})", unicodedata.normalize("NFKC", text).upper().replace(" ", ""))
    return f"{found[1]}-{found[2].zfill(3)}" if found else None
