"""予約の一覧: staff see who is expected when, never who it is, and give the number of whoever has left the code at home."""

import asyncio
from datetime import timedelta

from hub.security.actors import Resident
from hub.wire import BookAppointment
from tests.hub.small_office import NINE
from tests.hub.web.running_hub import running_hub

HALF_PAST = NINE + timedelta(minutes=30)


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub:
            await scenario(hub)

    asyncio.run(play())


async def book(hub, begins=HALF_PAST, key="b1"):
    made = await hub.office.bookings.book(Resident(), BookAppointment("card_pickup", begins), key)
    return made.appointment.appointment


def test_the_list_of_a_day_says_when_for_what_and_how_many_came(tmp_path):
    async def scenario(hub):
        await book(hub)
        await book(hub, NINE + timedelta(days=1), "b2")
        guide = hub.browser()
        await guide.sign_in("floor")
        page = await guide.get("/appointments")
        assert "9:30–10:00" in page and "マイナンバーカードの受け取り" in page and "予約中 <b>1</b>" in page
        assert "9:00–9:30" in await guide.get("/appointments?day=2027-03-30")
        assert "この日の予約はありません" in await guide.get("/appointments?day=2027-03-31")
        assert "今日" in await guide.get("/appointments?day=someday")

    on_hub(tmp_path, scenario)


def test_staff_give_the_number_once_whoever_presses_how_often(tmp_path):
    async def scenario(hub):
        appointment = await book(hub)
        clerk, other = await hub.clerk(1), await hub.clerk(2)
        page = await clerk.get("/appointments")
        assert "来庁・番号を出す" in page
        await asyncio.gather(clerk.post(f"/appointments/{appointment}"), other.post(f"/appointments/{appointment}"))
        assert "番号 F-001 を出しました" in clerk.text
        assert "来庁 <b>1</b>" in other.text and "F-001" in other.text and "F-002" not in other.text
        assert "来庁・番号を出す" not in await clerk.get("/appointments")

    on_hub(tmp_path, scenario)


def test_who_is_late_is_marked_and_still_taken_in(tmp_path):
    async def scenario(hub):
        appointment = await book(hub)
        hub.clock.now = HALF_PAST + timedelta(minutes=11)
        clerk = await hub.clerk(1)
        assert "11分すぎています・来た順になります" in await clerk.get("/appointments")
        page = await clerk.post(f"/appointments/{appointment}")
        assert "番号 F-001 を出しました" in page and "おくれて来庁" in page

    on_hub(tmp_path, scenario)


def test_the_list_is_for_the_staff_alone(tmp_path):
    async def scenario(hub):
        resident = hub.browser()
        await resident.get("/appointments")
        assert "/sign-in" in resident.url

    on_hub(tmp_path, scenario)
