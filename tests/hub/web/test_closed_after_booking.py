"""A day that is closed after people booked it: staff see who is hit, whoever booked is told and takes another time or a number."""

import re
from datetime import date

from hub.security.actors import Staff, System
from hub.wire import FoundEntry, OpenVisit, Refusal, Ticket
from tests.hub.web.test_booking import booked, on_hub, yours

DAY = date(2027, 3, 30)
CHIEF = Staff("k1", "manager", "係長", "f" * 64, None)


async def close(hub, day=DAY):
    assert await hub.office.branch.change_settings(CHIEF, "closed", (day,), date(2027, 3, 29), 0) is None


def test_the_staff_see_which_times_are_hit_and_that_nobody_was_written_to(tmp_path):
    async def scenario(hub, kiosk):
        await booked(hub.browser())
        clerk = await hub.clerk(1)
        assert "閉庁にした日" not in await clerk.get("/appointments")
        await close(hub)
        page = await clerk.get("/appointments")
        assert "予約が 1件 残っています" in page and "メールは送りません" in page and "9:30" in page
        assert "この時間は閉庁になりました" in await clerk.get("/appointments?day=2027-03-30")

    on_hub(tmp_path, scenario)


def test_whoever_booked_is_told_in_their_language_and_takes_another_time_with_one_press(tmp_path):
    async def scenario(hub, kiosk):
        home = hub.browser()
        code, _ = await booked(home)
        await close(hub)
        await home.get("/book?language=en")
        page = await home.post("/book/find", code=code)
        assert "the office is closed at this time now" in page
        begins = re.search(r'name="begins" value="([^"]+)"', page)[1]
        assert not begins.startswith("2027-03-30")
        page = await home.post(f"{yours(home)}/move", begins=begins)
        assert home.status == 200 and "the office is closed" not in page
        assert "予約が" not in await (await hub.clerk(1)).get("/appointments")

    on_hub(tmp_path, scenario)


def test_the_code_is_met_kindly_on_another_day_and_still_moves_after_the_closed_one(tmp_path):
    async def scenario(hub, kiosk):
        home = hub.browser()
        code, _ = await booked(home)
        assert (await kiosk.find_entry(code)).error == "appointment_other_day"
        await close(hub)
        hub.clock.forward(days=2)
        await hub.office.close_day(System(), DAY)
        page = await home.post("/book/find", code=code)
        assert 'name="begins"' in page, "another time is still to be had"
        found = await kiosk.find_entry(code)
        assert isinstance(found, FoundEntry) and found.appointment.late
        ticket = await kiosk.open_visit(OpenVisit("ja", appointment=found.appointment.token), "press-other-day")
        assert isinstance(ticket, Ticket) and ticket.booked is None
        assert isinstance(await kiosk.find_entry(code), Refusal), "once"

    on_hub(tmp_path, scenario)
