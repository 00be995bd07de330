"""The floor: heartbeats, help calls and papers. Only a change is written and told; being alive is remembered in memory."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import msgspec

from hub.domain.events import BoardChanged, KioskChanged, SlipReported
from hub.office.refusals import UnknownVisit
from hub.store import commands, doors, floor, visits
from hub.store.database import Connection
from hub.store.floor import KioskRow, SlipRow
from hub.store.transaction import Operation, Transaction
from hub.wire import BoardHealth, BoardView, KioskState, KioskView, PaperTrouble, SlipPrinted, SlipResult, Ticket

T = TypeVar("T")

_state = msgspec.json.Decoder(KioskState)
_health = msgspec.json.Decoder(BoardHealth)
SETTLED = "settled"  # what staff saw to
ON_THE_WAY = timedelta(minutes=2)  # so long the others are told who goes
SILENT = KioskState(state="out_of_service")  # before its first report


class LastSeen(Generic[T]):
    """When each device last said anything, and what. `part`: of what it says; `since`: how long that part has been as it is."""

    def __init__(self, part: Callable[[T], object] | None = None) -> None:
        self._part = part or (lambda said: said)
        self.at: dict[str, datetime] = {}
        self.since: dict[str, datetime] = {}
        self.said: dict[str, T] = {}

    def heard(self, device: str, said: T, at: datetime) -> bool:
        """Whether this differs from what it said before."""
        before = self.said.get(device)
        changed = before != said
        if before is None or self._part(before) != self._part(said):
            self.since[device] = at
        self.at[device] = at
        self.said[device] = said
        return changed


def step_of(state: KioskState) -> tuple[str, int | None]:
    """Whether somebody uses a kiosk, and how far they are; who calls for help is still at the same step."""
    return ("in_use" if state.state == "help_called" else state.state, state.step)


def change_kiosk(
    kiosk: str, actor: str, now: datetime, state: KioskState | None = None, help_on: bool | None = None
) -> Operation[bool]:
    """Write a new state or help call of a kiosk; nothing, and False, where it is as it was."""

    def operation(tx: Transaction) -> bool:
        before = floor.kiosk(tx.connection, kiosk)
        said = before.state if state is None else msgspec.json.encode(state).decode()
        help_since = before.help_since if help_on is None else (before.help_since or now) if help_on else None
        after = KioskRow(kiosk, said, help_since)
        if after == before:
            return False
        floor.put_kiosk(tx, after)
        shown = _state.decode(said) if said else SILENT
        tx.emit(KioskChanged(at=now, kiosk=kiosk, state=msgspec.to_builtins(shown), help_since=help_since), actor)
        return True

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
        at = min(now, message.at or now)
        _put(tx, SlipRow(visit.id, message.copy, message.result, message.fault, kiosk, at), visit.number, now, actor)

    return operation


def settle_paper(visit_id: str, actor: str, now: datetime) -> Operation[None]:
    """Staff saw to the paper of this visit; nothing where there is none."""

    def operation(tx: Transaction) -> None:
        visit, last = visits.find(tx.connection, visit_id), floor.last_slip(tx.connection, visit_id)
        if visit is None or last is None:
            raise UnknownVisit(visit_id)
        _put(tx, msgspec.structs.replace(last, result=SETTLED, fault="", at=now), visit.number, now, actor)

    return operation


def _put(tx: Transaction, row: SlipRow, number: str, now: datetime, actor: str) -> None:
    if floor.put_slip(tx, row):
        reported = SlipReported(
            at=now, visit=row.visit, number=number, kiosk=row.kiosk, result=row.result, copy=row.copy, fault=row.fault
        )
        tx.emit(reported, actor)


def change_board(board: str, actor: str, now: datetime, health: BoardHealth) -> Operation[None]:
    """Write how a board's devices stand; nothing where they stand as they did."""

    def operation(tx: Transaction) -> None:
        said = msgspec.json.encode(health).decode()
        if floor.board(tx.connection, board) != said:
            floor.put_board(tx, board, said)
            tx.emit(BoardChanged(at=now, board=board, health=msgspec.to_builtins(health)), actor)

    return operation


