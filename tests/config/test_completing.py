"""Programs of different versions: a missing word is never a dark screen."""

from msgspec.structs import replace

from config.completing import completed, lacks
from config.release import RELEASE, program
from config.words import field_words


def test_a_configuration_of_the_same_version_is_left_as_it_is(bundle):
    assert completed(bundle) == (bundle, ())


def test_words_that_want_other_things_filled_in_are_said_as_this_program_says_them(bundle):
    own = bundle.texts["ja"]["kiosk.result.questions"]
    theirs = {**bundle.texts["ja"], "kiosk.result.questions": "{count}問 {unit}"}

    whole, lacking = completed(replace(bundle, texts={**bundle.texts, "ja": theirs}))

    assert lacking == ("kiosk.result.questions",)
    assert whole.texts["ja"]["kiosk.result.questions"] == own


def test_the_words_of_a_city_and_of_its_own_forms_stay(bundle):
    own = {"kiosk.start.title": "ようこそ", "field.phone.label": "電話"}
    theirs = {**bundle.texts["ja"], "kiosk.start.title": "わが市へようこそ", "form.own.phone.hint": "昼間"}

    assert lacks({**theirs, "field.phone.label": "TEL"}, own) == ()
    assert lacks({}, own) == ("kiosk.start.title",)  # what a form has no words for, it may not have on purpose


def test_words_of_a_kind_an_older_configuration_does_not_know_are_said_as_this_program_says_them(bundle):
    everybody = [key for key in bundle.texts["ja"] if key.endswith(".everybody")]
    older = {
        language: {key: text for key, text in texts.items() if key not in everybody} for language, texts in bundle.texts.items()
    }

    whole, lacking = completed(replace(bundle, texts=older))

    assert everybody and set(lacking) == set(everybody)
    for language in ("ja", "en", "ne"):
        assert field_words(whole, language, "moving_in", "movers", "everybody", count=2) == field_words(
            bundle, language, "moving_in", "movers", "everybody", count=2
        )


def test_a_program_tells_its_release_and_its_vocabulary():
    release, _, vocabulary = program().partition("+")

    assert release == RELEASE
    assert len(vocabulary) == 8
