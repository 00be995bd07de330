"""The words of the catalogue themselves: complete in English, short enough, and in the tone of the house."""

import re

import pytest

from config.checks.texts import form_texts, needed
from config.languages import ONE, PLACEHOLDER
from config.words import field_keys


def test_english_has_everything_a_resident_can_see(bundle):
    japanese, english = bundle.texts["ja"], bundle.texts["en"]

    missing = {next(key for key in keys if key in japanese) for _, keys in needed(bundle)} - set(english)

    assert not missing


def test_every_english_text_keeps_the_placeholders_of_the_source(bundle):
    japanese, english = bundle.texts["ja"], bundle.texts["en"]

    assert not {
        key
        for key in english
        if set(PLACEHOLDER.findall(english[key])) != set(PLACEHOLDER.findall(japanese[key.removesuffix(ONE)]))
    }


def titles(bundle):
    keys = {key for form in bundle.forms.values() for group in form_texts(form) for key in group if key.endswith(".title")}
    keys |= {f"selection.{question.id}.title" for question in bundle.selection.questions}
    return {key: bundle.texts["ja"][key] for key in keys if key in bundle.texts["ja"]}


def test_every_question_is_one_short_sentence(bundle):
    assert not {key: title for key, title in titles(bundle).items() if len(title) > 25}


def test_questions_end_in_ka_without_a_mark_and_requests_in_kudasai(bundle):
    polite = re.compile(r"(か|ください)$")

    assert not {key: title for key, title in titles(bundle).items() if not polite.search(title) or "？" in title or "。" in title}


@pytest.mark.parametrize("word", ["エラー", "キャンセル", "送信", "OK", "クリック", "タップ"])
def test_words_the_house_does_not_use(bundle, word):
    keys = ("form.", "field.", "step.", "procedure.", "selection.", "problem.", "bring.", "guidance.")

    assert not {key for key, text in bundle.texts["ja"].items() if key.startswith(keys) and word in text}


def test_nobody_is_asked_for_the_my_number(bundle):
    labels = {
        bundle.texts["ja"].get(key, "")
        for form in bundle.forms.values()
        for group in form_texts(form)
        for key in group
        if key.endswith((".label", ".title"))
    }

    assert not {label for label in labels if "個人番号" in label or label in {"マイナンバー", "住民票コード"}}


def test_a_text_is_looked_for_from_the_nearest_key_outwards():
    assert list(field_keys("moving_in", "movers.1.name", "label")) == [
        "form.moving_in.movers.name.label",
        "form.moving_in.name.label",
        "field.movers.name.label",
        "field.name.label",
    ]


def test_of_an_arrival_from_abroad_it_is_asked_of_whom_for_another_may_file_it(bundle):
    asked = {
        language: [bundle.texts[language][f"field.{field}.title"] for field in ("first_time", "arrived_from_abroad")]
        for language in ("ja", "ja-easy", "en")
    }

    assert all("引っ越してくる方" in title for title in asked["ja"])
    assert all("引っこして くる人" in title for title in asked["ja-easy"])
    assert all("who move in" in title for title in asked["en"])
