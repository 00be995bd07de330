"""A morning at the ward office, played: one resident comes, one has entered everything at home; two counters, both calls."""

import asyncio
import io
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.async_api import Browser, async_playwright, expect
from pyzbar.pyzbar import ZBarSymbol, decode

from config.bundle import Bundle
from config.load import load_site
from hardware.printer.port import Slip
from hardware.printer.slip import number_area, preview
from tests.chromium import LAUNCH
from tests.demo.browser import Clerk, open_page, pre_enter
from tests.demo.office import Office, lines_of
from tests.demo.report import Report
from tests.demo.resident import Hand

BACK_OFFICE = (("examination", 21), ("entry", 22), ("verification", 23))
CARD, PIN = "taro", "1234"
WAIT_SECONDS = 30.0


async def play(office: Office, pictures: Path, report: Report) -> None:
    """The whole script. Raises where a step does not come to its end."""
    bundle = load_site(office.site)
    assert isinstance(bundle, Bundle)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**LAUNCH)
        await _open(office, report)
        walk_in = await _walk_in(office, bundle, browser, pictures, report)
        from_home = await _from_home(office, bundle, browser, pictures, report)
        await _counters(office, browser, pictures, report, walk_in, from_home)
        await browser.close()
    report.facts["spoken"] = [line["text"] for line in lines_of(office.speech / "index.jsonl")]


async def _open(office: Office, report: Report) -> None:
    with report.step("the hub opens"):
        await office.start_hub()
    for name in office.kiosks:
        with report.step(f"devices of kiosk {name}"):
            await office.start_devices(name)
    with report.step("the dev dock"):
        await office.start_dock()
    for name in office.kiosks:
        with report.step(f"kiosk {name} starts"):
            await office.start_kiosk(name)
    with report.step("the board finds the hub and starts"):
        await office.start_board(by_mdns=True)


async def _walk_in(office: Office, bundle: Bundle, browser: Browser, pictures: Path, report: Report) -> dict[str, Any]:
    """転入届 at kiosk 01 with a My Number Card."""
    kiosk = office.kiosks["01"]
    assert kiosk.screen and kiosk.cards
    hand = Hand(kiosk.screen, pictures, "kiosk-01")
    with report.step("walk-in: touches the start screen and finds the procedure"):
        await hand.until("start", box="begin")
        await hand.picture("start")
        for box, picture in (("begin", "purpose"), ("choice.moving", "moving"), ("choice.in", "result")):
            await hand.tap(box)
            await hand.until("selection" if picture != "result" else "result")
            await hand.picture(picture)
        await hand.tap("next")
        await hand.until("page", box="choice.self")
        await hand.picture("who")
        await hand.tap("choice.self")
    with report.step("walk-in: lays the card down and enters the PIN"):
        await hand.until("card_place")
        await hand.picture("card-place")
        await kiosk.cards.ask(put=CARD)
        await hand.until("card_pin")
        await hand.type(PIN)
        await hand.picture("card-pin")
        await hand.tap("next")
        await hand.until("page")
    with report.step("walk-in: answers the questions"):
        report.facts["walk_in_pages"] = await hand.answer_pages()
        await kiosk.cards.ask(remove=True)
    with report.step("walk-in: checks and takes a number"):
        shown = await _review(hand)
        written = _address_of_the_card()
        if shown.get("value.old_address") != written:
            raise RuntimeError(f"the review shows another old address than the card: {shown.get('value.old_address')}")
    report.facts["walk_in_touches"] = hand.touches
    return await _ticket(office, "01", hand, bundle, browser, pictures, report, "walk-in")


async def _from_home(office: Office, bundle: Bundle, browser: Browser, pictures: Path, report: Report) -> dict[str, Any]:
    """転居届 entered at home, received by QR at kiosk 02."""
    with report.step("from home: enters the form and gets a QR code"):
        home = await open_page(browser, 390, 844)
        _, qr = await pre_enter(home, office.address, "moving_within", pictures)
        await home.context.close()
    kiosk = office.kiosks["02"]
    assert kiosk.screen
    hand = Hand(kiosk.screen, pictures, "kiosk-02")
    with report.step("from home: shows the code to the camera of kiosk 02"):
        await hand.until("start", box="code")
        await hand.picture("start")
        await hand.tap("code")
        await hand.until("code_scan")
        _show(kiosk.camera, qr)
        await hand.until("review")
        for file in kiosk.camera.glob("*.png"):
            file.unlink()
    with report.step("from home: checks and takes a number"):
        await _review(hand)
    report.facts["from_home_touches"] = hand.touches
    return await _ticket(office, "02", hand, bundle, browser, pictures, report, "from home")


