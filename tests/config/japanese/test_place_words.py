"""The words of addresses and buildings: every key has a reading, and what was typed in kana finds its word."""

from pathlib import Path

import pytest

from config.japanese.kana import to_hiragana
from config.japanese.place_words import counted, has_name, in_building, on_keys, words
from config.load import load_site


@pytest.mark.parametrize("place", ["address", "building"])
def test_every_key_has_its_reading_and_every_reading_is_in_hiragana(place):
    every = (*words(place).counts, *words(place).names)

    assert [word.writing for word in on_keys(place)] == list(words(place).keys)
    assert [word.reading for word in every] == [to_hiragana(word.reading) for word in every]
    assert len(on_keys(place)) <= 15  # five rows of three beside the digits


@pytest.mark.parametrize(
    ("kana", "behind", "written"),
    [
        ("ちょうめ", "1", "丁目"),
        ("ばんち", "12", "番地"),
        ("の", "番地", "の"),
        ("ごうしつ", "201", "号室"),
        ("ごうしつ", "", ""),
        ("かわさき", "1", ""),
    ],
)
def test_behind_digits_stands_what_counts(kana, behind, written):
    assert counted(kana, behind) == written


@pytest.mark.parametrize(
    ("kana", "parts"),
    [
        ("さくらそう", ("さくら", "荘", "")),
        ("めぞんたま", ("", "メゾン", "たま")),
        ("ひばりまんしょん", ("ひばり", "マンション", "")),
        ("そう", None),
        ("みどりがおか", None),
    ],
)
def test_the_word_of_a_building_is_found_at_its_end_or_its_beginning(kana, parts):
    found = in_building(kana)

    assert (found and (found[0], found[1].writing, found[2])) == parts


def test_a_word_from_its_key_is_seen():
    assert has_name("さくら荘201号室")
    assert not has_name("さくらそう201号室")


def test_every_building_and_every_town_of_the_forms_has_its_words():
    def fields(several):
        return [one for field in several for one in (field, *fields(field.fields))]

    forms = load_site(Path("config/sites/demo")).forms.values()
    every = [field for form in forms for step in form.steps for field in fields(step.fields)]

    assert {field.place for field in every if field.id == "building"} == {"building"}
    assert {field.place for field in every if field.id in ("town", "domicile", "notifier_address")} == {"address"}
    assert {field.place for field in every if field.kind != "text"} == {None}
