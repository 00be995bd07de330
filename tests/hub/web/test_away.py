"""離席: the screen shows nothing until the password is said, and what is served stays at the desk."""

import asyncio

import pytest

from hub.wire import OpenVisit
from tests.hub.web.running_hub import NAME, moving_in, running_hub
from tests.hub.web.test_casework import serving


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def test_a_locked_screen_shows_the_desk_and_the_number_and_opens_with_the_password(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        page = await clerk.post("/away/leave")
        assert "鍵がかかっています" in page and "A-001 はこの窓口のままです" in page and NAME not in page
        page = await clerk.post("/away", password="wrong")
        assert clerk.status == 401 and "パスワードが合いません" in page and NAME not in page
        page = await clerk.post("/away", password=hub.passwords["madoguchi"])
        assert clerk.status == 200 and NAME in page, "as it was left"

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize(
    "path", ["/counter", "/", "/desk", "/stage/examination", "/counter/correct?visit=x", "/counter/certificate/x"]
)
def test_whatever_is_asked_for_the_lock_comes_first(tmp_path, path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        await clerk.post("/away/leave")
        assert "鍵がかかっています" in await clerk.get(path) and NAME not in clerk.text
        assert "鍵がかかっています" in await clerk.post("/counter/next", stage="reception", finish="true", key="press-0009")
        for api in ("/api/visits", "/events?view=counter"):
            await clerk.get(api, Accept="application/json")
            assert clerk.status == 403

    on_hub(tmp_path, scenario)


def test_nothing_is_sent_to_a_desk_whose_clerk_is_away(tmp_path):
    async def scenario(hub, kiosk):
        other = await hub.clerk(2)
        clerk = await serving(hub, kiosk)
        assert 'value="counter:2" required data-does' in await clerk.get("/counter")
        await other.post("/away/leave")
        page = await clerk.get("/counter")
        assert 'value="counter:2"' not in page and "選べません：2番窓口" in page

    on_hub(tmp_path, scenario)


def test_the_lock_does_not_open_after_five_wrong_passwords(tmp_path):
    async def scenario(hub, kiosk):
        await kiosk.open_visit(OpenVisit("ja", applications=(moving_in(),)), "one-press")
        clerk = await hub.clerk(1)
        await clerk.post("/away/leave")
        for _ in range(5):
            await clerk.post("/away", password="wrong")
        assert "続けてまちがえた" in await clerk.post("/away", password=hub.passwords["madoguchi"])
        assert clerk.status == 429

    on_hub(tmp_path, scenario)
