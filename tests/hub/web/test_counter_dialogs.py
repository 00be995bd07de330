"""Dialogs of the counter page through HTTP: one outcome each, for the wrong moment too."""

import asyncio
import html
import re
from typing import get_args

import msgspec
import pytest

from hub.domain.policy import Reason
from hub.domain.reasons import REASONS
from hub.security.actors import System
from hub.web.pages.dialogs import DECLINED, RULES, WORDS
from hub.web.pages.story import CHANGED
from hub.web.pages.undoing import OWN_WAY
from hub.wire import OpenVisit
from tests.hub.web.running_hub import demo_bundle, issue, moving_in, number_for, running_hub


def on_hub(tmp_path, scenario, bundle=None):
    async def play():
        async with running_hub(tmp_path, bundle) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def dialog(browser, name):
    """The hidden fields of the form in this dialog."""
    found = re.search(rf'<form id="{name}-form".*?</form>', browser.text, re.DOTALL)
    assert found, f"no dialog {name}"
    return {
        field: html.unescape(value)
        for field, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0])
        if field != "page_token"
    }


def options(browser, name, field):
    """value → whether it can be chosen, of one group of radios in this dialog."""
    found = re.search(rf'<dialog id="{name}".*?</dialog>', browser.text, re.DOTALL)[0]
    radios = re.findall(rf'<input type="radio" name="{field}" value="([^"]*)"([^>]*)>', found)
    return {html.unescape(value): "disabled" not in rest for value, rest in radios}


async def called(hub, kiosk, counter=1, serve=False):
    await issue(kiosk, "first-press")
    clerk = await hub.clerk(counter)
    await clerk.get("/counter")
    await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
    if serve:
        fields = dialog(clerk, "hold") | {"action": "start", "key": "press-0002"}
        await clerk.post("/counter/act", **fields)
        await clerk.settles_number()
    return clerk


