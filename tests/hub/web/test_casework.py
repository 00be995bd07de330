"""訂正, 本人確認 and 申し送り through HTTP: one clear outcome each, for the wrong moment too."""

import asyncio
import html
import re

import pytest

from hub.security.actors import System
from hub.wire import OpenVisit
from tests.hub.web.running_hub import NAME, moving_in, running_hub


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def fields(page, action):
    """The hidden fields of the first form to this address."""
    found = re.search(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL)
    assert found, f"no form to {action}"
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0])
    return {name: html.unescape(value) for name, value in hidden if name not in ("page_token", "shown")}


async def serving(hub, kiosk, people=1, form=None):
    """Somebody with a form sits at counter 1."""
    answer = await kiosk.open_visit(OpenVisit("ja", applications=(form or moving_in(people=people),)), "one-press")
    clerk = await hub.clerk(1)
    await clerk.get("/counter")
    await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
    leg = re.search(r'name="leg" value="([^"]+)"', clerk.text)[1]
    version = re.search(r'name="version" value="([^"]+)"', clerk.text)[1]
    await clerk.post(
        "/counter/act", action="start", visit=answer.visit, leg=leg, version=version, stage="reception", key="press-0002"
    )
    assert NAME in clerk.text
    return clerk


async def correct(clerk, path, reason="resident_said", **sent):
    visit = re.search(r'name="visit" value="([^"]+)"', clerk.text)[1]
    await clerk.get(f"/counter/correct?stage=reception&visit={visit}&application=0&path={path}")
    asked = re.findall(r'<input type="hidden" name="shown" value="([^"]+)"', clerk.text)
    return await clerk.post("/counter/correct", shown=asked, reason=reason, **fields(clerk.text, "/counter/correct"), **sent)


def test_a_correction_stands_beside_the_answer_with_who_and_why(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        page = await correct(clerk, "old_householder", "certificate_says", old_householder="緑野 一郎")
        assert clerk.status == 200
        told = re.search(r'<tr class="told">.*?</tr>', page, re.DOTALL)[0]
        for words in (f"<del>{NAME}</del>", "<ins>緑野 一郎</ins>", "窓口（1番）", "転出証明書で確認"):
            assert words in told
        assert "いままでの世帯主を訂正" in page, "and the story says so without a value"

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"old_householder": "", "reason": "mistyped"}, "直すところがあります"),
        ({"old_householder": "緑野 一郎", "reason": ""}, "訂正の理由をえらんでください"),
        ({"old_householder": NAME, "reason": "mistyped"}, "変わったところがありません"),
        ({"old_householder": "123456789018", "reason": "mistyped"}, "個人番号（マイナンバー）のような数字"),
    ],
)
def test_what_does_not_do_is_said_in_the_open_dialog_with_what_was_typed(tmp_path, sent, words):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        page = await correct(clerk, "old_householder", **sent)
        assert clerk.status == 409 and words in page
        assert '<dialog id="correct"' in page and f'value="{sent["old_householder"]}"' in page

    on_hub(tmp_path, scenario)


