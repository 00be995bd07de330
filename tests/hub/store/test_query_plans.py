"""The hub stays quick after five years: no statement of a working day reads a table that grows from its beginning to its end."""

import asyncio
import re

from hub.security.actors import Board, Resident, Staff, System
from hub.store.database import connect
from hub.wire import FindEntry, HelpCall, KioskState, OpenVisit, SaveEntry, SlipPrinted
from tests.hub.small_office import KIOSK, MOVE, Clock, act, call, clerk, issue, moving, small_office

GROWS = ("visits", "records", "scans", "entries", "event_log", "outbox", "commands", "follows", "audit", "slips")


async def a_day(office) -> None:
    """Every use case that reads or writes in office hours and at night."""
    ticket = await issue(office, "k1", moving())
    saved = await office.save_entry(Resident(), SaveEntry(language="ja", applications=(MOVE,)), "e1")
    found = await office.find_entry(KIOSK, FindEntry(code=saved.code))
    await office.find_entry(KIOSK, FindEntry(code=saved.short_code))
    await office.open_visit(KIOSK, OpenVisit(language="ja", reception_token=found.reception_token), "k2")
    await office.follow(Resident(), ticket.follow_url.rsplit("/", 1)[1])
    await office.report_kiosk(KIOSK, KioskState(state="idle"))
    await office.call_help(KIOSK, HelpCall(on=True))
    await office.report_slip(KIOSK, SlipPrinted(visit=ticket.visit, result="printed"))
    await office.report_slip(KIOSK, SlipPrinted(visit=ticket.visit, result="held"))
    await office.papers(System())
    await office.settle_paper(Staff("f1", "floor_guide", "", "11"), ticket.visit)
    visit = await act(office, await call(office, 1), "reception", "mark_absent", 1)
    visit = await act(office, visit, "reception", "return", 1)
    visit = await act(office, await call(office, 1), "reception", "start", 1)
    await office.record(clerk(1), visit.visit)
    await act(office, visit, "reception", "finish", 1)
    await call(office, 21, "examination")
    await office.visits(clerk(1), stage="reception", counter=1)
    await office.history(clerk(1), visit.visit)
    await office.board_state(Board("01"))
    await office.events_since(Board("01"), 2)
    await office.device(System(), "uk_unknown")
    await office.session(System(), "unknown")
    await office.expire(System(), office._house.clock())
    await office.close_day(System())


def test_no_statement_of_a_day_reads_a_growing_table_from_end_to_end(tmp_path):
    statements: list[str] = []

    async def scenario():
        async with small_office(tmp_path, Clock()) as office:
            await asyncio.gather(*(office.board_state(Board("01")) for _ in range(8)))  # both readers are open
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
