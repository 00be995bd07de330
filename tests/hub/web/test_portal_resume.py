"""Going on with a saved entry at home: with the code alone, whatever it was begun at, in the language chosen on the way."""

import re
from datetime import timedelta

import msgspec

from hub.office.codes import WRONG_FROM_OUTSIDE, WRONG_OF_ONE
from hub.office.office import SAVED_FROM_OUTSIDE
from hub.security.actors import Kiosk, Resident
from hub.wire import Application, FoundEntry, SavedEntry, SaveEntry
from tests.hub.web.running_hub import NAME, demo_bundle
from tests.hub.web.test_portal import ANSWERS, begin, fill, on_hub, sent_for


def codes_on(page):
    """The scanned and the typed code of a page that shows them."""
    return re.search(r"UK1:\w+", page)[0], re.search(r"<b>([0-9A-Z]{4}-[0-9A-Z]{4})</b>", page)[1]


async def save_for_later(browser):
    """One page filled in, then あとで つづける."""
    for _ in range(2):
        await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS))
    assert browser.url.endswith("/enter/step/old_home")
    await browser.post("/enter/step/old_home", **sent_for(browser.text, {"old_address": {"kind": "japan"}}) | {"do": "save"})
    assert browser.url.endswith("/enter/done"), browser.text
    return codes_on(browser.text)


async def go_on_with(hub, code):
    browser = hub.browser()
    await browser.get("/enter/resume")
    await browser.post("/enter/resume", code=code)
    return browser


def test_half_an_entry_is_saved_and_goes_on_where_it_was_left_on_any_other_browser(tmp_path):
    async def scenario(hub, kiosk):
        code, short = await save_for_later(browser := await begin(hub))
        assert "2027(令和9)年4月5日（月） まで" in browser.text and NAME not in browser.text
        assert NAME not in await browser.get("/enter/step/movers.0")

        other = await go_on_with(hub, short.lower())
        assert other.url.endswith("/enter/step/old_home") and "つづきからはじめます" in other.text
        assert NAME in await other.get("/enter/step/movers.0")
        await other.get("/enter/step/old_home")
        assert (await fill(other))[-1] == "done"
        found = await kiosk.find_entry(codes_on(other.text)[0])
        assert found.unfinished is None and found.applications[0].answers["movers"][0]["name"] == NAME
        assert (await kiosk.find_entry(code)).error == "unknown_code"

    on_hub(tmp_path, scenario)


def test_a_my_number_is_not_put_away_with_what_was_begun(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        people = [dict(ANSWERS["movers"][0]) | {"name": "123456789018"}]
        await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS))  # opens the questions of a name

        sent = sent_for(browser.text, ANSWERS | {"movers": people}) | {"do": "save"}
        page = await browser.post("/enter/step/movers.0", **sent)

        assert browser.status == 422 and "個人番号は書かないでください" in page
        await browser.get("/enter/done")
        assert browser.status != 200, "nothing was saved"

    on_hub(tmp_path, scenario)


def test_a_kiosk_finds_what_was_begun_at_home(tmp_path):
    async def scenario(hub, kiosk):
        code, short = await save_for_later(await begin(hub, language="ne"))
        for each in (code, short):
            found = await kiosk.find_entry(each)
            assert isinstance(found, FoundEntry)
            assert (found.language, found.unfinished) == ("ne", {"leaf": "old_home"})
            assert found.applications[0].answers["old_address"] == {"kind": "japan"}

    on_hub(tmp_path, scenario)


def test_two_procedures_begun_at_a_kiosk_go_on_at_home_with_nothing_asked_twice(tmp_path):
    async def scenario(hub, kiosk):
        forms = demo_bundle().forms
        begun = SaveEntry(
            "ja",
            (
                Application("moving_in", forms["moving_in"].version, {"movers": ANSWERS["movers"], "notifier": "self"}),
                Application("seal_registration", forms["seal_registration"].version, {"phone": "0441234567"}),
            ),
            unfinished={"page": "old_address.kind:choice"},
        )
        saved = await hub.office.save_entry(Kiosk("01"), begun, "press-1")
        assert isinstance(saved, SavedEntry), saved
        browser = await go_on_with(hub, saved.short_code)
        assert browser.url.endswith("/enter/step/old_home")
        answers = dict(ANSWERS) | _answers_of_seal()
        seen, asked = [], []
        for _ in range(30):
            asked += re.findall(r'name="shown" value="([^"]+)"', browser.text)
            if browser.url.endswith("/done"):
                break
            seen.append(browser.url.rsplit("/enter/", 1)[1])
            await browser.post("/enter/" + seen[-1], **sent_for(browser.text, answers))
        found = await kiosk.find_entry(codes_on(browser.text)[0])
        assert [each.procedure for each in found.applications] == ["moving_in", "seal_registration"]
        assert all(each.answers["phone"] == "0441234567" for each in found.applications)
        assert "procedure" not in seen and asked.count("consent") <= 2 and asked[-1] == "consent"
        assert sum(each.endswith("notifier") for each in seen) <= 1

    on_hub(tmp_path, scenario)


def _answers_of_seal():
    person = ANSWERS["movers"][0]
    return {
        **demo_bundle().forms["seal_registration"].standard,
        "seal_ready": True,
        "certificate_copies": "1",
        "name": NAME,
        "name_kana": person["name_kana"],
        "birth_date": person["birth_date"],
        "sex": person["sex"],
        "address": {"ward": "川辺区", "town": "南町", "lot": "2-3-14", "is_flat": False},
    }


