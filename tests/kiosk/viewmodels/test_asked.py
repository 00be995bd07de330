"""The page of a question: whom it is about stays visible, and つぎへ is dead until there is something to go on with."""

from config.theme import LANDSCAPE, PORTRAIT
from kiosk.flow import events
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import Resident, choosing, nothing, until


def boxes(resident, panel=LANDSCAPE):
    return {box.id: box for box in screen_of(resident.session, resident.bundle, panel, resident.now).boxes}


def words(box):
    return "".join(line.text for line in box.lines)


def moving_in():
    return Resident().choose_procedure("moving", "in").go_on()


def test_an_error_about_the_second_person_still_says_whom_it_is_about():
    resident = until(moving_in(), "movers:people").touch(events.PersonAdd())
    resident.choose("japan").name("かわさき", "はなこ").choose("female").born("showa", "550230")

    assert resident.session.entry.wrong
    for panel in (LANDSCAPE, PORTRAIT):
        assert words(boxes(resident, panel)["wrong"]).startswith("2人目の方")


def test_a_required_choice_of_several_goes_on_only_when_one_is_chosen():
    resident = until(moving_in(), "q_other:multi")

    assert not boxes(resident)["next"].enabled
    resident.choose("dog")
    assert boxes(resident)["next"].enabled
    resident.choose("dog")
    assert not boxes(resident)["next"].enabled


def test_a_part_of_an_address_left_to_the_counter_says_so_on_the_review():
    resident = moving_in().answer({"old_address.kind": choosing("abroad"), "old_address.country": nothing})

    shown = ""
    for _ in range(20):
        found = boxes(resident)
        shown += words(found["value.old_address"]) if "value.old_address" in found else ""
        resident.touch(events.Page(1))

    assert "窓口" in shown
    assert "needs_staff" not in shown


def test_no_english_line_takes_a_japanese_space():
    resident = moving_in().touch(events.ChooseLanguage("en"))

    lines = [line for box in boxes(resident).values() for line in box.lines]

    assert any("  Who moves" in line.text or " / 6  " in line.text for line in lines)
    assert all("\u3000" not in line.text for line in lines)


def test_whose_name_it_is_stands_beside_it_where_two_are_asked_for():
    resident = Resident().choose_procedure("seal", "register").go_on().choose("proxy")
    resident = until(resident, "proxy_name:family")
    for panel in (LANDSCAPE, PORTRAIT):
        assert words(boxes(resident, panel)["sub"]).strip() == "代理人"

    resident = until(resident, "name:family")
    for panel in (LANDSCAPE, PORTRAIT):
        assert words(boxes(resident, panel)["sub"]).strip() == "登録する方"


def test_the_whole_question_stands_where_candidates_come_once_something_is_typed():
    resident = until(moving_in(), "movers.0.nationality:choice").choose("foreign")
    assert "在留カードのとおりに" in words(boxes(resident)["asked"])
    assert "名字から順に" in words(boxes(resident)["asked"])

    resident = until(resident, "old_address.building:words")
    assert "建物名" in words(boxes(resident)["asked"])
    resident.type("みどりそう")
    assert "asked" not in boxes(resident)
