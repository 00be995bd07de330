"""職員と端末: people and devices as the office keeps them itself. What is secret is made here, shown once and stored as a hash."""

from typing import Literal, get_args

import msgspec

from hub.office.devices import Devices
from hub.office.house import House
from hub.office.staff import FrontDoor
from hub.security.actors import Actor, Staff, StaffRole, name_of
from hub.security.may import ask
from hub.security.passwords import Passwords, demo_password, new_pin
from hub.security.tokens import DEVICE_BYTES, device_token, token_hash
from hub.store import audit, doors, roster
from hub.store.database import Connection
from hub.store.doors import LoginTaken, NumberTaken, StaffRow
from hub.store.roster import Enrolled, Person
from hub.store.store import Store
from hub.store.transaction import Transaction

Wrong = Literal["login", "login_taken", "name", "role", "number", "number_taken", "device", "gone", "oneself", "last_manager"]
LONGEST_NAME = 20
KINDS = ("kiosk", "board")


class Secret(msgspec.Struct, frozen=True):
    """Shown once. `whose`: a login, or a device as `kiosk 03`; `number`: typed with a PIN at kiosks."""

    kind: Literal["password", "pin", "token"]
    whose: str
    value: str
    number: str = ""


class Roster:
    """Over the store. Every method's first argument is the actor; what is wrong with a wish is returned."""

    def __init__(self, store: Store, house: House, passwords: Passwords, door: FrontDoor, devices: Devices) -> None:
        self._store, self._house, self._passwords, self._door, self._devices = store, house, passwords, door, devices

    async def roster(self, actor: Actor) -> tuple[tuple[Person, ...], tuple[Enrolled, ...]]:
        """Who works here and which devices are enrolled."""
        ask(actor, "roster")
        return await self._store.read(lambda connection: (roster.people(connection), roster.devices(connection)))

    async def take_on_staff(self, actor: Actor, login: str, role: str, name: str) -> Secret | Wrong:
        """Somebody new; their first password is shown once."""
        ask(actor, "take_on_staff")
        known = next((each for each in get_args(StaffRole) if each == role), None)
        if not (2 <= len(login) <= 20 and login.isascii() and login.isalnum() and login.islower()):
            return "login"
        if not 1 <= len(name) <= LONGEST_NAME:
            return "name"
        if known is None:
            return "role"
        password = demo_password(self._house.random(12))
        row = StaffRow(self._house.new_id(), known, name, await self._passwords.hash(password))
        now = self._house.clock()

        def operation(tx: Transaction) -> None:
            doors.put_staff(tx, row, login, now)
            audit.note(tx, now, name_of(actor), "staff_taken_on", row.id)

        try:
            await self._store.write(operation)
        except LoginTaken:
            return "login_taken"
        return Secret("password", login, password)

    async def renew_password(self, actor: Actor, person: str) -> Secret | Wrong:
        """Somebody's new password; ends every session of theirs."""
        ask(actor, "renew_password")
        return await self._new_password(actor, person)

    async def _new_password(self, actor: Actor, person: str) -> Secret | Wrong:
        password = demo_password(self._house.random(12))
        hashed = await self._passwords.hash(password)

        def operation(tx: Transaction) -> Secret | Wrong:
            found = roster.person(tx.connection, person)
            if found is None or found.left_at is not None:
                return "gone"
            roster.set_password(tx, person, hashed)
            self._noted(tx, actor, "password_renewed", person)
            return Secret("password", found.login, password)

        answer = await self._store.write(operation)
        self._door.sessions_ended()
        return answer

    async def give_pin(self, actor: Actor, person: str, number: str) -> Secret | Wrong:
        """A number and a new PIN for kiosks."""
        ask(actor, "give_pin")
        if not (number.isascii() and number.isdecimal() and 2 <= len(number) <= 4):
            return "number"
        pin = new_pin(self._house.random(8))
        hashed = await self._passwords.hash(pin)

        def operation(tx: Transaction) -> Secret | Wrong:
            found = roster.person(tx.connection, person)
            if found is None or found.left_at is not None:
                return "gone"
            doors.put_pin(tx, found.login, number, hashed)
            self._noted(tx, actor, "pin_given", person)
            return Secret("pin", found.login, pin, number)

        try:
            return await self._store.write(operation)
        except NumberTaken:
            return "number_taken"

    async def staff_left(self, actor: Actor, person: str) -> Wrong | None:
        """Signs in no more."""
        ask(actor, "staff_left")
        if isinstance(actor, Staff) and actor.id == person:
            return "oneself"

        def operation(tx: Transaction) -> Wrong | None:
            found = roster.person(tx.connection, person)
            if found is None or found.left_at is not None:
                return "gone"
            if found.role == "manager" and _managers(tx.connection) == 1:
                return "last_manager"
            roster.leave(tx, person, self._house.clock())
            self._noted(tx, actor, "staff_left", person)
            return None

        answer = await self._store.write(operation)
        self._door.sessions_ended()
        return answer

    async def staff_came_back(self, actor: Actor, person: str) -> Secret | Wrong:
        """Who had left, with a new password."""
        ask(actor, "staff_came_back")

        def operation(tx: Transaction) -> None:
            roster.come_back(tx, person)
            self._noted(tx, actor, "staff_came_back", person)

        await self._store.write(operation)
        return await self._new_password(actor, person)

    async def enrol(self, actor: Actor, kind: str, name: str) -> Secret | Wrong:
        """A device's token, shown once, in place of an older one."""
        ask(actor, "enrol")
        if kind not in KINDS or not (len(name) == 2 and name.isascii() and name.isdecimal() and int(name)):
            return "device"
        token, now = device_token(self._house.random(DEVICE_BYTES)), self._house.clock()

        def operation(tx: Transaction) -> None:
            doors.put_device(tx, kind, name, token_hash(token), now)
            self._noted(tx, actor, "device_enrolled", f"{kind}:{name}")

        await self._store.write(operation)
        self._devices.tokens_changed()
        return Secret("token", f"{kind} {name}", token)

    async def take_away_token(self, actor: Actor, kind: str, name: str) -> None:
        """The device is not known any more."""
        ask(actor, "take_away_token")

        def operation(tx: Transaction) -> None:
            if doors.drop_device(tx, kind, name):
                self._noted(tx, actor, "device_revoked", f"{kind}:{name}")

        await self._store.write(operation)
        self._devices.tokens_changed()

    def _noted(self, tx: Transaction, actor: Actor, action: str, subject: str) -> None:
        audit.note(tx, self._house.clock(), name_of(actor), action, subject)


def _managers(connection: Connection) -> int:
    return sum(each.role == "manager" and each.left_at is None for each in roster.people(connection))
