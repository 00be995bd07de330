"""The use cases of the door (入口): signing in and out, sitting down, being away, and the people made at first start."""

from datetime import datetime, timedelta

import msgspec

from hub.office.house import House
from hub.office.refusals import refuse
from hub.security.actors import Actor, Resident, Staff, StaffRole, name_of
from hub.security.attempts import Attempts
from hub.security.may import ask, asked_staff
from hub.security.passwords import Passwords, demo_password, new_pin
from hub.security.tokens import SESSION_BYTES, keyed_hash, session_token, token_hash
from hub.store import audit, doors, visits
from hub.store.database import Connection
from hub.store.doors import SessionRow, StaffRow
from hub.store.store import Store
from hub.store.transaction import Operation, Transaction
from hub.wire import Refusal

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


class Seats(msgspec.Struct, frozen=True):
    """Of choosing a desk. `taken`: by counter who else sits there, and whether all of them are away. `last`: one's own before."""

    taken: dict[int, tuple[tuple[str, ...], bool]]
    last: int | None


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
    """Sessions of staff over the store. Every method's first argument is the actor; refusals are returned."""

    def __init__(self, store: Store, house: House, passwords: Passwords) -> None:
        self._store, self._house, self._passwords = store, house, passwords
        self._known: dict[bytes, tuple[datetime, SessionRow]] = {}
        self._changes = 0  # of any session
        self._by_login = Attempts(WRONG_PER_LOGIN, LOCK)
        self._by_origin = Attempts(WRONG_PER_ORIGIN, LOCK)

    async def sign_in(self, actor: Actor, login: str, password: str) -> SignedIn | Refusal:
        """A session for this person. Five wrong passwords lock a login, twenty an origin, for 15 minutes; both say until when."""
        ask(actor, "sign_in")
        now, origin = self._house.clock(), actor.origin if isinstance(actor, Resident) else ""
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

    async def session(self, actor: Actor, token: str, *, by_itself: bool = False) -> Staff | None:
        """Who stands behind a session token; None where it is unknown, idle for too long or twelve hours old.

        `by_itself`: a page asks, nobody pressed anything: that keeps no session from being idle.
        """
        ask(actor, "session")
        hashed, now = token_hash(token), self._house.clock()
        row = await self._row(hashed, now)
        if row is None or over(row, now, self._house.staff_idle):
            return None
        if not by_itself and now - row.seen_at >= SEEN_EVERY:
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

    async def sign_out(self, actor: Actor) -> None:
        """End the actor's own session."""
        staff = asked_staff(actor, "sign_out")
        hashed = bytes.fromhex(staff.session)
        await self._change(hashed, lambda tx: doors.drop_session(tx, hashed))

    async def leave_desk(self, actor: Actor) -> None:
        """離席・鍵: the actor's own screen shows nothing until the password is said. Its desk counts as empty meanwhile."""
        staff = asked_staff(actor, "leave_desk")
        hashed, now = bytes.fromhex(staff.session), self._house.clock()

        def operation(tx: Transaction) -> None:
            doors.leave_desk(tx, hashed, now)
            audit.note(tx, now, name_of(staff), "desk_left", str(staff.counter or ""))

        await self._change(hashed, operation)

    async def come_back(self, actor: Actor, password: str) -> Staff | Refusal:
        """The person of the session is back. Wrong passwords are counted with those of the door."""
        staff = asked_staff(actor, "come_back")
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

    async def left_behind(self, actor: Actor) -> str:
        """The number at the desk of who is away; empty where there is none."""
        staff = asked_staff(actor, "left_behind")
        desk = staff.counter
        visit = await self._store.read(lambda connection: visits.at_desk(connection, desk)) if desk is not None else None
        return visit.number if visit is not None else ""

    def draft_key(self, actor: Actor) -> str:
        """What a page seals the unsent writing of this person with, for today: 64 hex digits."""
        staff = asked_staff(actor, "draft_key")
        day = visits.day_of(self._house.clock()).isoformat()
        return keyed_hash(self._house.keys.key("drafts"), f"{staff.id} {day}").hex()

    async def seats(self, actor: Actor) -> Seats:
        """Who sits where, for who chooses a desk."""
        staff, since = asked_staff(actor, "take_counter"), self._house.clock() - self._house.staff_idle

        def question(connection: Connection) -> Seats:
            taken: dict[int, tuple[tuple[str, ...], bool]] = {}
            for counter, name, away in doors.seats(connection, since, bytes.fromhex(staff.session)):
                names, all_away = taken.get(counter, ((), True))
                taken[counter] = ((*names, name) if name not in names else names, all_away and away)
            return Seats(taken, doors.last_counter(connection, staff.id))

        return await self._store.read(question)

    async def take_counter(self, actor: Actor, counter: int) -> Staff | Refusal:
        """Sit down at a desk: the session's counter from now on."""
        staff = asked_staff(actor, "take_counter")
        if counter not in self._house.desks:
            return refuse("unknown_counter")
        hashed = bytes.fromhex(staff.session)
        await self._change(hashed, lambda tx: doors.sit_down(tx, hashed, counter))
        return msgspec.structs.replace(staff, counter=counter)

    async def create_staff(self, actor: Actor, login: str, role: StaffRole, name: str, password: str) -> str:
        """A person who may sign in. Returns the id. Raises LoginTaken."""
        ask(actor, "create_staff")
        row = StaffRow(self._house.new_id(), role, name, await self._passwords.hash(password))
        now = self._house.clock()
        await self._store.write(lambda tx: doors.put_staff(tx, row, login, now))
        return row.id

    async def create_demo_staff(self, actor: Actor) -> tuple[Initial, ...]:
        """First start: one clerk, one floor guide, one manager with a random password each, shown once. Empty where staff exist."""
        ask(actor, "create_demo_staff")
        if await self._store.read(doors.staff_exist):
            return ()
        people = tuple(Initial(login, role, name, demo_password(self._house.random(12))) for login, role, name in FIRST)
        for person in people:
            await self.create_staff(actor, person.login, person.role, person.name, person.password)
        return tuple([await self._with_pin(actor, person) for person in people])

    async def set_pin(self, actor: Actor, login: str, number: str) -> str | None:
        """A new PIN for kiosks, shown once, and the number it goes with. None: nobody has this login. Raises doors.NumberTaken."""
        ask(actor, "set_pin")
        pin = new_pin(self._house.random(8))
        hashed = await self._passwords.hash(pin)
        return pin if await self._store.write(lambda tx: doors.put_pin(tx, login, number, hashed)) else None

    async def _with_pin(self, actor: Actor, person: Initial) -> Initial:
        number = KIOSK_NUMBERS.get(person.login, "")
        pin = await self.set_pin(actor, person.login, number) if number else None
        return msgspec.structs.replace(person, number=number, pin=pin or "")


def over(row: SessionRow, now: datetime, idle: timedelta) -> bool:
    """Whether a session has ended by itself."""
    return now - row.seen_at > idle or now - row.began_at > LONGEST
