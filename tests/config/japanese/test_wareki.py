"""Eras by the day, in both directions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.japanese import wareki
from config.japanese.wareki import BeforeMeiji, Misread

DAYS = st.dates(wareki.FIRST_DAY, date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
        (date(1980, 2, 29), "昭和55年2月29日"),
    ],
)
def test_a_day_is_written_in_its_era(day, written):
    assert wareki.format(day) == written
    assert wareki.parse(written) == day


@pytest.mark.parametrize(("older", "newer"), [("大正15年12月25日", "昭和元年12月25日"), ("明治45年7月30日", "大正元年7月30日")])
def test_on_two_days_both_eras_are_right(older, newer):
    assert wareki.parse(older) == wareki.parse(newer)
    assert len(wareki.era_years(wareki.parse(older))) == 2


@pytest.mark.parametrize(
    "written",
    [
        "S55.2.17",
        "s55/2/17",
        "昭55年2月17日",
        "昭和５５年２月１７日",
        "昭和55年 2月 17日",
        "昭和55-02-17",
        "1980-02-17",
        "1980年2月17日",
        "1980/2/17",
    ],
)
def test_one_day_in_many_spellings(written):
    assert wareki.parse(written) == date(1980, 2, 17)


def test_the_one_character_for_reiwa_is_read():
    assert wareki.parse("㋿元年5月1日") == date(2019, 5, 1)


@pytest.mark.parametrize(
    ("written", "misread"),
    [
        ("平成31年5月1日", Misread("beyond", date(2019, 5, 1))),
        ("平成32年4月1日", Misread("beyond", date(2020, 4, 1))),
        ("昭和64年1月8日", Misread("beyond", date(1989, 1, 8))),
        ("令和元年4月30日", Misread("not_a_date")),
        ("昭和55年2月30日", Misread("not_a_date")),
        ("昭和56年2月29日", Misread("not_a_date")),
        ("明治5年12月2日", Misread("before_meiji")),
        ("1872-12-31", Misread("before_meiji")),
        ("昭和0年1月1日", Misread("not_a_date")),
        ("慶応3年1月1日", Misread("not_a_date")),
        ("", Misread("not_a_date")),
    ],
)
def test_a_date_that_cannot_be_says_why(written, misread):
    assert wareki.parse(written) == misread


def test_before_1873_the_clerk_is_asked():
    with pytest.raises(BeforeMeiji):
        wareki.format(date(1872, 12, 31))


def test_lists_of_years_show_both_counts():
    assert wareki.year_label(1980) == "1980(昭和55年)"
    assert wareki.year_label(1989) == "1989(昭和64年・平成元年)"
    assert wareki.year_label(2019) == "2019(平成31年・令和元年)"
    assert wareki.year_label(1926) == "1926(大正15年・昭和元年)"


def test_a_review_shows_both_years():
    assert wareki.both(date(1980, 2, 17)) == "昭和55年（1980年）2月17日"
    assert wareki.both(date(1995, 4, 12), western_first=True) == "1995年（平成7年）4月12日"


@given(DAYS)
def test_every_day_comes_back_from_every_way_it_is_written(day):
    for one in wareki.era_years(day):
        assert wareki.western(one.era.name, one.year, day.month, day.day) == day
    assert wareki.parse(wareki.format(day)) == day


@given(st.text(max_size=20))
def test_nothing_written_breaks_the_reader(text):
    assert isinstance(wareki.parse(text), date | Misread)
