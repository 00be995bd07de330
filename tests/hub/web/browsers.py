"""Chromium before a real hub in its own process, and what a clerk or a resident does in it again and again."""

import asyncio
import json
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from hub.client import HubClient
from hub.office.house import now_in_japan
from tests.chromium import LAUNCH, PATIENCE_MS
from tests.hub.second_day import first_day
from tests.hub.web.running_hub import NAME, demo_bundle, issue


class Office:
    """`python -m hub` over one folder, stopped and started again at the same address."""

    def __init__(self, folder):
        self.folder, self.port, self.child = folder, 0, None
        with ThreadPoolExecutor(1) as thread:  # as in `ask`
            begun = thread.submit(asyncio.run, first_day(folder / "state", demo_bundle())).result()
        self.token, self.passwords = begun
        self.start()

    def start(self):
        listen = ["--listen", f"127.0.0.1:{self.port}", "--public-url", "http://kawabe.example", "--no-mdns"]
        with (self.folder / "terminal").open("a") as out:
            self.child = subprocess.Popen(
                [sys.executable, "-m", "hub", "--state", str(self.folder / "state"), *listen],
                stdout=subprocess.PIPE,
                stderr=out,
                text=True,
            )
        self.address = json.loads(self.child.stdout.readline())["address"]
        self.port = int(self.address.rsplit(":", 1)[1])

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        self.child.wait(60)
        self.child.stdout.close()

    def ask(self, question):
        async def asked():
            async with HubClient(self.address, self.token) as kiosk:
                return await question(kiosk)

        # the browser's driver has a loop of its own in this thread
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, asked()).result()

    def issue(self, key, visit=None):
        return self.ask(lambda kiosk: issue(kiosk, key, visit))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("hub"))
    yield office
    office.stop()


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """A page in a fresh profile; anything a page complains of fails the test."""
    contexts, complaints = [], []

    def opened(width=1366, height=768):
        context = chromium.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


LIVE = Path("hub/web/static/live.js").read_text(encoding="utf-8")


def patient(page):
    """A busy machine keeps the hub silent for longer than a page believes in it: this one takes it for gone after ten minutes."""
    source = re.sub(r"(?<=const STALE = ){.*}", "{ counter: 6e5, floor: 6e5, phone: 6e5, wall: 6e5 }", LIVE)
    assert source != LIVE
    page.route("**/live.js", lambda route: route.fulfill(body=source, content_type="text/javascript"))


def sit_down(page, office, counter=1):
    page.goto(office.address + "/sign-in")
    page.fill("#login", "madoguchi")
    page.fill("#password", office.passwords["madoguchi"])
    page.press("#password", "Enter")
    page.wait_for_selector("nav")
    page.goto(office.address + "/desk")
    page.click(f"button[value='{counter}']")
    page.wait_for_selector(".keybar")
    page.wait_for_load_state("load")


def shows(page, words):
    expect(page.locator(".keybar .wide")).to_contain_text(words)


def shows_licence(page):
    """本人確認 with the keys: the dialog, the digit of the licence, Enter."""
    page.keyboard.press("Control+i")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator(".identity .tag.ok")).to_contain_text("済み")


def answer(page):
    """Fill in what the page asks and is still empty, as a hurried resident would."""
    for group in page.locator("fieldset:has(> .choices input[type=radio])").all():
        if group.locator("input:checked").count() == 0:
            group.locator("label").first.click()
    if page.locator(".plan").count() and not page.locator(".plan input:checked").count():
        page.locator(".plan label").first.click()
    page.wait_for_timeout(150)  # what the answers opened is drawn
    for select in page.locator("select").all():
        if not select.input_value():
            wanted = {
                "year": "1988" if "birth" in select.get_attribute("name") else str(now_in_japan().year),
                "month": "12",
                "day": "2",
            }
            part = select.get_attribute("name").rsplit(".", 1)[-1]
            if "move" in select.get_attribute("name"):
                wanted["month"] = "1"
            select.select_option(wanted[part]) if part in wanted else select.select_option(index=1)
    for field in page.locator("input:not([type])").all():
        if not field.input_value():
            name = field.get_attribute("name")
            typed = {"kana": "ミドリノ　ハナコ", "postal": "2190001", "phone": "0441234567", "copies": "1", "count": "1"}
            field.fill(next((value for part, value in typed.items() if part in name), NAME))
    for group in page.locator("fieldset:has(> .choices:not(.staff-way) input[type=checkbox])").all():
        if group.locator(".choices:not(.staff-way) input:checked").count() == 0:
            group.locator(".choices:not(.staff-way) label").last.click()


def go_on(page):
    with page.expect_navigation():
        page.locator("footer button.main").click()