def _show(camera: Path, qr: Image.Image) -> None:
    """The phone's screen before the camera: a frame of 1280×720 with the code in it."""
    frame = Image.new("L", (1280, 720), 90)
    code = qr.convert("L").resize((420, 420))
    frame.paste(code, (430, 150))
    unfinished = camera / "phone.tmp"
    frame.save(unfinished, format="PNG")
    unfinished.rename(camera / "phone.png")


def _address_of_the_card() -> str:
    """What the (invented) card of the walk-in says."""
    people = tomllib.loads((Path(__file__).parents[2] / "hardware" / "cards" / "people.toml").read_text(encoding="utf-8"))
    return next(str(card["address"]) for card in people["card"] if card["id"] == CARD)


async def _review(hand: Hand) -> dict[str, str]:
    """Through the pages of the review, and 番号札をとる; what every row shows, by box id."""
    page = 0
    shown: dict[str, str] = {}
    while True:
        seen = await hand.until("review", "consent", "sending", "ticket")
        if seen["screen"] == "consent":
            await hand.picture("consent")
            await hand.tap("next")
            await hand.until("sending", "ticket")
            return shown
        if seen["screen"] != "review":
            return shown
        page += 1
        shown |= {id: "".join(box["texts"]) for id, box in seen["boxes"].items() if id.startswith("value.")}
        await hand.picture(f"review-{page}")
        before = [box["texts"] for id, box in seen["boxes"].items() if id.startswith("value.")]
        await hand.tap("next")
        for _ in range(100):
            seen = await hand.look()
            if (
                seen["screen"] != "review"
                or [box["texts"] for id, box in seen["boxes"].items() if id.startswith("value.")] != before
            ):
                break
            await asyncio.sleep(0.05)


async def _ticket(
    office: Office, name: str, hand: Hand, bundle: Bundle, browser: Browser, pictures: Path, report: Report, visit: str
) -> dict[str, Any]:
    """The number on the screen, on paper, on the phone."""
    kiosk = office.kiosks[name]
    with report.step(f"{visit}: the number on screen and paper"):
        title = _title_of(bundle, "kiosk.ticket.take.title")
        for _ in range(int(WAIT_SECONDS / 0.1)):
            seen = await hand.look()
            if seen["screen"] == "ticket" and "".join(seen["boxes"]["title"]["texts"]) == title:
                break
            await asyncio.sleep(0.1)
        else:
            raise RuntimeError(f"the slip was not proved printed: {seen['boxes'].get('title')}")
        number = "".join(seen["boxes"]["number"]["texts"])
        report.saw(visit, "kiosk", number)
        await hand.picture("ticket")
        sheet = sorted(kiosk.sheets.glob("*.png"))[-1]
        slip = Image.open(sheet).convert("L")
        slip.save(pictures / f"slip-{visit.replace(' ', '-')}.png")
        report.saw(visit, "slip", number if _number_is(slip, bundle, seen, number) else "another drawing")
        urls = [code.data.decode() for code in decode(slip, symbols=[ZBarSymbol.QRCODE])]
        report.facts.setdefault("sheets", {})[visit] = len(list(kiosk.sheets.glob("*.png")))
    with report.step(f"{visit}: follows the number on the phone"):
        if len(urls) != 1:
            raise RuntimeError(f"the slip holds {len(urls)} codes")
        phone = await open_page(browser, 390, 844)
        await phone.goto(urls[0])
        await expect(phone.locator("body")).to_contain_text(number)
        report.saw(visit, "phone", number)
        await phone.screenshot(path=pictures / f"phone-{visit.replace(' ', '-')}-waiting.png")
    with report.step(f"{visit}: finishes, the kiosk forgets"):
        await hand.tap("next")
        await hand.until("start", box="begin")
    return {"number": number, "phone": phone, "visit": visit}


def _title_of(bundle: Bundle, key: str) -> str:
    return bundle.texts["ja"][key]


def _number_is(sheet: Image.Image, bundle: Bundle, seen: dict[str, Any], number: str) -> bool:
    """Whether the number area of the paper equals the drawing of that number, dot for dot."""
    site = bundle.site
    service = "".join(seen["boxes"]["number.service"]["texts"])
    names = {bundle.texts["ja"][f"procedure.{procedure.id}.name"]: procedure.kana for procedure in bundle.procedures.values()}
    kana = next((kana for name, kana in names.items() if service.startswith(name)), "")  # moves the number down
    expected = Slip(office=f"{site.name['ja']}　{site.office['ja']}", service=service, service_kana=kana, number=number)
    area = number_area(expected)
    drawn = Image.open(io.BytesIO(preview(expected))).convert("L")
    return bool(np.array_equal(np.asarray(sheet.crop(area)) < 128, np.asarray(drawn.crop(area)) < 128))


