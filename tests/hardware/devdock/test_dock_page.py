"""The dock's page in a browser: every device is one press away, and shows what it says of itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.chromium import LAUNCH, PATIENCE_MS
from tests.hardware.devdock.processes import control_address, started

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("dock")
    with (
        started("hardware.cards.simulated") as cards,
        started(
            "hardware.printer.simulated", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--out", str(folder / "sheets")
        ) as printer,
        started(
            "hardware.devdock", "--cards", control_address(cards), "--printer", control_address(printer),
            "--camera", str(folder / "camera"), "--link", "127.0.0.1:0=127.0.0.1:1", "--camera", str(folder / "second"),
        ) as dock,
        sync_playwright() as playwright,
    ):  # fmt: skip
        chromium = playwright.chromium.launch(**LAUNCH)
        page = chromium.new_page(viewport={"width": 1366, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(dock["url"])
        yield page
        chromium.close()


def pressed(page: Page, selector: str) -> None:
    expect(page.locator(selector)).to_have_attribute("aria-pressed", "true")


def test_a_developer_does_with_one_press_what_a_hand_would_do(page: Page) -> None:
    complaints: list[Any] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.locator("[data-card=taro]").click()
    pressed(page, "[data-card=taro]")
    page.locator("[data-do=remove]").click()
    expect(page.locator("[data-card=taro]")).to_have_attribute("aria-pressed", "false")

    page.locator("[data-knob=paper] [data-value=out]").click()
    pressed(page, "[data-knob=paper] [data-value=out]")
    page.locator("[data-knob=paper] [data-value=ok]").click()
    pressed(page, "[data-knob=paper] [data-value=ok]")

    page.get_by_text("プリンタの種類とくせ").click()
    for knob, value in (("tier", "B"), ("proof", "parsed"), ("buffer", "4096"), ("reply_split", "true"), ("speed", "60")):
        page.locator(f"[data-knob={knob}] [data-value='{value}']").click()
        pressed(page, f"[data-knob={knob}] [data-value='{value}']")
    page.get_by_role("button", name="新品にする").click()
    pressed(page, "[data-knob=proof] [data-value=printed]")

    first = page.locator("[data-kiosk='01']")
    first.locator("input[name=text]").fill("UK1:ABC")
    first.locator("input[name=text]").press("Enter")
    expect(first.locator("[data-part=camera] .now")).to_contain_text("UK1:ABC")
    expect(page.locator("[data-kiosk='02'] [data-part=camera] .now")).to_contain_text("Nothing is shown")

    page.locator("[data-link='01'] [data-state=cut]").click()
    pressed(page, "[data-link='01'] [data-state=cut]")

    assert complaints == []


def test_a_refused_order_is_told_on_the_page(page: Page) -> None:
    camera = page.locator("[data-kiosk='02'] [data-part=camera]")
    camera.locator("input[name=text]").fill("a" * 2000)
    camera.get_by_role("button", name="見せる Show", exact=True).click()

    expect(page.locator("#told")).to_contain_text("2000 characters")


def test_the_page_fits_a_small_screen(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
