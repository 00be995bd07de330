"""Words with somebody's 個人番号 in them are recognised, other figures are not."""

import pytest

from config.my_number import holds_my_number

MADE = "123456789018"  # eleven made-up digits and their check digit


@pytest.mark.parametrize(
    "text", [MADE, "番号は 1234-5678-9018 です", "１２３４ ５６７８ ９０１８", "1234ー5678ー9018", f"個人番号{MADE}を控えました"]
)
def test_a_number_with_its_check_digit_is_seen_however_it_is_written(text):
    assert holds_my_number(text)


@pytest.mark.parametrize("text", ["", "123456789012", "090-1234-5678", "+819012345678", "1234567890180", "見本 2-3-14", "12345678"])
def test_other_figures_may_be_written(text):
    assert not holds_my_number(text)
