"""One running office for all journeys: hub, a kiosk with its simulated devices, a board. Each in its own process."""

import asyncio
from contextlib import contextmanager

import pytest

from tests.demo.office import Office
from tests.demo.resident import Hand


@pytest.fixture(scope="session")
def runner():
    with asyncio.Runner() as running:
        yield running


@contextmanager
def running(runner, office):
    """An office with its hub and a kiosk; everything it started ends with it, also where not all of it came up."""

    async def opened():
        await office.__aenter__()
        await office.start_hub()
        await office.start_kiosk("01")

    try:
        runner.run(opened())
        yield office
    finally:
        runner.run(office.__aexit__())


async def whole(office):
    """With its hub and its kiosk running, whatever the test before killed and did not start again."""
    if not office.has_hub:
        await office.start_hub()
    if office.kiosks["01"].processes[2].process.returncode is not None:
        await office.start_kiosk("01")


@pytest.fixture(scope="session")
def office(runner, tmp_path_factory):
    with running(runner, Office(tmp_path_factory.mktemp("office"))) as office:
        runner.run(office.start_board())
        yield office


@pytest.fixture
def play(runner):
    """Run one scenario in the loop the office lives in."""
    return runner.run


@pytest.fixture
def hand(office, play, tmp_path):
    """A resident at the start screen; after the test the kiosk is back there, whatever happened."""
    kiosk = office.kiosks["01"]
    hand = Hand(kiosk.screen, tmp_path, "kiosk")

    async def at_the_start():
        await whole(office)
        seen = await hand.look()
        if seen["screen"] != "start":
            kill_face(office)
        if (await hand.until("start", "interrupted"))["screen"] == "interrupted":
            await hand.tap("next")
        await hand.until("start", box="begin")

    play(at_the_start())
    yield hand
    play(at_the_start())


def kill_face(office):
    """kill -9 of every window of the kiosk."""
    for face in faces(office):
        face.kill()


def faces(office):
    """The window processes of the kiosk: the one shown and the spare."""
    import psutil

    tablet = psutil.Process(office.kiosks["01"].processes[2].pid)
    return [child for child in tablet.children(recursive=True) if "kiosk.views" in " ".join(child.cmdline())]
