"""Conditions are data: comparisons, all, any, any_person."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from config.form import Condition, holds


def condition(**raw):
    return msgspec.convert(raw, Condition)


def test_a_comparison_needs_an_answer():
    assert not holds(condition(field="notifier", is_not="self"), {})
    assert holds(condition(field="notifier", is_not="self"), {"notifier": "proxy"})
    assert not holds(condition(field="notifier", is_not="self"), {"notifier": "self"})


def test_yes_is_not_the_number_one():
    assert holds(condition(field="adopted", **{"is": True}), {"adopted": True})
    assert not holds(condition(field="adopted", **{"is": True}), {"adopted": 1})


def test_one_of_several_chosen_options_is_enough():
    chosen = {"q_other": ["dog", "water"]}

    assert holds(condition(field="q_other", **{"is": "water"}), chosen)
    assert holds(condition(field="q_other", **{"in": ["moped", "dog"]}), chosen)
    assert not holds(condition(field="q_other", is_not="water"), chosen)


def test_a_person_is_asked_before_the_whole_form():
    either = condition(field="nationality", **{"is": "foreign"})

    assert holds(either, {"nationality": "japan"}, person={"nationality": "foreign"})
    assert not holds(either, {"nationality": "foreign"}, person={"nationality": "japan"})
    assert holds(either, {"nationality": "foreign"}, person={})


def test_any_person_holds_when_one_does():
    foreign = condition(any_person={"field": "nationality", "is": "foreign"})

    assert holds(foreign, {"movers": [{"nationality": "japan"}, {"nationality": "foreign"}]})
    assert not holds(foreign, {"movers": [{"nationality": "japan"}]})
    assert not holds(foreign, {"movers": []})


def test_an_answer_left_to_the_counter_equals_no_option():
    assert not holds(condition(field="sex", **{"is": "male"}), {"sex": {"needs_staff": True}})


def test_a_dotted_name_reaches_into_an_address():
    assert holds(condition(field="old_address.kind", **{"is": "abroad"}), {"old_address": {"kind": "abroad"}})


ANSWERS = st.dictionaries(
    st.sampled_from(["a", "b", "people"]),
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=2)
    | st.lists(st.text(max_size=2) | st.dictionaries(st.just("a"), st.booleans())),
)
CONDITIONS = st.recursive(
    st.builds(lambda field, value: condition(field=field, **{"is": value}), st.sampled_from(["a", "b", "a.b"]), st.booleans()),
    lambda inner: st.builds(
        lambda parts, one: Condition(all_=tuple(parts), any_person=one), st.lists(inner, max_size=2), st.none() | inner
    ),
    max_leaves=5,
)


@given(CONDITIONS, ANSWERS)
def test_no_answer_of_any_shape_breaks_a_condition(one, answers):
    assert holds(one, answers) in {True, False}
    assert holds(Condition(all_=(one,)), answers) == holds(one, answers) == holds(Condition(any_=(one,)), answers)
