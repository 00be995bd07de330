"""The plan of a big ward office and of a small branch, from their files alone: services, series, counters, hours, appointments."""

from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest

from config.bundle import Bundle
from config.identity import DEMANDS, strongest
from config.load import load_site
from config.openings import hours_on, next_reception, takes_numbers, takes_procedure
from config.series import next_number
from config.slots import plan_for, slots_on

JST = timezone(timedelta(hours=9))


@cache
def site(name):
    bundle = load_site(Path("config/sites/midorino") / name)
    assert isinstance(bundle, Bundle), bundle
    return bundle.site


def service(name, letter):
    return next(each for each in site(name).services if each.letter == letter)


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), JST)


MONDAY, SECOND_SATURDAY, THIRD_SATURDAY = date(2027, 4, 12), date(2027, 4, 10), date(2027, 4, 17)


@pytest.mark.parametrize("name", ["chuo", "kawabe"])
def test_every_stage_of_every_service_has_a_counter_and_every_letter_is_its_own(name):
    letters = [each.letter for each in site(name).services]
    assert len(set(letters)) == len(letters)
    for each in site(name).services:
        for stage in each.stages:
            assert any(each.id in counter.services and stage in counter.stages for counter in site(name).counters)


def test_the_ward_opens_certificates_and_moves_on_the_second_saturday_and_the_card_does_not():
    assert takes_numbers(site("chuo"), service("chuo", "C"), at(SECOND_SATURDAY, 12, 14))
    assert not takes_numbers(site("chuo"), service("chuo", "C"), at(SECOND_SATURDAY, 12, 15)), "the last number"
    assert not takes_numbers(site("chuo"), service("chuo", "F"), at(SECOND_SATURDAY, 10))
    assert not hours_on(site("chuo"), THIRD_SATURDAY)
    assert not hours_on(site("kawabe"), SECOND_SATURDAY)


def test_the_ward_opens_the_last_sunday_of_march_and_nobody_on_a_holiday_or_at_the_end_of_the_year():
    assert takes_numbers(site("chuo"), service("chuo", "A"), at(date(2027, 3, 28), 9))
    assert not hours_on(site("chuo"), date(2027, 4, 29))
    assert not hours_on(site("chuo"), date(2026, 12, 29))
    assert next_reception(site("chuo"), service("chuo", "A"), at(date(2026, 12, 28), 17)) == at(date(2027, 1, 4), 8, 30)


def test_last_receptions_are_those_of_the_plan():
    ends = {letter: max(m for m in range(1440) if takes_numbers(site("chuo"), service("chuo", letter), at(MONDAY, m // 60, m % 60)))
            for letter in "CAEF"}  # fmt: skip
    assert ends == {"C": 1019, "A": 1019, "E": 959, "F": 989}
    assert not takes_numbers(site("kawabe"), service("kawabe", "A"), at(MONDAY, 16, 45))


def test_card_work_ends_before_its_service_does_and_never_runs_on_a_saturday():
    assert takes_procedure(site("chuo"), "card_pickup", at(MONDAY, 16, 29))
    assert not takes_procedure(site("chuo"), "card_pickup", at(MONDAY, 16, 30))
    assert not takes_procedure(site("chuo"), "card_pickup", at(SECOND_SATURDAY, 9))
    assert takes_procedure(site("chuo"), "pin_reset", at(MONDAY, 16, 40))


def test_numbers_of_the_register_have_no_unlucky_end():
    register = service("chuo", "E")
    assert [next_number(register, last) for last in (3, 8, 38)] == [5, 10, 40]


def test_the_counters_help_each_other_as_the_plan_shares_them():
    helps = {counter.number: counter.helps for counter in site("chuo").counters if counter.helps}
    assert set(helps) == {1, 2, 3, 15, 16, 17, 18}
    assert (helps[1][0].services, helps[1][0].below) == (("seal",), 5)
    assert (helps[15][0].services, helps[15][0].begins) == (("certificates",), time(11, 30))


def test_the_branch_gives_the_card_by_appointment_alone_and_the_ward_not_in_the_fullest_week():
    branch, ward = site("kawabe"), site("chuo")
    plan = plan_for(branch, "card_pickup")
    assert [len(slots_on(branch, plan, MONDAY + timedelta(days=n), at(MONDAY, 8))) for n in range(5)] == [0, 13, 0, 13, 0]
    assert not service("kawabe", "F").numbers_without_form
    moves = plan_for(ward, "moving_in")
    assert not slots_on(ward, moves, date(2027, 3, 29), at(date(2027, 3, 1), 8))
    assert slots_on(ward, moves, date(2027, 4, 5), at(date(2027, 3, 1), 8))


SITES = [path.parent for path in sorted(Path("config/sites").rglob("site.toml"))]


@pytest.mark.parametrize("folder", SITES, ids=lambda folder: folder.name)
def test_nobody_passes_a_counter_with_a_number_alone_and_less_identity_check_than_with_an_entry(folder):
    bundle = load_site(folder)
    for each in bundle.site.services:
        demands = [bundle.procedures[id_].identity for id_ in each.procedures]
        assert DEMANDS.index(each.identity) >= DEMANDS.index(strongest(demands)), each.id
        lists = {bundle.procedures[id_].checks.get("examination", ()) for id_ in each.procedures}
        # what is examined, or whether it is checked at all, depends on which procedure it is
        assert each.decide_procedure or (len(lists) <= 1 and len(set(demands)) <= 1), each.id
