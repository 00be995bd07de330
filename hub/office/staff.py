"""Staff at the door: signing in, sitting down, and the people made at first start."""

from datetime import datetime, timedelta

import msgspec

from hub.office.house import House
from hub.office.refusals import refuse
from hub.security.actors import Staff, StaffRole, name_of
from hub.security.attempts import Attempts
from hub.security.passwords import Passwords, demo_password, new_pin
from hub.security.tokens import SESSION_BYTES, session_token, token_hash
from hub.store import audit, doors, visits
from hub.store.doors import SessionRow, StaffRow
from hub.store.store import Store
from hub.store.transaction import Operation, Transaction
from hub.wire import Refusal

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
# an answer to every request would write to the disk for nothing
SEEN_EVERY = timedelta(minutes=1)
KNOWN = timedelta(seconds=5)  # so long a session is not looked up again: a press must not queue behind pages that are drawn
WRONG_PER_LOGIN = 5
WRONG_PER_ORIGIN = 20
LOCK = timedelta(minutes=15)


class SignedIn(msgspec.Struct, frozen=True):
    """`token`: the opaque session id for the cookie, known to nobody else (stored as a hash)."""

    token: str
    staff: Staff


class Initial(msgspec.Struct, frozen=True):
    """One person made at first start; the password is shown once and stored nowhere."""

    login: str
    role: StaffRole
    name: str
    password: str
    number: str = ""  # at kiosks, with `pin`; empty where they do not unlock any
    pin: str = ""


KIOSK_NUMBERS = {"floor": "01", "kacho": "02"}  # of the first people: who helps at kiosks, who allows exceptions
FIRST: tuple[tuple[str, StaffRole, str], ...] = (
    ("madoguchi", "clerk", "窓口"),
    ("shogo", "clerk", "照合"),  # 照合 is done by somebody else than 入力
    ("floor", "floor_guide", "フロア案内"),
    ("kacho", "manager", "課長"),
)