async def _counters(
    office: Office, browser: Browser, pictures: Path, report: Report, walk_in: dict[str, Any], from_home: dict[str, Any]
) -> None:
    """Reception at counters 1 and 2, the back office, delivery at counter 5."""
    login, password = office.staff["clerk"]
    desks: dict[int, Clerk] = {}
    for counter in (1, 2, *(desk for _, desk in BACK_OFFICE), 5):
        with report.step(f"a clerk sits down at desk {counter}"):
            clerk = Clerk(await open_page(browser, 1920, 1080), office.address, pictures, f"desk-{counter:02}")
            other = counter == dict(BACK_OFFICE)["verification"]  # what one has entered another verifies
            await clerk.sign_in(*(("shogo", office.logins["shogo"]) if other else (login, password)))
            await clerk.sit_down(counter)
            desks[counter] = clerk
    for visit, counter in ((walk_in, 1), (from_home, 2)):
        await _call(office, desks[counter], visit, "reception", counter, pictures, report)
    for stage, desk in BACK_OFFICE:
        for visit in (walk_in, from_home):
            with report.step(f"{visit['visit']}: {stage}"):
                clerk = desks[desk]
                await clerk.sees_next(visit["number"])
                await clerk.press("F2")
                await expect(clerk.page.locator("#here")).to_have_text(visit["number"])
                await clerk.picture(f"{stage}-{visit['visit'].replace(' ', '-')}")
                await clerk.ticks_everything()
                await clerk.press("F10")
    for visit in (walk_in, from_home):
        await _call(office, desks[5], visit, "delivery", 5, pictures, report)
    with report.step("the floor guide sees the kiosks"):
        floor = Clerk(await open_page(browser, 1024, 768), office.address, pictures, "floor")
        await floor.sign_in(*office.staff["floor_guide"])
        await floor.page.goto(f"{office.address}/floor")
        await floor.picture("floor")
    with report.step("the board is empty again"):
        await _board_until(office, lambda state: not state["calls"] and not state["calling"])
        await office.board.ask(picture=str(pictures / "board-99-end.png"))  # type: ignore[union-attr]


async def _call(
    office: Office, clerk: Clerk, visit: dict[str, Any], stage: str, counter: int, pictures: Path, report: Report
) -> None:
    name, number = visit["visit"], visit["number"]
    slug = name.replace(" ", "-")
    with report.step(f"{name}: called to {stage} at counter {counter}"):
        await clerk.sees_next(number)
        await clerk.picture(f"{stage}-{slug}-1-waiting")
        await clerk.press("F2")
        report.saw(name, "counter", await clerk.here())
        state = await _board_until(
            office,
            lambda board: any((row["number"], row["stage"], row["counter"]) == (number, stage, counter) for row in board["calls"]),
        )
        # The resident comes when the number was called out, not before.
        await _board_until(office, lambda board: (board["calling"] or {}).get("number") == number)
        shown = [row["number"] for row in state["calls"] if (row["stage"], row["counter"]) == (stage, counter)]
        report.saw(name, "board", shown[-1])
        await office.board.ask(picture=str(pictures / f"board-{stage}-{slug}.png"))  # type: ignore[union-attr]
        await expect(visit["phone"].locator("body")).to_contain_text(number)
        await expect(visit["phone"].locator(".called-card")).to_be_visible()
        report.saw(name, "phone", number)
        await visit["phone"].screenshot(path=pictures / f"phone-{slug}-called-{stage}.png")
        await clerk.picture(f"{stage}-{slug}-2-called")
    with report.step(f"{name}: {stage} at counter {counter}"):
        await clerk.press("F2")
        await expect(clerk.page.locator("#state")).to_have_text("対応中")
        if stage == "reception":
            await clerk.sees_licence()
        if stage == "delivery":
            await clerk.ticks_everything()
        await clerk.picture(f"{stage}-{slug}-3-record")
        await clerk.press("F10")


async def _board_until(office: Office, holds: Any) -> dict[str, Any]:
    assert office.board
    state: dict[str, Any] = {}
    for _ in range(int(WAIT_SECONDS / 0.1)):
        state = await office.board.ask(state=True)
        if holds(state):
            return state
        await asyncio.sleep(0.1)
    raise RuntimeError(f"the board never showed it: {json.dumps(state['calls'])}")
