"""A notice goes by itself at its time, and one that would not fit or never end is not put up."""

from datetime import timedelta

import pytest

from hub.domain.notice import LONGEST, MOST, Notice, running, what_is_wrong
from tests.hub.small_office import NINE

GOOD = Notice("エレベーター点検中", NINE + timedelta(hours=1), "1")


def test_a_notice_stands_until_its_time_and_not_a_moment_longer():
    standing = Notice("番号札をお持ちください。")
    assert running([GOOD, standing], NINE) == (GOOD, standing)
    assert running([GOOD, standing], NINE + timedelta(hours=1)) == (standing,)


@pytest.mark.parametrize(
    ("text", "hours", "beside", "wrong"),
    [
        ("エレベーター点検中", 1, 0, None),
        ("あ" * LONGEST, 24 * 31, MOST - 1, None),
        ("", 1, 0, "empty"),
        ("あ" * (LONGEST + 1), 1, 0, "too_long"),
        ("エレベーター点検中", 1, MOST, "too_many"),
        ("エレベーター点検中", 0, 0, "past"),
        ("エレベーター点検中", -1, 0, "past"),
        ("エレベーター点検中", 24 * 32, 0, "too_far"),
    ],
)
def test_what_is_wrong_with_a_notice_is_said(text, hours, beside, wrong):
    assert what_is_wrong(Notice(text, NINE + timedelta(hours=hours)), [GOOD] * beside, NINE) == wrong