class SettledNumber(msgspec.Struct, frozen=True, array_like=True):
    """A number the hub refused and whose holder staff have found."""

    kiosk: str
    number: str
    at: datetime


_settled = msgspec.json.Decoder(tuple[SettledNumber, ...])


def settled_numbers(connection: Connection) -> tuple[SettledNumber, ...]:
    said = floor.setting(connection, "settled_numbers")
    return _settled.decode(said) if said else ()


def settle_number(kiosk: str, number: str, now: datetime) -> Operation[None]:
    """Remember it; those of days gone by are forgotten."""

    def operation(tx: Transaction) -> None:
        today = [one for one in settled_numbers(tx.connection) if one.at.date() == now.date()]
        kept = (*today, SettledNumber(kiosk, number, now))
        floor.put_setting(tx, "settled_numbers", msgspec.json.encode(kept).decode())

    return operation


class Going(msgspec.Struct, frozen=True, array_like=True):
    """Who (the id of a staff member) is on the way to a kiosk that called for help, and since when."""

    kiosk: str
    staff: str
    since: datetime


_going = msgspec.json.Decoder(tuple[Going, ...])


def take_help(kiosk: str, staff: str, actor: str, now: datetime) -> Operation[None]:
    """行きます: the call ends, and the first to say so is who goes; kept with it, so that a restart sends nobody twice."""
    ended = change_kiosk(kiosk, actor, now, help_on=False)

    def operation(tx: Transaction) -> None:
        if ended(tx):
            others = (each for each in on_their_way(tx.connection, now) if each.kiosk != kiosk)
            kept = (*others, Going(kiosk, staff, now))
            floor.put_setting(tx, "on_their_way", msgspec.json.encode(kept).decode())

    return operation


def on_their_way(connection: Connection, now: datetime) -> tuple[Going, ...]:
    """To the calls somebody took; after ON_THE_WAY they are there."""
    said = floor.setting(connection, "on_their_way")
    return tuple(each for each in _going.decode(said) if now - each.since < ON_THE_WAY) if said else ()


def kiosk_views(connection: Connection, seen: LastSeen[KioskState], now: datetime) -> tuple[KioskView, ...]:
    """Every enrolled kiosk, by name; without the refused numbers of today that staff have seen to."""
    views, today = [], now.date()
    going = {each.kiosk: each for each in on_their_way(connection, now)}
    names = doors.names_of(connection, (each.staff for each in going.values())) if going else {}
    settled = {(one.kiosk, one.number) for one in settled_numbers(connection) if one.at.date() == today}
    for name in doors.device_names(connection, "kiosk"):
        row = floor.kiosk(connection, name)
        state = _state.decode(row.state) if row.state else None
        if state is not None and state.refused:
            left = tuple(one for one in state.refused if (name, one.number) not in settled)
            state = msgspec.structs.replace(state, refused=left)
        since = seen.since.get(name) if state is not None and state.step is not None else None
        taken = going.get(name) if row.help_since is None else None
        views.append(
            KioskView(
                kiosk=name,
                state=state,
                last_seen=seen.at.get(name),
                help_since=row.help_since,
                at_step_since=since,
                going_since=taken.since if taken else None,
                going=names.get(taken.staff, "") if taken else "",
            )
        )
    return tuple(views)


def board_views(connection: Connection, seen: LastSeen[BoardHealth]) -> tuple[BoardView, ...]:
    """Every enrolled board, by name."""
    views = []
    for name in doors.device_names(connection, "board"):
        health = floor.board(connection, name)
        views.append(BoardView(board=name, health=_health.decode(health) if health else None, last_seen=seen.at.get(name)))
    return tuple(views)


def papers_in_trouble(connection: Connection, since: datetime) -> tuple[PaperTrouble, ...]:
    """Papers not proved to be out, of visits nobody has called yet: who was called needs the paper no more."""
    found = []
    for row in floor.slips_in_trouble(connection, since):
        visit = visits.find(connection, row.visit)
        if visit is not None and not visit.ended and not any(leg.called_times for leg in visit.legs):
            result = msgspec.convert(row.result, SlipResult)
            found.append(PaperTrouble(row.visit, visit.number, row.kiosk, result, row.fault, row.at))
    return tuple(found)
