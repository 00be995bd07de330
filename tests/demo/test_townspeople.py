"""The people of the simulated morning."""

import random
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from config.bundle import Bundle
from config.form import check
from config.load import load_site
from tests.demo.day import OPEN_MINUTES, SERVICES, Day, arrivals
from tests.demo.lobby import comer
from tests.demo.townspeople import FORMS, Household, Town

MONDAY = date(2027, 3, 15)


@cache
def town(site):
    bundle = load_site(Path("config/sites") / site)
    assert isinstance(bundle, Bundle), bundle
    return Town(bundle, MONDAY)


@pytest.mark.parametrize("site", ["midorino/chuo", "demo"])
@pytest.mark.parametrize("abroad", [False, True])
@pytest.mark.parametrize("form", sorted({form for forms in FORMS.values() for form in forms}))
def test_what_a_household_writes_is_taken_by_the_rules_of_the_form(site, abroad, form):
    where = town(site)
    for seed in range(12):
        chance = random.Random(seed)
        if abroad and not form.startswith("moving"):
            continue
        household = Household(where, chance, chance.randint(2, 4), abroad=abroad)
        application = getattr(household, form)()

        assert check(where.bundle.forms[form], application.answers, "kiosk", MONDAY, where.bundle.site) == ()


def test_the_same_seed_brings_the_same_people_at_the_same_minutes():
    def morning(seed):
        day = Day(random.Random(seed), 1.0, 1.0)
        moments = arrivals(day.chance, 200)
        return moments, [comer(town("midorino/chuo"), day.chance, day.service()) for _ in moments]

    assert morning(3) == morning(3)
    assert morning(3) != morning(4)


def test_a_day_brings_everybody_between_opening_and_closing_for_services_the_office_has():
    day = Day(random.Random(7), 1.0, 1.0)
    moments = arrivals(day.chance, 1_000)

    assert len(moments) == 1_000
    assert moments == sorted(moments)
    assert moments[0] >= 0
    assert moments[-1] <= OPEN_MINUTES
    assert set(SERVICES) == {service.id for service in town("midorino/chuo").bundle.site.services}
