"""The hub goes at each step of a visit and comes back before its end or after: one number, one paper, one delivery."""

import asyncio
import re

import pytest

from hub.store.database import connect
from tests.demo.office import Office
from tests.e2e.conftest import running, whole
from tests.e2e.entry import KANA, take_number, type_names
from tests.e2e.quiet import QuietHand
from tests.e2e.test_power_cut import visits, waiting


@pytest.fixture(scope="module")
def remote(runner, tmp_path_factory):
    """An office whose hub comes and goes."""
    with running(runner, Office(tmp_path_factory.mktemp("remote"))) as office:
        yield office


@pytest.fixture
def hand(remote, play, tmp_path):
    play(whole(remote))
    return QuietHand(remote.kiosks["01"].screen, tmp_path, "kiosk")


async def holds(condition, what, seconds=60.0):
    async with asyncio.timeout(seconds):
        while not (found := await condition()):  # noqa: ASYNC110 (other processes bring it about)
            await asyncio.sleep(0.1)
    assert found, what
    return found


async def link_is(office, up):
    async def said():
        return (await office.kiosks["01"].screen.ask(state=True))["hub"] is up

    await holds(said, f"hub {up}")


async def ticket(office):
    """What the ticket screen shows, by box."""
    seen = await office.kiosks["01"].screen.ask(screen=True)
    return {box["id"]: "".join(box["texts"]) for box in seen["boxes"]}


async def sheets(office):
    return len((await office.kiosks["01"].printer.ask(sheets=True))["sheets"])


async def printed(office, count):
    async def out():
        return await sheets(office) == count

    await holds(out, f"paper {count}")


async def delivered(office, number):
    async def known():
        return not waiting(office) and visits(office, number)

    return await holds(known, f"{number} at the hub")


def slips(office, number):
    """What became of the papers of this number, as the hub knows it."""
    connection = connect(office.folder / "hub" / "hub.db", read_only=True)
    try:
        return [
            result
            for (result,) in connection.execute(
                "SELECT s.result FROM slips s JOIN visits v ON v.id = s.visit WHERE v.number = ? ORDER BY s.copy", (number,)
            )
        ]
    finally:
        connection.close()


async def to_start(hand):
    await hand.tap("next")
    await hand.until("start", box="begin")


async def choose_service(hand):
    await hand.until("start", box="begin")
    await hand.tap("number")
    await hand.until("services")


def test_the_hub_goes_during_the_entry_and_is_back_before_the_press(remote, hand, play):
    async def scenario():
        await choose_service(hand)
        await remote.kill_hub()
        await link_is(remote, False)
        await remote.start_hub()
        await link_is(remote, True)
        await hand.tap("choice.certificates")
        await hand.until("ticket", box="number")
        seen = await ticket(remote)
        await to_start(hand)
        return seen

    seen = play(scenario())

    assert re.fullmatch(r"C-\d{3}", seen["number"]), "the hub's own number"
    assert "offline" not in seen
    assert len(visits(remote, seen["number"])) == 1


def test_a_whole_form_is_entered_while_the_hub_is_away_and_is_brought_to_it_before_the_visit_ends(remote, hand, play):
    async def scenario():
        papers = await sheets(remote)
        window = await type_names(hand)
        await remote.kill_hub()
        await link_is(remote, False)
        await take_number(hand)
        seen = await ticket(remote)
        kept = (remote.kiosks["01"].folder / "state" / "journal.db").read_bytes()
        kept += (remote.kiosks["01"].folder / "state" / "journal.db-wal").read_bytes()
        await printed(remote, papers + 1)
        await remote.start_hub()
        times = await delivered(remote, seen["number"])
        assert (await hand.state())["pid"] == window, "the number still stands on the screen"
        await to_start(hand)
        return seen, kept, times

    seen, kept, times = play(scenario())

    assert re.fullmatch(r"A-01\d{2}", seen["number"])
    assert "offline" in seen
    assert KANA.encode() not in kept, "sealed on disk"
    assert len(times) == 1


def test_the_hub_goes_at_the_press_and_comes_back_after_the_visit(remote, hand, play):
    async def scenario():
        papers = await sheets(remote)
        await choose_service(hand)
        await remote.kill_hub()
        await hand.tap("choice.certificates")
        await hand.until("ticket", box="number")
        seen = await ticket(remote)
        await printed(remote, papers + 1)
        await to_start(hand)
        kept = waiting(remote)
        await remote.start_hub()
        return seen["number"], kept, await delivered(remote, seen["number"])

    number, kept, times = play(scenario())

    assert kept == [number]
    assert len(times) == 1


def test_the_hub_goes_while_the_paper_is_printed_and_hears_of_it_afterwards(remote, hand, play):
    async def scenario():
        printer = remote.kiosks["01"].printer
        papers = await sheets(remote)
        await printer.ask(cover="open")
        await choose_service(hand)
        await hand.tap("choice.certificates")
        await hand.until("ticket", box="number")
        number = (await ticket(remote))["number"]
        await remote.kill_hub()
        await link_is(remote, False)
        await printer.ask(cover="closed")
        await hand.until("ticket", box="print")
        await hand.tap("print")
        await printed(remote, papers + 1)
        await remote.start_hub()

        async def heard():
            return slips(remote, number) == ["printed"]

        await holds(heard, "the report of the paper", seconds=90.0)
        await to_start(hand)
        return number

    number = play(scenario())

    assert re.fullmatch(r"C-\d{3}", number), "the hub's own number"
    assert len(visits(remote, number)) == 1
