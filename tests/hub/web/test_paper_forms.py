"""紙の方: a number with an empty form from the floor; the counter is led through what is written on it."""

import asyncio
import re

import pypdfium2
import pytest

from hub.office import Declined
from hub.security.actors import Staff
from hub.wire import ActOnLeg, CallNext, CheckIdentity, CorrectRecord, OpenPaperVisit, RecordView
from tests.hub.small_office import clerk, error_of
from tests.hub.web.running_hub import issue, moving_in, running_hub

GUIDE = Staff("f1", "floor_guide", "フロア案内", "00")


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub:
            await scenario(hub)

    asyncio.run(play())


async def given(hub, procedure="moving_in", people=2):
    ticket = await hub.office.open_paper_visit(GUIDE, OpenPaperVisit(procedure, people=people), f"press-{procedure}")
    assert not hasattr(ticket, "error"), ticket
    return ticket


async def text_of(browser, path):
    async with browser.session.get(browser.hub.address + path) as answer:
        assert answer.content_type == "application/pdf", await answer.text()
        pages = pypdfium2.PdfDocument(await answer.read())
        return "".join(page.get_textpage().get_text_range() for page in pages)


def test_a_guide_gives_a_number_and_prints_its_empty_form(tmp_path):
    async def scenario(hub):
        guide = hub.browser()
        await guide.sign_in("floor")
        assert "紙の方に番号を出す" in await guide.get("/floor")
        page = await guide.get("/paper")
        for field in ("procedure", "people", "language", "consideration"):
            assert f'name="{field}"' in page
        page = await guide.post("/paper", procedure="moving_in", people="2", language="vi", key="paper-press-0001")
        again = await guide.post("/paper", procedure="moving_in", people="2", language="vi", key="paper-press-0001")
        assert re.findall(r'said-number" role="status">([^<]+)', page + again) == ["A-001", "A-001"], "one press, one number"

        text = await text_of(guide, re.search(r'href="(/paper/[0-9a-f]{32})"', page)[1])
        for words in ("A-001", "住民異動届（転入届）", "が呼ばれたら、この紙を窓口へ", "□ 新しく世帯をつくる", "フリガナ"):
            assert words in text.replace("\r\n", ""), words
        assert "以下余白" not in text
        visits = (await hub.office.work(clerk(1), "reception", 1, None)).visits
        assert [(each.number, each.channel, each.people, each.language) for each in visits] == [("A-001", "paper", 2, "vi")]

    on_hub(tmp_path, scenario)


def test_only_a_number_given_for_paper_has_an_empty_form(tmp_path):
    async def scenario(hub):
        async with hub.client() as kiosk:
            ticket = await issue(kiosk, "kiosk-press")
        assert error_of(await hub.office.blank_form(GUIDE, ticket.visit)) == "no_form"
        for procedure, error in (("nhi_join", "no_form"), ("none", "unknown_procedure")):
            assert error_of(await hub.office.open_paper_visit(GUIDE, OpenPaperVisit(procedure), "press")) == error

    on_hub(tmp_path, scenario)


def test_what_is_written_is_entered_piece_by_piece_before_reception_is_over(tmp_path):
    async def scenario(hub):
        office, desk = hub.office, clerk(1)
        await given(hub, people=1)
        view = (await office.call_next(desk, CallNext(counter=1, stage="reception"))).called

        async def act(action):
            now = await office.visit(desk, view.visit)
            return await office.act(desk, ActOnLeg(view.visit, now.legs[0].leg, action, now.version))

        await act("start")
        await office.check_identity(desk, CheckIdentity(view.visit, "self", ("driving_licence",)))
        with pytest.raises(Declined, match="answers_open"):
            await act("finish")
        record = await office.record(desk, view.visit)
        assert {"0.move_date", "0.movers.0.name_kana"} <= set(record.unsettled)
        assert not [each for each in record.unsettled if "consent" in each], "that is signed on the paper"

        written = moving_in().answers
        for top in [each for each in written if each != "consent"]:
            changes = {f"movers.0.{name}": value for name, value in written["movers"][0].items()} if top == "movers" else {}
            if isinstance(written[top], dict):
                changes = {f"{top}.{name}": value for name, value in written[top].items()}
            message = CorrectRecord(view.visit, 0, changes or {top: written[top]}, record.revision, "from_paper")
            answer = await office.correct_record(desk, message)
            assert isinstance(answer, RecordView), (top, answer)
            record = answer
        assert record.unsettled == ()
        assert {each.reason for each in record.corrections} == {"from_paper"}
        assert (await act("finish")).legs[0].state == "done"

    on_hub(tmp_path, scenario)


def test_the_counter_page_leads_from_one_question_of_the_paper_to_the_next(tmp_path):
    async def scenario(hub):
        await given(hub, people=2)
        browser = await hub.clerk(1)
        page = await browser.post("/counter/next", stage="reception", finish="false")
        leg, version, visit = (re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("leg", "version", "visit"))
        page = await browser.post("/counter/act", action="start", visit=visit, leg=leg, version=version, stage="reception")
        page = await browser.shows_licence()
        assert "紙から入力する" in page and "さん ほか" not in page, "nobody's name is known yet"
        opens = re.findall(r'id="open-0-([^"]+)"', page)
        assert opens[:2] == ["movers.0", "movers.1"] and "move_date" in opens
        dialog = await browser.get(f"/counter/correct?stage=reception&visit={visit}&application=0&path=move_date&reason=from_paper")
        assert re.search(r'value="from_paper"[^>]* checked', dialog)

    on_hub(tmp_path, scenario)