def test_a_finished_entry_can_be_corrected_at_home_and_gets_a_new_code(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        await fill(browser)
        code, short = codes_on(browser.text)
        other = await go_on_with(hub, short)
        assert other.url.endswith("/enter/step/guidance") and NAME in other.text
        changed = ANSWERS | {"phone": "0449876543"}
        await other.get("/enter/step/notifier?from=review")
        await other.post("/enter/step/notifier", **sent_for(other.text, changed) | {"from": "review"})
        await fill(other, changed)
        found = await kiosk.find_entry(codes_on(other.text)[0])
        assert found.applications[0].answers["phone"] == "0449876543"
        assert (await kiosk.find_entry(code)).error == "unknown_code"

    on_hub(tmp_path, scenario)


def test_a_code_that_opens_nothing_gets_one_answer_whatever_the_reason(tmp_path):
    async def scenario(hub, kiosk):
        code, short = await save_for_later(await begin(hub))
        hub.clock.now += timedelta(days=8)
        pages = []
        for wrong in (code, short, "ABCD-2345", "https://example.com", "", "あ" * 100):
            browser = await go_on_with(hub, wrong)
            assert browser.status == 422
            pages.append(re.sub(r'value="[^"]*"', "", browser.text))
        assert len(set(pages)) == 1 and 'role="alert">このコードでは開けません' in pages[0] and 'aria-invalid="true"' in pages[0]

    on_hub(tmp_path, scenario)


def test_after_ten_wrong_codes_the_page_says_until_when_and_the_scanned_code_still_opens(tmp_path):
    async def scenario(hub, kiosk):
        code, short = await save_for_later(await begin(hub))
        for _ in range(WRONG_OF_ONE):
            await go_on_with(hub, "ABCD-2345")
        browser = await go_on_with(hub, short)
        assert browser.status == 429 and "9:10まで使えません" in browser.text
        assert (await go_on_with(hub, code)).url.endswith("/enter/step/old_home")
        assert WRONG_FROM_OUTSIDE > WRONG_OF_ONE
        hub.clock.now += timedelta(minutes=10)
        assert (await go_on_with(hub, short)).url.endswith("/enter/step/old_home")

    on_hub(tmp_path, scenario)


def test_another_language_keeps_what_was_typed_and_stays_on_every_page_after(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS) | {"do": "look"})
        typed = sent_for(browser.text, {"movers": [ANSWERS["movers"][0] | {"domicile": "緑野町"}]}) | {"do": "language:vi"}
        page = await browser.post("/enter/step/movers.0", **typed)
        assert '<html lang="vi">' in page and 'value="緑野町"' in page
        assert '<html lang="vi">' in await browser.get("/enter/step/old_home")
        assert '<html lang="vi">' in await browser.get("/enter/resume")
        await browser.post("/enter/quit")
        assert '<html lang="vi">' in browser.text

    on_hub(tmp_path, scenario)


def test_a_telephone_set_to_chinese_is_answered_in_chinese_and_an_unknown_one_in_japanese(tmp_path):
    async def scenario(hub, kiosk):
        for said, shown in (
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
            ("de-DE,de;q=0.9,pt-BR;q=0.7", "pt"),
            ("de-DE,fr", "ja"),
            ("en;q=0, tl", "fil"),
            ("en;q=x", "ja"),
        ):
            assert f'<html lang="{shown}">' in await hub.browser().get("/enter", **{"Accept-Language": said}), said

    on_hub(tmp_path, scenario)


def test_what_has_no_form_to_fill_in_leads_to_the_choice_of_procedures(tmp_path):
    async def scenario(hub, kiosk):
        bare = SaveEntry("ja", (Application("nhi_join", "", {}),), unfinished={})
        saved = await hub.office.save_entry(Kiosk("01"), bare, "press-1")
        assert (await go_on_with(hub, saved.code)).url.endswith("/enter")

    on_hub(tmp_path, scenario)


def test_the_code_of_an_entry_is_nowhere_on_the_disk(tmp_path):
    async def scenario(hub, kiosk):
        code, short = await save_for_later(await begin(hub))
        kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
        assert code.encode() not in kept and short.replace("-", "").encode() not in kept and "緑野".encode() not in kept
        assert msgspec.json.encode(NAME)[1:-1] not in kept

    on_hub(tmp_path, scenario)


def test_who_cannot_save_just_now_is_told_when_and_keeps_what_was_entered(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        for _ in range(2):
            await browser.post("/enter/step/movers.0", **sent_for(browser.text, ANSWERS))
        for each in range(SAVED_FROM_OUTSIDE):
            await hub.office.save_entry(
                Resident(f"192.0.2.{each // 2}"), SaveEntry("ja", (Application("nhi_join", "", {}),), {}), f"robot-{each}"
            )
        half = sent_for(browser.text, {"old_address": {"kind": "japan"}}) | {"do": "save"}
        await browser.post("/enter/step/old_home", **half)
        assert "9:10" in browser.text and "まだ保存していません" in browser.text
        hub.clock.forward(minutes=10)
        await browser.post("/enter/step/old_home", **half)
        assert browser.url.endswith("/enter/done")

    on_hub(tmp_path, scenario)
