"""Pre-entry from home without JavaScript: from the first page to the code, and what becomes of the answers."""

import asyncio
import gc
import re
from datetime import timedelta

import pytest

from hub.web.pages.entries import Entry
from hub.wire import FoundEntry
from tests.hub.web.running_hub import NAME, entered_at_home, running_hub

ANSWERS = entered_at_home().answers


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def sent_for(page, answers):
    """The fields of the page, filled with `answers` as a resident would."""
    fields = {"shown": re.findall(r'name="shown" value="([^"]+)"', page), "do": "next"}
    if 'name="visit_plan"' in page:
        fields["visit_plan"] = f"{answers['visit_date']}.{answers['visit_band']}"
    for path in fields["shown"]:
        value = answers
        for part in path.split("."):
            value = value[int(part)] if part.isdecimal() else value.get(part) if value is not None else None
        if f'name="{path}.year"' in page and value:
            year, month, day = value.split("-")
            fields |= {f"{path}.year": year, f"{path}.month": str(int(month)), f"{path}.day": str(int(day))}
        elif isinstance(value, bool):
            fields[path] = "yes" if value else "no"
        elif value is not None:
            fields[path] = value
    return fields


async def fill(browser, answers=ANSWERS):
    """Page after page until the code; the pages seen."""
    seen = []
    for _ in range(30):
        seen.append(browser.url.rsplit("/enter/", 1)[1])
        if browser.url.endswith("/done"):
            return seen
        await browser.post("/enter/" + seen[-1], **sent_for(browser.text, answers))
    raise AssertionError(browser.text)


async def begin(hub, procedure="moving_in", language="ja"):
    browser = hub.browser()
    await browser.get("/enter")
    await browser.post("/enter", procedure=procedure, language=language)
    while browser.url.endswith("/step/notifier"):  # who it is, first
        await browser.post("/enter/step/notifier", **sent_for(browser.text, ANSWERS))
    return browser


