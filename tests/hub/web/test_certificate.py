"""The cross-check page through HTTP: hand a paper in, decide field by field, correct what it proves; accidents have one outcome."""

import asyncio
import html
import io
import re
from copy import deepcopy
from typing import get_args

import aiohttp
import numpy as np
import pytest

from hub.scans.outcome import Why
from hub.web.pages.certificate import NOT_TAKEN
from tests.hub.scans.certificates import household, pdf, png
from tests.hub.small_office import clerk as staff
from tests.hub.web.certificates_at_the_counter import FAMILY, laid_beside, served, sheet
from tests.hub.web.running_hub import BROWSER, running_hub


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def place(visit):
    return f"/counter/certificate/{visit}"


async def hand_in(clerk, visit, document, token=None):
    form = aiohttp.FormData()
    form.add_field("page_token", clerk.token if token is None else token)
    form.add_field("file", io.BytesIO(document), filename="scan.jpg", content_type="image/jpeg")
    return await clerk._ask("POST", place(visit), form, {})


def row(page, path):
    """The row of this answer: (outcome, hidden fields)."""
    found = re.search(rf'<tr class="row[^>]*id="row-{path.replace(".", "-")}".*?</tr>', page, re.DOTALL)
    assert found, f"no row {path}"
    pressed = re.search(r'value="(\w+)" class="outcome[^>]*aria-pressed="true"', found[0])
    outcome = pressed[1] if pressed else ""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0]))
    fields.pop("page_token")
    return outcome, {name: html.unescape(value) for name, value in fields.items()}, html.unescape(found[0])


def left(page):
    return int(re.search(r'id="open">のこり (\d+)', page)[1])


def test_a_paper_that_says_the_same_leaves_nothing_open_and_shows_every_crop(tmp_path):
    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk)
        page = await clerk.get(place(visit))
        assert "まだ読み取っていません" in page and left(page) == 4 + 2 * 7

        page = await hand_in(clerk, visit, sheet())
        assert clerk.status == 200 and left(page) == 0 and "照合は終わりました" in page
        assert page.count('class="crop"') == 4 + 2 * 7
        picture = re.search(rf'href="({place(visit)}/\w+/0)"', page)[1]
        async with clerk.session.get(hub.address + picture, headers=BROWSER) as answer:
            assert (answer.status, answer.content_type, answer.headers["Cache-Control"]) == (200, "image/jpeg", "no-store")
            assert (await answer.read()).startswith(b"\xff\xd8")

    on_hub(tmp_path, scenario)


def test_a_difference_stays_open_until_the_clerk_corrects_the_entry_or_leaves_it_with_the_resident(tmp_path):
    answers = deepcopy(FAMILY.answers)
    answers["movers"][1]["birth_date"] = "1999-09-09"
    answers["move_date"] = "2027-03-28"

    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk, answers)
        page = await laid_beside(hub, clerk, visit)
        assert left(page) == 2
        outcome, fields, shown = row(page, "movers.1.birth_date")
        assert outcome == "mismatch" and "<mark>1999(平成11)年9月9日</mark>" in shown
        proposed = re.search(r'id="value-movers-1-birth_date" name="value" type="date" value="([\d-]+)"', page)[1]
        assert proposed == FAMILY.answers["movers"][1]["birth_date"], "the reading, for the clerk to look at"

        beside = {name: fields[name] for name in ("application", "answer")}
        page = await clerk.post(f"{place(visit)}/correct", **beside, revision="0", value=proposed, key="press-0010")
        assert row(page, "movers.1.birth_date")[0] == "same" and left(page) == 1

        _, fields, _ = row(page, "move_date")
        page = await clerk.post(f"{place(visit)}/decide", **fields, kept="true")
        assert left(page) == 0 and "✓ 入力のまま" in page
        view = await hub.office.records.record(staff(1), visit)
        assert [(each.path, each.reason) for each in view.corrections] == [("movers.1.birth_date", "certificate_says")]

    on_hub(tmp_path, scenario)


