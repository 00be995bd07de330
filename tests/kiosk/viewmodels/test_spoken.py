"""What a screen says: in the resident's language, whole sentences, and of a person nothing that others might hear."""

import re
from functools import cache

import pytest

from config.languages import LANGUAGES
from config.theme import LANDSCAPE
from kiosk.views.keypad import words_of
from tests.pictures.tour import CARD, LONG_ADDRESS, LONG_LATIN, LONG_NAME, demo, screens

OF_A_PERSON = (
    "川崎",
    "カワサキ",
    "かわさき",
    LONG_NAME,
    LONG_NAME.split("　")[0],
    LONG_LATIN,
    "ALEXANDRA",
    "見本町",
    "09000000000",
)
RUN_TOGETHER = re.compile(r"\d{5}|[0-9]\s?-\s?[0-9]")


@cache
def tour(language):
    return tuple((name, screen) for name, screen in screens(LANDSCAPE, "M", language) if screen.name != "assist")


def said(language, screen):
    return next(one.spoken for name, one in tour(language) if name == screen)


@pytest.mark.parametrize("language", [*LANGUAGES, "ja+ruby"])
def test_every_screen_says_something_without_markup_or_line_breaks(language):
    for name, screen in tour(language):
        assert screen.spoken.strip(), name
        assert not re.search(r"[{}|\n]", screen.spoken), name


DOUBLED = re.compile(r"[。．.।?？!！][\s]*[。．.।]|[、,，][\s]*[。．.।、,，]|।\S")
STRANGE = {"ne": re.compile(r"[。\u0900-\u097f]\s*[.。]"), "ja": re.compile(r"[ぁ-ん]\. "), "zh": re.compile(r"[\u4e00-\u9fff]\. ")}


@pytest.mark.parametrize("language", [*LANGUAGES, "ja+ruby"])
def test_no_sentence_ends_twice_nor_with_the_stop_of_another_language(language):
    strange = STRANGE.get(language, re.compile(r"[a-z가-힣]\s*[。।]"))
    found = {
        name: one.group()
        for name, screen in tour(language)
        if (one := DOUBLED.search(screen.spoken) or strange.search(screen.spoken))
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_no_address_and_no_row_of_digits_is_said_to_the_hall(language):
    assert LONG_ADDRESS[:6] in CARD.address, "the walk is made with an address that would be found"
    for name, screen in tour(language):
        assert not [one for one in OF_A_PERSON if one in screen.spoken], name
        assert not RUN_TOGETHER.search(screen.spoken), name


def test_the_day_a_card_ran_out_is_said_to_its_holder_alone():
    assert "11月" not in said("ja", "card_expired") and "暗証番号をおしてください" in said("ja", "card_expired")


def test_what_a_key_pad_walks_over_holds_no_name_without_headphones():
    found = [
        (name, box.id)
        for name, screen in tour("ja")
        for box in screen.boxes
        if box.event is not None and any(one in words_of(box, headphones=False) for one in OF_A_PERSON)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("screen", "words"),
    [
        ("selection", "今日はどのようなご用件ですか。1つえらんでください。"),
        ("result", "いまのところ、手続きは 1つ です。おひとりなら19問、約8分から10分です。"),
        ("result", "転入届。"),
        ("card_place", "操作しているご本人のカード。"),
        ("card_pin_one_left", "番号がちがいます。のこり 1回。"),
        ("card_locked", "カードがロックされています。"),
        ("card_removed", "カードがはなれました。"),
        ("page_family", "名字をひらがなで入力してください。"),
        ("page_yes_no_unknown", "はい、いいえ、わからない、の3つです。"),
        ("guidance", "必要なもの。"),
        ("review", "まちがいがないか確認してください。2ページのうち1ページ目です。なおすところは、"),
        ("ticket_taken", "番号は、Aの24番です。番号札をお取りください。あなたの前に8人お待ちです。"),
        ("ticket_held", "受付はできています。番号は、Aの24番です。番号札の印刷が止まりました。職員がまいります。"),
        ("ticket_offline", "この番号は有効です。"),
        ("help", "この画面のまま、お待ちください。"),
        ("idle", "まだお使いですか。「つづける」をおすと、つづけられます。おさないと、入力した内容は消えます。"),
        ("start_no_paper", "番号札の紙を補充中です。"),
    ],
)
def test_the_words_are_those_of_the_screen(screen, words):
    assert words in said("ja", screen)


def test_to_take_the_paper_is_said_only_when_it_came():
    for language in LANGUAGES:
        take = demo().texts[language]["kiosk.ticket.spoken.take"].rpartition("}")[2].rstrip("。.। ")
        assert take in said(language, "ticket_taken")
        for screen in ("ticket_printing", "ticket_held", "ticket_uncertain", "ticket_failed"):
            assert take not in said(language, screen)


def test_words_broken_into_lines_are_said_as_words():
    titles = [demo().texts["en"][key] for key in ("kiosk.card.place.either", "kiosk.review.title")]

    assert [
        said("en", screen).startswith(title.rstrip(".")) for screen, title in zip(("card_place", "review"), titles, strict=True)
    ]


def test_in_a_language_with_spaces_sentences_end_with_a_stop_and_a_space():
    assert re.fullmatch(r"[^.?!]+[.?!] .+", said("en", "selection"))
