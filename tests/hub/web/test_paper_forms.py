"""紙の方: a number with an empty form from the floor; the counter is led through what is written on it."""

import asyncio
import re

import pypdfium2
import pytest

from hub.office import Declined
from hub.security.actors import Staff
from hub.web.pages.paper_slip import slip
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
        for field in ("about", "people", "language", "consideration"):
            assert f'name="{field}"' in page
        page = await guide.post("/paper", about="residence/moving_in", people="2", language="vi", key="paper-press-0001")
        again = await guide.post("/paper", about="residence/moving_in", people="2", language="vi", key="paper-press-0001")
        assert re.findall(r'said-number" role="status">([^<]+)', page + again) == ["A-001", "A-001"], "one press, one number"

        text = await text_of(guide, re.search(r'href="(/paper/[0-9a-f]{32})"', page)[1])
        for words in ("A-001", "住民異動届（転入届）", "が呼ばれたら、この紙を窓口へ", "□ 新しく世帯をつくる", "フリガナ"):
            assert words in text.replace("\r\n", ""), words
        assert "以下余白" not in text
        visits = (await hub.office.work(clerk(1), "reception", 1, None)).visits
        assert [(each.number, each.channel, each.people, each.language) for each in visits] == [("A-001", "paper", 2, "vi")]

    on_hub(tmp_path, scenario)


def test_whatever_somebody_comes_for_with_a_paper_there_is_a_number_and_its_slip_says_where_to_go(tmp_path):
    async def scenario(hub):
        async with hub.client() as kiosk:
            await issue(kiosk, "before-them")
        guide = hub.browser()
        await guide.sign_in("floor")
        page = await guide.get("/paper")
        abouts = dict(re.findall(r'name="about" value="([^"]*)" required><span>(?:<span[^>]*>▤ </span>)?([^<]+)<', page))
        assert {each.partition("/")[0] for each in abouts} == {each.id for each in hub.office.bundle.site.services}
        assert abouts["family_register/marriage"] == "婚姻届" and abouts["insurance/"] == "そのほか・窓口で決める"
        assert "1人 待ち" in page, "how many wait there is told before"

        for at, (about, what, number, form) in enumerate(
            (
                ("residence/moving_out", "転出届", "A-002", True),
                ("family_register/marriage", "婚姻届", "E-001", False),
                ("insurance/", "国保・年金", "K-001", False),
            )
        ):
            page = await guide.post("/paper", about=about, people="1", language="en", key=f"paper-press-100{at}")
            assert f'role="status">{number}<' in page and ("空の届出書を印刷" in page) is form
            slip = await guide.get(re.search(r'href="(/paper/[0-9a-f]{32}/slip)"', page)[1])
            for words in (what, number, "番の窓口へ", "当日だけ有効", "<svg", "You will be called", "Counter", "Valid on"):
                assert words in slip, words
            assert ("あなたの前に 1人" in slip) is (number == "A-002")
        visits = (await hub.office.work(clerk(1), "reception", 1, None)).visits
        assert ("E-001", "paper", "marriage") in [(each.number, each.channel, each.legs[0].procedure) for each in visits]

    on_hub(tmp_path, scenario)


def test_only_a_number_given_for_paper_has_an_empty_form_or_a_slip(tmp_path):
    async def scenario(hub):
        async with hub.client() as kiosk:
            ticket = await issue(kiosk, "kiosk-press")
        assert error_of(await hub.office.blank_form(GUIDE, ticket.visit)) == "no_form"
        assert error_of(await hub.office.paper_slip(GUIDE, ticket.visit)) == "no_form"
        without = await given(hub, "nhi_join")
        assert error_of(await hub.office.blank_form(GUIDE, without.visit)) == "no_form"
        for message, error in (
            (OpenPaperVisit("none"), "unknown_procedure"),
            (OpenPaperVisit(), "unknown_procedure"),
            (OpenPaperVisit(service="none"), "unknown_service"),
        ):
            assert error_of(await hub.office.open_paper_visit(GUIDE, message, "press")) == error

    on_hub(tmp_path, scenario)


