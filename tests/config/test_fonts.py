"""Which font draws which piece of a text."""

import pytest

from config.fonts import font, runs
from config.languages import LANGUAGES


@pytest.mark.parametrize("text", ["転出証明書（ほかの市を出るときの紙）", "A-024 ①", ""])
@pytest.mark.parametrize("language", ["ja", "ja-easy"])
def test_japanese_is_drawn_whole(text, language):
    assert runs(text, language) == ((language, text),)


@pytest.mark.parametrize(
    ("language", "text", "drawn"),
    [
        ("vi", "Chuyển đến (転入届)", (("vi", "Chuyển đến ("), ("ja", "転入届"), ("vi", ")"))),
        ("zh", "迁入申报 (転入届)", (("zh", "迁入申报 ("), ("ja", "転入届"), ("zh", ")"))),
        ("zh", "住民票副本（2份）", (("zh", "住民票副本（2份）"),)),
        ("ko", "본적 (本籍)은 어디입니까?", (("ko", "본적 ("), ("ja", "本籍"), ("ko", ")은 어디입니까?"))),
        ("ne", "QR कोड ४", (("en", "QR"), ("ne", " कोड ४"))),
        ("es", "① Nacimiento", (("ja", "①"), ("es", " Nacimiento"))),
    ],
)
def test_the_offices_own_word_is_drawn_as_japanese_within_every_language(language, text, drawn):
    assert runs(text, language) == drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_is_lost_or_moved(language):
    text = "A-024 (転入届)　नम्बर 번호 ①〜９ ñ ợ 髙\U000e0100 (("

    assert "".join(words for _, words in runs(text, language)) == text


def test_chinese_and_korean_are_different_faces_of_one_file():
    chinese, korean = font("zh"), font("ko")

    assert chinese.path == korean.path
    assert chinese.index != korean.index
