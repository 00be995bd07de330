"""Effects of a session are answered while it lasts; afterwards whatever answers finds nobody."""

import asyncio
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from config.load import load_site
from hub.client import Unreachable
from hub.wire import Refusal, SealedCall, SealedReply
from kiosk.assistance import Assistance
from kiosk.floor import Devices, Floor
from kiosk.flow import effects
from kiosk.flow.events import HelpSeen, HubChanged
from kiosk.journal import Journal
from kiosk.numbers import Numbers
from kiosk.papers import Papers
from kiosk.pipe import AskHub, CameraStands, HubAnswered, SealKey, WantReader
from kiosk.sitting import Equipment, Sitting

NOW = datetime(2026, 11, 21, 10, 32, tzinfo=timezone(timedelta(hours=9)))
BUNDLE = load_site(Path("config/sites/demo"))
REPLY = SealedReply("c2VhbGVk")
ASKING = AskHub(4, "find_entry", SealedCall("c2VhbGVk", "a2V5"))


class Hub:
    """The smallest honest stand-in: answers when it is let to."""

    def __init__(self, entry=REPLY, help_answers=()):
        self.entry = entry
        self.free = asyncio.Event()
        self.free.set()
        self.calls = asyncio.Queue()
        self.states = asyncio.Queue()
        self._help_answers = list(help_answers)

    async def find_entry_unread(self, call):
        await self.free.wait()
        return self.entry

    async def call_help(self, kiosk, on):
        await self.calls.put(on)
        return self._help_answers.pop(0) if self._help_answers else None

    async def report_state(self, kiosk, state):
        await self.states.put(state)

    async def report_slip(self, slip):
        return None


def sit(scenario, tmp_path, **hub):
    async def whole():
        journal = Journal(tmp_path / "journal.db")
        office = Hub(**hub)
        floor = Floor(office, "01", lambda: Devices("ready", "ready", "none"), lambda: NOW)
        papers = Papers(None, journal, office, 576, lambda visit, change: None, lambda state: None, lambda: NOW)
        told = asyncio.Queue()
        numbers = Numbers(office, journal, "01", lambda: NOW)
        sitting = Sitting(
            1,
            Equipment(office, numbers, papers, floor, None, None, None, Assistance(office, "01", lambda on: None)),
            BUNDLE,
            told.put_nowait,
        )
        try:
            async with asyncio.timeout(60):
                return await scenario(sitting, told, office, floor)
        finally:
            await sitting.end()
            await floor.close()
            await papers.close()
            journal.close()

    return asyncio.run(whole())


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (REPLY, HubAnswered(4, reply=REPLY)),
        (Refusal("entry_used", "…"), HubAnswered(4, refusal=Refusal("entry_used", "…"))),
        (Unreachable("away"), HubAnswered(4)),
    ],
)
def test_a_question_to_the_hub_is_passed_on_and_answered_unread(answer, told, tmp_path):
    async def scenario(sitting, heard, hub, floor):
        sitting.act(ASKING)
        return await heard.get()

    assert sit(scenario, tmp_path, entry=answer) == told


def test_an_answer_that_comes_after_the_end_finds_nobody(tmp_path):
    async def scenario(sitting, told, hub, floor):
        hub.free.clear()
        sitting.act(ASKING)
        await asyncio.sleep(0)
        await sitting.end()
        hub.free.set()
        await asyncio.sleep(0)
        sitting.tell(HubChanged(True))
        sitting.tell_key()
        return told.empty()

    assert sit(scenario, tmp_path)


def test_orders_for_devices_that_are_not_there_hurt_nobody(tmp_path):
    async def scenario(sitting, told, hub, floor):
        sitting.act(WantReader())
        sitting.act(CameraStands("ready"))
        sitting.act(effects.Speak("ja", "番号をおよびします"))
        sitting.tell_key()
        return await told.get()

    assert sit(scenario, tmp_path) == SealKey("")


def test_a_call_for_help_is_repeated_until_the_hub_has_heard_it_and_taken_back_at_the_end(tmp_path):
    async def scenario(sitting, told, hub, floor):
        sitting.tell(HelpSeen())  # nobody has called
        sitting.act(effects.CallHelp(True))
        assert floor.state.state == "help_called"
        calls = [await hub.calls.get(), await hub.calls.get()]
        sitting.tell(HelpSeen())
        seen = [await told.get()]
        await sitting.end()
        calls.append(await hub.calls.get())
        return seen, told.empty(), calls, floor.state

    seen, nothing_more, calls, state = sit(scenario, tmp_path, help_answers=[Unreachable("away")])

    assert seen == [HelpSeen()]
    assert nothing_more
    assert calls == [True, True, False]
    assert (state.state, state.step) == ("idle", None)


def test_the_floor_hears_the_step_and_never_more(tmp_path):
    async def scenario(sitting, told, hub, floor):
        reporting = asyncio.create_task(floor.report())
        floor.set(state="in_use")
        sitting.act(effects.ShowStep(3, 7))
        while (state := await hub.states.get()).step is None:
            pass
        reporting.cancel()
        return state

    state = sit(scenario, tmp_path)

    assert (state.state, state.step, state.steps, state.printer) == ("in_use", 3, 7, "ready")


@pytest.mark.parametrize("turns", range(5))
def test_a_kiosk_that_is_stopped_while_a_device_changes_does_stop(turns, tmp_path):
    async def scenario(sitting, told, hub, floor):
        reporting = asyncio.create_task(floor.report())
        await hub.states.get()
        for _ in range(5):
            await asyncio.sleep(0)
        floor.look_again()
        for _ in range(turns):
            await asyncio.sleep(0)
        reporting.cancel()
        done, _ = await asyncio.wait({reporting}, timeout=60)
        return bool(done)

    assert sit(scenario, tmp_path)
