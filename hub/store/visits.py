"""Visits on disk: the whole value as JSON, and beside it what is asked often (where it stands, which desk, which line)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from hub.domain.changes import events_between, line_changes, services_told
from hub.domain.events import Line
from hub.domain.four_eyes import entered_by
from hub.domain.policy import Policy, Waiting, rank
from hub.domain.stage import FINAL, RECEPTION, Place, State, place_of
from hub.domain.visit import Leg, Visit
from hub.store import handlings
from hub.store.database import Connection, IntegrityError
from hub.store.moments import JST, moment_of, text_of
from hub.store.transaction import Transaction

_decoder = msgspec.json.Decoder(Visit)
STANDING_COLUMNS = (
    "s.visit, s.number, s.leg, s.service, s.stage, s.arrived, s.consideration, s.absences,"
    " s.state, s.counter, d.counter IS NOT NULL, s.reserved, s.booked, s.due, s.short,"
    " s.entered_by"
)


class Standing(msgspec.Struct, frozen=True):
    """Where a visit stands at one stage. `waiting`: as the policy sees it; it is in line only where `is_in_line` says so."""

    waiting: Waiting
    state: State
    counter: int | None

    def is_in_line(self, now: datetime) -> bool:
        """Waiting, or on hold and said to be back by now."""
        due = self.waiting.due
        return self.state is State.WAITING or (self.state is State.ON_HOLD and due is not None and due <= now)


class NumberTaken(Exception):
    """Another visit of the day carries this number."""


class DeskTaken(Exception):
    """The counter, or who sits there, already has a visit. `visit`: which."""

    def __init__(self, visit: str) -> None:
        super().__init__("the counter is serving another visit")
        self.visit = visit


class StaleVisit(Exception):
    """The visit has changed since it was read."""


def insert(tx: Transaction, visit: Visit, site: str, policy: Policy) -> None:
    """A new visit. Raises NumberTaken."""
    try:
        tx.execute(
            "INSERT INTO visits (id, site, day, series, number, service, version, ended, opened_at, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                visit.id,
                site,
                visit.day.isoformat(),
                visit.number[0],
                visit.number,
                visit.service,
                visit.version,
                visit.ended,
                text_of(visit.opened_at),
                msgspec.json.encode(visit).decode(),
            ),
        )
    except IntegrityError:
        raise NumberTaken(visit.number) from None
    _stand(tx, None, visit, policy)
    _count(tx, line_changes(None, visit))


class Change(msgspec.Struct, frozen=True):
    """Who changes a visit and when. `sitting`: the clerk's session, which has one visit at a time; None: nobody at a desk.

    `how`: as in domain.events.LegMoved.
    """

    at: datetime
    actor: str
    letters: Mapping[str, str]
    policy: Policy
    sitting: str | None = None
    how: str = ""


def save(tx: Transaction, before: Visit, after: Visit, change: Change) -> None:
    """Replace `before` by `after` with everything that follows from it, events included. Raises StaleVisit, DeskTaken."""
    cursor = tx.execute(
        "UPDATE visits SET version = ?, ended = ?, body = ? WHERE id = ? AND version = ?",
        (after.version, after.ended, msgspec.json.encode(after).decode(), after.id, before.version),
    )
    if cursor.rowcount != 1:
        raise StaleVisit
    _stand(tx, before, after, change.policy)
    _sit(tx, before, after, change.sitting)
    handlings.follow(tx, before, after, change.at)
    by_service = line_changes(before, after)
    _count(tx, by_service)
    told = services_told(before, after, by_service)
    if after.ended and not before.ended and any(leg.state is State.CANCELLED for leg in after.legs):
        tx.execute("UPDATE lines SET full_on = NULL WHERE service = ?", (after.service,))
    lines = {service: line_of(tx.connection, service, change.letters[service], day_of(change.at)) for service in told}
    for event in events_between(before, after, change.at, lines, change.how):
        tx.emit(event, change.actor)


def find(connection: Connection, visit: str) -> Visit | None:
    """The visit as committed (or as changed in this transaction)."""
    row = connection.execute("SELECT body FROM visits WHERE id = ?", (visit,)).fetchone()
    return _decoder.decode(row[0]) if row else None


def living(connection: Connection, visit: str) -> Visit | None:
    """The visit, or where its number was merged into another of the family, that one."""
    found = find(connection, visit)
    while found is not None and found.merged_into is not None:
        found = find(connection, found.merged_into.visit)
    return found


def own_records(connection: Connection, visit: Visit, site: str) -> tuple[str, ...]:
    """Its own record and those of numbers merged into it; not what it shares with a part that goes on under another number."""
    shared = {
        row[0]
        for row in connection.execute(
            "SELECT r.value FROM visits v, json_each(v.body, '$.records') r WHERE v.site = ? AND v.day = ? AND v.id != ?"
            " AND json_extract(v.body, '$.merged_into') IS NULL",
            (site, visit.day.isoformat(), visit.id),
        )
    }
    mine = ((record, living(connection, record)) for record in visit.record_ids if record not in shared)
    return tuple(record for record, where in mine if where is not None and where.id == visit.id)


def open_visits(connection: Connection) -> list[Visit]:
    """All that are not over, whatever their day."""
    return [_decoder.decode(row[0]) for row in connection.execute("SELECT body FROM visits WHERE ended = 0")]


def standing(connection: Connection, states: Iterable[State]) -> list[Visit]:
    """Open visits with a leg in one of these states."""
    wanted = tuple(states)
    marks = ", ".join("?" * len(wanted))
    rows = connection.execute(
        f"SELECT body FROM visits WHERE ended = 0 AND id IN (SELECT visit FROM stands WHERE state IN ({marks}))",  # noqa: S608
        wanted,
    )
    return [_decoder.decode(row[0]) for row in rows]


def standing_at(
    connection: Connection, services: Iterable[str], stages: Iterable[str], state: State | None = None
) -> list[Standing]:
    """Where open visits stand at these stages of these services, along the index; all states that are neither blocked nor over."""
    at = tuple(stages)
    condition, more = (" AND s.state = ?", (state.value,)) if state else ("", ())
    found = []
    for service in services:
        for stage in at:
            rows = connection.execute(
                f"SELECT {STANDING_COLUMNS} FROM stands s LEFT JOIN desks d ON d.visit = s.visit"  # noqa: S608
                f" WHERE s.service = ? AND s.stage = ?{condition}",
                (service, stage, *more),
            )
            found += [_standing(row) for row in rows]
    return found


def waiting(connection: Connection, services: Iterable[str], stage: str) -> list[Waiting]:
    """Who waits at one stage of these services, in no order that counts."""
    return [each.waiting for each in standing_at(connection, services, (stage,), State.WAITING)]


def back_by(connection: Connection, services: Iterable[str], stage: str, now: datetime) -> list[Waiting]:
    """Who is on hold there and said to be back by now."""
    held = standing_at(connection, services, (stage,), State.ON_HOLD)
    return [each.waiting for each in held if each.is_in_line(now)]


def find_all(connection: Connection, visits: Iterable[str]) -> dict[str, Visit]:
    """These visits by id."""
    found = (find(connection, visit) for visit in visits)
    return {visit.id: visit for visit in found if visit is not None}


def first_since(connection: Connection, service: str, stage: str) -> datetime | None:
    """Since when the one who has waited longest in this line waits; None where nobody does."""
    row = connection.execute(
        "SELECT min(arrived) FROM stands WHERE service = ? AND stage = ? AND state = 'waiting'", (service, stage)
    ).fetchone()
    return moment_of(row[0]) if row and row[0] else None


END_OF_LINE = ("~", "")  # behind every rank


def people_ahead(connection: Connection, services: Sequence[str], stage: str, rank_text: str, number: str) -> int:
    """How many stand before this place in the lines of these services, each once; counted along the index."""
    if len(services) == 1:
        row = connection.execute(
            "SELECT count(*) FROM stands WHERE service = ? AND stage = ? AND state = 'waiting' AND (rank, number) < (?, ?)",
            (services[0], stage, rank_text, number),
        ).fetchone()
        return int(row[0])
    marks = ", ".join("?" * len(services))
    row = connection.execute(
        f"SELECT count(DISTINCT number) FROM stands WHERE service IN ({marks}) AND stage = ? AND state = 'waiting'"  # noqa: S608
        " AND (rank, number) < (?, ?) AND number != ?",
        (*services, stage, rank_text, number, number),
    ).fetchone()
    return int(row[0])


def may_go_first(
    connection: Connection, service: str, stage: str, rank_text: str, number: str, now: datetime
) -> tuple[int, int, int]:
    """(on hold and back by now; appointments whose time has come before this place; the same after it)."""
    row = connection.execute(
        "SELECT"
        " (SELECT count(*) FROM stands WHERE service = :service AND stage = :stage AND state = 'on_hold' AND due <= :now),"
        " count(*) FILTER (WHERE (rank, number) < (:rank, :number)), count(*) FILTER (WHERE (rank, number) > (:rank, :number))"
        # a long line is not walked for its few appointments
        " FROM stands INDEXED BY stands_booked"
        " WHERE service = :service AND stage = :stage AND booked <= :now AND state = 'waiting'",
        {"now": text_of(now), "rank": rank_text, "number": number, "service": service, "stage": stage},
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def people_waiting(connection: Connection, service: str) -> int:
    """The line at reception, from its counter, without counting."""
    row = connection.execute("SELECT people_waiting FROM lines WHERE service = ?", (service,)).fetchone()
    return int(row[0]) if row else 0


def line_of(connection: Connection, service: str, letter: str, today: date) -> Line:
    """The line at reception, and whether the quota of `today` is given out."""
    row = connection.execute("SELECT people_waiting, full_on FROM lines WHERE service = ?", (service,)).fetchone()
    return Line(service, letter, int(row[0]), row[1] == today.isoformat()) if row else Line(service, letter, 0)


def line_full(tx: Transaction, service: str, day: date) -> None:
    """The quota of the day is given out, until a number of it is cancelled."""
    tx.execute(
        "INSERT INTO lines (service, people_waiting, full_on) VALUES (?, 0, ?)"
        " ON CONFLICT (service) DO UPDATE SET full_on = excluded.full_on",
        (service, day.isoformat()),
    )


def given_on(tx: Transaction, site: str, day: date, series: str) -> int:
    """Numbers of the day that count towards a quota: neither cancelled, nor of an appointment."""
    row = tx.row(
        "SELECT count(*) FROM visits WHERE site = ? AND day = ? AND series = ? AND json_extract(body, '$.booked') IS NULL"
        " AND NOT (ended = 1 AND coalesce(json_extract(body, '$.legs[0].state'), '') = 'cancelled')",
        (site, day.isoformat(), series),
    )
    return int(row[0]) if row else 0


def at_desk(connection: Connection, counter: int) -> Visit | None:
    """The visit this counter has called or serves."""
    row = connection.execute(
        "SELECT v.body FROM desks d JOIN visits v ON v.id = d.visit WHERE d.counter = ?", (counter,)
    ).fetchone()
    return _decoder.decode(row[0]) if row else None


def in_hand(connection: Connection) -> list[tuple[int, str, str]]:
    """(counter, service, stage) of everything called or served anywhere now."""
    return list(
        connection.execute(
            "SELECT DISTINCT counter, service, stage FROM stands WHERE state IN ('called', 'serving') AND counter IS NOT NULL"
        )
    )


def is_occupied(connection: Connection, counter: int) -> bool:
    """Whether anything is called to this desk or served there, papers of the back office too."""
    row = connection.execute(
        "SELECT 1 FROM stands WHERE state IN ('called', 'serving') AND counter = ? LIMIT 1", (counter,)
    ).fetchone()
    return row is not None


def last_running(tx: Transaction, day: date, series: str) -> int | None:
    """The last running number given in the series today, None before the first."""
    row = tx.row("SELECT last FROM numbers WHERE day = ? AND series = ?", (day.isoformat(), series))
    return int(row[0]) if row else None


def number_used(tx: Transaction, day: date, number: str) -> bool:
    """Whether a visit of the day carries this number."""
    return tx.row("SELECT 1 FROM visits WHERE day = ? AND number = ?", (day.isoformat(), number)) is not None


def with_number(connection: Connection, day: date, number: str) -> Visit | None:
    """The visit of the day that carries this number."""
    row = connection.execute("SELECT body FROM visits WHERE day = ? AND number = ?", (day.isoformat(), number)).fetchone()
    return _decoder.decode(row[0]) if row else None


def number_given(tx: Transaction, day: date, series: str, running: int) -> None:
    """Remember the last running number, in the transaction of the visit that carries it."""
    tx.execute(
        "INSERT INTO numbers (day, series, last) VALUES (?, ?, ?) ON CONFLICT (day, series) DO UPDATE SET last = excluded.last",
        (day.isoformat(), series, running),
    )


def day_of(moment: datetime) -> date:
    """業務日 of a moment."""
    return moment.astimezone(JST).date()


def rank_text(arrived: datetime, consideration: bool, policy: Policy) -> str:
    """Text whose order is the order of the line."""
    return text_of(rank(Waiting("", "", "", "", "", arrived, consideration), policy))


def _standing(row: tuple[Any, ...]) -> Standing:
    visit, number, leg, service, stage, arrived, consideration, absences, state, counter, seated, *more = row
    reserved, booked, due, short, entered = more
    waiting_ = Waiting(
        visit,
        number,
        leg,
        service,
        stage,
        moment_of(arrived),
        bool(consideration),
        absences,
        elsewhere=bool(seated) and place_of(stage) is Place.COUNTER,
        reserved=reserved,
        booked=moment_of(booked) if booked else None,
        due=moment_of(due) if due else None,
        short=bool(short),
        entered_by=entered,
    )
    return Standing(waiting_, State(state), counter)


def _stands(visit: Visit | None, policy: Policy) -> dict[tuple[str, str, str], tuple[object, ...]]:
    """(service, stage, state) → the rest of the row, of legs that are neither blocked nor over."""
    if visit is None:
        return {}
    found: dict[tuple[str, str, str], tuple[object, ...]] = {}
    for leg in visit.legs:
        if leg.state is State.BLOCKED or leg.state in FINAL:
            continue
        arrived = leg.arrived or leg.since
        row = (
            leg.id,
            visit.number,
            text_of(arrived),
            rank_text(arrived, visit.consideration, policy),
            int(visit.consideration),
            leg.absences,
            leg.counter,
            leg.reserved,
            text_of(visit.booked) if visit.booked is not None and _is_first_call(visit, leg) else None,
            text_of(leg.due) if leg.due is not None else None,
            int(visit.short and _is_first_call(visit, leg)),
            entered_by(visit, leg),
        )
        found.setdefault((leg.service, leg.stage, leg.state.value), row)
    return found


def _is_first_call(visit: Visit, leg: Leg) -> bool:
    """What a visit may overtake with holds for the line it came for, until it was called there."""
    return (leg.service, leg.stage) == (visit.service, RECEPTION) and leg.state is State.WAITING and not leg.absences


def _stand(tx: Transaction, before: Visit | None, after: Visit, policy: Policy) -> None:
    old, new = _stands(before, policy), _stands(after, policy)
    for key in old.keys() - new.keys():
        tx.execute("DELETE FROM stands WHERE visit = ? AND service = ? AND stage = ? AND state = ?", (after.id, *key))
    for key, row in new.items():
        if old.get(key) != row:
            tx.execute(
                "INSERT OR REPLACE INTO stands"
                " (visit, service, stage, state, leg, number, arrived, rank, consideration, absences, counter, reserved,"
                " booked, due, short, entered_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (after.id, *key, *row),
            )


def _sit(tx: Transaction, before: Visit, after: Visit, sitting: str | None) -> None:
    if before.counter == after.counter:
        return
    if before.counter is not None:
        tx.execute("DELETE FROM desks WHERE counter = ? AND visit = ?", (before.counter, after.id))
    if after.counter is not None:
        try:
            tx.execute("INSERT INTO desks (counter, visit, sitting) VALUES (?, ?, ?)", (after.counter, after.id, sitting))
        except IntegrityError:
            other = tx.row("SELECT visit FROM desks WHERE counter = ? OR sitting = ?", (after.counter, sitting))
            raise DeskTaken(other[0] if other else after.id) from None


def _count(tx: Transaction, changes: Mapping[str, int]) -> None:
    for service, by in changes.items():
        tx.execute(
            "INSERT INTO lines (service, people_waiting) VALUES (?, ?)"
            " ON CONFLICT (service) DO UPDATE SET people_waiting = people_waiting + excluded.people_waiting",
            (service, by),
        )
