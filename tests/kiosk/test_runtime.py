"""A whole kiosk: real parent and UI processes, a real hub, a real (simulated) printer; hand-made screens, touched for real."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from hub.client import HubClient
from hub.store.database import connect
from hub.wire import KioskState, OpenVisit, Ticket
from kiosk import process
from kiosk.devices import open_devices
from kiosk.input.home import MEMORY, PREFIX
from kiosk.input.mozc import HELPER
from kiosk.journal import Journal
from kiosk.runtime import Runtime
from kiosk.settings import settings
from kiosk.standing import Standing
from tests.hub.second_day import first_day
from tests.hub.web.running_hub import demo_bundle

pytestmark = pytest.mark.window
JST = timezone(timedelta(hours=9))
SITE = "config/sites/demo"
HANDMADE = (str(Path(__file__).parent / "views" / "handmade.py"),)


class Office:
    """A hub process of its own, that can be stopped and started again at the same address."""

    def __init__(self, folder):
        self.folder = folder
        self.address = ""
        self.token = ""
        self._process = None

    async def start(self):
        if not self.token:
            self.token = (await first_day(self.folder, demo_bundle())).token
        listen = self.address.removeprefix("http://") or "127.0.0.1:0"
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "hub", "--site", SITE, "--state", str(self.folder), "--listen", listen, "--no-mdns"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        self.address = json.loads(await self._process.stdout.readline())["address"]

    async def stop(self):
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            await self._process.wait()


class Kiosk:
    """A runtime in this process, with UI processes of hand-made screens."""

    def __init__(self, office, folder, windows=(), client=HubClient, **devices):
        windows = iter(windows)
        token = folder / "token"
        token.write_text(office.token)
        self.settings = settings({"token_file": str(token), "state": str(folder), "hub": office.address, **devices})
        self.journal = Journal(folder / "journal.db")
        self.standing = Standing(folder)
        self.hub = client(office.address, office.token)
        opened = open_devices(self.settings, self.journal)
        self.runtime = Runtime(
            self.settings,
            self.hub,
            self.journal,
            self.standing,
            opened,
            lambda: process.start([], next(windows, HANDMADE), silent_seconds=3.0),
            lambda: datetime.now(JST),
            lambda: uuid.uuid4().hex,
        )
        self._work = asyncio.create_task(self.runtime.run())

    async def ask(self, **request):
        return await self.runtime.answer(request)

    async def state(self):
        return SimpleNamespace(**await self.ask(state=True))

    async def tap(self, *names):
        for name in names:
            answer = await self.ask(tap=name)
            assert answer.get("ok"), answer

    async def texts(self, box):
        screen = await self.ask(screen=True)
        return next((one["texts"] for one in screen.get("boxes", ()) if one["id"] == box), None)

    async def until(self, condition, seconds=60.0):
        """Wait for what must come; how often is looked decides nothing."""
        async with asyncio.timeout(seconds):
            while True:
                found = await condition()
                if found:
                    return found
                await asyncio.sleep(0.02)

    async def on(self, screen):
        async def there():
            return (await self.ask(screen=True)).get("screen") == screen

        await self.until(there)

    async def close(self):
        self._work.cancel()
        await asyncio.gather(self._work, return_exceptions=True)
        await self.hub.close()
        self.journal.close()


def run(scenario, tmp_path, monkeypatch, **devices):
    monkeypatch.setenv("SDL_VIDEODRIVER", "offscreen")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    (tmp_path / "hub").mkdir()
    (tmp_path / "kiosk").mkdir()

    async def whole():
        office = Office(tmp_path / "hub")
        await office.start()
        kiosk = Kiosk(office, tmp_path / "kiosk", **devices)
        try:
            async with asyncio.timeout(60):
                return await scenario(kiosk, office)
        finally:
            await kiosk.close()
            await office.stop()

    return asyncio.run(whole())


def living(pid):
    return Path("/proc", str(pid)).exists()


def test_a_visit_takes_one_number_and_the_next_resident_gets_another_process(tmp_path, monkeypatch):
    async def scenario(kiosk, office):
        await kiosk.on("start")
        first = (await kiosk.state()).pid
        await kiosk.tap("begin", "key.す", "key.さ", "next")
        await kiosk.on("ticket")
        number = (await kiosk.texts("number"))[0]
        await kiosk.tap("back")

        async def another():
            state = await kiosk.state()
            return state.pid not in (first, None) and not living(first)

        await kiosk.until(another)
        await kiosk.on("start")
        return number, await kiosk.texts("field.kana"), await kiosk.state()

    number, kana, state = run(scenario, tmp_path, monkeypatch)

    assert number == "A-001"
    assert kana is None
    assert state.crashes == 0
    assert state.waiting_for_hub == 0


@pytest.mark.skipif(shutil.which(HELPER) is None, reason="mozc is not installed (packages.txt)")
def test_kanji_are_offered_while_the_resident_types(tmp_path, monkeypatch):
    async def scenario(kiosk, office):
        await kiosk.on("start")
        await kiosk.tap("begin", "key.か", "key.わ", "key.さ", "key.き")

        async def offered():
            return await kiosk.texts("candidate.0") == ["川崎"]

        await kiosk.until(offered)
        (home,) = [home for folder in MEMORY for home in folder.glob(f"{PREFIX}{(await kiosk.state()).pid}-*")]
        before = home.exists()
        await kiosk.tap("next")
        await kiosk.on("ticket")
        await kiosk.tap("back")

        async def wiped():
            return not home.exists()

        await kiosk.until(wiped)
        return before

    assert run(scenario, tmp_path, monkeypatch)


@pytest.fixture
def printer(tmp_path):
    """Where it is plugged in, its control port, the folder of its sheets."""
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
    ports = json.loads(emulator.stdout.readline())
    yield SimpleNamespace(url=f"tcp://{ports['listen']}", control=str(ports["control"]), sheets=sheets)
    emulator.terminate()
    emulator.wait()
    emulator.stdout.close()


def kept_by_hub(tmp_path, question):
    """Rows of the hub's database."""
    connection = connect(tmp_path / "hub" / "hub.db", read_only=True)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def test_a_number_comes_on_paper_once(tmp_path, monkeypatch, printer):
    async def scenario(kiosk, office):
        await kiosk.on("start")

        async def ready():
            return (await kiosk.state()).printer == "ready"

        await kiosk.until(ready)
        await kiosk.tap("begin", "next")
        await kiosk.on("ticket")

        async def printed():
            return await kiosk.texts("paper") == ["printed"]

        await kiosk.until(printed)
        return [job.job for job in kiosk.journal.unfinished()]

    unfinished = run(scenario, tmp_path, monkeypatch, printer=printer.url)

    assert unfinished == []
    assert len(list(printer.sheets.glob("*.png"))) == 1


