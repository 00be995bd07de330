"""Words in the resident's language, or else in Japanese."""

import pytest
from msgspec.structs import replace

from config.words import MissingWords, field_at, field_words, has_words, local, option_words, words


@pytest.fixture
def small(bundle):
    texts = {
        "ja": {
            "a.count": "{count}人お待ちです",
            "a.ruby": "{漢字|かんじ}と{count}",
            "a.only": "日本語だけ",
            "field.name.label": "氏名",
            "form.moving_in.movers.name.label": "お名前",
        },
        "en": {"a.count": "{count} people waiting", "field.name.label": "Name"},
    }
    return replace(bundle, texts=texts)


def test_placeholders_are_filled_and_ruby_stays(small):
    assert words(small, "ja", "a.count", count=3) == "3人お待ちです"
    assert words(small, "en", "a.count", count=3) == "3 people waiting"
    assert words(small, "ja", "a.ruby", count=3) == "{漢字|かんじ}と3"


def test_a_language_without_the_words_shows_japanese(small):
    assert words(small, "en", "a.only") == "日本語だけ"
    assert words(small, "ne", "a.only") == "日本語だけ"


def test_a_key_nobody_wrote_is_an_error_that_names_it(small):
    with pytest.raises(MissingWords, match=r"kiosk\.start\.title"):
        words(small, "en", "kiosk.start.title")
    with pytest.raises(KeyError, match="count"):
        words(small, "ja", "a.count")


def test_a_form_may_call_a_shared_field_by_its_own_words(small):
    assert field_words(small, "ja", "moving_in", "movers.3.name", "label") == "お名前"
    assert field_words(small, "ja", "moving_out", "movers.3.name", "label") == "氏名"
    # The source decides which key is meant: the English of the shared field would not be the form's own.
    assert field_words(small, "en", "moving_in", "movers.3.name", "label") == "お名前"


def test_a_hint_may_be_absent_and_a_title_falls_back_to_the_label(small):
    assert field_words(small, "ja", "moving_in", "movers.0.name", "hint") == ""
    assert field_words(small, "ja", "moving_out", "movers.0.name", "title") == "氏名"


def test_moving_out_asks_for_a_day_to_come(bundle):
    assert field_words(bundle, "ja", "moving_in", "move_date", "title") == "引っ越した日はいつですか"
    assert field_words(bundle, "ja", "moving_out", "move_date", "title") == "引っ越す日はいつですか"


def test_the_way_round_a_question_has_its_own_words(bundle):
    assert field_words(bundle, "ja", "moving_in", "movers.0.name", "staff") == "漢字が見つからない"
    assert field_words(bundle, "ja", "moving_in", "phone", "none") == "電話番号はない"
    assert field_words(bundle, "ja", "moving_in", "move_date", "staff") == "窓口で確認"


def test_options_of_the_site_are_called_by_their_own_names(bundle):
    form = bundle.forms["moving_in"]

    def option(language, path, chosen):
        return option_words(bundle, language, form.id, path, field_at(form, path), chosen)

    assert option("ja", "new_address.ward", "川辺区") == option("zh", "new_address.ward", "川辺区") == "川辺区"
    assert option("en", "new_address.ward", "川辺区") == "Kawabe-ku (川辺区)", "to be found again on papers"
    assert option("en", "visit_band", "noon") == "12:00–15:00"
    assert option("ja", "visit_site", "kawabe") == "みどり野市 川辺区役所"
    assert option("en", "movers.0.relationship", "sibling") == "Brother or sister"


def test_site_words_fall_back_to_japanese(bundle):
    assert local({"ja": "受付"}, "en") == "受付"
    assert local(bundle.site.name, "en") == "Kawabe Ward Office, Midorino City"
    assert local({"ja": "受付", "en": "Reception"}, "ne") == "Reception"
    assert local(bundle.site.name, "ne") == "कावाबे वडा कार्यालय, मिदोरिनो सहर"
    assert local({"ja": "受付", "en": "Reception"}, "zh") == "受付"
    assert has_words(bundle, "problem.missing")


def test_a_path_that_is_no_field_is_an_error(bundle):
    with pytest.raises(KeyError):
        field_at(bundle.forms["moving_in"], "movers.0.income")


def test_of_one_thing_a_language_may_speak_otherwise(small):
    small.texts["en"]["a.count.one"] = "{count} person waiting"

    assert words(small, "en", "a.count", count=1) == "1 person waiting"
    assert words(small, "en", "a.count", count=2) == "2 people waiting"
    assert words(small, "ja", "a.count", count=1) == "1人お待ちです"


@pytest.mark.parametrize(("language", "told"), [("en", "1 person"), ("es", "1 persona"), ("pt", "1 pessoa"), ("ja", "1人")])
def test_nobody_reads_of_one_people(bundle, language, told):
    assert words(bundle, language, "kiosk.people", count=1) == told
