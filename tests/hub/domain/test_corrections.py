"""Corrections at the counter follow the form's own rules, whatever is changed in whatever order."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from config.form import check, differences, put, take_away
from hub.domain.corrections import Corrected, corrected, taken_back
from tests.hub.web.running_hub import demo_bundle, moving_in

BUNDLE = demo_bundle()
FORM = BUNDLE.forms["moving_in"]
DAY = date(2027, 3, 29)


def change(wanted, people=2):
    return corrected(FORM, moving_in(people=people).answers, wanted, DAY, BUNDLE.site)


def codes(problems):
    return {problem.path: problem.code for problem in problems}


def test_one_answer_is_changed_and_told_with_what_it_was():
    result = change({"new_address.lot": "2-3-4"})

    assert [(each.path, each.before, each.after) for each in result.changes] == [("new_address.lot", "2-3-14", "2-3-4")]


def test_what_is_typed_at_the_counter_is_cleaned_as_at_the_kiosk():
    result = change({"movers.0.name_kana": "ﾐﾄﾞﾘﾉ ﾊﾅ"})

    assert result.answers["movers"][0]["name_kana"] == "ミドリノ　ハナ"


def test_a_wrong_answer_is_refused_by_the_forms_own_rule():
    assert codes(change({"movers.0.name_kana": "abc"})) == {"movers.0.name_kana": "not_kana"}
    assert codes(change({"move_date": "2027-13-01"})) == {"move_date": "not_a_date"}
    assert codes(change({"sex": "male"})) == {"sex": "unknown_field"}


def test_what_an_answer_opens_is_due_with_it_and_what_it_closes_is_taken_out():
    opened = change({"notifier": "proxy"})
    assert codes(opened)["letter_of_proxy"] == "missing"
    proxy = {
        "notifier": "proxy",
        "notifier_name_kana": "ミホン　タロウ",
        "notifier_name": "見本 太郎",
        "notifier_birth_date": "1980-01-01",
        "notifier_address": "みどり野市川辺区南町1-1",
        "letter_of_proxy": True,
    }
    result = change(proxy)
    assert isinstance(result, Corrected)
    back = corrected(FORM, result.answers, {"notifier": "self"}, DAY, BUNDLE.site)
    taken_out = {each.path for each in back.changes if each.after is None}
    assert taken_out == set(proxy) - {"notifier"}, "each with what it was, so that nothing is lost from the history"


def test_of_a_form_on_paper_what_an_answer_opens_may_come_with_the_next_piece():
    answers = moving_in(people=1).answers

    opened = corrected(FORM, answers, {"notifier": "proxy"}, DAY, BUNDLE.site, piecewise=True)
    wrong = corrected(FORM, answers, {"notifier": "proxy", "notifier_name_kana": "abc"}, DAY, BUNDLE.site, piecewise=True)

    assert isinstance(opened, Corrected) and opened.answers["notifier"] == "proxy"
    assert codes(wrong) == {"notifier_name_kana": "not_kana"}


def test_a_person_can_be_taken_off_the_form():
    result = change({"movers.1": None})

    assert len(result.answers["movers"]) == 1
    assert ("movers.1.name", "緑野 2郎", None) in [(each.path, each.before, each.after) for each in result.changes]


def test_a_person_who_was_added_leaves_nothing_behind_when_that_is_taken_back():
    child = moving_in(people=3).answers["movers"][2]
    for wanted in ({"movers.2": child}, {f"movers.2.{name}": answer for name, answer in child.items()}):
        result = change(wanted)
        assert len(result.answers["movers"]) == 3
        assert taken_back(result.answers, result.changes) == moving_in(people=2).answers


def test_what_is_taken_away_takes_along_what_it_leaves_empty_and_nothing_else():
    answers = {"movers": [{"name": "太郎"}, {"name": "花子"}], "new_address": {"lot": "2-3"}, "phone": "1"}
    take_away(answers, "movers.0.name")
    assert answers["movers"] == [{}, {"name": "花子"}], "who comes after keeps their place"
    for path in ("movers.1.name", "new_address.lot", "movers.7.name", "nothing.here"):
        take_away(answers, path)
    assert answers == {"movers": [{}], "phone": "1"}


def test_an_old_fault_elsewhere_does_not_stop_a_correction_but_the_corrected_answer_must_be_right():
    answers = moving_in().answers | {"phone": "12"}
    assert isinstance(corrected(FORM, answers, {"new_address.lot": "9"}, DAY, BUNDLE.site), Corrected)
    assert codes(corrected(FORM, answers, {"phone": "13"}, DAY, BUNDLE.site)) == {"phone": "not_a_phone"}


def test_paths_that_cannot_be_are_refused_and_cost_nothing():
    for path in ("", ".", "movers.999999999.name", "0", "movers..name", "a b", "x" * 300, "movers.-1"):
        assert set(codes(change({path: "x"})).values()) == {"unknown_field"}


PATHS = st.sampled_from(
    [
        "movers.0.name",
        "movers.1.name",
        "movers.1",
        "new_address",
        "new_address.lot",
        "notifier",
        "q_card",
        "phone",
        "old_address.kind",
    ]
)
WORDS = st.sampled_from(["self", "proxy", "yes", "2-3", "", "花子", "ハナコ", "\x00", "09012345678", "japan", "abroad"])
VALUES = st.none() | st.booleans() | st.integers(-1, 2) | WORDS


@settings(max_examples=60)
@given(st.lists(st.dictionaries(PATHS, VALUES | st.dictionaries(WORDS, VALUES, max_size=2), max_size=3), max_size=4))
def test_whatever_is_corrected_the_record_stays_right_and_every_change_can_be_read_back(steps):
    answers = moving_in(people=2).answers
    first, told = answers, []
    for wanted in steps:
        result = corrected(FORM, answers, wanted, DAY, BUNDLE.site)
        if isinstance(result, Corrected):
            assert check(FORM, result.answers, "kiosk", DAY, BUNDLE.site) == ()
            assert [(each.path, each.before, each.after) for each in result.changes] == list(differences(answers, result.answers))
            assert taken_back(result.answers, result.changes) == answers
            told += result.changes
            answers = result.answers
    assert bool(told) or answers == first


def test_setting_an_answer_makes_the_way_to_it():
    answers = {}
    put(answers, "movers.1.name", "花子")
    put(answers, "movers.0.name", "太郎")
    put(answers, "movers.1", None)
    assert answers == {"movers": [{"name": "太郎"}]}
    put(answers, "movers.0", False)
    put(answers, "movers.0.name", "太郎")
    assert answers == {"movers": [{"name": "太郎"}]}


def test_who_stands_on_a_paper_stays_on_it_before_anything_of_them_is_entered():
    result = corrected(FORM, {"movers": [{}, {}, {}]}, {"notifier": "self"}, DAY, BUNDLE.site, piecewise=True)
    second = corrected(FORM, result.answers, {"movers.1.nationality": "japan"}, DAY, BUNDLE.site, piecewise=True)
    gone = corrected(FORM, second.answers, {"movers.2": None}, DAY, BUNDLE.site, piecewise=True)

    assert result.answers["movers"] == [{}, {}, {}]
    assert second.answers["movers"] == [{}, {"nationality": "japan"}, {}]
    assert gone.answers["movers"] == [{}, {"nationality": "japan"}]
