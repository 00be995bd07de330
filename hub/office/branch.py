"""What an office changes itself: checked like the files, in force from its day on, every version kept, one press back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from config.bundle import Bundle
from config.overlay import SUBJECTS, Overlay, Subject, laid_over, overlaid, overlay_of, problems
from config.site import Counter
from config.strict import ConfigProblem
from hub.domain.events import SettingsChanged
from hub.office.forms import keep_forms
from hub.office.house import House
from hub.office.lines import staffed
from hub.office.refusals import refuse
from hub.security.actors import Actor, name_of
from hub.security.may import ask
from hub.store import audit, branch, doors, visits
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


class TakenAway(msgspec.Struct, frozen=True):
    """What one counter has no more, since a change of the settings. `role`: of who made it. `gone`: the whole counter."""

    at: datetime
    effective_on: date
    role: str
    stages: tuple[str, ...]
    services: tuple[str, ...]
    gone: bool


class Branch:
    """Over the store. `files`: the configuration as it was loaded."""

    def __init__(self, store: Store, house: House, files: Bundle) -> None:
        self._store, self._house, self.files = store, house, files

    async def settings(self, actor: Actor) -> Told:
        """Every change the office made of its configuration."""
        ask(actor, "settings")
        today = day_of(self._house.clock())

        def question(connection: Connection) -> Told:
            found = branch.versions(connection)
            people = {each.actor: each.actor.partition(":")[2] for each in found}
            names = doors.names_of(connection, people.values())
            return Told(found, {actor: names.get(who, actor) for actor, who in people.items()}, branch.in_force(found, today))

        return await self._store.read(question)

    async def taken_away(self, actor: Actor, counter: int) -> TakenAway | None:
        """What the last change of the counters took from this one, and by whom; None where the office took nothing."""
        ask(actor, "taken_away")
        today = day_of(self._house.clock())

        def question(connection: Connection) -> TakenAway | None:
            found = branch.versions(connection)
            last = branch.in_force(found, today).get("counters")
            if last is None:
                return None
            others = tuple(each for each in found if each.id != last.id)
            before, after = (self._counter(branch.in_force(each, today), counter) for each in (others, found))
            if before is None:
                return None
            stages = tuple(each for each in before.stages if after is None or each not in after.stages)
            services = tuple(each for each in before.services if after is None or each not in after.services)
            role = last.actor.partition(":")[0]
            taken = TakenAway(last.at, last.effective_on, role, stages, services, gone=after is None)
            return taken if stages or services else None

        return await self._store.read(question)

    async def change_settings(
        self, actor: Actor, subject: Subject, body: object | None, effective_on: date, seen: int
    ) -> Problems | Refusal | None:
        """Hours, closed days, counters … from a day on, checked like the files; None comes back where it was taken.

        `seen`: id of the subject's last version on the page, 0 for none. `body` None: back to the files.
        """
        ask(actor, "change_settings")
        today = day_of(self._house.clock())
        if effective_on < today:
            return refuse("unusable_time", message="A change begins today or later.")
        text = None if body is None else msgspec.json.encode(body).decode()

        def operation(tx: Transaction) -> Problems | Refusal | None:
            found = branch.versions(tx.connection)
            return self._add(tx, actor, found, Version(0, subject, effective_on, text, self._house.clock(), name_of(actor)), seen)

        return await self._settled(await self._store.write(operation))

    async def undo_settings(self, actor: Actor, version: int) -> Problems | Refusal | None:
        """The last change of a subject taken back: from its day on holds again what would have held without it."""
        ask(actor, "undo_settings")
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

    async def take_files(self, actor: Actor, files: Bundle) -> bool:
        """The site's files as they are now, what the office changed over them; everybody is told. False where nothing differs."""
        ask(actor, "take_files")
        await self._store.write(keep_forms(files.forms.values()))
        self._house.forms = {**self._house.forms, **{form.version: form for form in files.forms.values()}}
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
        wrong = self._wrong((*found, made), version.effective_on) or self._at_work(tx, (*found, made), version)
        if wrong:
            return wrong
        added = branch.add(tx, version)
        how = "settings_undone" if version.undoes else "settings_changed"
        audit.note(tx, version.at, name_of(actor), how, f"{version.subject}:{added}")
        return None

    def _at_work(self, tx: Transaction, found: tuple[Version, ...], version: Version) -> Problems:
        """A counter does not go while somebody sits or is served there, nor a stage or service that it has a visit of."""
        now = self._house.clock()
        if version.subject != "counters" or version.effective_on > day_of(now):
            return ()
        after = laid_over(self.files, _overlay(branch.in_force(found, day_of(now)).values()))
        gone = self._house.desks.keys() - {counter.number for counter in after.site.counters}
        busy = {
            number for number in gone if number in staffed(tx.connection, self._house, now) or visits.at_desk(tx.connection, number)
        }
        served = {counter.number: counter for counter in after.site.counters}
        for number, service, stage in visits.in_hand(tx.connection):
            counter, before = served.get(number), self._house.desks.get(number)
            kept = counter is not None and (stage in counter.stages or before is None or stage not in before.stages)
            if not kept or (counter and before and service in before.services and service not in counter.services):
                busy.add(number)
        cure = "let it begin tomorrow, or leave the counter first"
        return tuple(ConfigProblem("site", "counters", f"counter {number} is at work", cure) for number in sorted(busy))

    def _counter(self, versions: Mapping[str, Version], counter: int) -> Counter | None:
        site = laid_over(self.files, _overlay(versions.values())).site
        return next((each for each in site.counters if each.number == counter), None)

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