def test_a_hold_with_a_time_is_listed_and_marked_when_it_comes(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        times = options(clerk, "hold", "due")
        page = await clerk.post("/counter/act", **dialog(clerk, "hold"), due=list(times)[1], reason="fetching_papers")
        assert "9:20 に戻られる・書類を取りに行かれた" in page and "時刻です" not in page
        hub.clock.forward(minutes=20)
        assert "時刻です" in await clerk.get("/counter")
        other = await hub.clerk(2)
        page = await other.get("/counter")
        assert "時刻です" in page, "at every desk that may call it"
        assert "次を呼ぶ　A-001" in page and "戻る時刻" in page, "and stands at the head of the line"

    on_hub(tmp_path, scenario)


def test_the_phone_of_somebody_on_hold_says_when_they_are_called_again(tmp_path):
    async def scenario(hub, kiosk):
        ticket = await issue(kiosk, "first-press")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
        times = list(options(clerk, "hold", "due"))
        await clerk.post("/counter/act", **dialog(clerk, "hold"), due=times[2], reason="other")
        phone = hub.browser()
        page = await phone.get("/T/" + ticket.follow_url.rsplit("/", 1)[1])
        assert "9:30 ごろ、もう一度お呼びします" in page and "戻られたら、窓口へお声がけください" in page

    on_hub(tmp_path, scenario)


def test_what_was_sent_on_is_said_and_who_has_taken_it_is_why_it_cannot_be_taken_back(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, serve=True)
        await clerk.shows_licence()
        page = await clerk.post("/counter/act", **dialog(clerk, "hold") | {"action": "finish", "key": "press-0005"})
        assert "A-001 を審査へ送りました" in page and "取り消す　A-001 送った" in page
        behind = await hub.clerk(21)
        await behind.get("/counter")
        page = await behind.post("/counter/next", stage="examination", finish="false", key="press-0006")
        assert "取り消す　A-001 取った" in page, "nobody is called to a work list"
        assert "もう21番にあります" in await clerk.get("/counter")

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize("typed", ["08:59", "", "25:99"])
def test_a_time_that_cannot_be_is_said_and_nothing_is_held(tmp_path, typed):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        page = await clerk.post("/counter/act", **dialog(clerk, "hold"), due="time", due_time=typed, reason="other")
        assert clerk.status in (400, 409)
        assert ("その時刻は使えません" in page) == (clerk.status == 409)
        assert "A-001 を呼んでいます" in await clerk.get("/counter")

    on_hub(tmp_path, scenario)


def test_a_missing_reason_is_said_and_nothing_is_done(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        page = await clerk.post("/counter/act", **dialog(clerk, "hand-on"), to="service:insurance")
        assert clerk.status == 409 and "理由が選ばれていません" in page
        assert "A-001 を呼んでいます" in page

    on_hub(tmp_path, scenario)


def test_what_was_handed_on_to_another_line_is_still_one_procedure_and_goes_where_it_went_before(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press", OpenVisit("ja", applications=(moving_in(),)))
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
        sent = dialog(clerk, "hand-on") | {"to": "service:seal", "reason": "in_charge", "key": "press-0002"}
        page = await clerk.post("/counter/act", **sent)
        assert "A-001 を印鑑登録へ転送しました" in page
        assert "転入届 ほか" not in page, "one procedure in the line of two services"
        there = await hub.clerk(2)
        await there.get("/counter")
        await there.post("/counter/next", stage="reception", finish="false", key="press-0003")
        page = await there.post("/counter/act", **(dialog(there, "hold") | {"action": "start", "key": "press-0004"}))
        assert "審査へ送る" in page and "照合へ送る" not in page
        await there.shows_licence()
        page = await there.post("/counter/act", **(dialog(there, "hold") | {"action": "finish", "key": "press-0005"}))
        assert "A-001 を審査へ送りました" in page
        behind = await hub.clerk(21)
        await behind.get("/stage/examination")
        await behind.post("/counter/next", stage="examination", finish="false", key="press-0006")
        assert options(behind, "hand-on", "to") == {"stage:reception": True}, "it may be sent back to where it was received"
        back = dialog(behind, "hand-on") | {"to": "stage:reception", "reason": "entered_wrongly", "note": "新しい住所"}
        assert "A-001 を差し戻しました" in await behind.post("/counter/act", **back)
        assert "次を呼ぶ　A-001" in await there.get("/counter")

    on_hub(tmp_path, scenario)


def test_a_line_where_nobody_but_oneself_is_at_work_comes_after_the_others(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press", OpenVisit("ja", applications=(moving_in(),)))
        clerk, _ = await hub.clerk(1), await hub.clerk(3)
        await clerk.get("/counter")
        page = await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
        offered = list(options(clerk, "hand-on", "to"))
        assert offered.index("service:certificates") < offered.index("service:seal")
        note = re.search(r'value="service:seal".*?</label>', page, re.DOTALL)[0]
        assert "いまは この窓口だけ" in note and "開設中" not in note

    on_hub(tmp_path, scenario)


def test_what_was_handed_on_ends_where_it_is_ended(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press", OpenVisit("ja", applications=(moving_in(),)))
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
        sent = dialog(clerk, "hand-on") | {"to": "service:seal", "reason": "in_charge", "key": "press-0002"}
        await clerk.post("/counter/act", **sent)
        await clerk.get("/counter")
        await clerk.post("/counter/next", stage="reception", finish="false", key="press-0003")
        await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"action": "start", "key": "press-0004"}))
        await clerk.post("/counter/act", **(dialog(clerk, "outcome") | {"reason": "guided", "key": "press-0005"}))
        behind = await hub.clerk(21)
        assert "A-001" not in await behind.get("/stage/examination")

    on_hub(tmp_path, scenario)


def test_a_number_is_handed_on_to_another_line_and_the_row_there_says_why(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, serve=True)
        assert options(clerk, "hand-on", "to")["service:insurance"] and 'data-does="国保・年金へ転送"' in clerk.text
        sent = dialog(clerk, "hand-on") | {"to": "service:insurance", "reason": "wrong_line", "along": "資格喪失証明書は後日"}
        page = await clerk.post("/counter/act", **(sent | {"along": "番号は123456789018です"}))
        assert clerk.status == 409 and "個人番号" in page, "a My Number goes nowhere"
        page = await clerk.post("/counter/act", **(sent | {"key": "press-0009"}))
        assert "いま対応している方はいません" in page and "A-001 転送" in page  # what Ctrl+Z would take back
        assert "A-001 を国保・年金へ転送しました" in page
        there = await hub.clerk(7)
        page = await there.get("/counter")
        assert "A-001" in page and "転送" in page and "ちがう窓口の番号だった" in page
        await there.post("/counter/next", stage="reception", finish="false", key="press-0010")
        page = await there.post("/counter/act", **(dialog(there, "hold") | {"action": "start", "key": "press-0011"}))
        assert "資格喪失証明書は後日" in page, "the next counter reads what was written along"

    on_hub(tmp_path, scenario)


def test_a_line_nobody_calls_from_is_marked_comes_last_and_is_asked_about_once_more(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, serve=True)
        page = clerk.text
        assert re.search(r'value="service:insurance"[^>]*data-nobody', page) and "それでもこの列へ送る" in page
        await hub.clerk(7)
        page = await clerk.get("/counter")
        found = list(options(clerk, "hand-on", "to"))
        assert not re.search(r'value="service:insurance"[^>]*data-nobody', page)
        assert found.index("service:insurance") < found.index("service:my_number_card")

    on_hub(tmp_path, scenario)


def test_a_desk_nobody_sits_at_cannot_be_chosen_and_is_refused_when_its_clerk_has_just_left(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        assert "counter:2" not in options(clerk, "hand-on", "to") and "だれもいません。選べません：2番窓口" in clerk.text
        other = await hub.clerk(2)
        await clerk.get("/counter")
        assert options(clerk, "hand-on", "to")["counter:2"]
        await other.get("/desk")
        await other.post("/sign-out")
        page = await clerk.post("/counter/act", **dialog(clerk, "hand-on"), to="counter:2", reason="language")
        assert clerk.status == 409 and "その窓口には、いまだれもいません" in page
        assert "A-001 を呼んでいます" in page, "the visit is where it was"

    on_hub(tmp_path, scenario)


def test_a_service_that_has_closed_is_shown_and_refused(tmp_path):
    site = demo_bundle().site
    bundle = msgspec.structs.replace(demo_bundle(), site=msgspec.structs.replace(site, always_open=False))

    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        sent = dialog(clerk, "hand-on")
        hub.clock.forward(minutes=50)
        await clerk.get("/counter")
        hub.clock.now = hub.clock.now.replace(hour=16, minute=50)
        await clerk.sign_in("madoguchi")
        await clerk.post("/desk", counter="1")
        page = await clerk.get("/counter")
        assert "今日は終わりました" in page and options(clerk, "hand-on", "to")["service:seal"] is False
        page = await clerk.post("/counter/act", **sent, to="service:seal", reason="wrong_line")
        assert clerk.status == 409 and "今日の受付を終わりました" in page

    on_hub(tmp_path, scenario, bundle)


def test_finish_and_call_next_is_taken_back_by_one_press_and_the_key_names_what(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, serve=True)
        await issue(kiosk, "second-press")
        page = await clerk.post("/counter/next", stage="reception", finish="true", key="press-0003")
        assert "A-002 を呼んでいます" in page and "取り消す　A-001・A-002 送った" in page
        page = await clerk.post("/counter/undo", stage="reception", key="press-0004")
        assert clerk.status == 200 and 'id="here">A-001<' in page and "待ち 1人" in page
        page = await clerk.post("/counter/undo", stage="reception", key="press-0005")
        assert clerk.status == 409 and "取り消せる操作がありません" in page

    on_hub(tmp_path, scenario)


def test_what_was_done_to_the_record_since_is_named_before_an_older_step_is_taken_back(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        assert 'id="older"' not in clerk.text, "the call was the last thing that was done"
        await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"action": "start", "key": "press-0002"}))
        hub.clock.forward(seconds=2)
        page = await clerk.shows_licence()
        asked = re.search(r'<dialog id="older".*?</dialog>', page, re.DOTALL)[0]
        assert "「A-001 来られた」を取り消しますか" in asked and "いまの本人確認は、そのまま残ります" in asked
        hub.clock.forward(seconds=2)
        visit = re.search(r'name="visit" value="([^"]+)"', page)[1]
        page = await clerk.post("/counter/note", visit=visit, text="印鑑は後日", stage="reception", key="press-0003")
        assert "いまの申し送りは、そのまま残ります" in page and "続けて書き足してください" in page
        page = await clerk.post("/counter/undo", stage="reception", key="press-0004")
        assert "を呼んでいます" in page and 'id="older"' not in page

    on_hub(tmp_path, scenario)


def told_of(page):
    """The lines of the visit's history."""
    page = re.sub(r'<span class="whole">(.*?)</span>', r"\1", page)  # a number with its unit
    return [re.sub("<[^>]+>", " ", line) for line in re.findall(r"<li><time>.*?</li>", page, re.DOTALL)]


def test_why_somebody_was_held_and_called_out_of_turn_stands_in_the_history(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        hold = dialog(clerk, "hold")
        await clerk.post("/counter/act", **hold, due="", reason="fetching_papers")
        hub.clock.forward(minutes=5)
        await clerk.get("/counter")
        page = await clerk.post("/counter/act", **dialog_of_row(clerk, "call"), reason="continued")
        told = told_of(page)
        assert "保留（書類を取りに行かれた）" in told[1] and "（番号を指定：前の手続きの続き）" in told[0], told
        searched = await clerk.get(f"/search/{hold['visit']}")
        assert told_of(searched) == told, "where a number is looked for too"

    on_hub(tmp_path, scenario)


def test_the_history_says_how_soon_they_came_and_where_they_were_sent_in_one_line(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        hub.clock.forward(seconds=18)
        await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"action": "start", "key": "press-0002"}))
        assert any("来られた　受付（呼出から 18秒）" in line for line in told_of(clerk.text)), told_of(clerk.text)
        visit = dialog(clerk, "hold")["visit"]
        await clerk.settles_number()
        await clerk.post("/counter/next", stage="reception", finish="true", key="press-0003")
        told = told_of(await clerk.get(f"/search/{visit}"))
        assert "受付　完了 → 審査へ" in told[0] and not any("審査　待ち" in line for line in told), told

    on_hub(tmp_path, scenario)