class FrontDoor:
    """Sessions of staff over the store."""

    def __init__(self, store: Store, house: House, passwords: Passwords) -> None:
        self._store, self._house, self._passwords = store, house, passwords
        self._known: dict[bytes, tuple[datetime, SessionRow]] = {}
        self._changes = 0  # of any session
        self._by_login = Attempts(WRONG_PER_LOGIN, LOCK)
        self._by_origin = Attempts(WRONG_PER_ORIGIN, LOCK)

    async def sign_in(self, login: str, password: str, origin: str) -> SignedIn | Refusal:
        """A new session. Five wrong passwords lock a login for 15 minutes, and say until when."""
        now = self._house.clock()
        until = self._by_login.blocked_until(login, now) or self._by_origin.blocked_until(origin, now)
        if until is not None:
            return refuse("too_many_tries", message=f"Too many wrong tries. Locked until {until:%H:%M}.")
        person = await self._store.read(lambda connection: doors.staff_by_login(connection, login))
        if not await self._passwords.matches(person.password if person else None, password) or person is None:
            self._by_login.failed(login, now)
            self._by_origin.failed(origin, now)
            return refuse("wrong_password")
        token = session_token(self._house.random(SESSION_BYTES))
        hashed, staff = token_hash(token), person.id
        await self._store.write(lambda tx: doors.put_session(tx, hashed, staff, now))
        return SignedIn(token, Staff(person.id, person.role, person.name, hashed.hex()))

    async def session(self, token: str) -> Staff | None:
        """Who this is; None after an hour without a request or twelve hours in all."""
        hashed, now = token_hash(token), self._house.clock()
        row = await self._row(hashed, now)
        if row is None or over(row, now):
            return None
        if now - row.seen_at >= SEEN_EVERY:
            await self._change(hashed, lambda tx: doors.seen(tx, hashed, now))
        return Staff(row.staff, row.role, row.name, hashed.hex(), row.counter, row.away)

    async def _row(self, hashed: bytes, now: datetime) -> SessionRow | None:
        """The session as it was within the last seconds; every change of it is seen at once."""
        known = self._known.get(hashed)
        if known is not None and now - known[0] < KNOWN:
            return known[1]
        self._known.pop(hashed, None)
        changes = self._changes
        row = await self._store.read(lambda connection: doors.session_by(connection, hashed))
        if row is not None and changes == self._changes:
            self._known[hashed] = (now, row)
        return row

    async def _change(self, hashed: bytes, operation: Operation[None]) -> None:
        """What was looked up while this was on its way is not kept."""
        self._changes += 1
        await self._store.write(operation)
        self._changes += 1
        self._known.pop(hashed, None)

    def sessions_ended(self) -> None:
        """Somebody else ended sessions in the store: none is known by heart any more."""
        self._changes += 1
        self._known.clear()

    async def sign_out(self, staff: Staff) -> None:
        hashed = bytes.fromhex(staff.session)
        await self._change(hashed, lambda tx: doors.drop_session(tx, hashed))

    async def leave_desk(self, staff: Staff) -> None:
        """離席: this screen is locked until the password is said; what is served at the desk stays there."""
        hashed, now = bytes.fromhex(staff.session), self._house.clock()

        def operation(tx: Transaction) -> None:
            doors.leave_desk(tx, hashed, now)
            audit.note(tx, now, name_of(staff), "desk_left", str(staff.counter or ""))

        await self._change(hashed, operation)

    async def come_back(self, staff: Staff, password: str) -> Staff | Refusal:
        """The same person at the same desk again. Wrong passwords are counted with those of the door."""
        now, hashed = self._house.clock(), bytes.fromhex(staff.session)
        until = self._by_login.blocked_until(staff.id, now)
        if until is not None:
            return refuse("too_many_tries", message=f"Too many wrong tries. Locked until {until:%H:%M}.")
        known = await self._store.read(lambda connection: doors.password_of(connection, staff.id))
        if not await self._passwords.matches(known, password):
            self._by_login.failed(staff.id, now)
            return refuse("wrong_password")
        back = msgspec.structs.replace(staff, away=False)

        def operation(tx: Transaction) -> None:
            doors.come_back(tx, hashed)
            audit.note(tx, now, name_of(back), "desk_taken_again", str(staff.counter or ""))

        await self._change(hashed, operation)
        return back

    async def left_behind(self, staff: Staff) -> str:
        """The number that is served or called at the desk meanwhile; nothing else of it."""
        desk = staff.counter
        visit = await self._store.read(lambda connection: visits.at_desk(connection, desk)) if desk is not None else None
        return visit.number if visit is not None else ""

    async def take_counter(self, staff: Staff, counter: int) -> Staff | Refusal:
        """Sit down at a counter of this site."""
        if counter not in self._house.desks:
            return refuse("unknown_counter")
        hashed = bytes.fromhex(staff.session)
        await self._change(hashed, lambda tx: doors.sit_down(tx, hashed, counter))
        return msgspec.structs.replace(staff, counter=counter)

    async def create_staff(self, login: str, role: StaffRole, name: str, password: str) -> str:
        """Raises doors.LoginTaken."""
        row = StaffRow(self._house.new_id(), role, name, await self._passwords.hash(password))
        now = self._house.clock()
        await self._store.write(lambda tx: doors.put_staff(tx, row, login, now))
        return row.id

    async def create_demo_staff(self) -> tuple[Initial, ...]:
        """The first people, where there are none."""
        if await self._store.read(doors.staff_exist):
            return ()
        people = tuple(Initial(login, role, name, demo_password(self._house.random(12))) for login, role, name in FIRST)
        for person in people:
            await self.create_staff(person.login, person.role, person.name, person.password)
        return tuple([await self._with_pin(person) for person in people])

    async def set_pin(self, login: str, number: str) -> str | None:
        """A new PIN of this person for kiosks, kept as a hash; None where nobody has this login. Raises doors.NumberTaken."""
        pin = new_pin(self._house.random(8))
        hashed = await self._passwords.hash(pin)
        return pin if await self._store.write(lambda tx: doors.put_pin(tx, login, number, hashed)) else None

    async def _with_pin(self, person: Initial) -> Initial:
        number = KIOSK_NUMBERS.get(person.login, "")
        pin = await self.set_pin(person.login, number) if number else None
        return msgspec.structs.replace(person, number=number, pin=pin or "")


def over(row: SessionRow, now: datetime) -> bool:
    """Whether a session has ended by itself."""
    return now - row.seen_at > IDLE or now - row.began_at > LONGEST
