"""One paper for one number and copy; screen and hub hear what became of it, or that nothing came."""

import asyncio
import json
import subprocess
import sys
import time

import pytest

from hardware.printer.limits import Limits
from hardware.printer.port import JobState, PrinterState, PrintJob, Slip
from hardware.printer.printer import open_printer
from hub.client import Unreachable
from hub.wire import SlipPrinted
from kiosk.flow.events import SlipChanged
from kiosk.journal import Journal
from kiosk.papers import GOOD_SECONDS, Papers

SLIP = Slip(office="川辺区役所", service="住民異動", number="A-024")


class ListeningHub:
    """Hears reports; `away` of them get no answer first."""

    def __init__(self, away=0):
        self.away = away
        self.reports = asyncio.Queue()

    async def report_slip(self, slip):
        if self.away:
            self.away -= 1
            return Unreachable("away")
        await self.reports.put(slip)
        return None


@pytest.fixture
def printer(tmp_path):
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
    yield json.loads(emulator.stdout.readline())["listen"], sheets
    emulator.terminate()
    emulator.wait()
    emulator.stdout.close()


def with_papers(scenario, folder, url):
    async def whole():
        journal = Journal(folder / "journal.db")
        told = asyncio.Queue()
        hub = ListeningHub()
        opening = (lambda change, state: open_printer(url, journal, change, state, 576, Limits())) if url else None
        papers = Papers(opening, journal, hub, 576, lambda visit, change: told.put_nowait((visit, change)), lambda state: None)
        reporting = asyncio.create_task(papers.report())
        try:
            async with asyncio.timeout(20):
                return await scenario(papers, told, hub)
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

    assert first == SlipPrinted("v1", "printed")
    assert second == SlipPrinted("v1", "printed", copy=2)
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

    assert with_papers(scenario, tmp_path, f"tcp://{address}") == (SlipPrinted("v1", "failed_clean"), SlipPrinted("v2", "printed"))
    assert len(list(sheets.glob("*.png"))) == 1


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
        papers = Papers(lambda change, state: Keeps(), journal, ListeningHub(), 576, lambda visit, change: None, lambda state: None)
        papers.print_slip("v1", SLIP, 1)
        await papers.close()
        journal.close()

    before = time.time()
    asyncio.run(scenario())

    assert before <= kept["job"].good_until - GOOD_SECONDS <= time.time()


def test_the_residents_own_answer_reaches_the_hub(tmp_path):
    async def scenario(papers, told, hub):
        papers.resident_says("v1", False)
        papers.resident_says("v2", True)
        return await hub.reports.get()

    assert with_papers(scenario, tmp_path, "") == SlipPrinted("v2", "printed_unverified")
