"""A date is typed digit by digit as it is spoken, with or without noughts, and means that day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.form import Field
from config.japanese import wareki
from config.theme import LANDSCAPE
from kiosk.flow import dating, events
from kiosk.flow.state import Entry
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import TODAY, Resident, until

PAST = Field(id="birth_date", kind="date", max=0)
ANY_DAY = Field(id="residence_until", kind="date")
BY_ERA = {name: id for id, name in dating.ERAS.items()}
BORN = st.dates(min_value=date(1912, 7, 30), max_value=TODAY)


def typed(era, digits, field=PAST):
    entry = dating.in_era(Entry(), era, field, TODAY)
    for digit in digits:
        entry = dating.key(entry, field, TODAY, digit)
    return entry


def touched(era, year, month, day, field=PAST):
    """Every part touched before it is typed."""
    entry = dating.in_era(Entry(), era, field, TODAY)
    for part, digits in zip(dating.PARTS, (year, month, day), strict=True):
        entry = dating.to(entry, part)
        for digit in str(digits):
            entry = dating.key(entry, field, TODAY, digit)
    return entry


@given(BORN)
def test_every_day_of_every_era_is_meant_with_leading_noughts(day):
    for one in wareki.era_years(day):
        if one.era.name not in BY_ERA:
            continue
        entry = typed(BY_ERA[one.era.name], f"{one.year:02}{day:%m%d}")
        assert (dating.day_of(entry), entry.part) == (day, dating.FULL)
    assert dating.day_of(typed("western", f"{day:%Y%m%d}")) == day


@given(BORN, st.permutations(range(3)))
def test_every_day_of_every_era_is_meant_without_noughts_where_the_boxes_are_touched(day, order):
    one = wareki.era_year(day)
    if one.era.name in BY_ERA:
        assert dating.day_of(touched(BY_ERA[one.era.name], one.year, day.month, day.day)) == day
    entry = dating.in_era(Entry(), "western", PAST, TODAY)
    figures = (day.year, day.month, day.day)
    for at in order:  # in whatever order
        entry = dating.to(entry, dating.PARTS[at])
        for digit in str(figures[at]):
            entry = dating.key(entry, PAST, TODAY, digit)
    assert dating.day_of(entry) == day


@given(BORN)
def test_without_noughts_and_without_touching_a_box_a_day_is_meant_wherever_a_part_ends_by_itself(day):
    """Next behind a part that could go on says that it does not."""
    one = wareki.era_year(day)
    era, year = (BY_ERA[one.era.name], one.year) if one.era.name in BY_ERA else ("western", day.year)
    entry = dating.in_era(Entry(), era, PAST, TODAY)
    for at, part in enumerate((year, day.month, day.day)):
        if entry.part < at:
            entry = dating.onward(entry)
        for digit in str(part):
            entry = dating.key(entry, PAST, TODAY, digit)
    assert dating.day_of(entry) == day


@pytest.mark.parametrize(
    ("era", "digits", "day"),
    [
        ("reiwa", "81120", date(2026, 11, 20)),
        ("reiwa", "081120", date(2026, 11, 20)),
        ("reiwa", "8311", date(2026, 3, 11)),
        ("showa", "2237", date(1947, 3, 7)),
        ("western", "198873", date(1988, 7, 3)),
        ("western", "1988135", None),
        ("heisei", "325", date(1991, 2, 5)),
        ("showa", "659", date(1931, 5, 9)),
    ],
)
def test_digits_as_they_are_spoken(era, digits, day):
    assert dating.day_of(typed(era, digits)) == day


def test_a_year_of_two_digits_waits_only_where_one_can_come():
    assert dating.parts(typed("reiwa", "81")) == ("8", "1", "")
    assert dating.parts(typed("showa", "55")) == ("55", "", "")
    assert dating.parts(typed("reiwa", "12", ANY_DAY)) == ("12", "", "")  # a card may run out then
    assert dating.parts(typed("taisho", "16")) == ("1", "6", "")


@given(
    st.sampled_from(("western", *dating.ERAS)),
    st.lists(st.sampled_from((*"0123456789", *dating.PARTS, "delete", "clear", *dating.ERAS, "western"))),
)
def test_whatever_is_pressed_the_date_is_a_day_or_says_what_is_wrong(era, presses):
    entry = typed(era, "")
    for press in presses:
        if press in dating.PARTS:
            entry = dating.to(entry, press)
        elif press in (*dating.ERAS, "western"):
            entry = dating.in_era(entry, press, PAST, TODAY)
        else:
            entry = dating.key(entry, PAST, TODAY, press)
        assert 0 <= entry.part <= dating.FULL
        assert (entry.part == dating.FULL) <= all(dating.parts(entry))
    if dating.day_of(entry) is None:
        assert dating.trouble(entry)[0].startswith("date.")


@given(st.text("0123456789", max_size=10))
def test_one_digit_back_at_a_time_leads_back_over_the_parts_to_an_empty_date(digits):
    entry = typed("showa", digits)
    standing = sum(len(part) for part in dating.parts(entry))
    for left in range(standing - 1, -1, -1):
        entry = dating.key(entry, PAST, TODAY, "delete")
        assert sum(len(part) for part in dating.parts(entry)) == left
    assert (entry.text, entry.part) == ("", 0)


def at_birth_date():
    resident = Resident().choose_procedure("moving", "in").go_on().for_themselves()
    return until(resident, "movers.0.birth_date:date")


def test_the_error_names_the_part_that_is_missing_or_impossible_and_stands_in_it():
    for digits, wrong, part in (
        ("2", "problem.date.no_month", 1),
        ("228", "problem.date.no_day", 2),
        ("22230", "problem.date.day", 2),
        ("220030", "problem.date.month", 1),
        ("000101", "problem.date.year", 0),
    ):
        resident = at_birth_date()
        resident.choose("showa").type(digits).go_on()
        if not resident.session.entry.wrong:  # つぎへ behind a part that is said leads to the next one
            resident.go_on()
        assert (digits, resident.session.entry.wrong, resident.session.entry.part) == (digits, wrong, part)


def test_digits_before_an_era_say_that_it_comes_first():
    resident = at_birth_date().type("5")
    assert (resident.session.entry.text, resident.session.entry.wrong) == ("", "kiosk.date.era_first")


def test_what_was_typed_of_a_date_goes_to_the_counter_in_words():
    resident = until(Resident().choose_procedure("moving", "in").go_on().for_themselves(), "move_date:date")
    resident.choose("reiwa").type("811").touch(events.CheckAtCounter())
    assert resident.at("move_date") == {"needs_staff": True, "text": "令和8年11月"}


def test_a_move_three_weeks_ahead_of_the_year_is_typed_as_ninth_year_and_told_to_lie_ahead():
    resident = until(Resident().choose_procedure("moving", "in").go_on().for_themselves(), "move_date:date")
    ahead = TODAY + timedelta(days=60)
    resident.choose("reiwa").enter(f"{ahead.year - 2018}{ahead.month}{ahead.day}")
    assert resident.session.entry.wrong == "problem.too_late"


def choosing_years(*languages_and_eras, language="ja"):
    """Somebody who moves in with a partner, at the partner's birth date: the first was typed in this era."""
    first = until(
        Resident().touch(events.ChooseLanguage(language)).choose_procedure("moving", "in").go_on(), "movers.0.birth_date:date"
    )
    for era, digits in languages_and_eras:
        first.choose(era).enter(digits)
    until(first, "movers:people").touch(events.PersonAdd())
    return until(first, "movers.1.birth_date:date")


