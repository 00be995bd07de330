"""One paper for one number and copy; screen and hub hear what became of it, or that nothing came."""

import asyncio
import json
import socket
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from config.site import Service
from hardware.printer.lettering import ink_of
from hardware.printer.limits import Limits
from hardware.printer.port import JobState, PrinterState, PrintJob, Slip
from hardware.printer.printer import open_printer
from hardware.printer.slip import draw
from hub.client import Unreachable
from hub.wire import Refusal, SealedVisit, SlipPrinted
from kiosk.flow.events import SlipChanged
from kiosk.journal import Journal
from kiosk.papers import GOOD_SECONDS, Papers

MOVES = Service("residence", "A", {"ja": "住民異動"}, ("reception",))
SLIP = Slip(office="川辺区役所", service="住民異動", number="A-024")


NOW = datetime(2026, 11, 21, 10, 32, tzinfo=timezone(timedelta(hours=9)))


class ListeningHub:
    """Hears reports while it is `there`."""

    def __init__(self):
        self.there = True
        self.reports = asyncio.Queue()
        self.tried = asyncio.Event()

    async def report_slip(self, slip):
        self.tried.set()
        if not self.there:
            return Unreachable("away")
        await self.reports.put(slip)
        return Refusal("unknown_visit", "…") if slip.visit == "nobody" else None


def told_of(visit, result, copy=1, fault=""):
    return SlipPrinted(visit, result, copy, fault, NOW)


@pytest.fixture
def emulator(tmp_path):
    sheets = tmp_path / "sheets"
    sheets.mkdir()
    emulator = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "hardware.printer.simulated",
            "--listen",
            "127.0.0.1:0",
            "--control",
            "127.0.0.1:0",
            "--out",
            str(sheets),
            "--speed",
            "2000",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    yield json.loads(emulator.stdout.readline()), sheets
    emulator.terminate()
    emulator.wait()
    emulator.stdout.close()


@pytest.fixture
def printer(emulator):
    ports, sheets = emulator
    return ports["listen"], sheets


def hands(ports, **order):
    """Do something to the printer by its control port."""
    host, _, port = str(ports["control"]).rpartition(":")
    with socket.create_connection((host or "127.0.0.1", int(port))) as line, line.makefile("rw") as file:
        file.write(json.dumps(order) + "\n")
        file.flush()
        return json.loads(file.readline())


async def until(condition):
    """Wait for what must come; how often is looked decides nothing."""
    while not condition():  # noqa: ASYNC110 (a state of another thread)
        await asyncio.sleep(0.01)


def with_papers(scenario, folder, url, journal_too=False):
    async def whole():
        journal = Journal(folder / "journal.db")
        told = asyncio.Queue()
        hub = ListeningHub()
        opening = (lambda change, state: open_printer(url, journal, change, state, 576, Limits())) if url else None
        papers = Papers(
            opening, journal, hub, 576, lambda visit, change: told.put_nowait((visit, change)), lambda state: None, lambda: NOW
        )
        reporting = asyncio.create_task(papers.report())
        try:
            async with asyncio.timeout(60):
                return await (scenario(papers, told, hub, journal) if journal_too else scenario(papers, told, hub))
        finally:
            reporting.cancel()
            await asyncio.gather(reporting, return_exceptions=True)
            await papers.close()
            journal.close()

    return asyncio.run(whole())


def test_asked_twice_one_paper_comes_and_a_reissue_is_another(printer, tmp_path):
    address, sheets = printer

    async def scenario(papers, told, hub):
        papers.print_slip("v1", SLIP, 1)
        papers.print_slip("v1", SLIP, 1)
        first = await hub.reports.get()
        papers.print_slip("v1", SLIP, 1)
        papers.print_slip("v1", SLIP, 2)
        return first, await hub.reports.get(), told.get_nowait()

    first, second, (visit, _) = with_papers(scenario, tmp_path, f"tcp://{address}")

    assert first == told_of("v1", "printed")
    assert second == told_of("v1", "printed", 2)
    assert visit == "v1"
    assert len(list(sheets.glob("*.png"))) == 2


def test_without_a_printer_the_screen_is_told_and_the_number_stands(tmp_path):
    async def scenario(papers, told, hub):
        papers.print_slip("v1", SLIP, 1)
        return await told.get(), papers.state

    told, state = with_papers(scenario, tmp_path, "")

    assert told == ("v1", SlipChanged(JobState.FAILED_CLEAN, PrinterState.UNREACHABLE))
    assert state is PrinterState.UNREACHABLE


def test_yesterdays_slip_is_never_printed_and_the_staff_hear_of_it(printer, tmp_path):
    address, sheets = printer
    yesterday = Journal(tmp_path / "journal.db")
    yesterday.add(PrintJob("v1.1", 576, bytes(72 * 100), good_until=time.time() - 86400))
    yesterday.close()

    async def scenario(papers, told, hub):
        left = await hub.reports.get()
        papers.print_slip("v2", SLIP, 1)
        return left, await hub.reports.get()

    assert with_papers(scenario, tmp_path, f"tcp://{address}") == (told_of("v1", "failed_clean"), told_of("v2", "printed"))
    assert len(list(sheets.glob("*.png"))) == 1