def readings(page):
    """(label or name of the row, word of the paper) of the counter page's record."""
    rows = re.findall(r"<tr>(?:(?!</tr>).)*?</tr>", page.split('id="record"')[1].split("<footer>")[0], re.DOTALL)
    plain = [" ".join(html.unescape(re.sub("<[^>]+>", " ", each)).split()) for each in rows]
    return {
        each.split()[0 if not each[0].isdigit() else 1]: found[1]
        for each in plain
        if (found := re.search("(?:証明書 )?([＝≒≠？])", each))
    }


def test_what_the_paper_says_stands_beside_each_answer_in_the_record(tmp_path):
    answers = deepcopy(FAMILY.answers)
    answers["movers"][1]["birth_date"] = "1999-09-09"
    answers["move_date"] = "2027-03-28"

    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk, answers)
        assert readings(await clerk.get("/counter")) == {}, "nobody has compared anything"
        page = await laid_beside(hub, clerk, visit)
        found = readings(await clerk.get("/counter"))
        first, second = (each["name"].split("　")[0].split()[0] for each in answers["movers"])
        assert found["引っ越した日"] == "≠" and found["いままでの住所"] == "＝"
        assert {found[name] for name in {first, second}} <= {"≠", "＝"} and "≠" in found.values()
        _, fields, _ = row(page, "move_date")
        await clerk.post(f"{place(visit)}/decide", **fields, kept="true")
        assert "不一致。本人に確かめ、入力のまま" in await clerk.get("/counter")

    on_hub(tmp_path, scenario)


def test_a_decision_is_for_the_value_that_was_seen_and_lapses_with_it(tmp_path):
    answers = deepcopy(FAMILY.answers)
    answers["movers"][0]["name_kana"] = "ミナモト　タロウ"

    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk, answers)
        page = await laid_beside(hub, clerk, visit)
        _, fields, _ = row(page, "movers.0.name_kana")
        page = await clerk.post(f"{place(visit)}/decide", **fields, outcome="same")
        assert row(page, "movers.0.name_kana")[0] == "same" and left(page) == 0
        await clerk.post(
            f"{place(visit)}/correct", application="0", answer="movers.0.name_kana", revision="0", value="ヤマダ　タロウ"
        )
        assert clerk.status == 200
        assert row(clerk.text, "movers.0.name_kana")[0] == "mismatch"

    on_hub(tmp_path, scenario)


def test_a_press_on_an_old_page_changes_nothing_and_says_so(tmp_path):
    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk)
        page = await laid_beside(hub, clerk, visit)
        _, fields, _ = row(page, "move_date")
        await clerk.post(f"{place(visit)}/decide", **fields, outcome="mismatch")
        page = await clerk.post(f"{place(visit)}/decide", **(fields | {"key": "another"}), outcome="same")
        assert clerk.status == 409 and "ほかの操作が先でした" in page
        assert row(page, "move_date")[0] == "mismatch"

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (lambda: b"GIF89a", "not_a_picture"),
        (lambda: png(np.full((400, 300), 255, np.uint8)), "other_paper"),
        (lambda: sheet()[:2000], "cut_short"),
        (lambda: pdf(*[np.full((40, 30), 255, np.uint8)] * 20), "too_many_pages"),
        (lambda: b"\xff\xd8\xff" + bytes(21 * 1024 * 1024), "too_large"),
    ],
    ids=["no picture", "another paper", "cut short", "twenty pages", "too large"],
)
def test_a_document_that_cannot_be_used_is_said_and_nothing_is_kept(tmp_path, document, why):
    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk)
        await clerk.get(place(visit))
        page = await hand_in(clerk, visit, document())
        assert clerk.status == 422 and NOT_TAKEN[why][0] in page and NOT_TAKEN[why][1] in page
        assert "まだ読み取っていません" in page

    on_hub(tmp_path, scenario)