def test_a_reason_of_what_was_undone_is_not_told(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        sent = dialog(clerk, "hold")
        await clerk.post("/counter/act", **sent, due="", reason="fetching_papers")
        page = await clerk.post("/counter/undo", stage="reception", key="press-0004")
        assert "書類を取りに行かれた" not in " ".join(told_of(page))

    on_hub(tmp_path, scenario)


def test_an_undo_after_another_desk_acted_says_who_was_first_and_changes_nothing(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        await clerk.post("/counter/act", **dialog(clerk, "hold"), due="", reason="other")
        other = await hub.clerk(2)
        await other.get("/counter")
        row = dialog_of_row(other, "call")
        await other.post("/counter/act", **row)
        page = await clerk.post("/counter/undo", stage="reception", key="press-0004")
        assert clerk.status == 409 and "ほかの窓口が先に動かしました" in page
        assert 'id="here">A-001<' in await other.get("/counter")

    on_hub(tmp_path, scenario)


def dialog_of_row(browser, action):
    """The fields of the first row's form for this action."""
    for found in re.findall(r"<form.*?</form>", browser.text, re.DOTALL):
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', found))
        if fields.get("action") == action and fields.get("visit"):
            return {name: value for name, value in fields.items() if name != "page_token"}
    raise AssertionError(f"no row for {action}")


@pytest.mark.parametrize("name", ["hold", "hand-on", "gone"])
def test_a_dialog_left_open_for_an_hour_while_another_desk_went_on_changes_nothing(tmp_path, name):
    more = {
        "hold": {"due": "", "reason": "other"},
        "hand-on": {"to": "service:insurance", "reason": "other"},
        "gone": {"action": "leave:cannot_wait"},
    }[name]

    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        sent = dialog(clerk, name) | more
        await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"key": "press-0009"}), due="", reason="other")
        other = await hub.clerk(2)
        await other.get("/counter")
        await other.post("/counter/act", **dialog_of_row(other, "call"))
        hub.clock.forward(minutes=59)
        page = await clerk.post("/counter/act", **sent)
        assert clerk.status == 409 and "あなたの操作は行われていません" in page
        assert 'id="here">A-001<' in await other.get("/counter")

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize("name", ["hold", "hand-on", "gone"])
def test_a_page_of_yesterday_moves_nobody_of_today(tmp_path, name):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        sent = dialog(clerk, name) | {"due": "", "to": "service:insurance", "reason": "other"}
        if name == "gone":
            sent["action"] = "leave:cannot_wait"
        hub.clock.forward(days=1)
        await hub.office.expire(System(), hub.clock.now)
        await issue(kiosk, "of-today")
        await clerk.sign_in("madoguchi")
        await clerk.post("/desk", counter="1")
        page = await clerk.post("/counter/act", **sent)
        assert clerk.status == 409 and "待ち 1人" in page
        assert "待ち 1人" in await clerk.get("/counter")

    on_hub(tmp_path, scenario)


