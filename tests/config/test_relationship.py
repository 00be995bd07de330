"""The word of the register for what a resident chose."""

import re

import pytest

from config.relationship import record_word
from config.words import field_at

# 世帯主 … 同居人, kin joined by の up to four generations.
KIN = "(夫|妻|子|父|母|兄|姉|弟|妹)"
ALLOWED = re.compile(rf"世帯主|縁故者|同居人|夫（未届）|妻（未届）|{KIN}(の{KIN}){{0,3}}")


@pytest.mark.parametrize(
    ("person", "word"),
    [
        ({"relationship": "self"}, "世帯主"),
        ({"relationship": "wife", "marriage_filed": True}, "妻"),
        ({"relationship": "husband", "marriage_filed": False}, "夫（未届）"),
        ({"relationship": "husband"}, None),
        ({"relationship": "grandchild"}, "子の子"),
        ({"relationship": "sibling", "which_sibling": "younger_brother"}, "弟"),
        ({"relationship": "spouse_child", "adopted": True}, "子"),
        ({"relationship": "spouse_child", "adopted": False, "whose_child": "wife"}, "妻の子"),
        ({"relationship": "spouse_parent", "which_spouse_parent": "husband_mother"}, "夫の母"),
        ({"relationship": "uncle_aunt", "which_uncle_aunt": "mother_younger_sister"}, "母の妹"),
        ({"relationship": "nephew_niece", "which_nephew_niece": "older_sister_child"}, "姉の子"),
        ({"relationship": "spouse_sibling", "which_spouse_sibling": "wife_older_brother"}, "妻の兄"),
        ({"relationship": "grandparent", "which_grandparent": "father_mother"}, "父の母"),
        ({"relationship": "child_spouse", "which_child_spouse": "child_husband"}, "子の夫"),
        ({"relationship": "cohabitant"}, "同居人"),
        ({"relationship": "partner", "which_partner": "ask_staff"}, None),
        ({"relationship": "wife", "marriage_filed": True, "relationship_proof": "not_today"}, "縁故者"),
        ({"relationship": {"needs_staff": True}}, None),
        ({}, None),
    ],
)
def test_a_choice_becomes_the_word_of_the_register(person, word):
    assert record_word(person) == word


def test_every_choice_leads_to_a_word_the_register_knows(bundle):
    form = bundle.forms["moving_in"]
    details = [one for one in field_at(form, "movers").fields if one.id.startswith("which_")]
    people = [{"relationship": option} for option in field_at(form, "movers.relationship").options]
    people += [
        {"relationship": detail.id.removeprefix("which_"), detail.id: option}
        for detail in details
        for option in detail.options
        if option != "ask_staff"
    ]

    found = [word for word in map(record_word, people) if word is not None]

    assert len(found) > 30
    assert not [word for word in found if not ALLOWED.fullmatch(word)]
