"""What staff hear of the devices of a kiosk: every change once, since when, and no alarm for what mends itself."""

import asyncio
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.port import PrinterState
from hub.client import Unreachable
from hub.wire import RefusedNumber
from kiosk.floor import PATIENCE, Devices, Floor, Looked, look

NOW = datetime(2026, 11, 21, 10, 32, tzinfo=timezone(timedelta(hours=9)))
WELL = Devices("ready", "ready", "ready", "ready")
SECOND = timedelta(seconds=1)


def after(*standing):
    """The last look after (seconds, devices) one after the other."""
    looked = Looked()
    for seconds, devices in standing:
        looked = look(looked, devices, NOW + seconds * SECOND)
    return looked


def printer(word):
    return Devices(word, "ready", "ready", "ready")


def test_a_device_is_told_with_the_moment_it_changed_and_not_with_the_moment_of_the_last_look():
    looked = after((0, WELL), (10, printer("paper_end")), (15, printer("paper_end")), (20, printer("paper_end")))

    assert looked.told["printer"] == "paper_end"
    assert looked.told_since == {
        "printer": NOW + 10 * SECOND,
        "reader": NOW,
        "camera": NOW,
        "speaker": NOW,
    }


def test_a_warm_print_head_is_told_only_when_it_stays_warm_for_a_minute():
    assert after((0, WELL), (10, printer("hot")), (69, printer("hot"))).told["printer"] == "ready"
    assert after((0, WELL), (10, printer("hot")), (40, WELL), (75, printer("hot"))).told["printer"] == "ready"

    looked = after((0, WELL), (10, printer("hot")), (70, printer("hot")))

    assert (looked.told["printer"], looked.told_since["printer"]) == ("hot", NOW + 10 * SECOND)


@given(st.lists(st.tuples(st.integers(0, 100), st.sampled_from([state.value for state in PrinterState]))))
def test_what_is_told_is_what_stands_unless_staff_are_spared_for_a_minute(changes):
    looked, at = Looked(), NOW
    for seconds, word in changes:
        at += seconds * SECOND
        before, looked = looked, look(looked, printer(word), at)
        spared = ("printer", word) in PATIENCE and at - looked.since["printer"] < PATIENCE["printer", word]
        assert looked.told.get("printer") == (before.told.get("printer") if spared else word)
        assert looked.told_since.get("printer", at) <= at


class Hub:
    """Hears states while it is `there`."""

    def __init__(self):
        self.there = True
        self.tried = asyncio.Event()
        self.states = asyncio.Queue()

    async def report_state(self, kiosk, state):
        self.tried.set()
        if not self.there:
            return Unreachable("away")
        await self.states.put(state)
        return None

    async def call_help(self, kiosk, on):
        return None


def on_floor(scenario):
    async def whole():
        hub, standing = Hub(), [WELL]
        numbers = (RefusedNumber("A-0101", "number_taken", NOW),)
        floor = Floor(hub, "01", lambda: standing[-1], lambda: NOW, lambda: numbers)
        reporting = asyncio.create_task(floor.report())
        try:
            async with asyncio.timeout(60):
                return await scenario(hub, floor, standing)
        finally:
            reporting.cancel()
            await asyncio.gather(reporting, return_exceptions=True)
            await floor.close()

    return asyncio.run(whole())


def test_a_change_is_told_at_once_with_the_numbers_the_hub_refused():
    async def scenario(hub, floor, standing):
        first = await hub.states.get()
        standing.append(Devices("cover", "fault", "no_camera", "stuck"))
        floor.look_again()
        return first, await hub.states.get()

    first, then = on_floor(scenario)

    assert (first.printer, first.reader, first.camera, first.speaker) == ("ready",) * 4
    assert (then.printer, then.reader, then.camera, then.speaker) == ("cover", "fault", "no_camera", "stuck")
    assert [one.number for one in then.refused] == ["A-0101"]


def test_what_changed_while_the_hub_was_away_is_told_when_it_is_back():
    async def scenario(hub, floor, standing):
        await hub.states.get()
        hub.there = False
        hub.tried.clear()
        standing.append(printer("cutter"))
        floor.look_again()
        await hub.tried.wait()
        hub.there = True
        return await hub.states.get()

    assert on_floor(scenario).printer == "cutter"
