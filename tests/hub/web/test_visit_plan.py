"""来庁予定 at home: every open day by its bands with the marks of the days like it, chosen by one press without scripts."""

import re
from datetime import date, datetime, time, timedelta

import pytest

from hub.store import steps
from hub.store.moments import JST, text_of
from tests.hub.small_office import NINE
from tests.hub.web.test_booking import booked
from tests.hub.web.test_portal import ANSWERS, begin, fill, on_hub, sent_for

TODAY = date(2027, 3, 29)
WAITED = {"morning": (70, 80, 90, 65), "noon": (35, 40, 20, 45), "afternoon": (5, 10, 12, 3)}
SHOWN = ["visit_site", "visit_date", "visit_band"]
HOURS = {"morning": 9, "noon": 13, "afternoon": 15}


def called(day: date, band: str, minutes: int, number: int, service: str = "residence") -> steps.Reason:
    came = datetime.combine(day, time(HOURS[band], 5 + number), JST)
    return steps.Reason(
        came + timedelta(minutes=minutes), f"{day}-{band}-{number}", "clerk", 1, "call", service, "reception", "arrival", "", came
    )


async def remember(hub, days, waited=WAITED):
    """So long people waited on these days: as the calls of those days left it."""
    rows = [
        called(day, band, minutes, number) for day in days for band, those in waited.items() for number, minutes in enumerate(those)
    ]

    def operation(tx):
        for row in rows:
            steps.note(tx, row)

    await hub.office._store.write(operation)


async def plan_page(hub, language="ja"):
    browser = await begin(hub, language=language)
    for _ in range(20):
        if browser.url.endswith("/visit_plan"):
            return browser
        await browser.post("/enter/" + browser.url.rsplit("/enter/", 1)[1], **sent_for(browser.text, ANSWERS))
    raise AssertionError(browser.text)


def cell(page, value):
    """(look, what is said) of one band of a day."""
    found = re.search(rf'<label class="sign (\w+)"[^>]*><input [^>]*value="{re.escape(value)}" aria-label="([^"]+)"', page)
    return found and found.groups()


def of_the_season(weekday=2):
    """Eight such weekdays of the moving seasons of the last two years."""
    first = [date(year, 3, 15) + timedelta(days=each) for year in (2026, 2025) for each in range(29)]
    return [day for day in first if day.weekday() == weekday][:8]


def test_marks_are_those_of_eight_days_like_it_and_a_day_without_them_says_so(tmp_path):
    async def scenario(hub, kiosk):
        await remember(hub, of_the_season())
        page = (await plan_page(hub)).text
        assert cell(page, "2027-03-31.morning") == ("very_busy", "3月31日（水） 午前 大変混雑している 約 90分")
        assert cell(page, "2027-03-31.noon") == ("busy", "3月31日（水） 12時〜15時 混雑している 約 45分")
        assert cell(page, "2027-03-31.afternoon")[0] == "free"
        assert cell(page, "2027-04-01.morning") == ("none", "4月1日（木） 午前 まだ分かりません"), "no Thursday is known"
        assert cell(page, "2027-04-14.morning")[0] == "none", "after the season other days are like it"
        assert cell(page, "2027-04-04.morning") is None, "a Sunday is no day to come"
        assert "いちばん早く空いているのは 3月31日（水） 15時以降 です" in page
        assert "受付の予約ではありません" in page

    on_hub(tmp_path, scenario)


def test_where_no_time_is_free_a_booking_is_named_as_the_other_way(tmp_path):
    async def scenario(hub, kiosk):
        await remember(hub, of_the_season(), dict.fromkeys(WAITED, (70, 80, 90, 65)))
        page = (await plan_page(hub)).text
        assert "空いている時間が見つかりません" in page and "同じコードで時間を予約できます" in page and "いちばん早く" not in page

    on_hub(tmp_path, scenario)


def test_seven_days_are_no_forecast(tmp_path):
    async def scenario(hub, kiosk):
        await remember(hub, of_the_season()[:7])
        page = (await plan_page(hub)).text
        assert cell(page, "2027-03-31.morning")[0] == "none" and "8日より少ない" in page and "10人のうち8人" not in page

    on_hub(tmp_path, scenario)


