"""What an office changes itself: checked like the files, in force from its day on, every version kept, one press back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from config.bundle import Bundle
from config.overlay import SUBJECTS, Overlay, Subject, overlaid, overlay_of, problems
from config.strict import ConfigProblem
from hub.domain.events import SettingsChanged
from hub.office.house import House
from hub.office.refusals import refuse
from hub.security.actors import Actor, name_of
from hub.store import audit, branch, doors
from hub.store.branch import Version
from hub.store.database import Connection
from hub.store.store import Store
from hub.store.transaction import Operation, Transaction
from hub.store.visits import day_of
from hub.wire import Refusal

Problems = tuple[ConfigProblem, ...]


class Told(msgspec.Struct, frozen=True):
    """Every version with who made it by name, and of each subject the one in force today."""

    versions: tuple[Version, ...]
    names: dict[str, str]
    now: dict[str, Version]

    def last(self, subject: str) -> Version | None:
        return next((each for each in reversed(self.versions) if each.subject == subject), None)


class Branch:
    """Over the store. `files`: the configuration as it was loaded."""

    def __init__(self, store: Store, house: House, files: Bundle) -> None:
        self._store, self._house, self.files = store, house, files

    async def told(self) -> Told:
        today = day_of(self._house.clock())

        def question(connection: Connection) -> Told:
            found = branch.versions(connection)
            people = {each.actor: each.actor.partition(":")[2] for each in found}
            names = doors.names_of(connection, people.values())
            return Told(found, {actor: names.get(who, actor) for actor, who in people.items()}, branch.in_force(found, today))

        return await self._store.read(question)

    async def change(
        self, actor: Actor, subject: Subject, body: object | None, effective_on: date, seen: int
    ) -> Problems | Refusal | None:
        """`seen`: id of the subject's last version on the page, 0 for none. `body` None: back to the files. None: taken."""
        today = day_of(self._house.clock())
        if effective_on < today:
            return refuse("unusable_time", message="A change begins today or later.")
        text = None if body is None else msgspec.json.encode(body).decode()

        def operation(tx: Transaction) -> Problems | Refusal | None:
            found = branch.versions(tx.connection)
            return self._add(tx, actor, found, Version(0, subject, effective_on, text, self._house.clock(), name_of(actor)), seen)

        return await self._settled(await self._store.write(operation))

    async def undo(self, actor: Actor, version: int) -> Problems | Refusal | None:
        """The last change of a subject taken back: from its day on holds again what would have held without it."""
        today = day_of(self._house.clock())

        def operation(tx: Transaction) -> Problems | Refusal | None:
            found = branch.versions(tx.connection)
            undone = next((each for each in found if each.id == version), None)
            if undone is None or any(each.subject == undone.subject and each.id > undone.id for each in found):
                return refuse("conflict", message="Somebody changed this since.")
            day = max(today, undone.effective_on)
            before = branch.in_force(tuple(each for each in found if each.id != version), day).get(undone.subject)
            back = Version(
                0, undone.subject, day, before.body if before else None, self._house.clock(), name_of(actor), undoes=version
            )
            return self._add(tx, actor, found, back, version)

        return await self._settled(await self._store.write(operation))

    async def take_files(self, files: Bundle) -> bool:
        """The files were changed and loaded again; what the office changed itself stays over them."""
        self.files = files
        return await self.apply()

    async def apply(self) -> bool:
        """Take what is in force today; True where that changed something, and everybody was told."""
        today = day_of(self._house.clock())
        found = await self._store.read(branch.versions)
        bundle = overlaid(self.files, _overlay(branch.in_force(found, today).values()))
        if bundle.hash == self._house.bundle.hash:
            return False
        self._house.take(bundle)
        await self._store.write(_tell(self._house, bundle.hash))
        return True

    def _add(
        self, tx: Transaction, actor: Actor, found: tuple[Version, ...], version: Version, seen: int
    ) -> Problems | Refusal | None:
        last = max((each.id for each in found if each.subject == version.subject), default=0)
        if last != seen:
            return refuse("conflict", message="Somebody changed this since the page was opened.")
        made = msgspec.structs.replace(version, id=last + 10**9)
        wrong = self._wrong((*found, made), version.effective_on)
        if wrong:
            return wrong
        added = branch.add(tx, version)
        how = "settings_undone" if version.undoes else "settings_changed"
        audit.note(tx, version.at, name_of(actor), how, f"{version.subject}:{added}")
        return None

    def _wrong(self, found: tuple[Version, ...], since: date) -> Problems:
        """What would be wrong on `since`, or on a later day when something else begins."""
        days = sorted({since, *(each.effective_on for each in found if each.effective_on > since)})
        told = [problem for day in days for problem in problems(self.files, _overlay(branch.in_force(found, day).values()))]
        return tuple(dict.fromkeys(told))

    async def _settled(self, answer: Problems | Refusal | None) -> Problems | Refusal | None:
        if answer is None:
            await self.apply()
        return answer


def _overlay(versions: Iterable[Version]) -> Overlay:
    known = [(each.subject, each.body) for each in versions if each.body and each.subject in SUBJECTS]
    bodies: dict[str, Any] = {subject: msgspec.json.decode(body) for subject, body in known}
    return overlay_of(bodies)


def _tell(house: House, bundle: str) -> Operation[None]:
    def operation(tx: Transaction) -> None:
        tx.emit(SettingsChanged(at=house.clock(), bundle=bundle), "system")

    return operation
