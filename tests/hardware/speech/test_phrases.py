"""Calls and sentences are cut where a speaker takes breath, and cutting never changes what is read."""

from pathlib import Path

import pyopenjtalk
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.bundle import Bundle
from config.languages import PLACEHOLDER
from config.load import load_site
from hardware.speech.phrases import BREATH, SENTENCE, Phrase, phrases
from hardware.speech.readings import spoken


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Aの25番のかた、4番の窓口へお越しください", (Phrase("Aの25番のかた", BREATH), Phrase("4番の窓口へお越しください"))),
        ("Number A 25, please come to counter 4.", (Phrase("Number A 25", BREATH), Phrase("please come to counter 4."))),
        (
            "番号は、Aの24番です。いま8人お待ちです。",
            (Phrase("番号は", BREATH), Phrase("Aの24番です。", SENTENCE), Phrase("いま8人お待ちです。")),
        ),
        ("はい、いいえ、わからない、の3つです", (Phrase("はい、いいえ、わからない", BREATH), Phrase("の3つです"))),
        ("左上の、赤いボタンを、おしてください。", (Phrase("左上の、赤いボタンを、おしてください。"),)),
        ("Open 9.30 to 17.00, on weekdays.", (Phrase("Open 9.30 to 17.00", BREATH), Phrase("on weekdays."))),
        ("1,203 people", (Phrase("1,203 people"),)),
        ("", ()),
        ("、。", ()),
        ("\n", ()),
    ],
)
def test_a_text_is_cut_at_sentences_and_beside_numbers(text: str, cut: tuple[Phrase, ...]) -> None:
    assert phrases(text) == cut


@given(st.text(alphabet="あ番A1 、。，．,.!?！？\n", max_size=40))
def test_no_word_is_lost_or_moved_whatever_the_text(text: str) -> None:
    def words(of: str) -> str:
        return "".join(sign for sign in of if sign.isalnum())

    assert "".join(words(phrase.text) for phrase in phrases(text)) == words(text)
    assert all(phrase.pause in (BREATH, SENTENCE) for phrase in phrases(text)[:-1])


def kana(text: str) -> str:
    return "".join(sign for sign in pyopenjtalk.g2p(spoken(text), kana=True) if sign not in "、。？！")


def test_every_spoken_sentence_of_the_catalogue_is_read_the_same_in_pieces() -> None:
    bundle = load_site(Path("config/sites/demo"))
    assert isinstance(bundle, Bundle)
    filled = {"letter": "C", "digits": "108", "counter": "12", "count": "8"}
    texts = [text for key, text in bundle.texts["ja"].items() if "spoken" in key]
    assert len(texts) > 8

    def full(text: str) -> str:
        return PLACEHOLDER.sub(lambda match: filled.get(match[1], "3"), text)

    wrong = [text for text in map(full, texts) if kana(text) != "".join(kana(phrase.text) for phrase in phrases(text))]

    assert wrong == []