def test_a_later_date_stands_at_the_western_years_chosen_before():
    second = choosing_years(("western", "19800217"))
    assert second.session.entry == Entry(era="western")
    assert second.enter("19820305").at("movers.1.birth_date") == "1982-03-05"
    assert until(second, "move_date:date").session.entry == Entry(era="western")


def test_who_chose_an_era_stands_at_this_one_where_the_day_is_recent_and_at_none_for_a_birth():
    second = choosing_years(("showa", "550217"))
    assert second.session.entry == Entry()
    assert until(second.born("showa", "560217"), "move_date:date").session.entry == Entry(era="reiwa")


@pytest.mark.parametrize("language", ["en", "ne", "zh", "ko"])
def test_who_reads_no_japanese_stands_at_western_years_from_the_first(language):
    resident = Resident().touch(events.ChooseLanguage(language)).choose_procedure("moving", "in").go_on()
    assert until(resident, "movers.0.birth_date:date").enter("19800217").at("movers.0.birth_date") == "1980-02-17"


def test_a_recent_day_offers_no_era_before_this_one():
    resident = until(Resident().choose_procedure("moving", "in").go_on().for_themselves(), "move_date:date")
    before = resident.session.entry
    assert dating.offered(resident.page.field, "ja") == ("reiwa", "western")
    assert dating.offered(resident.page.field, "en") == ("western", "reiwa")
    assert resident.choose("showa").session.entry == before
    born = at_birth_date().page.field
    assert dating.offered(born, "ja") == ("reiwa", "heisei", "showa", "taisho", "western")


def test_how_years_were_counted_is_forgotten_with_the_visit():
    resident = at_birth_date().choose("western")
    assert resident.session.era == "western"
    resident.wait(400)
    assert resident.forgotten


def boxes(resident):
    return {box.id: box for box in screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes}


def test_a_birth_of_105_years_ago_is_asked_back_once_and_confirmed_with_the_same_key():
    resident = at_birth_date().born("western", "19150506")
    assert (resident.where, resident.session.entry.wrong) == ("movers.0.birth_date:date", "problem.long_ago")
    assert resident.at("movers.0.birth_date") is None
    seen = boxes(resident)
    assert "".join(line.text for line in seen["wrong"].lines) == "105年以上前の日付です。これで正しいですか"
    assert seen["wrong"].role == "banner_warning"
    assert "".join(line.text for line in seen["next"].lines) == "はい、そうです"

    resident.go_on()
    assert resident.at("movers.0.birth_date") == "1915-05-06"
    assert resident.where != "movers.0.birth_date:date"


def test_an_odd_day_that_is_mended_is_not_asked_back_and_another_odd_one_is():
    resident = at_birth_date().born("western", "19150506").touch(events.Key("clear")).enter("19160506")
    assert resident.session.entry.wrong == "problem.long_ago"
    assert "はい、そうです" not in "".join(line.text for line in boxes(resident.touch(events.Key("clear")))["next"].lines)

    resident.enter("19800506")
    assert resident.at("movers.0.birth_date") == "1980-05-06"
