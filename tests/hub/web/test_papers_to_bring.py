"""持ち物 beside the record: what the answers ask for now."""

import asyncio
import re

import msgspec

from hub.office.to_make_sure import to_be_shown
from hub.web.pages.papers_to_bring import to_bring
from hub.wire import ActOnLeg, Application, OpenVisit, RecordView
from tests.hub.small_office import NINE, clerk
from tests.hub.web.running_hub import demo_bundle, moving_in, running_hub

CARDS = {"q_card": "yes", "cards_today": "all", "pins_known": True, "moved_out_with_card": "card_or_online"}


def told(application: Application) -> tuple[str, ...]:
    shown = to_be_shown(demo_bundle(), (application,), (), NINE.date())
    return tuple(each.label for each in to_bring(demo_bundle(), RecordView("v", "A-001", (application,), to_show=shown)))


def test_the_clerk_reads_what_the_resident_was_asked_to_bring_without_the_identity_documents():
    assert told(moving_in()) == ("転出証明書",)


def test_an_answer_that_is_corrected_changes_what_is_asked_for():
    form = moving_in(people=2)
    corrected = msgspec.structs.replace(form, answers={**form.answers, **CARDS})

    assert set(told(corrected)) == {"引っ越した方全員のマイナンバーカード", "カードの暗証番号（数字4けた）"}


def test_a_number_alone_asks_for_nothing():
    assert to_be_shown(demo_bundle(), (), (), NINE.date()) == ()


def test_what_the_clerk_has_seen_is_ticked_counted_and_kept_with_the_record_alone(tmp_path):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            visit = await kiosk.open_visit(OpenVisit("ja", applications=(moving_in(),)), "press-of-a-mover")
            desk = await hub.clerk(1)
            await desk.get("/counter")
            await desk.post("/counter/next", stage="reception", finish="false", key="press-0001")
            view = await hub.office.visit(clerk(1), visit.visit)
            leg = next(each for each in view.legs if each.state == "called")
            await hub.office.act(clerk(1), ActOnLeg(visit.visit, leg.leg, "start", view.version, counter=1))
            assert "1点中 0点" in await desk.get("/counter")
            item = (await hub.office.records.record(clerk(1), visit.visit)).to_show[0].item
            assert item.startswith("bring.")
            page = await desk.shows_licence()
            assert "送れます" in page and "照合 0/11・持ち物 0/1 が残っています" in page, (
                "what does not hold the visit back is said too"
            )
            page = await desk.post("/counter/tick", visit=visit.visit, item=item, done="true", stage="reception", key="press-0002")
            assert "1点中 1点" in page and "持ち物「転出証明書」を確かめた" in page
            assert "照合 0/11 が残っています" in page and "送れます" in page, "nothing is held back"
            events = await hub.office.history(clerk(1), visit.visit)
            assert item.partition(".")[2] not in repr(events), "what somebody has to bring tells of them"
            page = await desk.post("/counter/tick", visit=visit.visit, item=item, done="false", stage="reception", key="press-0003")
            assert "1点中 0点" in page and "持ち物 0/1" in page

            await desk.post("/counter/tick", visit=visit.visit, item=item, done="true", stage="reception", key="press-0004")
            view = await hub.office.visit(clerk(1), visit.visit)
            await hub.office.act(clerk(1), ActOnLeg(visit.visit, leg.leg, "finish", view.version, counter=1))
            behind = await hub.clerk(21)
            page = await behind.post("/counter/next", stage="examination", finish="false", key="press-0005")
            assert "受付で見たもの　1点中 1点" in page, "who examines it sees what the reception saw"
            check = re.search(r'id="check-moving_in-certificate".*?</button>', page, re.DOTALL)[0]
            assert "照合 0/11" in check, "and that the paper was never compared"
            await behind.post("/counter/tick", visit=visit.visit, item=item, done="false", stage="examination", key="press-0006")
            assert behind.status == 409 and "受付で見たもの　1点中 1点" in await behind.get("/counter")

    asyncio.run(play())


def test_a_number_alone_is_asked_for_papers_once_it_is_decided_what_for(tmp_path):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            visit = await kiosk.open_visit(OpenVisit("ja", service="residence"), "press-of-a-paper")
            desk = await hub.clerk(1)
            await desk.get("/counter")
            await desk.post("/counter/next", stage="reception", finish="false", key="press-0001")
            view = await hub.office.visit(clerk(1), visit.visit)
            leg = next(each for each in view.legs if each.state == "called")
            await hub.office.act(clerk(1), ActOnLeg(visit.visit, leg.leg, "start", view.version, counter=1))
            page = await desk.get("/counter")
            assert "1点中 0点" not in page and "入力された内容はありません" in page

            decided = {"visit": visit.visit, "leg": leg.leg, "procedure": "moving_in", "instead_of": "", "key": "press-0002"}
            page = await desk.post("/counter/procedure", stage="reception", **decided)

            assert "転出証明書" in page and "1点中 0点" in page
            assert "紙の届出書から入力する内容" in page and "紙から入力　" in page
            assert "紙のまま進める" in page, "who enters it from the paper later says so"

    asyncio.run(play())
