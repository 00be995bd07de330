"""The way on for who cannot answer, or need not: a key of its own that says so."""

import pytest

from config.theme import LANDSCAPE, PORTRAIT
from kiosk.flow import events
from tests.kiosk.flow.resident import Resident, until
from tests.kiosk.viewmodels.test_asked import boxes, moving_in, words
from tests.pictures.tour import tour


def test_who_does_not_know_the_number_of_the_new_house_leaves_it_to_the_counter():
    resident = until(moving_in(), "new_address.lot:lot")
    assert words(boxes(resident)["counter"]) == "わからない"

    resident.touch(events.CheckAtCounter()).answer({})

    assert resident.at("new_address.lot") == {"needs_staff": True}
    assert resident.screen == "review"
    assert resident.problems() == []


def test_what_may_stay_empty_is_passed_by_the_key_that_says_so():
    resident = until(Resident().choose_procedure("moving", "out").go_on().for_themselves(), "old_address.building:words")
    shown = boxes(resident)
    assert (words(shown["counter"]), shown["next"].enabled) == ("入力せずにすすむ", False)

    assert boxes(resident.type("みどり"))["next"].enabled


def test_without_a_postal_code_its_own_key_leads_on_and_the_other_waits_for_digits():
    resident = until(moving_in(), "new_address.postal_code:postal_code")
    shown = boxes(resident)
    assert (words(shown["counter"]), shown["next"].enabled) == ("郵便番号がわからない", False)
    assert "ハイフン" not in words(shown["sub"])  # the field draws it by itself

    assert boxes(resident.type("2190001"))["next"].enabled


def test_more_names_of_people_are_not_called_characters():
    [stop] = (stop for stop in tour("ja") if stop.name == "whose_certificate")
    [more] = (box for box in stop.drawn(LANDSCAPE).boxes if box.id == "more")

    assert more.lines[0].text == "ほかの方"


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_who_calls_staff_at_the_number_keeps_it_before_their_eyes_and_goes_back_to_it(panel):
    [stop] = (stop for stop in tour("ja") if stop.name == "help_ticket")
    shown = {box.id: box for box in stop.drawn(panel).boxes}

    assert words(shown["number"]) == stop.session.ticket.number
    assert (words(shown["number.label"]), words(shown["continue"])) == ("あなたの番号", "番号にもどる")
    assert shown["number"].lines[0].px > 2 * max(line.px for line in shown["kiosk"].lines)
    assert "promise" not in shown, "nothing is being entered any more"


@pytest.mark.parametrize("language", ["ja", "en", "vi"])
def test_without_paper_nobody_needs_a_phone_to_keep_the_number(language):
    [stop] = (stop for stop in tour(language) if stop.name == "ticket_no_paper")
    screen = stop.drawn(LANDSCAPE)
    told = " ".join(line.text for box in screen.boxes if box.id == "trouble" for line in box.lines)

    for words_of_it in {"ja": ("紙に書く", "職員をよんで"), "en": ("Write", "call staff"), "vi": ("giấy", "nhân viên")}[language]:
        assert words_of_it in told
        assert words_of_it in screen.spoken


@pytest.mark.parametrize(("panel", "size"), [(LANDSCAPE, "M"), (PORTRAIT, "M"), (PORTRAIT, "XL")], ids=["wide", "tall", "large"])
def test_without_paper_the_screen_says_which_counter_to_go_to(panel, size):
    [stop] = (stop for stop in tour("ja") if stop.name == "ticket_no_paper")
    shown = {box.id: box for box in stop.drawn(panel, size).boxes}

    assert words(shown["call.0.text"]) == "受付　1〜2番の窓口へ"
    assert shown["trouble"].y + shown["trouble"].height < shown["call.0"].y
