"""Staff at a kiosk of the whole office: number and PIN, a second paper, a number for a paper form, practice."""

import asyncio
import json
import re
import sys

import pytest

from hub.store.database import connect
from tests.demo.office import SITE
from tests.e2e.test_journeys import settled, sheets, sheets_are, take_number, until, waiting, words

NUMBER = "03"


@pytest.fixture(scope="module")
def pin(office, runner):
    """Of the floor guide, as the IT staff give it."""

    async def given():
        command = ("hub", "pin", "--site", str(SITE), "--state", str(office.folder / "hub"), "--login", "floor", "--number", NUMBER)
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", *command, stdout=asyncio.subprocess.PIPE)
        printed, _ = await process.communicate()
        assert process.returncode == 0
        return json.loads(printed)["pin"]

    return runner.run(given())


async def knock(office, hand):
    await office.kiosks["01"].screen.ask(hold="corner")
    return await hand.until("assist", box="field.pin")


async def unlock(office, hand, pin):
    await knock(office, hand)
    await type_pin(hand, pin)
    return await hand.until("assist", box="reissue")


async def type_pin(hand, pin, number=NUMBER):
    if number:
        await hand.type(number)
        await hand.tap("next")
    await hand.type(pin)
    await hand.tap("next")


async def told(hand, part):
    """Until the panel says this."""

    async def said():
        seen = await hand.look()
        return seen if part in words(seen, "told") else None

    return await until(said, what=part)


def rows(office, sql):
    connection = connect(office.folder / "hub" / "hub.db")
    try:
        return [tuple(row) for row in connection.execute(sql).fetchall()]
    finally:
        connection.close()


def test_a_wrong_pin_opens_nothing_and_the_right_one_does(office, hand, play, pin):
    async def scenario():
        await knock(office, hand)
        await type_pin(hand, "000000" if pin != "000000" else "111111")
        await told(hand, "ちがいます")
        await type_pin(hand, pin, number="")
        await hand.until("assist", box="reissue")
        await hand.picture("panel")
        await hand.tap("next")
        await hand.until("start", box="begin")

        found = rows(office, "SELECT actor, action FROM audit ORDER BY id DESC LIMIT 3")
        assert [action for _, action in found] == ["kiosk_left", "kiosk_unlocked", "wrong_pin"]
        assert found[0][0].startswith("floor_guide:")

    play(scenario())


def test_a_lost_paper_comes_a_second_time_with_its_mark(office, hand, play, pin):
    async def scenario():
        papers = await sheets(office)
        await take_number(hand)
        await settled(hand)
        await unlock(office, hand, pin)
        await hand.tap("reissue")
        await told(hand, "番号札が出ました")
        assert await sheets(office) == papers + 2
        await hand.tap("next")
        seen = await hand.until("ticket", box="number")
        number = words(seen, "number")
        await settled(hand)
        assert rows(office, "SELECT max(copy) FROM reissues") == [(2,)]
        await hand.tap("next")
        await hand.until("start", box="begin")
        return number

    assert re.fullmatch(r"C-\d{3}", play(scenario()))


def test_while_the_printer_is_out_of_paper_nothing_is_given_again_until_it_is_mended(office, hand, play, pin):
    async def scenario():
        printer = office.kiosks["01"].printer
        await take_number(hand)
        await settled(hand)
        papers = await sheets(office)
        await printer.ask(paper="out")
        await unlock(office, hand, pin)

        async def reissue(touchable):
            seen = await hand.look()
            return seen["boxes"].get("reissue", {}).get("touchable") is touchable

        await until(lambda: reissue(False), what="the end of the paper in the panel")
        assert words(await hand.look(), "printer.state") == "用紙切れ"
        await printer.ask(paper="ok")
        await until(lambda: reissue(True), what="a printer that is well again")
        await hand.tap("reissue")
        await told(hand, "番号札が出ました")
        assert await sheets(office) == papers + 1
        await hand.tap("next")
        await settled(hand)
        await hand.tap("next")
        await hand.until("start", box="begin")

    play(scenario())


def test_a_paper_form_gets_its_number_from_the_panel(office, hand, play, pin):
    async def scenario():
        before, papers = await waiting(office, "A"), await sheets(office)
        await unlock(office, hand, pin)
        await hand.tap("paper")
        await hand.tap("service.residence")
        await hand.tap("people.more")
        await hand.tap("next")
        await told(hand, "番号札が出ました")
        await until(lambda: sheets_are(office, papers + 1), what="the paper")
        assert await waiting(office, "A") == before + 1
        await hand.tap("next")
        await hand.until("start", box="begin")
        (body,) = rows(office, "SELECT body FROM visits ORDER BY opened_at DESC LIMIT 1")[0]
        visit = json.loads(body)
        assert (visit["channel"], visit["people"], visit["service"]) == ("paper", 2, "residence")

    play(scenario())


def test_practice_is_in_no_list_no_count_and_no_log(office, hand, play, pin):
    def facts():
        counted = rows(office, "SELECT kind, count(*) FROM event_log WHERE kind NOT LIKE 'kiosk_%' GROUP BY kind ORDER BY kind")
        tables = ("visits", "numbers", "slips", "records", "commands", "lines")
        return counted, [rows(office, f"SELECT * FROM {table} ORDER BY 1") for table in tables]  # noqa: S608

    async def practising(on):
        seen = await hand.look()
        return (seen["screen"] == "start" and "training.left" in seen["boxes"]) is on

    async def scenario():
        await unlock(office, hand, pin)
        await hand.tap("training")
        await until(lambda: practising(True), what="practice")
        before, papers = facts(), await sheets(office)

        seen = await take_number(hand)
        assert re.fullmatch(r"研-\d{3}", words(seen, "number"))
        await until(lambda: sheets_are(office, papers + 1), what="the paper of practice")
        await settled(hand)
        await hand.picture("practice")
        await hand.tap("help")
        await hand.until("help")
        await hand.tap("continue")
        await hand.until("ticket")
        await hand.tap("next")
        await hand.until("start", box="begin")
        assert facts() == before

        await unlock(office, hand, pin)
        await hand.tap("training")
        await until(lambda: practising(False), what="the end of practice")
        seen = await take_number(hand)
        assert re.fullmatch(r"C-\d{3}", words(seen, "number")), "and real again"
        await settled(hand)
        await hand.tap("next")

    play(scenario())