def test_the_slip_tells_the_wait_as_it_is_when_it_is_printed_and_none_once_its_number_is_called(tmp_path):
    async def scenario(hub):
        async with hub.client() as kiosk:
            await issue(kiosk, "before-them")
        ticket = await given(hub)
        before = await hub.office.paper_slip(GUIDE, ticket.visit)
        assert (before.ticket.people_waiting, before.at) == (1, hub.clock.now)
        hub.clock.forward(minutes=3)
        for counter in (1, 2):
            await hub.office.call_next(clerk(counter), CallNext(counter=counter, stage="reception"))
        after = await hub.office.paper_slip(GUIDE, ticket.visit)
        shown = slip(hub.office.bundle, after)
        told = shown.japanese
        assert (after.ticket.people_waiting, told.people, told.wait, told.as_of) == (None, "", "", "")
        assert shown.number == ticket.number and told.calls and shown.own is None

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
        await office.records.check_identity(desk, CheckIdentity(view.visit, "self", ("driving_licence",)))
        with pytest.raises(Declined, match="answers_open"):
            await act("finish")
        record = await office.records.record(desk, view.visit)
        assert {"0.move_date", "0.movers.0.name_kana"} <= set(record.unsettled)
        assert not [each for each in record.unsettled if "consent" in each], "that is signed on the paper"

        written = moving_in().answers
        for top in [each for each in written if each != "consent"]:
            changes = {f"movers.0.{name}": value for name, value in written["movers"][0].items()} if top == "movers" else {}
            if isinstance(written[top], dict):
                changes = {f"{top}.{name}": value for name, value in written[top].items()}
            message = CorrectRecord(view.visit, 0, changes or {top: written[top]}, record.revision, "from_paper")
            answer = await office.records.correct_record(desk, message)
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
        assert "紙から入力　" in page and "さん ほか" not in page, "nobody's name is known yet"
        opens = re.findall(r'id="open-0-([^"]+)"', page)
        assert opens[:2] == ["notifier", "phone"] and {"movers.0", "movers.1", "move_date"} <= set(opens)
        dialog = await browser.get(f"/counter/correct?stage=reception&visit={visit}&application=0&path=move_date&fill=true")
        dialog = re.search(r'<dialog id="correct".*?</dialog>', dialog, re.DOTALL)[0]
        assert "紙から入力　引っ越した日" in dialog and 'name="reason"' not in dialog, "what was never entered is no correction"
        assert "とばして、" in dialog

    on_hub(tmp_path, scenario)


async def gave(guide, key, about="residence/moving_in"):
    """(number, where it is taken back) of a press of the guide."""
    page = await guide.post("/paper", about=about, people="1", language="ja", key=key)
    return re.search(r'said-number" role="status">([^<]+)', page)[1], re.search(r'action="(/paper/[0-9a-f]{32}/take-back)"', page)[
        1
    ]


async def guide_of(hub):
    guide = hub.browser()
    await guide.sign_in("floor")
    await guide.get("/paper")
    return guide


def test_a_number_given_by_mistake_is_taken_back_where_it_was_given_and_never_given_again(tmp_path):
    async def scenario(hub):
        guide = await guide_of(hub)
        number, path = await gave(guide, "paper-press-2001")
        hub.clock.forward(seconds=59)
        for _ in range(2):
            page = await guide.post(path)
            assert guide.status == 200 and f"{number} を取り消しました" in page, "and once more is no harm"
        assert (await hub.office.work(clerk(1), "reception", 1, None)).visits == ()
        again, _ = await gave(guide, "paper-press-2002")
        assert (number, again) == ("A-001", "A-002")

    on_hub(tmp_path, scenario)


def test_after_a_minute_or_once_it_is_called_the_page_says_where_the_number_is_ended(tmp_path):
    async def scenario(hub):
        guide = await guide_of(hub)
        _, old = await gave(guide, "paper-press-2001")
        hub.clock.forward(seconds=61)
        page = await guide.post(old)
        assert guide.status == 409 and "A-001 は、出してから60秒をすぎた" in page
        _, path = await gave(guide, "paper-press-2002")
        for counter in (1, 2):
            await hub.office.call_next(clerk(counter), CallNext(counter=counter, stage="reception"))
        page = await guide.post(path)
        assert guide.status == 409 and "A-002 は、もう窓口で呼ばれています" in page
        assert {each.number for each in (await hub.office.work(clerk(2), "reception", 2, None)).visits} >= {"A-002"}

    on_hub(tmp_path, scenario)


def test_only_who_gave_a_number_takes_it_back_here(tmp_path):
    async def scenario(hub):
        ticket = await given(hub)
        other = Staff("k1", "manager", "課長", "01")
        assert error_of(await hub.office.take_back_number(other, ticket.visit)) == "not_allowed"
        async with hub.client() as kiosk:
            from_kiosk = await issue(kiosk, "kiosk-press")
        assert error_of(await hub.office.take_back_number(GUIDE, from_kiosk.visit)) == "not_allowed"
        assert await hub.office.take_back_number(GUIDE, ticket.visit) is None

    on_hub(tmp_path, scenario)
