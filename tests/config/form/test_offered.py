"""Who can be what to whom: a form offers only that, and refuses the rest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.form import answer_at, check, names_for, offered, put
from config.words import field_at

TODAY = date(2026, 11, 21)
HEAD = {"relationship": "self", "sex": "male", "birth_date": "1980-02-17"}


def options(bundle, *people, field="relationship", at=None, form="moving_in"):
    answers = {"movers" if form == "moving_in" else "members": list(people)}
    list_ = next(iter(answers))
    path = f"{list_}.{len(people) - 1 if at is None else at}.{field}"
    return offered(bundle.forms[form], answers, path, field_at(bundle.forms[form], f"{list_}.{field}"), TODAY)


def test_a_second_person_is_offered_no_second_householder(bundle):
    assert "self" in options(bundle, {"sex": "male"})
    assert "self" not in options(bundle, HEAD, {"sex": "male"})
    assert "self" in options(bundle, HEAD, {"sex": "male"}, at=0)  # who is it may look at it again


def test_a_woman_is_offered_no_husband_and_a_man_no_wife(bundle):
    woman, man = options(bundle, HEAD, {"sex": "female"}), options(bundle, {**HEAD, "sex": "female"}, {"sex": "male"})

    assert {"wife", "mother", "partner", "child"} <= set(woman) and {"husband", "father"}.isdisjoint(woman)
    assert {"husband", "father", "partner", "child"} <= set(man) and {"wife", "mother"}.isdisjoint(man)


def test_who_has_left_their_sex_and_birth_to_the_counter_is_offered_everything_that_a_householder_leaves_open(bundle):
    left = {"sex": {"needs_staff": True}, "birth_date": {"needs_staff": True}}
    every = field_at(bundle.forms["moving_in"], "movers.relationship").options

    assert options(bundle, {**HEAD, **left}, left) == tuple(one for one in every if one != "self")


def test_where_the_sex_is_not_asked_both_are_offered(bundle):
    found = options(bundle, {"relationship": "self"}, {"birth_date": "1990-01-01"}, form="household_merge")

    assert {"husband", "wife", "father", "mother"} <= set(found)


def test_a_child_of_five_is_nobodys_parent_husband_or_householder(bundle):
    child = options(bundle, HEAD, {"sex": "female", "birth_date": "2021-05-05"})

    assert {"child", "spouse_child", "grandchild", "sibling", "nephew_niece", "uncle_aunt", "cohabitant"} <= set(child)
    assert {"self", "wife", "mother", "grandparent", "spouse_parent", "child_spouse", "partner"}.isdisjoint(child)


def test_a_child_alone_may_head_a_household_but_not_beside_somebody_of_15(bundle):
    alone = {"sex": "male", "birth_date": "2015-05-05"}

    assert "self" in options(bundle, alone)
    assert "self" in options(bundle, alone, {"birth_date": "2011-11-22"}, at=0)
    assert "self" not in options(bundle, alone, {"birth_date": "2011-11-21"}, at=0)


def test_a_child_is_not_older_than_the_householder_nor_a_parent_younger(bundle):
    older = options(bundle, HEAD, {"sex": "male", "birth_date": "1980-02-16"})
    same_day = options(bundle, HEAD, {"sex": "male", "birth_date": "1980-02-17"})
    younger = options(bundle, HEAD, {"sex": "male", "birth_date": "1980-02-18"})

    assert {"child", "grandchild"}.isdisjoint(older) and {"father", "grandparent", "spouse_child"} <= set(older)
    assert {"child", "father"} <= set(same_day)
    assert {"father", "grandparent"}.isdisjoint(younger) and "child" in younger


@pytest.mark.parametrize(
    ("field", "person", "left"),
    [
        ("which_sibling", {"sex": "male", "birth_date": "1970-01-01"}, ("older_brother",)),
        ("which_sibling", {"sex": "female", "birth_date": "1990-01-01"}, ("younger_sister",)),
        ("which_sibling", {"sex": "female", "birth_date": "1980-02-17"}, ("older_sister", "younger_sister")),
        ("which_spouse_parent", {"sex": "female"}, ("wife_mother",)),
        ("which_child_spouse", {"sex": "male"}, ("child_husband",)),
        ("which_grandparent", {"sex": "female"}, ("father_mother", "mother_mother")),
        ("whose_child", {"sex": "female"}, ("wife",)),
    ],
)
def test_of_the_words_that_follow_only_those_remain_that_fit_the_person_and_the_householder(bundle, field, person, left):
    assert options(bundle, HEAD, person, field=field) == left


def test_what_became_impossible_by_a_later_answer_is_refused_where_it_is_chosen(bundle, moved_in):
    moved_in["movers"].append({**moved_in["movers"][0], "sex": "female", "relationship": "wife", "marriage_filed": True})
    assert check(bundle.forms["moving_in"], moved_in, "kiosk", TODAY, bundle.site) == ()

    moved_in["movers"][1]["sex"] = "male"
    (problem,) = check(bundle.forms["moving_in"], moved_in, "kiosk", TODAY, bundle.site)
    assert (problem.path, problem.code) == ("movers.1.relationship", "cannot_be")


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "sex": st.sampled_from(["male", "female"]),
            "birth_date": st.dates(date(1900, 1, 1), TODAY).map(date.isoformat) | st.just({"needs_staff": True}),
            "relationship": st.sampled_from(["self", "wife", "child", "father", "sibling", "spouse_parent"]),
        },
    ),
    min_size=1,
    max_size=4,
)


@given(PEOPLE, st.data())
def test_whoever_they_are_something_is_offered_for_each_question_and_nothing_offered_is_refused(bundle, people, data):
    form = bundle.forms["moving_in"]
    at = data.draw(st.integers(0, len(people) - 1))
    for field in field_at(form, "movers").fields:
        if not field.never:
            continue
        path = f"movers.{at}.{field.id}"
        found = offered(form, {"movers": people}, path, field, TODAY)
        assert found
        if field.id != "relationship":
            continue
        chosen = {"movers": [dict(one) for one in people]}
        put(chosen, path, data.draw(st.sampled_from(found)))
        problems = check(form, chosen, "kiosk", TODAY, bundle.site)
        assert not [one for one in problems if one.path == path and one.code == "cannot_be"], answer_at(chosen, path)


def named(bundle, path, answers, form="moving_in"):
    return names_for(bundle.forms[form], field_at(bundle.forms[form], path), answers, ("movers", "members"), TODAY)


FAMILY = [
    {"name": "川崎 太郎", "birth_date": "1980-02-17", "relationship": "child"},
    {"name": "川崎 花子", "birth_date": "2008-11-21", "relationship": "self"},
    {"name": "川崎 次郎", "birth_date": "2011-11-22"},
    {"name": {"needs_staff": True}},
    {"name_latin": "GURUNG SITA", "birth_date": {"needs_staff": True}},
]


def test_a_small_child_is_offered_neither_as_head_of_the_register_nor_as_householder(bundle):
    assert named(bundle, "movers.domicile_head", {"movers": FAMILY}) == ("川崎 太郎", "川崎 花子", "GURUNG SITA")
    assert named(bundle, "old_householder", {"movers": FAMILY}) == ("川崎 太郎", "川崎 花子", "GURUNG SITA")


def test_the_new_householder_is_the_one_listed_as_such_and_not_the_one_so_far(bundle):
    answers = {"members": FAMILY, "old_householder": "川崎 太郎"}
    assert named(bundle, "new_householder", answers, "householder_change") == ("川崎 花子",)

    answers["old_householder"] = "川崎 花子"  # refused there as the same
    assert named(bundle, "new_householder", answers, "householder_change") == ()
    assert named(bundle, "other_householder", answers, "household_merge") == ("川崎 太郎", "GURUNG SITA")


def test_who_becomes_the_householder_was_not_the_one_so_far(bundle):
    assert named(bundle, "old_householder", {"members": FAMILY}, "householder_change") == ("川崎 太郎",)


def test_who_remains_is_not_among_those_who_leave(bundle):
    assert named(bundle, "next_householder", {"movers": FAMILY, "old_householder": "川崎 太郎"}, "moving_out") == ()