def test_what_slips_have_in_common_is_drawn_before_anybody_comes(printer, tmp_path):
    address, _ = printer
    ahead = msgspec.structs.replace(SLIP, service="転出届のあらかじめの印字", number="X-000")

    async def scenario(papers, told, hub):
        ink_of.cache_clear()
        await papers.prepare([ahead])

    with_papers(scenario, tmp_path, f"tcp://{address}")
    before = ink_of.cache_info().misses
    draw(msgspec.structs.replace(ahead, number="X-001"))

    assert ink_of.cache_info().misses == before + 1  # the number alone


def test_closing_does_not_wait_for_what_is_still_to_be_drawn(printer, tmp_path):
    address, _ = printer

    async def scenario(papers, told, hub):
        papers.prepare([SLIP] * 1000)

    with_papers(scenario, tmp_path, f"tcp://{address}")


def test_a_slip_is_good_for_a_quarter_of_an_hour(tmp_path):
    kept = {}

    class Keeps:
        def submit(self, job):
            kept["job"] = job

        def state(self):
            return PrinterState.READY

        def close(self):
            pass

    async def scenario():
        journal = Journal(tmp_path / "journal.db")
        papers = Papers(lambda change, state: Keeps(), journal, ListeningHub(), 576, lambda visit, change: None, print, lambda: NOW)
        papers.print_slip("v1", SLIP, 1)
        await papers.close()
        journal.close()

    before = time.time()
    asyncio.run(scenario())

    assert before <= kept["job"].good_until - GOOD_SECONDS <= time.time()


def test_the_residents_own_answer_reaches_the_hub(tmp_path):
    async def scenario(papers, told, hub):
        papers.resident_says("v1", False, 1)
        first = await hub.reports.get()
        papers.resident_says("v2", True, 2)
        return first, await hub.reports.get()

    assert with_papers(scenario, tmp_path, "") == (told_of("v1", "missing"), told_of("v2", "printed_unverified", 2))


def test_what_the_hub_did_not_hear_is_told_in_order_when_it_is_back_also_after_a_restart_of_the_kiosk(tmp_path):
    async def away(papers, told, hub):
        hub.there = False
        for visit in ("v1", "v2", "nobody", "v3"):
            papers.resident_says(visit, True, 1)
            await asyncio.gather(*papers._busy)
        await hub.tried.wait()

    async def back(papers, told, hub, journal):
        visits = [(await hub.reports.get()).visit for _ in range(4)]
        while await asyncio.to_thread(journal.reports):
            pass  # what was heard is noted after the answer
        return visits

    async def once(papers, told, hub, journal):
        papers.resident_says("v4", True, 1)
        return (await hub.reports.get()).visit, hub.reports.empty()

    with_papers(away, tmp_path, "")
    heard = with_papers(back, tmp_path, "", journal_too=True)
    again = with_papers(once, tmp_path, "", journal_too=True)

    assert heard == ["v1", "v2", "nobody", "v3"]
    assert again == ("v4", True)


def test_the_paper_of_a_number_the_hub_does_not_have_yet_waits_for_it_and_nobody_elses_does(tmp_path):
    async def scenario(papers, told, hub, journal):
        journal.issue("own", "01", MOVES, NOW.date(), NOW, lambda number, at: SealedVisit(number, at, "residence", "c2VhbGVk"))
        papers.resident_says("own", True, 1)
        await asyncio.gather(*papers._busy)
        papers.resident_says("v2", True, 1)
        first = (await hub.reports.get()).visit
        journal.delivered("own")
        papers.delivered()
        return first, (await hub.reports.get()).visit

    assert with_papers(scenario, tmp_path, "", journal_too=True) == ("v2", "own")


def test_a_paper_the_printer_could_not_begin_may_be_asked_for_again_and_then_comes_once(emulator, tmp_path):
    ports, sheets = emulator
    hands(ports, paper="out")

    async def scenario(papers, told, hub):
        await until(lambda: papers.state is PrinterState.PAPER_END)
        papers.print_slip("v1", SLIP, 1)
        failed = await hub.reports.get()
        while (await told.get())[1].state is not JobState.FAILED_CLEAN:
            pass
        await asyncio.to_thread(hands, ports, paper="ok")
        await until(lambda: papers.state.can_print)
        papers.print_slip("v1", SLIP, 1)
        papers.print_slip("v1", SLIP, 1)
        return failed, await hub.reports.get()

    failed, printed = with_papers(scenario, tmp_path, f"tcp://{ports['listen']}")

    assert failed == told_of("v1", "failed_clean", 1, "paper_end")
    assert printed == told_of("v1", "printed")
    assert len(list(sheets.glob("*.png"))) == 1
