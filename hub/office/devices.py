"""The use cases of enrolled devices: a token given, known, taken away."""

from datetime import datetime, timedelta
from typing import Literal

from hub.office.house import House
from hub.security.actors import Actor, Board, Kiosk
from hub.security.may import ask
from hub.security.tokens import DEVICE_BYTES, device_token, token_hash
from hub.store import doors
from hub.store.store import Store

DeviceKind = Literal["kiosk", "board"]

KNOWN = timedelta(seconds=5)  # so long a token taken away from another process still passes


class Devices:
    """Over the store; who came a moment ago is known by heart. Every method's first argument is the actor."""

    def __init__(self, store: Store, house: House) -> None:
        self._store, self._house = store, house
        self._known: dict[bytes, tuple[datetime, Kiosk | Board]] = {}

    async def enrol_device(self, actor: Actor, kind: DeviceKind, name: str) -> str:
        """A device token, shown once. The same kind and name again replaces the old token."""
        ask(actor, "enrol_device")
        token, now = device_token(self._house.random(DEVICE_BYTES)), self._house.clock()
        await self._store.write(lambda tx: doors.put_device(tx, kind, name, token_hash(token), now))
        self._known.clear()
        return token

    async def revoke_device(self, actor: Actor, kind: DeviceKind, name: str) -> bool:
        """Take a device's token away. False where there was none."""
        ask(actor, "revoke_device")
        self._known.clear()
        return await self._store.write(lambda tx: doors.drop_device(tx, kind, name))

    async def device(self, actor: Actor, token: str) -> Kiosk | Board | None:
        """Which device this token is."""
        ask(actor, "device")
        hashed, now = token_hash(token), self._house.clock()
        known = self._known.get(hashed)
        if known is not None and now - known[0] < KNOWN:
            return known[1]
        row = await self._store.read(lambda connection: doors.device_by(connection, hashed))
        self._known.pop(hashed, None)
        if row is None:
            return None
        device = Kiosk(row[1]) if row[0] == "kiosk" else Board(row[1])
        self._known[hashed] = (now, device)
        return device

    def tokens_changed(self) -> None:
        """Somebody else changed tokens in the store: none is known by heart any more."""
        self._known.clear()