def test_a_form_without_a_file_or_from_another_page_is_refused(tmp_path):
    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk)
        await clerk.get(place(visit))
        assert "ファイルがえらばれていません" in await hand_in(clerk, visit, b"")
        await hand_in(clerk, visit, sheet(), token="0" * 64)
        assert clerk.status == 403
        await clerk.post(place(visit))
        assert clerk.status == 400

    on_hub(tmp_path, scenario)


def test_an_address_that_differs_is_corrected_in_the_record_where_its_parts_are(tmp_path):
    answers = deepcopy(FAMILY.answers)
    answers["old_address"]["lot"] = "99-9"

    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk, answers)
        page = await laid_beside(hub, clerk, visit)
        outcome, _, shown = row(page, "old_address")
        assert outcome == "mismatch"
        page = await clerk.get(html.unescape(re.search(r'href="(/counter/correct[^"]*)"', shown)[1]))
        assert clerk.status == 200 and "いままでの住所" in page and 'value="99-9"' in page

    on_hub(tmp_path, scenario)


def test_another_familys_paper_is_seen_at_once_and_taken_away(tmp_path):
    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk)
        stranger = household(7, people=1)
        page = await laid_beside(hub, clerk, visit, stranger)
        assert "紙にいない方がいます" in page and "入力されていない方がいます" in page and left(page) > 2
        page = await clerk.post(f"{place(visit)}/remove")
        assert "まだ読み取っていません" in page

    on_hub(tmp_path, scenario)


def test_nobody_but_who_serves_the_visit_sees_the_paper(tmp_path):
    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk)
        page = await laid_beside(hub, clerk, visit)
        picture = re.search(rf'href="({place(visit)}/\w+/0)"', page)[1]
        other = await hub.clerk(2)
        for path in (place(visit), picture):
            await other.get(path)
            assert other.status == 403
        guide = await hub.clerk(login="floor")
        await guide.get(place(visit))
        assert guide.status == 403
        assert "転入" in await clerk.get("/counter")

    on_hub(tmp_path, scenario)


def test_with_paper_in_hand_every_field_can_be_decided_without_a_scan(tmp_path):
    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk)
        page = await clerk.get(place(visit))
        for _ in range(left(page)):
            first = re.search(r'<tr class="row open" id="row-([\w-]+)"', page)[1]
            _, fields, _ = row(page, first)
            page = await clerk.post(f"{place(visit)}/decide", **fields, outcome="same")
        assert left(page) == 0

    on_hub(tmp_path, scenario)


def test_the_rest_is_settled_at_once_but_never_what_the_machine_found_different(tmp_path):
    answers = deepcopy(FAMILY.answers)
    answers["movers"][1]["birth_date"] = "1999-09-09"

    async def scenario(hub, kiosk):
        clerk, visit = await served(hub, kiosk, answers)
        page = await clerk.get(place(visit))
        _, fields, _ = row(page, "move_date")
        page = await clerk.post(f"{place(visit)}/decide", **fields, outcome="same")
        everything = 4 + 2 * 7
        assert left(page) == everything - 1
        desk = await clerk.get("/counter")
        assert f"転出証明書と照合中　のこり{everything - 1}" in desk and "照合した" not in desk
        page = await clerk.get(place(visit))
        stale = await clerk.post(f"{place(visit)}/rest", seen="0", rest=str(everything), key="press-0020")
        assert clerk.status == 409 and left(stale) == everything - 1, "an old page settles nothing"
        page = await clerk.post(f"{place(visit)}/rest", seen="1", rest=str(everything - 1), key="press-0021")
        assert left(page) == 0
        assert "転出証明書と照合した" in await clerk.get("/counter")

        page = await laid_beside(hub, clerk, visit)
        assert row(page, "movers.1.birth_date")[0] == "mismatch"
        assert 'data-dialog="rest"' not in page, "the one row that differs is looked at by itself"
        page = await clerk.get("/counter")
        assert "1点中 1点" in page and "持ち物「転出証明書」を確かめた" in page, "what was compared was seen"

    on_hub(tmp_path, scenario)


def test_every_reason_for_not_taking_a_document_has_its_words():
    assert set(NOT_TAKEN) == set(get_args(Why))
