"""Who is next: 300 waiting, 30 counters, all rules in force. Beside it: putting the same 300 in order of arrival alone."""

import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hub.domain.policy import Policy, Waiting, line, next_leg
from hub.domain.skills import Desk
from tests.hub.small_office import NINE

WAITING, COUNTERS, TIMES = 300, 30, 50
SERVICES = ("residence", "certificates", "seal", "family_register", "my_number_card", "insurance")
NOW = NINE + timedelta(hours=3)
RULES = Policy(short_every=5)


def a_full_house() -> list[Waiting]:
    chance = random.Random(20270329)
    found = []
    for index in range(WAITING):
        arrived = NINE + timedelta(minutes=chance.uniform(0, 170))
        found.append(
            Waiting(
                f"v{index}",
                f"A-{index:03d}",
                f"v{index}-1",
                chance.choice(SERVICES),
                "reception",
                arrived,
                consideration=chance.random() < 0.1,
                elsewhere=chance.random() < 0.05,
                booked=arrived if chance.random() < 0.1 else None,
                short=chance.random() < 0.1,
            )
        )
    return found


def best_ms(work: Callable[[], object]) -> float:
    """The median of many runs, milliseconds."""
    found = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def run() -> list[dict[str, Any]]:
    queue = a_full_house()
    every = Desk(1, ("reception",), SERVICES)
    desks = [Desk(number, ("reception",), SERVICES[number % 6 : number % 6 + 2]) for number in range(COUNTERS)]
    plain = best_ms(lambda: sorted(queue, key=lambda each: (each.arrived, each.number)))
    one = best_ms(lambda: next_leg(queue, every, "reception", NOW, RULES))
    lines = {service: [each for each in queue if each.service == service] for service in SERVICES}  # as the store reads them
    here = [[each for service in desk.services for each in lines[service]] for desk in desks]
    all_ = best_ms(lambda: [next_leg(mine, desk, "reception", NOW, RULES) for mine, desk in zip(here, desks, strict=True)])
    whole = best_ms(lambda: line(queue, every, "reception", NOW, RULES))
    sorting = f"{plain:.2g} ms to sort by arrival"
    return [
        {"name": "who is next, 300 waiting", "figure": one, "unit": "ms", "goal": 2, "beside": sorting, "ratio": one / plain},
        {"name": "the same at all of 30 counters, two lines each", "figure": all_, "unit": "ms"},
        {"name": "the whole line with its reasons", "figure": whole, "unit": "ms", "beside": sorting, "ratio": whole / plain},
    ]
