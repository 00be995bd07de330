"""The hub stays quick after five years: no statement of a working day reads a table that grows from its beginning to its end."""

import asyncio
import re

from hub.security.actors import Board, Resident, Staff, System
from hub.store.database import connect, prepare
from hub.store.steps import call_times, walk_ins_of
from hub.store.visits import first_since, may_go_first, people_ahead
from hub.wire import FindEntry, HelpCall, KioskState, OpenVisit, SaveEntry, SlipPrinted
from tests.hub.small_office import KIOSK, MOVE, NINE, Clock, act, call, clerk, issue, moving, small_office

GROWS = ("visits", "records", "scans", "entries", "event_log", "outbox", "commands", "follows", "audit", "slips")


async def a_day(office) -> None:
    """Every use case that reads or writes in office hours and at night."""
    ticket = await issue(office, "k1", moving())
    saved = await office.save_entry(Resident(), SaveEntry(language="ja", applications=(MOVE,)), "e1")
    found = await office.find_entry(KIOSK, FindEntry(code=saved.code))
    await office.find_entry(KIOSK, FindEntry(code=saved.short_code))
    await office.open_visit(KIOSK, OpenVisit(language="ja", reception_token=found.reception_token), "k2")
    await office.follow(Resident(), ticket.follow_url.rsplit("/", 1)[1])
    await office.floor.report_kiosk(KIOSK, KioskState(state="idle"))
    await office.floor.call_help(KIOSK, HelpCall(on=True))
    await office.floor.report_slip(KIOSK, SlipPrinted(visit=ticket.visit, result="printed"))
    await office.floor.report_slip(KIOSK, SlipPrinted(visit=ticket.visit, result="held"))
    await office.floor.papers(System())
    await office.floor.settle_paper(Staff("f1", "floor_guide", "", "11"), ticket.visit)
    visit = await act(office, await call(office, 1), "reception", "mark_absent", 1)
    visit = await act(office, visit, "reception", "return", 1)
    visit = await act(office, await call(office, 1), "reception", "start", 1)
    await office.records.record(clerk(1), visit.visit)
    await act(office, visit, "reception", "finish", 1)
    await call(office, 21, "examination")
    await office.visits(clerk(1), stage="reception", counter=1)
    await office.history(clerk(1), visit.visit)
    await office.hall.board_state(Board("01"))
    await office.events_since(Board("01"), 2)
    await office.devices.device(System(), "uk_unknown")
    await office.door.session(System(), "unknown")
    await office.expire(System(), office._house.clock())
    await office.close_day(System())


def test_the_calls_of_an_hour_or_a_day_are_found_by_their_time_however_many_years_the_line_has_called(tmp_path):
    prepare(tmp_path / "hub.db")
    connection = connect(tmp_path / "hub.db")
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    call_times(connection, "residence", "reception", NINE)
    walk_ins_of(connection, "residence", "reception", NINE.date())
    connection.set_trace_callback(None)

    plans = [[row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}")] for text in asked]

    assert plans == [
        ["SEARCH reasons USING INDEX idx_reasons_at (at>?)"],
        ["SEARCH reasons USING INDEX idx_reasons_at (at>? AND at<?)"],
    ]


def test_a_place_in_a_long_line_is_counted_in_an_index_and_its_appointments_without_the_line(tmp_path):
    prepare(tmp_path / "hub.db")
    connection = connect(tmp_path / "hub.db")
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    people_ahead(connection, ("residence",), "reception", "2027", "A-024")
    people_ahead(connection, ("residence", "seal"), "reception", "2027", "A-024")
    first_since(connection, "residence", "reception")
    may_go_first(connection, "residence", "reception", "2027", "A-024", NINE)
    connection.set_trace_callback(None)

    plans = [[row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}")] for text in asked]

    assert all("USING COVERING INDEX" in step for plan in plans[:3] for step in plan if "stands" in step)
    assert any("USING INDEX stands_booked (service=? AND stage=? AND booked<?)" in step for step in plans[3])
    assert len(plans) == 4


def test_no_statement_of_a_day_reads_a_growing_table_from_end_to_end(tmp_path):
    statements: list[str] = []

    async def scenario():
        async with small_office(tmp_path, Clock()) as office:
            await asyncio.gather(*(office.hall.board_state(Board("01")) for _ in range(8)))  # both readers are open
            for connection in (office._store._writer._connection, *office._store._readers._connections):
                connection.set_trace_callback(statements.append)
            await a_day(office)

    asyncio.run(scenario())
    connection = connect(tmp_path / "hub.db", read_only=True)
    asked = {text for text in statements if re.match(r"(SELECT|INSERT|UPDATE|DELETE)", text)}
    assert len({text.split(" WHERE")[0] for text in asked}) > 40
    scans = []
    for text in asked:
        for row in connection.execute(f"EXPLAIN QUERY PLAN {text}"):
            newest_only = text.endswith("ORDER BY id DESC LIMIT 1")
            if re.fullmatch(rf"SCAN ({'|'.join(GROWS)}|[a-z])", row[3]) and not newest_only:
                scans.append((row[3], text))
    assert scans == []
