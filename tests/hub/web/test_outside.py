"""What goes wrong on a resident's page is said in the resident's language, with a way on that is theirs."""

import asyncio
import io

import pytest

from config.words import words
from hub.web.pages.outside import is_outside, on_from
from hub.wire import OpenVisit
from tests.hub.web.running_hub import BROWSER, demo_bundle, issue, running_hub

ELSEWHERE = ("vi", "ne", "pt", "ja-easy", "zh")


def on_hub(tmp_path, scenario, extra=None):
    async def play():
        async with running_hub(tmp_path, extra=extra) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def said(language, key):
    return words(demo_bundle(), language, f"page_error.{key}")


def test_the_link_of_yesterday_says_so_in_the_language_the_page_had(tmp_path):
    async def scenario(hub, kiosk):
        ticket = await issue(kiosk, "one-press", OpenVisit("vi", service="residence"))
        path = "/t/" + ticket.follow_url.rsplit("/", 1)[1].lower()
        phone = hub.browser()
        assert ticket.number in await phone.get(f"{path}?language=vi")
        hub.clock.forward(days=1)
        page = await phone.get(path)
        assert phone.status == 404 and 'lang="vi"' in page
        assert said("vi", "not_found.holds") in page and 'href="/enter"' in page and path not in page
        assert "E-0330" not in page, "one number in the hand is enough"

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize("language", ELSEWHERE)
def test_a_fault_at_home_sends_nobody_to_a_colleague(tmp_path, language):
    async def broken(request):
        raise RuntimeError("緑野 花子 0441234567")

    async def scenario(hub, kiosk):
        page = await hub.browser().get(f"/book/broken?language={language}")
        assert said(language, "outside.cure") in page and "緑野" not in page and "E-0329" in page

    on_hub(tmp_path, scenario, extra=lambda app: app.router.add_get("/book/broken", broken))


@pytest.mark.parametrize("path", ["/enter", "/enter/resume", "/book/find"])
def test_twenty_megabytes_are_declined_with_what_holds_and_the_way_back(tmp_path, path):
    async def scenario(hub, kiosk):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = io.BytesIO(b"code=" + b"a" * 20_000_000)
        async with hub.browser().session.post(hub.address + path, data=body, headers=BROWSER | kind) as answer:
            page = await answer.text()
        assert answer.status == 413
        assert said("ja", "too_large.holds") in page and f'href="/{path.split("/")[1]}"' in page

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize(
    ("procedure", "begins"),
    [
        ("moving_in", "9999-12-31T23:59:00-14:00"),
        ("moving_in", "0001-01-01T00:00:00+14:00"),
        ("moving_in", "2027-03-30T10:00:00"),
        ("nothing_of_ours", "2027-03-30T10:00:00+09:00"),
    ],
)
def test_a_forged_time_or_procedure_leads_back_to_the_beginning(tmp_path, procedure, begins):
    async def scenario(hub, kiosk):
        home = hub.browser()
        await home.post("/book", procedure=procedure, begins=begins, key="a" * 32)
        assert home.status == 200 and home.url.endswith("/book")

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/t/abc/later", "/t/abc"),
        ("/T/ABC", "/T/ABC"),
        ("/enter/step/x", "/enter"),
        ("/book/find", "/book"),
        ("/floor/help/01", "/"),
    ],
)
def test_a_step_that_failed_leads_back_to_a_page_that_can_be_opened(path, back):
    assert on_from(path) == back


def test_only_residents_pages_are_outside():
    assert not any(map(is_outside, ("/", "/counter", "/number", "/training", "/Tea", "/bookings")))