def test_who_left_while_being_served_is_gone_from_the_list_and_can_be_taken_back_for_a_minute(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, serve=True)
        page = await clerk.post("/counter/act", **(dialog(clerk, "gone") | {"action": "leave:another_day"}))
        assert "いま対応している方はいません" in page and "A-001 帰られた" in page
        page = await clerk.post("/counter/undo", stage="reception", key="press-0009")
        assert 'id="here">A-001<' in page and "対応中" in page

    on_hub(tmp_path, scenario)


GOES_BACK = {"to": "stage:reception", "reason": "something_missing"}


def test_the_back_office_sends_back_and_the_row_says_why(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, serve=True)
        await clerk.post("/counter/next", stage="reception", finish="true", key="press-0003")
        behind = await hub.clerk(21)
        await behind.get("/stage/examination")
        await behind.post("/counter/next", stage="examination", finish="false", key="press-0004")
        assert list(options(behind, "hand-on", "to")) == ["stage:reception"]
        page = await behind.post("/counter/act", **dialog(behind, "hand-on"), **GOES_BACK)
        assert "どこをなおすかが書かれていません" in page and 'id="here">A-001<' in page
        await behind.post("/counter/act", **dialog(behind, "hand-on"), **GOES_BACK, note="委任状の日付")
        page = await clerk.get("/counter")
        assert "差し戻し" in page and "書類や記入が足りない" in page and "次を呼ぶ　A-001" in page
        assert "委任状の日付" not in page, "before the person is here again nothing of the record is open"
        await clerk.post("/counter/next", stage="reception", finish="false", key="press-0005")
        page = await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"action": "start", "key": "press-0006"}))
        assert "差し戻し　書類や記入が足りない：委任状の日付" in page, "and then it is said over the record"

    on_hub(tmp_path, scenario)