def test_a_resident_enters_everything_and_the_kiosk_finds_it_by_the_code(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        seen = await fill(browser)
        assert seen[0] == "step/movers.0" and seen[-1] == "done"
        code = re.search(r'data-code="(UK1:[A-Z2-7]+)"', browser.text)[1]
        assert "<svg" in browser.text and NAME not in browser.text
        found = await kiosk.find_entry(code)
        assert isinstance(found, FoundEntry)
        assert found.applications[0].answers["movers"][0]["name"] == NAME
        short = re.search(r"<b>([0-9A-Z]{4}-[0-9A-Z]{4})</b>", browser.text)[1]
        again = await kiosk.find_entry(short)
        assert isinstance(again, FoundEntry) and again.applications == found.applications

    on_hub(tmp_path, scenario)


def test_reloading_the_last_page_shows_the_same_code(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        await fill(browser)
        code = re.search(r"UK1:\w+", browser.text)[0]
        assert code in await browser.get("/enter/done")
        assert code in await browser.get("/enter/step/movers.0")

    on_hub(tmp_path, scenario)


def test_an_empty_page_names_each_missing_answer_beside_its_field(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        fields = {"shown": re.findall(r'name="shown" value="([^"]+)"', browser.text), "do": "next"}
        page = await browser.post("/enter/step/movers.0", **fields)
        assert browser.status == 422
        assert "か所を直してください" in page
        assert 'id="wrong-movers.0.birth_date"' in page and 'aria-describedby="hint-' in page

    on_hub(tmp_path, scenario)


def test_a_too_long_and_a_wrongly_written_answer_say_what_is_wrong(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        person = dict(ANSWERS["movers"][0]) | {"name_kana": "緑野", "name": "緑" * 41}
        await browser.post("/enter/step/movers.0", **sent_for(browser.text, {"movers": [person]}))
        page = await browser.post("/enter/step/movers.0", **sent_for(browser.text, {"movers": [person]}))
        assert 'id="wrong-movers.0.name_kana"' in page and 'id="wrong-movers.0.name"' in page

    on_hub(tmp_path, scenario)


def test_what_an_answer_opens_is_asked_before_going_on(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        page = browser.text
        assert "movers.0.domicile" not in page
        page = await browser.post("/enter/step/movers.0", **sent_for(page, ANSWERS))
        assert "つづけて、次の項目も入力してください" in page and 'name="movers.0.domicile"' in page
        assert "か所を直してください" not in page

    on_hub(tmp_path, scenario)


def test_several_people_are_entered_one_after_another_and_one_can_be_taken_out(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS))
        await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS) | {"do": "add"})
        assert browser.url.endswith("/enter/step/movers.1") and "2人目" in browser.text
        child = {"movers": [{}, dict(ANSWERS["movers"][0]) | {"name": "緑野 次郎", "relationship": "child"}]}
        await browser.post("/enter/step/movers.1", **sent_for(browser.text, child))
        assert browser.url.endswith("/enter/step/old_home")
        await browser.get("/enter/step/movers.1")
        assert "緑野 次郎" in browser.text
        await browser.post("/enter/step/movers.1", do="remove")
        assert browser.url.endswith("/enter/step/movers.0") and "この方を消す" not in browser.text

    on_hub(tmp_path, scenario)


def test_the_last_page_lists_everything_with_a_way_to_correct_it(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        for _ in range(20):
            if "受付用QRコードを作る" in browser.text:
                break
            place = browser.url.rsplit("/enter/", 1)[1]
            await browser.post("/enter/" + place, **sent_for(browser.text, ANSWERS))
        assert NAME in browser.text and "持っていくもの" in browser.text
        assert 'href="/enter/step/movers.0?from=review"' in browser.text
        page = await browser.get("/enter/step/old_home?from=review")
        await browser.post("/enter/step/old_home", **sent_for(page, ANSWERS) | {"from": "review"})
        assert browser.url.endswith("/enter/step/guidance")

    on_hub(tmp_path, scenario)


def test_a_postal_code_fills_in_ward_and_town(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        page = await browser.get("/enter/step/new_home")
        fields = sent_for(page, {"new_address": {"postal_code": "219-0001"}}) | {"do": "fill:new_address.postal_code"}
        page = await browser.post("/enter/step/new_home", **fields)
        assert 'value="南町"' in page and re.search(r'value="川辺区" checked', page)
        page = await browser.post("/enter/step/new_home", **fields | {"new_address.postal_code": "0000000"})
        assert "見つかりませんでした" in page

    on_hub(tmp_path, scenario)


def test_an_entry_left_alone_for_half_an_hour_is_forgotten(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        for _ in range(2):
            await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS))
        hub.clock.now += timedelta(minutes=31)
        page = await browser.get("/enter/step/movers.0")
        assert browser.status == 410 and "入力は消えています" in page and NAME not in page

    on_hub(tmp_path, scenario)


def test_stopping_is_asked_once_more_and_who_leaves_for_the_start_page_finds_the_way_back(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        page = await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS) | {"do": "quit"})
        assert "入力を消してよいですか" in page and 'href="/enter/step/movers.0"' in page
        page = await browser.get("/enter")
        assert 'href="/enter/step/movers.0">入力をつづける' in page
        await browser.post("/enter/quit")
        assert 'href="/enter/step/' not in browser.text

    on_hub(tmp_path, scenario)


def test_stopping_erases_the_entry(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        old = {cookie.key: cookie.value for cookie in browser.session.cookie_jar}
        await browser.post("/enter/quit")
        async with hub.browser().session.get(hub.address + "/enter/step/movers.0", cookies=old) as answer:
            assert answer.status == 410

    on_hub(tmp_path, scenario)


def test_who_begins_anew_in_another_tab_is_asked_before_the_running_entry_goes(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        for _ in range(2):
            await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS) | {"do": "look"})
        other = {"procedure": "certificates", "language": "ja"}
        page = await browser.post("/enter", **other)
        assert "入力を消してよいですか" in page and 'name="procedure" value="certificates"' in page
        assert page == await browser.get(browser.url.removeprefix(hub.address)), "loaded again"
        assert NAME in await browser.get("/enter/step/movers.0")
        await browser.post("/enter", **other, anew="yes")
        assert browser.url.endswith("/enter/step/documents")

    on_hub(tmp_path, scenario)


def test_nothing_of_an_unfinished_entry_lies_on_the_disk(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        for _ in range(2):
            await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS))
        assert NAME in await browser.get("/enter/step/movers.0")
        for file in tmp_path.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                assert NAME.encode() not in content and "緑野".encode() not in content

    on_hub(tmp_path, scenario)


def test_a_saved_entry_lies_sealed_on_the_disk(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        await fill(browser)
        code = re.search(r"UK1:\w+", browser.text)[0]
        for file in tmp_path.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                assert "緑野".encode() not in content and code.encode() not in content

    on_hub(tmp_path, scenario)


def test_what_was_entered_leaves_the_memory_with_the_last_press(tmp_path):
    async def scenario(hub, kiosk):
        old = ANSWERS | {"movers": [ANSWERS["movers"][0] | {"birth_date": "1915-05-06"}], "q_care": "yes"}
        browser = await begin(hub)
        await fill(browser, old)
        left = [repr(each) for each in gc.get_objects() if isinstance(each, Entry) and each.saved is not None]
        assert left, "the last page has it"
        assert [word for word in (NAME, "1915-05-06", "q_care") if any(word in each for each in left)] == []

    on_hub(tmp_path, scenario)


def test_english_all_the_way(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub, language="en")
        await fill(browser)
        assert "You are done" in browser.text and "Please bring" in browser.text
        found = await kiosk.find_entry(re.search(r"UK1:\w+", browser.text)[0])
        assert found.language == "en"

    on_hub(tmp_path, scenario)


def test_what_a_family_shares_stands_there_for_the_second_person_and_can_be_changed(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        for do in ("next", "add"):
            await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS) | {"do": do})
            await browser.get("/enter/step/movers.0") if do == "next" else None
        assert browser.url.endswith("/enter/step/movers.1")
        first = ANSWERS["movers"][0]
        assert f'name="movers.1.domicile" value="{first["domicile"]}"' in browser.text
        assert browser.text.count("1人目と同じ内容が入っています") == 2, "本籍 and 筆頭者"
        assert NAME not in re.findall(r'name="movers.1.name" value="([^"]*)"', browser.text), "a name is one's own"
        child = {"movers": [first, first | {"name": "緑野 次郎", "relationship": "child", "domicile": "神奈川県みどり野市1番地"}]}
        await browser.post("/enter/step/movers.1", **sent_for(browser.text, child))
        page = await browser.get("/enter/step/movers.1")
        assert "神奈川県みどり野市1番地" in page
        assert "1人目と同じ内容が入っています" not in page, "筆頭者 is of the 本籍: of another one it is asked"

    on_hub(tmp_path, scenario)


def test_a_second_householder_is_said_at_once_and_in_the_place(tmp_path):
    async def scenario(hub, kiosk):
        first = ANSWERS["movers"][0]
        second = dict(first) | {"name": "緑野 次郎", "name_kana": "ミドリノ　ジロウ"}
        browser = await begin(hub)
        for do in ("next", "add"):
            await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS) | {"do": do})
            await browser.get("/enter/step/movers.0") if do == "next" else None

        page = await browser.post("/enter/step/movers.1", **sent_for(browser.text, {"movers": [first, second]}))

        assert browser.status == 422 and browser.url.endswith("/enter/step/movers.1")
        assert 'id="wrong-movers.1.relationship">新しい世帯では、1人だけ「世帯主本人」' in page
        assert 'href="#field-movers.1.relationship"' in page
        page = await browser.get("/enter/step/movers.0")
        assert "1人だけ「世帯主本人」" not in page, "the first one is it"
        put_right = ANSWERS | {"movers": [first, second | {"relationship": "child"}]}
        await browser.get("/enter/step/movers.1")
        assert (await fill(browser, put_right))[-1] == "done"

    on_hub(tmp_path, scenario)


