"""設定 over HTTP: the manager's pages, errors beside the field in words, and everything typed kept."""

import asyncio
import html
from datetime import date, time

import msgspec

from config.overlay import SUBJECTS
from hub.web.pages.settings import subjects
from tests.hub.web.running_hub import demo_bundle, running_hub


def with_chief(scenario, tmp_path, bundle=None):
    async def run():
        async with running_hub(tmp_path, bundle) as hub:
            chief = hub.browser()
            await chief.sign_in("kacho")
            return await scenario(hub, chief)

    return asyncio.run(run())


def fields_of(page):
    """What a browser would send of the form of a page: texts, areas, ticked boxes."""
    found = {}
    for piece in page.split("<input ")[1:]:
        tag = piece.split(">")[0]
        if ('type="checkbox"' in tag and " checked" not in tag) or 'name="' not in tag:
            continue
        found.setdefault(tag.split('name="')[1].split('"')[0], []).append(html.unescape(tag.split('value="')[1].split('"')[0]))
    for piece in page.split("<textarea ")[1:]:
        found[piece.split('name="')[1].split('"')[0]] = [html.unescape(piece.split(">", 1)[1].split("</textarea>")[0])]
    found.pop("page_token", None)
    return found


def test_every_subject_read_back_from_its_own_rows_is_what_is_in_force():
    bundle = demo_bundle()
    in_force = {
        "hours": bundle.site.hours,
        "closed": bundle.site.closed,
        "counters": bundle.site.counters,
        "last_reception": {each.id: each.last_reception for each in bundle.site.services},
        "quotas": {each.id: each.quota for each in bundle.site.services},
        "fees": bundle.fees,
    }

    for subject, value in in_force.items():
        reading = subjects.read(bundle, subject, subjects.rows(bundle, subject))
        assert reading.wrong == ()
        assert reading.value == value


def test_the_pages_sent_back_untouched_change_nothing(tmp_path):
    async def scenario(hub, chief):
        before = hub.office.bundle
        for subject in SUBJECTS:
            if subject != "texts":
                page = await chief.get(f"/settings/{subject}")
                await chief.post(f"/settings/{subject}", **fields_of(page), do="change")
                assert chief.url.endswith("/settings"), chief.text
        return before, hub.office.bundle, chief.text

    before, after, overview = with_chief(scenario, tmp_path)

    assert after == before
    assert "まだ変更はありません" in overview


def test_a_manager_changes_the_hours_sees_who_did_and_takes_it_back(tmp_path):
    async def scenario(hub, chief):
        fields = fields_of(await chief.get("/settings/hours"))
        await chief.post("/settings/hours", **fields | {"hours[0].closes": "19：00"}, do="change")
        changed, overview = hub.office.bundle.site.hours[0].closes, chief.text
        action = overview.split('action="/settings/undo/')[1].split('"')[0]
        undone = await chief.post(f"/settings/undo/{action}")
        after = hub.office.bundle.site.hours[0].closes
        again = undone.split('action="/settings/undo/')[1].split('"')[0]
        redone = await chief.post(f"/settings/undo/{again}")
        return changed, overview, after, undone, hub.office.bundle.site.hours[0].closes, redone

    changed, overview, after, undone, at_last, redone = with_chief(scenario, tmp_path)

    assert changed == time(19)
    assert "開庁時間を変えた" in overview and "課長" in overview
    assert after == time(17)
    assert "開庁時間を元に戻した" in undone and ">やり直す</button>" in undone and ">取り消す</button>" not in undone
    assert ">元に戻した</span>" in undone, "the change itself says so too"
    assert at_last == time(19)
    assert "開庁時間をやり直した" in redone and ">取り消す</button>" in redone


def test_what_cannot_be_read_is_said_beside_its_field_and_what_was_typed_stays(tmp_path):
    async def scenario(hub, chief):
        fields = fields_of(await chief.get("/settings/hours"))
        page = await chief.post("/settings/hours", **fields | {"hours[0].opens": "朝いちばん", "begins": "いつか"}, do="change")
        return chief.status, page, hub.office.bundle.hash

    status, page, bundle = with_chief(scenario, tmp_path)

    assert status == 422
    assert 'value="朝いちばん"' in page and "時刻は 8:30 のように" in page
    assert "日付は 2027-05-01" in page
    assert bundle == demo_bundle().hash


def test_what_the_files_check_would_refuse_is_told_in_japanese_at_the_row_it_is_in(tmp_path):
    async def scenario(hub, chief):
        fields = fields_of(await chief.get("/settings/hours"))
        cleared = {"hours[0].opens": "", "hours[0].closes": "", "hours[1].closes": "8:00"}
        page = await chief.post("/settings/hours", **fields | cleared, do="change")
        fields = fields_of(await chief.get("/settings/counters"))
        counters = await chief.post(
            "/settings/counters", **{name: each for name, each in fields.items() if name != "counters[9].stages"}, do="change"
        )
        return page, counters

    page, counters = with_chief(scenario, tmp_path)

    assert "終わりの時刻 08:00 が、始まりより前です" in page.split('id="hours[1].closes"')[1].split("</div>")[0]
    assert "業務「住民異動」の工程「照合」を受ける窓口がなくなります" in counters


