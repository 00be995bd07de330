"""Days as the readers of ten languages write them."""

from datetime import date

import pytest

from config.days import in_words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "昭和55年（1980年）2月17日"),
        ("en", "17 February 1980"),
        ("zh", "1980年2月17日"),
        ("ko", "1980년 2월 17일"),
        ("vi", "17 tháng 2, 1980"),
        ("ne", "1980 फेब्रुअरी 17"),
        ("pt", "17 de fevereiro de 1980"),
        ("es", "17 de febrero de 1980"),
        ("fil", "Pebrero 17, 1980"),
    ],
)
def test_a_day_in_words(language, words):
    assert in_words(date(1980, 2, 17), language) == words