def test_somebody_passed_over_can_be_told_by_whom_and_why(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press")
        hub.clock.forward(minutes=5)
        await issue(kiosk, "second-press", msgspec.structs.replace(number_for(), consideration=True))
        clerk = await hub.clerk(1)
        hub.clock.forward(minutes=1)
        await clerk.get("/counter")
        page = await clerk.post("/counter/next", stage="reception", finish="false", key="press-0003")
        assert "1人に追いこされた" in page
        assert "9:06　A-002　配慮・あとの 9:05 に到着" in page

    on_hub(tmp_path, scenario)


def test_every_reason_and_refusal_has_words():
    assert {action: set(words) for action, words in WORDS.items()} == {action: set(words) for action, words in REASONS.items()}
    assert {*get_args(Reason), "picked"} == set(RULES)
    steps = {"taken", "procedure_decided", "procedure_changed"}
    assert set(OWN_WAY) == set(CHANGED) - steps, "what Ctrl+Z does not take back"
    assert {"reason_needed", "unusable_time", "service_closed", "counter_closed", "nothing_to_undo"} <= set(DECLINED)


@pytest.mark.parametrize(
    "field", [{"due": "soon"}, {"to": "stage:heaven"}, {"to": "counter:x"}, {"action": "fly"}, {"version": "²"}]
)
def test_what_no_page_sends_is_refused_as_a_bad_message(tmp_path, field):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"reason": "other"} | field))
        assert clerk.status == 400

    on_hub(tmp_path, scenario)
