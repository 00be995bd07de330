"""What stands on a printed form: the paper's order and words, the register's word for a relationship, blanks for the pen."""

from datetime import date

import msgspec
import pytest

from config.form import check
from hub.web.paper.form import form_sheet
from hub.wire import Application
from tests.hub.web.paper.filled_forms import every_form, moving_in
from tests.hub.web.running_hub import demo_bundle

VISIT = "0123456789abcdef" * 2
TODAY = date(2027, 3, 29)
every = pytest.mark.parametrize("filled", every_form(), ids=lambda each: each.procedure)


def sheet(filled, bundle=None):
    bundle = bundle or demo_bundle()
    return form_sheet(bundle, bundle.forms[filled.procedure], filled, VISIT, "A-024", TODAY)


def lines(printed):
    return {line.label: line for block in printed.blocks for line in block.lines}


@every
def test_the_forms_printed_here_are_such_as_residents_fill_in(filled):
    form, site = demo_bundle().forms[filled.procedure], demo_bundle().site

    assert check(form, filled.answers, "kiosk", TODAY, site) == ()


@every
def test_every_form_of_the_catalogue_has_its_own_title_and_names_its_steps_in_its_paper(filled):
    form = demo_bundle().forms[filled.procedure]
    asked = {step.id for step in form.steps if not all(field.must_be for field in step.fields)} - {"visit_plan"}

    assert f"printed.{form.id}.title" in demo_bundle().texts["ja"]
    assert set(form.paper.order) == asked


def test_every_form_there_is_is_among_those_printed():
    assert {filled.procedure for filled in every_form()} == set(demo_bundle().forms)


@every
def test_every_answer_a_resident_gave_stands_on_the_paper(filled):
    printed = msgspec.json.encode(sheet(filled)).decode()

    for answer in _texts(filled.answers):
        assert answer in printed


def _texts(answer):
    """Names and free words: what was typed, not chosen."""
    match answer:
        case dict():
            return [each for key, value in answer.items() for each in _texts(value) if key not in ("postal_code",)]
        case list():
            return [each for value in answer for each in _texts(value)]
        case str() if not answer.isascii() or " " in answer:
            return [answer]
    return []


def test_a_moving_in_begins_with_who_files_and_where_to_as_the_paper_does():
    printed = sheet(moving_in())

    assert printed.title == "住民異動届（転入届）"
    assert [block.title for block in printed.blocks] == ["届出人", "新しい住所", "いままでの住所", "異動する方", "おたずねしたこと"]
    assert printed.addressee == "みどり野市長"
    assert printed.stages == ("受付", "審査", "入力", "照合", "交付")


def test_an_address_is_one_line_with_the_building_apart():
    assert lines(sheet(moving_in()))["新しい住所"].value == "〒219-0001　神奈川県みどり野市川辺区南町1-1　みどり荘101"


def test_people_stand_with_the_word_of_the_register_and_a_foreign_national_with_a_western_day():
    people = next(block.people for block in sheet(moving_in()).blocks if block.people)

    assert [person.relationship for person in people] == ["世帯主", "夫", "子"]
    assert [person.birth_date for person in people] == ["昭和63年4月2日（1988年）", "1995年4月12日", "令和元年5月1日（2019年）"]
    assert people[1].name == "GURUNG SITA"
    assert people[1].nationality == "ネパール"


def test_who_has_a_name_in_latin_letters_asks_for_a_certificate_with_a_western_day():
    request = next(each for each in every_form() if each.procedure == "certificates")
    asked = {**request.answers, "name": "GURUNG SITA", "name_kana": {"needs_staff": True}, "birth_date": "1995-04-12"}

    printed = lines(sheet(msgspec.structs.replace(request, answers=asked)))

    assert (printed["氏名"].value, printed["カナ氏名"].later) == ("GURUNG SITA", True)
    assert printed["生年月日"].value == "1995年4月12日"


def test_what_staff_complete_is_left_to_the_pen():
    filled = moving_in(1, old_householder={"needs_staff": True, "kana": "ウミノ"})

    line = lines(sheet(filled))["いままでの世帯主"]

    assert (line.value, line.later) == ("ウミノ", True)


def test_a_certificate_request_says_its_fee_and_a_seal_registration_has_room_for_the_seal():
    printed = {each.procedure: sheet(each) for each in every_form()}

    assert printed["certificates"].fee == "1,650円"
    assert printed["certificates"].statement == "次のとおり証明書を請求します。"
    assert printed["seal_registration"].impression
    assert not printed["moving_in"].fee and not printed["moving_in"].impression


def test_the_code_names_the_visit_and_nothing_of_the_person():
    assert sheet(moving_in()).reference == f"UV1:{VISIT.upper()}"


def test_a_form_of_a_city_without_words_for_its_paper_is_titled_as_on_the_screen():
    texts = {key: text for key, text in demo_bundle().texts["ja"].items() if not key.startswith("printed.")}
    bare = msgspec.structs.replace(demo_bundle(), texts={"ja": texts})

    printed = sheet(moving_in(), bare)

    assert printed.title == "転入届"
    assert printed.blocks[0].title == "届出人の情報"


def test_answers_to_a_form_of_before_are_printed_in_its_own_fields_and_todays_order():
    today = demo_bundle().forms["moving_in"]
    before = msgspec.structs.replace(today, steps=tuple(step for step in today.steps if step.id != "survey"), version="before")
    filled = Application("moving_in", "before", moving_in().answers)

    printed = form_sheet(demo_bundle(), before, filled, VISIT, "A-024", TODAY)

    assert [block.title for block in printed.blocks] == ["届出人", "新しい住所", "いままでの住所", "異動する方"]
