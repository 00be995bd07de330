"""What the list says is not asked: school, nursery and pension where nobody is of that age, children where one is listed.

Of who is not on the list nothing is known: no いいえ to children or old people is told by it.
"""

from datetime import date, timedelta

import pytest

from kiosk.flow import events
from tests.kiosk.flow.resident import TODAY, Resident, choosing, on

ALL_YES = {"q_insurance": choosing("yes"), "q_children": choosing("yes")}
BY_AGE = ("pension_age", "public_school", "nursery")
NO = {"pension_age": "no", "public_school": False, "nursery": False}


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
    assert {question: resident.at(question) for question in BY_AGE if question not in asked} == {
        question: no for question, no in NO.items() if question not in asked
    }


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


GATES = ("q_children", "q_care")


def gates_asked(*born):
    """The questions about children and old people that were asked, the resident at the review."""
    seen = []

    def saying(answer, question):
        def act(resident):
            seen.append(question)
            resident.choose(answer)

        return act

    _, resident = moving_in(*born, wanted={question: saying("no", question) for question in GATES})
    return seen, resident


def test_a_child_on_the_list_is_not_asked_for_again():
    seen, resident = gates_asked(years_ago(40), years_ago(10))

    assert seen == ["q_care"]
    assert resident.at("q_children") == "yes"


def test_somebody_of_75_on_the_list_is_not_asked_for_again():
    seen, resident = gates_asked(years_ago(80))

    assert seen == ["q_children"]
    assert resident.at("q_care") == "yes"


def test_75_and_over_is_ticked_for_who_is_listed_and_more_may_be_added():
    asked = []

    def adding(resident):
        asked.append(resident.at("care_needs"))
        resident.touch(events.Choose("handbook"), events.Next())

    _, resident = moving_in(years_ago(80), wanted={"care_needs": adding})
    assert asked == [["over_75"]]
    assert resident.at("care_needs") == ["over_75", "handbook"]

    _, younger = moving_in(years_ago(74), wanted={"q_care": choosing("yes"), "care_needs": adding})
    assert asked == [["over_75"], None]
    assert younger.at("care_needs") == ["handbook"]


def test_of_who_is_not_on_the_list_it_says_nothing():
    assert gates_asked(years_ago(40))[0] == ["q_children", "q_care"]


def test_a_child_who_is_none_opens_the_question_again():
    _, resident = gates_asked(years_ago(40), years_ago(10))
    resident.touch(events.Edit("movers.1.birth_date"), events.Choose("western"), events.Key("clear"))
    resident.enter(years_ago(30).strftime("%Y%m%d"))

    assert resident.where == "q_children:yes_no_unknown"


def test_what_was_found_on_the_list_can_be_said_otherwise_where_that_may_be():
    _, resident = gates_asked(years_ago(40), years_ago(10))
    resident.touch(events.Edit("q_children")).choose("unknown")

    assert (resident.screen, resident.at("q_children")) == ("review", "unknown")


FOREIGN = {
    "movers.nationality": choosing("foreign"),
    "movers.residence_category": choosing("mid_long_term"),
    "movers.residence_status": choosing("student"),
}


def staying_until(day, notifier="self"):
    """A student until then, at the review. → whether a renewal was asked for, the resident."""
    asked = []

    def renewal(resident):
        asked.append(resident.page.path)
        resident.choose("yes")

    wanted = FOREIGN | {"movers.period_expiry": on(day), "movers.renewal_pending": renewal, "notifier": choosing(notifier)}
    resident = Resident().choose_procedure("moving", "in").go_on().answer(wanted)
    assert resident.screen == "review"
    assert resident.problems() == []
    return asked, resident


@pytest.mark.parametrize("notifier", ["self", "same_household"])
def test_a_renewal_is_asked_about_only_where_the_stay_ends_soon(notifier):
    asked, resident = staying_until(TODAY + timedelta(days=93), notifier)
    assert asked == []
    assert resident.at("movers.0.renewal_pending") is False

    asked, resident = staying_until(TODAY + timedelta(days=92), notifier)
    assert asked == ["movers.0.renewal_pending"]
    assert resident.at("movers.0.renewal_pending") is True


def test_a_last_day_that_is_corrected_opens_the_question_of_renewal():
    _, resident = staying_until(TODAY + timedelta(days=400))
    resident.touch(events.Edit("movers.0.period_expiry"), events.Choose("western"), events.Key("clear"))
    resident.enter((TODAY + timedelta(days=20)).strftime("%Y%m%d"))

    assert resident.where == "movers.0.renewal_pending:yes_no"