def test_what_became_of_the_paper_of_an_own_number_is_known_to_the_hub_once_it_has_the_number(tmp_path, monkeypatch, printer):
    async def scenario(kiosk, office):
        await kiosk.on("start")

        async def known():
            return kiosk.standing.identity() is not None and (await kiosk.state()).hub

        await kiosk.until(known)
        await office.stop()
        await kiosk.tap("begin", "next")
        await kiosk.on("ticket")

        async def printed():
            return await kiosk.texts("paper") == ["printed"]

        await kiosk.until(printed)
        waiting = [slip.result for _, slip in kiosk.journal.reports()]
        await office.start()

        async def told():
            return kiosk.journal.reports() == [] and kept_by_hub(tmp_path, "SELECT 1 FROM slips")

        await kiosk.until(told)
        return waiting

    assert run(scenario, tmp_path, monkeypatch, printer=printer.url) == ["printed"]
    assert kept_by_hub(tmp_path, "SELECT v.number, s.result FROM slips s JOIN visits v ON v.id = s.visit") == [
        ("A-0101", "printed")
    ]


def test_a_printer_that_runs_out_of_paper_is_a_fact_at_the_hub_with_the_moment_it_happened(tmp_path, monkeypatch, printer):
    async def scenario(kiosk, office):
        await kiosk.on("start")

        async def ready():
            return (await kiosk.state()).printer == "ready"

        await kiosk.until(ready)
        _, _, port = printer.control.rpartition(":")
        reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
        before = datetime.now(JST)
        writer.write(b'{"paper": "out"}\n')
        await reader.readline()
        writer.close()

        async def told():
            states = kept_by_hub(tmp_path, "SELECT state FROM kiosks")
            return states and msgspec.json.decode(states[0][0], type=KioskState).printer == "paper_end"

        await kiosk.until(told)
        facts = kept_by_hub(tmp_path, "SELECT body FROM event_log WHERE kind = 'kiosk_changed' AND body LIKE '%paper_end%'")
        (state,) = kept_by_hub(tmp_path, "SELECT state FROM kiosks")
        return before, datetime.now(JST), len(facts), msgspec.json.decode(state[0], type=KioskState)

    before, after, facts, state = run(scenario, tmp_path, monkeypatch, printer=printer.url)

    assert before <= state.since["printer"] <= after
    assert facts == 1
    assert (state.reader, state.camera, state.speaker) == ("none", "none", "none")


