"""Things that happen at a kiosk on a bad day, with real windows, radio frames, paper bytes, HTTP and kill -9."""

import asyncio
import re

from tests.e2e.conftest import kill_face


async def until(holds, seconds=60.0, what="it"):
    """Wait until `holds()` (awaited where it is a coroutine) is true."""
    for _ in range(int(seconds / 0.1)):
        found = holds()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(f"{what} did not happen within {seconds:.0f} s")


def words(seen, box):
    return "".join(seen["boxes"].get(box, {}).get("texts", ()))


async def take_number(hand, service="certificates"):
    """番号札だけ取る, to the ticket screen; what it shows."""
    await hand.tap("number")
    await hand.until("services")
    await hand.tap(f"choice.{service}")
    return await hand.until("ticket", box="number")


async def waiting(office, letter):
    state = await office.board.ask(state=True)
    return next((line["people_waiting"] for line in state["lines"] if line["letter"] == letter), None)


async def settled(hand):
    """The paper is out, or known not to be."""
    return await until(lambda: _enabled(hand), what="the end of printing")


async def _enabled(hand):
    seen = await hand.look()
    return seen if seen["boxes"].get("next", {}).get("touchable") else None


async def sheets(office):
    return len((await office.kiosks["01"].printer.ask(sheets=True))["sheets"])


def test_a_number_comes_out_on_paper_and_one_more_waits_on_the_board(office, hand, play):
    async def scenario():
        before, papers = await waiting(office, "C"), await sheets(office)

        seen = await take_number(hand)
        await settled(hand)

        assert re.fullmatch(r"C-\d{3}", words(seen, "number"))
        await hand.tap("next")
        await until(lambda: sheets_are(office, papers + 1), what="the paper")
        await until(lambda: waits(office, "C", before + 1), what="the count on the board")

    play(scenario())


async def sheets_are(office, count):
    return await sheets(office) == count


async def waits(office, letter, count):
    return await waiting(office, letter) == count


def test_two_presses_in_a_row_bring_one_number(office, hand, play):
    async def scenario():
        before = await waiting(office, "D")

        await hand.tap("number")
        await hand.until("services")
        screen = office.kiosks["01"].screen
        await screen.ask(tap="choice.seal")
        await screen.ask(tap="choice.seal")
        await hand.until("ticket", box="number")
        await settled(hand)

        await hand.tap("next")
        await until(lambda: waits(office, "D", before + 1), what="the count on the board")
        await asyncio.sleep(1)  # twice would show by now
        assert await waiting(office, "D") == before + 1

    play(scenario())


def test_the_hub_dies_at_the_moment_of_issue_and_the_number_still_counts(office, hand, play):
    async def scenario():
        papers = await sheets(office)
        await hand.tap("number")
        await hand.until("services")
        await office.kill_hub()

        await hand.tap("choice.certificates")
        seen = await hand.until("ticket", box="number")
        await settled(hand)

        assert re.fullmatch(r"C-01\d{2}", words(seen, "number")), "a number of the kiosk's own"
        assert "offline" in seen["boxes"]
        await until(lambda: sheets_are(office, papers + 1), what="the paper")
        await hand.tap("next")

        board = await office.board.ask(state=True)
        before = next(line["people_waiting"] for line in board["lines"] if line["letter"] == "C")
        await office.start_hub()
        await until(lambda: waits(office, "C", before + 1), 40, "the delivery of what was kept")
        await asyncio.sleep(2)  # twice would show by now
        assert await waiting(office, "C") == before + 1

    play(scenario())


def test_without_paper_the_number_is_shown_and_no_second_paper_follows(office, hand, play):
    async def scenario():
        printer = office.kiosks["01"].printer
        papers = await sheets(office)
        await printer.ask(paper="out")
        try:
            await until(lambda: hears_of_paper(hand), what="the warning on the start screen")
            seen = await take_number(hand)
            number = words(seen, "number")
            await until(lambda: shows(hand, "trouble"), what="the word on the paper")

            assert number
            assert await sheets(office) == papers
        finally:
            await printer.ask(paper="ok")
        await hand.tap("next")
        await hand.until("start", box="begin")
        await asyncio.sleep(1.5)
        assert await sheets(office) <= papers + 1

    play(scenario())


