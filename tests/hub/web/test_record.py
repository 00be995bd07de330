"""The record as a clerk reads it: people first, every answer in words, nothing lost."""

from datetime import date

import msgspec
import pytest

from hub.web.pages.odd_answers import with_odd
from hub.web.pages.record import record, records
from hub.wire import Application, RecordView
from tests.hub.web.running_hub import NAME, demo_bundle, entered_at_home, moving_in

BUNDLE = demo_bundle()
STANDARD = {
    "certificates": {"documents": ["residence_certificate"], "requester": "self"},
    "seal_registration": {"applicant": "self", "photo_id_today": True},
}


def lines(found):
    return {line.label: line.value for part in found.parts for line in part.lines}


def test_people_come_first_with_kana_birth_date_by_era_and_relationship():
    found = record(BUNDLE, moving_in(people=3))

    first = found.people[0]
    assert (first.name, first.kana, first.birth_date) == (NAME, "ミドリノ　ハナコ", "1988(昭和63)年4月2日")
    assert (first.sex, first.relationship) == ("女", "世帯主本人")
    assert len(found.people) == 3


SEAL = Application("seal_registration", "", {"applicant": "self", "photo_id_today": False, "guarantor": True, "seal_ready": False})


def test_a_yes_or_no_stands_beside_its_label_in_words_that_answer_it():
    def read(language):
        return [line.value for line in record(BUNDLE, SEAL, language=language).parts[0].lines]

    assert read("ja") == ["本人", "ありません", "保証人の印があります", "持っていません"]
    assert read("en")[1:] == ["No", "Yes", "No"]


def test_where_a_city_gave_yes_and_no_no_words_the_clerk_reads_the_question():
    texts = {key: text for key, text in BUNDLE.texts["ja"].items() if not key.startswith("field.seal_ready.answer")}
    without = msgspec.structs.replace(BUNDLE, texts={**BUNDLE.texts, "ja": texts})
    line = record(without, SEAL).parts[0].lines[-1]

    assert (line.value, line.asked) == ("いいえ", BUNDLE.texts["ja"]["field.seal_ready.title"])
    assert record(BUNDLE, SEAL).parts[0].lines[-1].asked == ""


def test_an_address_is_one_line_as_on_an_envelope():
    application = moving_in()
    application.answers["new_address"]["postal_code"] = "2190001"

    assert "〒219-0001 神奈川県みどり野市 川辺区 南町 2-3-14" in lines(record(BUNDLE, application)).values()


def test_parts_stand_in_the_order_of_the_form():
    order = [step.id for step in BUNDLE.forms["moving_in"].steps]
    found = [part.step for part in record(BUNDLE, moving_in()).parts]

    assert found == sorted(found, key=order.index)


def test_what_only_the_portal_asked_is_shown_at_the_counter_too():
    assert "2027(令和9)年4月7日（水）" in lines(record(BUNDLE, entered_at_home(), "kiosk")).values()


def test_an_answer_left_to_the_counter_is_marked_for_the_clerk():
    application = moving_in()
    application.answers["old_householder"] = {"needs_staff": True, "kana": "ミドリノ"}

    later = [line for part in record(BUNDLE, application).parts for line in part.lines if line.later]
    assert [line.path for line in later] == ["old_householder"]
    assert "ミドリノ" in later[0].value


def test_a_form_this_hub_no_longer_has_is_still_shown():
    found = record(BUNDLE, Application("abolished", "old", {"copies": 2, "people": [{"name": NAME}]}))

    assert lines(found) == {"copies": "2", "people": NAME}


@pytest.mark.parametrize("procedure", ["certificates", "seal_registration"])
def test_a_requester_without_a_list_of_people_is_greeted_by_name(procedure):
    form = BUNDLE.procedures[procedure].form
    answers = {"name": NAME, "name_kana": "ミドリノ　ハナコ"}
    found = record(BUNDLE, Application(procedure, BUNDLE.forms[form].version, STANDARD[procedure] | answers))

    assert found.names == (NAME,)


def test_the_people_of_a_list_are_greeted_and_a_name_left_to_the_counter_is_not():
    assert record(BUNDLE, moving_in(people=2)).names == (NAME, "緑野 2郎")
    answers = STANDARD["seal_registration"] | {"name": {"needs_staff": True}}
    version = BUNDLE.forms["seal_registration"].version
    assert record(BUNDLE, Application("seal_registration", version, answers)).names == ()


def test_no_telephone_is_an_answer_and_nothing_the_clerk_must_ask():
    application = moving_in()
    application.answers["phone"] = {"none": True}

    found = [line for part in record(BUNDLE, application).parts for line in part.lines if line.path == "phone"]
    assert [(line.value, line.later) for line in found] == [("なし", False)]


def marked(*applications):
    """What is said to be odd, by path."""
    view = RecordView("visit", "A-001", applications)
    found = with_odd(BUNDLE, view, records(BUNDLE, view), date(2026, 11, 24))
    people = {f"{person.path}.birth_date": person.odd for each in found for person in each.people}
    rest = {line.path: line.odd for each in found for part in each.parts for line in part.lines}
    return {path: odd for path, odd in (people | rest).items() if odd}


def test_a_birth_105_years_ago_and_a_move_a_year_ago_are_marked_in_the_words_of_the_kiosk():
    application = moving_in(people=2)
    application.answers["movers"][1]["birth_date"] = "1921-04-02"
    application.answers["move_date"] = "2025-11-01"

    assert marked(application) == {
        "movers.1.birth_date": "105年以上前の日付です。これで正しいですか",
        "move_date": "1年以上前の日付です。これで正しいですか",
    }


def test_nothing_is_marked_where_nothing_is_odd_nor_of_what_has_no_form():
    application = moving_in()
    application.answers["move_date"] = "2026-11-20"

    assert marked(application, Application("nhi_join", "", {})) == {}
