"""The current is cut at any moment: nothing accepted is lost, nothing of an unfinished visit can be read afterwards."""

import asyncio
import random
import re

import psutil
import pytest

from hub.store.database import connect
from kiosk.input.home import MEMORY
from tests.demo.office import Office
from tests.e2e import traces
from tests.e2e.conftest import running, whole
from tests.e2e.entry import GIVEN, KANA, KANJI, type_names
from tests.e2e.quiet import QuietHand

WORDS = (KANA, KANJI, GIVEN)
MOMENTS = (1.0, 5.0, 8.0)  # seconds into the entry, and up to two more


@pytest.fixture(scope="module")
def cut_off(runner, tmp_path_factory):
    """An office whose kiosk is switched off and on."""
    with running(runner, Office(tmp_path_factory.mktemp("cut_off"))) as office:
        yield office


@pytest.fixture(autouse=True)
def whole_again(cut_off, play):
    play(whole(cut_off))


def hand_at(office, folder):
    return QuietHand(office.kiosks["01"].screen, folder, "kiosk")


def cut(office):
    """kill -9 of every process of the kiosk at once. Returns their ids, and the words they knew when they stood still."""
    tablet = psutil.Process(office.kiosks["01"].processes[2].pid)
    every = [tablet, *tablet.children(recursive=True)]
    for process in every:
        process.suspend()
    known = set().union(*(traces.in_memory(process.pid, WORDS) for process in every))
    for process in every:
        process.kill()
    return [process.pid for process in every], known


def left_in_memory_files(pids):
    return [home for folder in MEMORY for pid in pids for home in folder.glob(f"uketsuke-*-{pid}-*")]


def waiting(office):
    """Numbers the kiosk has not brought to the hub yet."""
    connection = connect(office.kiosks["01"].folder / "state" / "journal.db", read_only=True)
    try:
        return [number for (number,) in connection.execute("SELECT number FROM issued WHERE waiting IS NOT NULL")]
    finally:
        connection.close()


def visits(office, number):
    """(time of issue) of each visit of the hub that carries this number."""
    connection = connect(office.folder / "hub" / "hub.db", read_only=True)
    try:
        return [at for (at,) in connection.execute("SELECT opened_at FROM visits WHERE number = ?", (number,))]
    finally:
        connection.close()


def test_nothing_of_an_unfinished_visit_is_on_any_disk(cut_off, play, tmp_path):
    async def scenario(moment):
        hand = hand_at(cut_off, tmp_path)
        await hand.until("start", box="begin")
        typing = asyncio.create_task(type_names(hand))
        await asyncio.sleep(moment)
        dead, known = cut(cut_off)
        typing.cancel()
        await asyncio.gather(typing, return_exceptions=True)
        found = traces.in_files(cut_off.folder, WORDS)
        found |= traces.in_files(MEMORY[0], WORDS)
        await cut_off.start_kiosk("01")
        await hand_at(cut_off, tmp_path).until("start", box="begin")
        assert found == {}, "not even where a power cut would have taken it anyway"
        assert left_in_memory_files(dead) == [], "the next start wipes what a killed kiosk could not"
        return known

    known = [play(scenario(moment + random.uniform(0, 2))) for moment in MOMENTS]

    assert KANA in known[-1], "something had been typed that could have been found"


async def shown_number(office, tmp_path):
    """番号札だけ取る, to the moment the number stands on the screen; the number."""
    hand = hand_at(office, tmp_path)
    await hand.until("start", box="begin")
    await hand.tap("number")
    await hand.until("services")
    await hand.tap("choice.certificates")
    await hand.until("ticket", box="number")
    seen = await office.kiosks["01"].screen.ask(screen=True)
    return "".join(next(box["texts"] for box in seen["boxes"] if box["id"] == "number"))


def test_a_number_that_was_shown_outlives_kiosk_and_hub(cut_off, play, tmp_path):
    async def scenario():
        number = await shown_number(cut_off, tmp_path)
        cut(cut_off)
        await cut_off.kill_hub()
        await cut_off.start_hub()
        await cut_off.start_kiosk("01")
        return number

    number = play(scenario())

    assert re.fullmatch(r"C-\d{3}", number)
    assert len(visits(cut_off, number)) == 1


def test_a_number_given_without_the_hub_outlives_the_kiosk_and_is_delivered_once_with_its_time(cut_off, play, tmp_path):
    async def scenario():
        await hand_at(cut_off, tmp_path).until("start", box="begin")
        await cut_off.kill_hub()
        number = await shown_number(cut_off, tmp_path)
        cut(cut_off)
        kept = waiting(cut_off)
        connection = connect(cut_off.kiosks["01"].folder / "state" / "journal.db", read_only=True)
        ((issued_at,),) = connection.execute("SELECT issued_at FROM issued WHERE number = ?", (number,)).fetchall()
        connection.close()
        await cut_off.start_hub()
        await cut_off.start_kiosk("01")
        async with asyncio.timeout(40):
            while waiting(cut_off):  # noqa: ASYNC110 (another process empties it)
                await asyncio.sleep(0.2)
        return number, kept, issued_at

    number, kept, issued_at = play(scenario())

    assert re.fullmatch(r"C-01\d{2}", number)
    assert kept == [number]
    assert [at[:19] for at in visits(cut_off, number)] == [issued_at[:19]]