async def hears_of_paper(hand):
    return await shows(hand, "printer")


async def shows(hand, box):
    return box in (await hand.look())["boxes"]


def test_a_wrong_pin_says_how_many_tries_are_left_and_a_card_taken_away_asks_for_it_again(office, hand, play):
    async def scenario():
        cards = office.kiosks["01"].cards
        await to_card(hand)
        await cards.ask(put="hanako")
        await hand.until("card_pin")
        await hand.type("0000")
        await hand.tap("next")
        seen = await hand.until("card_pin", box="told")
        for _ in range(50):
            seen = await hand.look()
            if "2" in words(seen, "told"):
                break
            await asyncio.sleep(0.1)
        assert "2" in words(seen, "told")

        await cards.ask(remove=True)
        await hand.until("card_place")

        await cards.ask(put="hanako")
        await hand.until("card_pin")
        await hand.type("2468")
        await hand.tap("next")
        seen = await hand.until("page")
        assert seen["boxes"]
        await cards.ask(remove=True)

    play(scenario())


def test_a_card_left_behind_holds_the_kiosk_and_the_next_resident_is_not_asked_its_pin(office, hand, play):
    async def scenario():
        cards = office.kiosks["01"].cards
        try:
            await to_card(hand)
            await cards.ask(put="taro")
            await hand.until("card_pin")
            await hand.type("1234")
            await hand.tap("next")
            await hand.until("page", box="card_lies")
            await hand.tap("help")
            await hand.until("help", box="quit")
            await hand.tap("quit")
            await hand.until("quit", box="quit")
            await hand.tap("quit")
            await hand.until("card_left")
            await hand.tap("help")  # the call that is still open is taken back: nobody comes
            await hand.until("start", box="begin")

            await to_card(hand, "card_trouble")
            await hand.until("card_trouble", box="way.help")
            await cards.ask(remove=True)
            await hand.until("card_place")
            await cards.ask(put="taro")
            await hand.until("card_pin")
        finally:
            await cards.ask(remove=True)
        await hand.until("card_place")

    play(scenario())


async def to_card(hand, place="card_place"):
    await hand.tap("begin")
    await hand.until("selection")
    await hand.tap("choice.moving")
    await hand.until("selection", box="choice.in")
    await hand.tap("choice.in")
    await hand.until("result")
    await hand.tap("next")
    await hand.until("page", box="choice.self")
    await hand.tap("choice.self")
    await hand.until(place)


def test_a_web_address_before_the_camera_is_said_to_be_no_reception_code_and_never_opened(office, hand, play):
    import segno

    async def scenario():
        camera = office.kiosks["01"].camera
        await hand.tap("code")
        await hand.until("code_scan")
        segno.make("https://example.jp/login", error="m").save(str(camera / "web.png"), scale=9, border=4)
        try:
            seen = await hand.until("code_scan", box="wrong")
            assert words(seen, "wrong")
        finally:
            (camera / "web.png").unlink()
        await hand.tap("type")
        await hand.until("code_type")
        for key in "ABCD2345":
            await hand.tap(f"key.{key}")
        await hand.tap("next")
        seen = await hand.until("code_type", box="wrong")
        assert words(seen, "wrong")
        await hand.tap("back")

    play(scenario())


def test_a_window_that_dies_gives_the_next_resident_a_working_kiosk(office, hand, play):
    async def scenario():
        await hand.tap("begin")
        await hand.until("selection")

        kill_face(office)

        seen = await hand.until("interrupted")
        assert "消えました" in words(seen, "told.0")
        await hand.tap("next")
        await hand.until("start", box="begin")
        seen = await take_number(hand)
        assert words(seen, "number")
        await settled(hand)
        await hand.tap("next")

    play(scenario())


def test_the_board_never_shows_an_old_number_as_live(office, hand, play):
    async def scenario():
        await office.kill_hub()
        await until(lambda: is_stale(office), 60, "the board's word that its numbers are old")  # 10 s of silence are a cut

        await office.start_hub()
        await until(lambda: is_live(office), 20, "news on the board")

    play(scenario())


async def is_stale(office):
    return (await office.board.ask(state=True))["stale"]


async def is_live(office):
    return not await is_stale(office)
