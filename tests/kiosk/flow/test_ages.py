"""What the birth dates say is not asked: school, nursery and pension only where somebody is of that age."""

from datetime import date

import pytest

from kiosk.flow import events
from tests.kiosk.flow.resident import TODAY, Resident, choosing, on

ALL_YES = {"q_insurance": choosing("yes"), "q_children": choosing("yes")}
BY_AGE = ("pension_age", "public_school", "nursery")


def years_ago(years, days=0):
    return date(TODAY.year - years, TODAY.month, TODAY.day + days)


def moving_in(*born, wanted=None):
    """Somebody with these birth dates each. → by-age questions asked, the resident at the review."""
    resident = Resident().choose_procedure("moving", "in").go_on()

    def one_more(resident):
        resident.touch(events.PersonAdd()) if len(resident.at("movers")) < len(born) else resident.go_on()

    def birth_date(resident):
        day = born[int(resident.page.path.split(".")[1])]
        resident.touch(events.CheckAtCounter()) if day is None else on(day)(resident)

    asked = []
    for _ in range(300):
        if resident.page is None:
            assert resident.screen == "review"
            assert resident.problems() == []
            return asked, resident
        if resident.page.path in BY_AGE:
            asked.append(resident.page.path)
        resident.answer_one(ALL_YES | {"movers": one_more, "movers.birth_date": birth_date} | (wanted or {}))
    raise AssertionError("never at the review")


@pytest.mark.parametrize(
    ("ages", "asked"),
    [
        ((70,), []),
        ((19,), []),
        ((20,), ["pension_age"]),
        ((59,), ["pension_age"]),
        ((60,), []),
        ((40, 10), ["pension_age", "public_school"]),
        ((40, 6), ["pension_age", "public_school", "nursery"]),
        ((40, 2), ["pension_age", "nursery"]),
        ((70, 16), []),
    ],
)
def test_only_what_is_about_the_age_of_somebody_is_asked(ages, asked):
    found, resident = moving_in(*map(years_ago, ages))

    assert found == asked
    assert [resident.at(question) for question in BY_AGE if question not in asked] == [False] * (3 - len(asked))


def test_a_birthday_that_is_still_to_come_does_not_count():
    assert moving_in(years_ago(20, days=1))[0] == []


def test_as_long_as_one_birth_date_is_left_to_the_counter_everything_is_asked():
    found, _ = moving_in(years_ago(70), None)

    assert found == list(BY_AGE)


def test_a_birth_date_that_is_corrected_opens_the_question():
    _, resident = moving_in(years_ago(70), years_ago(16))
    resident.touch(events.Edit("movers.1.birth_date"), events.Choose("western"), events.Key("clear"))
    resident.enter(years_ago(10).strftime("%Y%m%d"))

    assert resident.where == "public_school:yes_no"
    resident.choose("yes")
    assert (resident.screen, resident.at("public_school")) == ("review", True)


def test_what_was_said_by_oneself_stands():
    _, resident = moving_in(years_ago(70))
    resident.touch(events.Edit("nursery")).choose("yes")

    assert (resident.screen, resident.at("nursery")) == ("review", True)