def test_closed_days_are_typed_in_any_way_a_day_is_written(tmp_path):
    async def scenario(hub, chief):
        await chief.get("/settings/closed")
        await chief.post(
            "/settings/closed", **{"closed.days": "令和9年5月6日\n2027-05-07、2027年5月10日", "begins": "2027-03-29", "seen": "0"}
        )
        closed = hub.office.bundle.site.closed
        page = await chief.post("/settings/closed", **{"closed.days": "連休明け", "begins": "2027-03-29", "seen": "1"})
        return closed, page

    closed, page = with_chief(scenario, tmp_path)

    assert closed == (date(2027, 5, 6), date(2027, 5, 7), date(2027, 5, 10))
    assert "「連休明け」は日付として読めません" in page


def test_a_text_is_worded_by_the_office_in_its_languages_and_comes_back_when_cleared(tmp_path):
    async def scenario(hub, chief):
        fields = fields_of(await chief.get("/settings/texts?find=bring.identity"))
        words = {"texts.bring.identity.ja": "本人確認書類（顔写真のあるもの）", "texts.bring.identity.en": "Photo <b>identity</b>"}
        await chief.post("/settings/texts", **fields | words, do="change")
        said = [hub.office.bundle.texts[language]["bring.identity"] for language in ("ja", "en", "ko")]
        again = await chief.get("/settings/texts?find=bring.identity")
        fields = fields_of(again)
        await chief.post("/settings/texts", **fields | {"texts.bring.identity.ja": "", "texts.bring.identity.en": ""}, do="change")
        return said, again, hub.office.bundle.texts

    said, again, texts = with_chief(scenario, tmp_path)

    assert said == ["本人確認書類（顔写真のあるもの）", "Photo <b>identity</b>", demo_bundle().texts["ko"]["bring.identity"]]
    assert "Photo &lt;b&gt;identity" in again
    assert texts == demo_bundle().texts


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(tmp_path):
    async def scenario(hub, chief):
        fields = fields_of(await chief.get("/settings/fees"))
        await chief.post("/settings/fees", **fields | {"fees[0].counter": "350"}, do="change")
        page = await chief.post("/settings/fees", **fields | {"fees[0].counter": "400"}, do="change")
        return chief.status, page, hub.office.bundle.fees[0].counter

    status, page, counter = with_chief(scenario, tmp_path)

    assert status == 409
    assert "ほかの人が先に変えました" in page and 'value="400"' in page
    assert counter == 350


def test_a_kiosk_gets_the_new_configuration_by_its_hash(tmp_path):
    async def scenario(hub, chief):
        before = demo_bundle().hash
        await chief.get("/settings/closed")
        await chief.post("/settings/closed", **{"closed.days": "2027-05-06", "begins": "2027-03-29", "seen": "0"})
        async with hub.client() as kiosk:
            fetched = await kiosk.bundle(before)
            return fetched.hash != before, fetched.site.closed

    assert with_chief(scenario, tmp_path) == (True, (date(2027, 5, 6),))


def test_a_clerk_is_not_shown_the_settings(tmp_path):
    async def run():
        async with running_hub(tmp_path) as hub:
            clerk = await hub.clerk(1)
            await clerk.get("/settings")
            shown = clerk.status
            await clerk.post("/settings/closed", **{"closed.days": "", "begins": "2027-03-29", "seen": "0"})
            return shown, clerk.status, "/settings" in await clerk.get("/counter")

    assert asyncio.run(run()) == (403, 403, False)


def test_a_quota_of_the_day_is_set_and_lifted_in_the_page(tmp_path):
    async def scenario(hub, chief):
        fields = fields_of(await chief.get("/settings/quotas"))
        wrong = await chief.post("/settings/quotas", **fields | {"quotas.seal.count": "たくさん"}, do="change")
        await chief.post("/settings/quotas", **fields | {"quotas.seal.count": "20"}, do="change")
        quotas = {each.id: each.quota for each in hub.office.bundle.site.services}
        fields = fields_of(await chief.get("/settings/quotas"))
        await chief.post("/settings/quotas", **fields | {"quotas.seal.count": ""}, do="change")
        return wrong, quotas, hub.office.bundle

    wrong, quotas, after = with_chief(scenario, tmp_path)

    assert "1 から 999 の数字" in wrong
    assert quotas["seal"] == 20 and quotas["residence"] is None
    assert after.site == demo_bundle().site


def test_a_quota_larger_than_the_series_is_told_beside_its_service(tmp_path):
    site = demo_bundle().site
    short = tuple(msgspec.structs.replace(each, last_number=10) if each.id == "seal" else each for each in site.services)
    bundle = msgspec.structs.replace(demo_bundle(), site=msgspec.structs.replace(site, services=short))

    async def scenario(hub, chief):
        fields = fields_of(await chief.get("/settings/quotas"))
        return await chief.post("/settings/quotas", **fields | {"quotas.seal.count": "20"}, do="change")

    page = with_chief(scenario, tmp_path, bundle)

    assert "この業務の番号は1日に 10 個までです" in page.split('id="quotas.seal.count"')[1].split("</div>")[0]