def test_one_press_chooses_day_and_band_and_nothing_chosen_is_told(tmp_path):
    async def scenario(hub, kiosk):
        browser = await plan_page(hub)
        page = await browser.post("/enter/step/visit_plan", do="next", shown=SHOWN, visit_site="kawabe")
        assert browser.status == 422 and 'id="wrong-visit_plan"' in page and 'href="#field-visit_plan"' in page
        sent = {"visit_site": "kawabe", "visit_plan": "2027-04-07.afternoon"}
        page = await browser.post("/enter/step/visit_plan", do="next", shown=SHOWN, **sent)
        assert "2027(令和9)年4月7日" in page and "15時以降" in page
        page = await browser.get("/enter/step/visit_plan")
        assert re.search(r'value="2027-04-07.afternoon"[^>]* checked', page)

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize("forged", ["2027-04-04.morning", "2027-13-40.morning", "2027-04-07.night", "nonsense", "a-b-c.d"])
def test_a_forged_choice_is_refused_like_any_other_answer(tmp_path, forged):
    async def scenario(hub, kiosk):
        browser = await plan_page(hub)
        sent = {"visit_site": "kawabe", "visit_plan": forged}
        await browser.post("/enter/step/visit_plan", do="next", shown=SHOWN, **sent)
        assert browser.status == 422

    on_hub(tmp_path, scenario)


def test_the_page_of_now_says_how_it_will_be_afterwards(tmp_path):
    async def scenario(hub, kiosk):
        assert "このあと" not in await hub.browser().get("/now"), "nothing is known"
        await remember(hub, [*of_the_season(0), *of_the_season(2)])
        page = await hub.browser().get("/now")
        assert "このあと（住民異動）" in page and page.index("3/29（月） 午前") < page.index("3/29（月） 12時〜15時") < page.index(
            "15時以降"
        )

    on_hub(tmp_path, scenario)


def test_the_whole_entry_is_finished_through_the_table(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        assert (await fill(browser))[-1] == "done"

    on_hub(tmp_path, scenario)


def test_the_last_page_says_when_where_and_with_which_mark_and_a_booked_time_stands_in_place_of_the_plan(tmp_path):
    async def scenario(hub, kiosk):
        await remember(hub, of_the_season(2))
        browser = await begin(hub)
        await fill(browser)
        page = browser.text
        assert "<dt>予定</dt><dd>4月7日（水） 15時以降" in page and 'aria-label="4月7日（水） 15時以降 空いている 約 15分"' in page
        assert "<dd>みどり野市 川辺区役所 1階</dd>" in page and 'href="/book/for/moving_in' in page
        await booked(browser, "10:00", "/book/for/moving_in/2027-03-30")
        assert "みどり野市 川辺区役所 1階" in browser.text
        page = await browser.get("/enter/done")
        assert "<dt>予約した日時</dt><dd>3月30日（火） 10:00" in page and "予定</dt>" not in page
        assert 'href="/book/for/' not in page, "it is booked already"

    on_hub(tmp_path, scenario)


def test_what_follows_says_on_which_floor_it_is_done_and_how_long_it_takes_there(tmp_path):
    async def scenario(hub, kiosk):
        seen = [(f"nhi-{each}", "insurance", NINE - timedelta(days=1, minutes=each)) for each in range(8)]

        def operation(tx):
            for visit, service, ended in seen:
                came = text_of(ended - timedelta(minutes=20))
                tx.execute(
                    "INSERT INTO handlings (visit, service, stage, people, arrived, seconds, ended)"
                    " VALUES (?, ?, 'reception', 1, ?, 720, ?)",
                    (visit, service, came, text_of(ended)),
                )

        await hub.office._store.write(operation)
        browser = await begin(hub)
        answers = ANSWERS | {"q_insurance": "unknown", "pension_age": "unknown"}
        for _ in range(20):
            if browser.url.endswith("/guidance"):
                break
            await browser.post("/enter/" + browser.url.rsplit("/enter/", 1)[1], **sent_for(browser.text, answers))
        assert "2階 国保・年金 約 12分" in browser.text

    on_hub(tmp_path, scenario)