def test_a_householder_who_joins_a_household_is_led_to_the_answer_and_told_there(tmp_path):
    async def scenario(hub, kiosk):
        joins = ANSWERS | {"new_household": "join", "new_householder": "緑野 一郎"}
        browser = await begin(hub)
        for _ in range(20):
            place = browser.url.rsplit("/enter/", 1)[1]
            await browser.post("/enter/" + place, **sent_for(browser.text, joins))
            if browser.status == 422:
                break
        assert browser.url.endswith("/enter/step/new_home")
        assert re.search(
            r'href="/enter/step/movers.0\?from=new_home#field-movers.0.relationship">1人目　緑野 花子　世帯主', browser.text
        )
        page = await browser.get("/enter/step/movers.0?from=new_home")
        assert 'id="wrong-movers.0.relationship">そこの世帯主から見た関係' in page
        put_right = joins | {"movers": [ANSWERS["movers"][0] | {"relationship": "child"}]}
        await browser.post("/enter/step/movers.0", **sent_for(page, put_right) | {"from": "new_home"})
        assert browser.url.endswith("/enter/step/new_home")
        assert (await fill(browser, put_right))[-1] == "done"

    on_hub(tmp_path, scenario)


def test_a_refused_page_has_an_address_so_that_the_way_back_sends_nothing_twice(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        await browser.post("/enter/step/movers.0", do="next", shown="movers.0.sex")
        assert browser.status == 422 and "直してください" in browser.text
        assert "直してください" in await browser.get("/enter/step/movers.0"), "by GET, as the browser goes back to it"
        await browser.post("/enter/step/movers.0", do="next", shown="movers.0.sex", **{"movers.0.sex": "female"})
        assert "直してください" not in await browser.get("/enter/step/movers.0")

    on_hub(tmp_path, scenario)


def test_a_postal_code_of_another_city_fills_nothing_and_is_refused(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        sent = {"shown": ["new_address.postal_code"], "new_address.postal_code": "7000901"}

        page = await browser.post("/enter/step/new_home", do="fill:new_address.postal_code", **sent)

        assert browser.status == 422 and "この市の郵便番号ではありません" in page
        assert "岡山" not in page and 'value="7000901"' in page and page.count('class="wrong"') == 1
        page = await browser.post("/enter/step/new_home", do="next", **sent)
        assert browser.status == 422 and "この市の郵便番号ではありません" in page
        sent = {"shown": ["old_address.kind", "old_address.postal_code"], "old_address.kind": "japan"}
        await browser.post("/enter/step/old_home", do="next", **sent)
        sent |= {"old_address.postal_code": "7000901"}
        page = await browser.post("/enter/step/old_home", do="fill:old_address.postal_code", **sent)
        assert "岡山市北区" in page, "where one comes from is anywhere"

    on_hub(tmp_path, scenario)


def test_a_move_that_is_still_to_come_is_told_what_to_do(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        parts = {"move_date.year": "2027", "move_date.month": "5", "move_date.day": "1"}
        page = await browser.post("/enter/step/new_home", do="next", shown=["move_date"], **parts)
        assert "届け出は、引っ越した日からできます" in page and "「窓口で確認」" in page

    on_hub(tmp_path, scenario)


def test_a_visit_on_a_closed_day_is_refused_before_anybody_comes_in_vain(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        parts = {"visit_date.year": "2027", "visit_date.month": "4", "visit_date.day": "4"}  # a Sunday
        page = await browser.post("/enter/step/visit_plan", do="next", shown=["visit_date"], **parts)
        assert "閉庁日です" in page
        page = await browser.post("/enter/step/visit_plan", do="next", shown=["visit_date"], **parts | {"visit_date.day": "5"})
        assert "閉庁日です" not in page

    on_hub(tmp_path, scenario)


def test_who_only_looks_at_an_answer_again_goes_back_to_the_review(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        page = await browser.get("/enter/step/notifier?from=review")
        assert '<a class="button" href="/enter/review">もどる' in page

    on_hub(tmp_path, scenario)


def test_the_last_page_names_each_problem_with_its_person_and_leads_there(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        await browser.get("/enter/step/guidance")
        page = await browser.post("/enter/step/guidance", **sent_for(browser.text, ANSWERS))
        assert browser.status == 422
        assert re.search(r'href="/enter/step/movers.0\?from=review#field-movers.0[^"]*">1人目　\S+</a>', page)
        assert 'href="/enter/step/new_home?from=review#' in page and 'href="/enter/step/visit_plan?from=review#' in page

    on_hub(tmp_path, scenario)


def test_a_resident_finds_their_own_language_on_the_first_page(tmp_path):
    async def scenario(hub, _):
        browser = hub.browser()
        first = await browser.get("/enter")

        assert '<a href="/enter?language=ne" lang="ne" hreflang="ne">नेपाली</a>' in first
        assert "के काम गर्न चाहनुहुन्छ?" in await browser.get("/enter?language=ne")

    on_hub(tmp_path, scenario)


AT_THEIR_AGE = {"left_job": False, "pension_age": "yes", "public_school": True, "nursery": True, "public_employee": False}


async def by_age(hub, *born):
    """Who moves is of these ages and says yes to children and insurance. → (questions of an age that were asked, the browser)."""
    person, browser = ANSWERS["movers"][0], await begin(hub)
    movers = [person | {"birth_date": each, "relationship": "child" if place else "self"} for place, each in enumerate(born)]
    answers = ANSWERS | AT_THEIR_AGE | {"movers": movers, "q_children": "yes", "q_insurance": "yes"}
    asked = set()
    for _ in range(40):
        page = browser.url.rsplit("/enter/", 1)[1]
        asked |= {"pension_age", "public_school", "nursery"} & set(re.findall(r'name="shown" value="([^"]+)"', browser.text))
        if "<dl>" in browser.text:
            return asked, browser
        more = {"do": "add"} if page == f"step/movers.{len(born) - 2}" else {}
        await browser.post("/enter/" + page, **sent_for(browser.text, answers) | more)
    raise AssertionError(browser.text)


@pytest.mark.parametrize(
    ("born", "asked"),
    [
        (["1957-04-02"], set()),
        (["1988-04-02", "2017-05-05"], {"pension_age", "public_school"}),
        (["1957-04-02", "2025-05-05"], {"nursery"}),
    ],
)
def test_of_an_age_nobody_has_nothing_is_asked(tmp_path, born, asked):
    async def scenario(hub, kiosk):
        found, _ = await by_age(hub, *born)
        assert found == asked

    on_hub(tmp_path, scenario)


def test_what_was_not_asked_can_be_said_from_the_last_page(tmp_path):
    async def scenario(hub, kiosk):
        found, browser = await by_age(hub, "1957-04-02")
        assert found == set()
        ways = set(re.findall(r'href="(/enter/step/[^"]+from=review)"', browser.text))
        shown = [await browser.get(way) for way in sorted(ways)]
        assert sum('name="shown" value="nursery"' in page for page in shown) == 1

    on_hub(tmp_path, scenario)


def test_a_birth_long_ago_is_asked_back_once_and_goes_through_as_it_is(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        old = ANSWERS | {"movers": [ANSWERS["movers"][0] | {"birth_date": "1915-05-06"}], "q_care": "yes"}
        while not browser.url.endswith("/enter/step/movers.0"):
            await browser.post("/enter/" + browser.url.rsplit("/enter/", 1)[1], **sent_for(browser.text, old))
        page = browser.text
        for _ in range(5):  # what an answer opens is asked first
            page = await browser.post("/enter/step/movers.0", **sent_for(page, old))
            if "105年以上前の日付です" in page:
                break
        assert browser.url.endswith("/enter/step/movers.0") and browser.status == 200
        assert "もう一度「つぎへ」をおしてください" in page and 'class="wrong"' not in page

        await browser.post("/enter/step/movers.0", **sent_for(page, old))
        assert not browser.url.endswith("/enter/step/movers.0")

    on_hub(tmp_path, scenario)


FOREIGN = {
    "nationality": "foreign",
    "nationality_region": "NPL",
    "name_latin": "GURUNG SITA",
    "residence_category": "mid_long_term",
    "residence_status": "student",
    "residence_card_when": "now",
    "residence_card_number": "AB12345678CD",
}


def test_of_a_stay_that_ends_far_ahead_no_renewal_stands_there_that_nobody_gave(tmp_path):
    async def scenario(hub, kiosk):
        known = {name: answer for name, answer in ANSWERS["movers"][0].items() if name not in ("name", "domicile", "domicile_head")}
        answers = ANSWERS | {"movers": [known | FOREIGN | {"period_expiry": "2029-04-01"}]}
        browser, shown = await begin(hub), []
        for _ in range(30):
            shown += re.findall(r'name="shown" value="([^"]+)"', browser.text)
            page = browser.url.rsplit("/enter/", 1)[1]
            if not page.startswith(("step/notifier", "step/movers")):
                break
            await browser.post("/enter/" + page, **sent_for(browser.text, answers))
        assert "movers.0.period_expiry" in shown
        page = await browser.get("/enter/step/movers.0")
        assert 'value="movers.0.period_expiry"' in page and 'value="movers.0.renewal_pending"' not in page
        for _ in range(30):
            if "<dl>" in browser.text:  # everything is looked over
                break
            page = browser.url.rsplit("/enter/", 1)[1]
            await browser.post("/enter/" + page, **sent_for(browser.text, answers | {"residence_cards": True}))
        assert "在留期間の満了日" in browser.text or "2029" in browser.text
        assert "在留期間の更新" not in browser.text

    on_hub(tmp_path, scenario)


def test_a_further_person_of_another_register_is_asked_for_its_head(tmp_path):
    async def scenario(hub, kiosk):
        first = ANSWERS["movers"][0]
        second = first | {"name": "緑野 一郎", "sex": "male", "relationship": "cohabitant", "domicile": "東京都千代田区千代田1番"}
        browser = await begin(hub)
        await browser.post("/enter/step/notifier", **sent_for(browser.text, ANSWERS))
        for do in ("next", "add"):
            await browser.get("/enter/step/movers.0")
            await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS) | {"do": do})
        assert browser.url.endswith("/enter/step/movers.1")
        sent = sent_for(browser.text, {"movers": [first, second]})
        page = await browser.post("/enter/step/movers.1", **sent)
        assert browser.status == 422 and 'href="#field-movers.1.domicile_head"' in page
        await browser.post("/enter/step/movers.1", **sent)
        assert browser.status == 200 and not browser.url.endswith("/enter/step/movers.1"), "given again it may be the same"

    on_hub(tmp_path, scenario)