def test_with_the_hub_away_the_kiosk_gives_its_own_number_and_delivers_it_once(tmp_path, monkeypatch):
    async def scenario(kiosk, office):
        await kiosk.on("start")

        async def known():
            return kiosk.standing.identity() is not None and (await kiosk.state()).hub

        await kiosk.until(known)
        await office.stop()
        await kiosk.tap("begin", "next")
        await kiosk.on("ticket")
        number = (await kiosk.texts("number"))[0]
        waiting = (await kiosk.state()).waiting_for_hub
        await office.start()

        async def delivered():
            state = await kiosk.state()
            return state.hub and state.waiting_for_hub == 0

        await kiosk.until(delivered)
        board = await kiosk.hub.board()
        again = await kiosk.hub.open_visit(OpenVisit("ja", service="residence"), "another-press-000")
        return number, waiting, board, again

    number, waiting, board, again = run(scenario, tmp_path, monkeypatch)

    assert number == "A-0101"
    assert waiting == 1
    (line,) = [one for one in board.lines if one.letter == "A"]
    assert line.people_waiting == 1
    assert isinstance(again, Ticket)
    assert again.people_waiting == 1


def test_a_kiosk_without_a_configuration_says_that_it_is_out_of_service_until_it_has_one(tmp_path, monkeypatch):
    async def scenario(kiosk, office):
        await kiosk.close()
        (tmp_path / "new").mkdir()
        await office.stop()
        new = Kiosk(office, tmp_path / "new")

        async def stands():
            return (await new.state()).state == "out_of_service"

        try:
            await new.until(stands)
            await office.start()
            await new.on("start")
            assert not await stands()
        finally:
            await new.close()

    run(scenario, tmp_path, monkeypatch)


def test_a_window_that_hangs_or_dies_is_replaced_and_counted(tmp_path, monkeypatch):
    async def scenario(kiosk, office):
        await kiosk.on("start")
        dead = (await kiosk.state()).pid
        await kiosk.tap("begin")
        await kiosk.ask(tap="key.delete")  # ends the process at once

        async def replaced(before, crashes):
            state = await kiosk.state()
            return state.crashes == crashes and state.pid not in (before, None)

        await kiosk.until(lambda: replaced(dead, 1))
        await kiosk.on("start")
        hung = (await kiosk.state()).pid
        await kiosk.tap("begin")
        await kiosk.ask(tap="key.draw")  # never returns to the loop
        await kiosk.until(lambda: replaced(hung, 2))
        await kiosk.on("start")
        used = await kiosk.texts("interrupted")
        idle = (await kiosk.state()).pid
        os.kill(idle, signal.SIGKILL)
        await kiosk.until(lambda: replaced(idle, 3))
        await kiosk.on("start")
        return dead, hung, used, await kiosk.texts("interrupted")

    dead, hung, used, unused = run(scenario, tmp_path, monkeypatch)

    assert not living(dead)
    assert not living(hung)
    assert used == ["もう一度はじめから"], "whoever stood there is told"
    assert unused is None, "nobody stood there"


async def covered(kiosk, window):
    """Whether something stands on the glass: `window`, or the one that has taken over from it."""
    return living(window) or "screen" in await kiosk.ask(screen=True)


def test_a_window_that_fails_at_its_start_leaves_the_one_before_it_on_the_glass(tmp_path, monkeypatch):
    windows = (HANDMADE, ("-c", "raise SystemExit(1)"))  # the spare never comes up

    async def scenario(kiosk, office):
        await kiosk.on("start")
        first = (await kiosk.state()).pid

        async def spare_is_there():
            return (await kiosk.state()).spare

        await kiosk.until(spare_is_there)
        await kiosk.tap("begin", "key.す", "key.さ", "next")
        await kiosk.on("ticket")
        await kiosk.tap("back")

        seen = []

        async def replaced():
            seen.append(await covered(kiosk, first))
            state = await kiosk.state()
            return state.crashes == 1 and state.pid not in (first, None) and not living(first)

        await kiosk.until(replaced)
        await kiosk.on("start")
        return seen

    assert all(run(scenario, tmp_path, monkeypatch, windows=windows))


class Reconfigured(HubClient):
    """A hub that has another configuration since its last start."""

    changed = False

    async def bundle(self, known):
        found = await super().bundle("" if self.changed else known)
        return msgspec.structs.replace(found, hash="another") if self.changed else found


def test_a_window_with_an_old_configuration_stays_on_the_glass_until_the_next_is_drawn(tmp_path, monkeypatch):
    async def scenario(kiosk, office):
        await kiosk.on("start")
        first = (await kiosk.state()).pid
        await office.stop()
        kiosk.hub.changed = True
        await office.start()

        seen = []

        async def replaced():
            seen.append(await covered(kiosk, first))
            return not living(first)

        await kiosk.until(replaced)
        await kiosk.on("start")
        state = await kiosk.state()
        return seen, state.crashes, state.pid == first

    seen, crashes, same = run(scenario, tmp_path, monkeypatch, client=Reconfigured)

    assert all(seen)
    assert (crashes, same) == (0, False)