def test_an_answer_that_opens_others_asks_for_them_in_the_same_dialog(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        page = await correct(clerk, "notifier", notifier="same_household")
        assert clerk.status == 409 and 'name="notifier_name"' in page and 'name="notifier_name_kana"' in page
        asked = re.findall(r'<input type="hidden" name="shown" value="([^"]+)"', page)
        named = {"notifier": "same_household", "notifier_name": "緑野 一郎", "notifier_name_kana": "ミドリノ　イチロウ"}
        page = await clerk.post(
            "/counter/correct", shown=asked, reason="resident_said", **fields(page, "/counter/correct"), **named
        )
        assert clerk.status == 200 and "緑野 一郎" in page and "3項目を訂正" in re.sub("<[^>]+>", "", page)

    on_hub(tmp_path, scenario)


def test_a_correction_that_contradicts_another_answer_asks_for_that_answer_in_the_same_dialog(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        person = moving_in().answers["movers"][0] | {"birth_date.year": "1940", "birth_date.month": "4", "birth_date.day": "2"}
        sent = {f"movers.0.{name}": answer for name, answer in person.items() if name != "birth_date"}
        page = await correct(clerk, "movers.0", **sent)
        assert clerk.status == 409 and 'name="q_care"' in page
        asked = re.findall(r'<input type="hidden" name="shown" value="([^"]+)"', page)
        sent |= {"q_care": "unknown", "reason": "resident_said"}
        page = await clerk.post("/counter/correct", shown=asked, **fields(page, "/counter/correct"), **sent)
        assert clerk.status == 200 and "2項目を訂正" in re.sub("<[^>]+>", "", page)

    on_hub(tmp_path, scenario)


def family_with(*domiciles):
    """Who gave these as 本籍, None for 窓口で確認."""
    form = moving_in(people=len(domiciles))
    for person, domicile in zip(form.answers["movers"], domiciles, strict=True):
        person["domicile"] = {"needs_staff": True} if domicile is None else domicile
    return form


def domiciles_in(page):
    return re.findall(r"<th scope=\"row\">[^<]*本籍</th><td>([^<]*?)\s*<", page)


@pytest.mark.parametrize(
    ("said", "ticked", "after"),
    [
        ((None, None, None), {"for_family": "true"}, ["港町1番地"] * 3),
        ((None, None, None), {}, ["港町1番地", "", ""]),
        ((None, "海野市2番地", None), {"for_family": "true"}, ["港町1番地", "海野市2番地", "港町1番地"]),
    ],
)
def test_what_a_family_left_to_the_counter_is_filled_in_once_for_all_who_did(tmp_path, said, ticked, after):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk, form=family_with(*said))
        page = await correct(clerk, "movers.0.domicile", "", fill="true", **ticked, **{"movers.0.domicile": "港町1番地"})
        assert "直すところ" not in page
        view = await clerk.get("/counter?stage=reception")
        assert [each if each.endswith("番地") else "" for each in domiciles_in(view)] == after

    on_hub(tmp_path, scenario)


def test_the_family_is_offered_where_others_said_the_same_and_one_press_takes_all_back(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk, people=3)
        visit = re.search(r'name="visit" value="([^"]+)"', clerk.text)[1]
        opened = f"/counter/correct?stage=reception&visit={visit}&application=0&path="
        offers = 'name="for_family"'
        assert offers in await clerk.get(opened + "movers.1.domicile") and "本籍は、" in clerk.text
        assert offers not in await clerk.get(opened + "old_householder")
        assert offers not in await clerk.get(opened + "movers.1.relationship")
        await correct(clerk, "movers.1.domicile", for_family="true", **{"movers.1.domicile": "港町1番地"})
        assert domiciles_in(await clerk.get("/counter?stage=reception")) == ["港町1番地"] * 3
        await clerk.post("/counter/undo", stage="reception", key="press-to-undo")
        assert set(domiciles_in(await clerk.get("/counter?stage=reception"))) == {"神奈川県みどり野市本町1番地"}

    on_hub(tmp_path, scenario)


def test_of_two_pages_that_correct_the_same_record_the_second_is_told(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        visit = re.search(r'name="visit" value="([^"]+)"', clerk.text)[1]
        old = await clerk.get(f"/counter/correct?stage=reception&visit={visit}&application=0&path=old_householder")
        await correct(clerk, "old_householder", old_householder="緑野 一郎")
        late = fields(old, "/counter/correct") | {"key": "another-press"}
        page = await clerk.post(
            "/counter/correct", shown=["old_householder"], reason="mistyped", old_householder="緑野 二郎", **late
        )
        assert clerk.status == 409 and "ほかの方が先に訂正しました" in page and "緑野 二郎" not in page

    on_hub(tmp_path, scenario)


def test_putting_back_is_one_press_and_stays_in_the_history(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        page = await correct(clerk, "old_householder", old_householder="緑野 一郎")
        page = await clerk.post("/counter/put-back", **fields(page, "/counter/put-back"))
        assert "訂正 2" in page and f"<ins>{NAME}</ins>" in page

    on_hub(tmp_path, scenario)


def test_the_key_names_the_correction_and_takes_it_back_before_what_was_done_earlier(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        page = await correct(clerk, "old_householder", old_householder="緑野 一郎")
        assert "取り消す　A-001 入力・訂正" in page
        page = await clerk.post("/counter/undo", stage="reception", key="press-9001")
        assert "訂正 2" in page and f"<ins>{NAME}</ins>" in page and "取り消す　A-001 訂正" not in page

    on_hub(tmp_path, scenario)


def test_a_person_is_taken_off_the_form_and_can_be_read_in_the_history(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk, people=2)
        page = await correct(clerk, "movers.1", remove="true")
        assert clerk.status == 200 and "手続き対象者（1人）" in page and "<del>緑野 2郎</del>" in page

    on_hub(tmp_path, scenario)


def test_what_was_shown_must_do_and_a_manager_allows_the_exception(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        visit = fields(clerk.text, "/counter/note")["visit"]
        check = {"visit": visit, "stage": "reception", "person": "self", "documents": ["student_card", "cash_card"]}
        page = await clerk.post("/counter/identity", **check)
        assert clerk.status == 409 and "見せてもらったものが足りません" in page
        page = await clerk.post("/counter/identity", **check, reason="questions_answered", approver="02", pin="00")
        assert "番号か暗証番号がちがいます" in page
        pin = await hub.office.door.set_pin(System(), "kacho", "02")
        page = await clerk.post("/counter/identity", **check, reason="questions_answered", approver="02", pin=pin)
        assert clerk.status == 200 and "例外：聞き取り（聴聞）で確かめた（課長）" in page
        assert "本人確認 例外を認めた" in page

    on_hub(tmp_path, scenario)


def test_a_proxy_needs_a_letter(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        visit = fields(clerk.text, "/counter/note")["visit"]
        check = {"visit": visit, "stage": "reception", "person": "proxy", "documents": ["passport"]}
        assert "足りません" in await clerk.post("/counter/identity", **check)
        page = await clerk.post("/counter/identity", **check, papers="letter_of_proxy")
        assert "申請書の届出人は「本人」です" in page, "somebody else was seen than the form says"
        assert clerk.status == 200 and "代理人・パスポート・委任状" in page

    on_hub(tmp_path, scenario)


def test_words_for_the_next_stage_are_there_when_it_takes_the_papers(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await serving(hub, kiosk)
        note = fields(clerk.text, "/counter/note")
        assert "個人番号" in await clerk.post("/counter/note", **note, text="番号 1234-5678-9018") and clerk.status == 409
        page = await clerk.post("/counter/note", **(note | {"key": "another-press"}), text="国保の届出も<b>希望</b>")
        assert "国保の届出も&lt;b&gt;希望&lt;/b&gt;" in page
        await clerk.shows_licence()
        await clerk.post("/counter/next", stage="reception", finish="true", key="press-0003")
        behind = await hub.clerk(21)
        page = await behind.post("/counter/next", stage="examination", finish="false", key="press-0004")
        assert "国保の届出も" in page

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize("query", ["", "?visit=nobody&application=0&path=x", "?visit=nobody&application=x&path=x"])
def test_a_correction_of_nobody_is_refused_in_words(tmp_path, query):
    async def scenario(hub, kiosk):
        clerk = await hub.clerk(1)
        page = await clerk.get(f"/counter/correct{query}")
        assert clerk.status in (404, 409) and "Traceback" not in page

    on_hub(tmp_path, scenario)


def test_a_move_a_year_ago_is_marked_for_the_clerk_as_it_was_asked_back_at_the_kiosk(tmp_path):
    async def scenario(hub, kiosk):
        form = moving_in()
        form.answers["move_date"] = "2021-04-01"
        form.answers["movers"][0]["birth_date"] = "1921-04-02"
        form.answers["q_care"] = "unknown"
        clerk = await serving(hub, kiosk, form=form)
        row = re.search(r"<tr><th[^>]*>引っ越した日.*?</tr>", clerk.text, re.DOTALL)[0]
        assert "1年以上前の日付です。これで正しいですか" in row
        born = re.search(r'<tr class="odd"><td></td><td[^>]*>生年月日.*?</tr>', clerk.text, re.DOTALL)[0]
        assert "105年以上前の日付です。これで正しいですか" in born

    on_hub(tmp_path, scenario)
