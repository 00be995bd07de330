"""The floor: heartbeats, help calls and papers. Only a change is written and told; being alive is remembered in memory."""

from datetime import datetime

import msgspec

from hub.domain.events import KioskChanged, SlipReported
from hub.office.refusals import UnknownVisit
from hub.store import commands, doors, floor, visits
from hub.store.database import Connection
from hub.store.floor import KioskRow
from hub.store.transaction import Operation, Transaction
from hub.wire import KioskState, KioskView, SlipPrinted, Ticket

_state = msgspec.json.Decoder(KioskState)
SILENT = KioskState(state="out_of_service")  # before its first report


class LastSeen:
    """When each kiosk last said anything, and what."""

    def __init__(self) -> None:
        self.at: dict[str, datetime] = {}
        self.state: dict[str, KioskState] = {}

    def heard(self, kiosk: str, state: KioskState, at: datetime) -> bool:
        """Whether this state differs from the one before."""
        changed = self.state.get(kiosk) != state
        self.at[kiosk] = at
        self.state[kiosk] = state
        return changed


def change_kiosk(
    kiosk: str, actor: str, now: datetime, state: KioskState | None = None, help_on: bool | None = None
) -> Operation[None]:
    """Write a new state or help call of a kiosk; nothing where it is as it was."""

    def operation(tx: Transaction) -> None:
        before = floor.kiosk(tx.connection, kiosk)
        said = before.state if state is None else msgspec.json.encode(state).decode()
        help_since = before.help_since if help_on is None else (before.help_since or now) if help_on else None
        after = KioskRow(kiosk, said, help_since)
        if after == before:
            return
        floor.put_kiosk(tx, after)
        shown = _state.decode(said) if said else SILENT
        tx.emit(KioskChanged(at=now, kiosk=kiosk, state=msgspec.structs.asdict(shown), help_since=help_since), actor)

    return operation


def report_slip(kiosk: str, actor: str, now: datetime, message: SlipPrinted, own_key: str) -> Operation[None]:
    """Write what became of a paper; a report repeated is no new fact.

    `own_key`: a number the kiosk gave itself is known to it by its key only.
    """

    def operation(tx: Transaction) -> None:
        handed_over = commands.answer_to(tx.connection, own_key, Ticket)
        visit = visits.find(tx.connection, handed_over.visit if handed_over else message.visit)
        if visit is None:
            raise UnknownVisit(message.visit)
        if floor.put_slip(tx, visit.id, message.copy, message.result, kiosk, now):
            tx.emit(
                SlipReported(at=now, visit=visit.id, number=visit.number, kiosk=kiosk, result=message.result, copy=message.copy),
                actor,
            )

    return operation


def kiosk_views(connection: Connection, seen: LastSeen) -> tuple[KioskView, ...]:
    """Every enrolled kiosk, by name."""
    views = []
    for name in doors.device_names(connection, "kiosk"):
        row = floor.kiosk(connection, name)
        state = _state.decode(row.state) if row.state else None
        views.append(KioskView(kiosk=name, state=state, last_seen=seen.at.get(name), help_since=row.help_since))
    return tuple(views)
