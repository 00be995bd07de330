"""How a day at a ward office goes: who comes when and for what, how long it takes; and what was done of it, counted.

Arrivals over the day, times at the desks, no-shows and 配慮 as in the ward twin: 証明 3 minutes, 異動 9, 戸籍 11,
マイナンバーカード 8; 4 % do not come when called, 8 % need consideration.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

OPEN_MINUTES = 8.75 * 60  # 8:30 to 17:15
SHARES = (7, 13, 15, 14, 10, 12, 12, 10, 7)  # arrivals by hour, from 8:30
# service → (share, minutes at reception)
SERVICES = {
    "residence": (40, 9.0),
    "certificates": (28, 3.0),
    "my_number_card": (10, 8.0),
    "insurance": (8, 8.0),
    "seal": (4, 4.0),
    "family_register": (4, 11.0),
    "welfare": (4, 8.0),
    "general": (2, 3.0),
}
BEHIND = 0.7  # minutes of examination, entry, verification: several cases lie on a desk at once
DELIVERY = 2.0
CONSIDERATION = 0.08
ABSENT = 0.04
BACK_OFFICE = ("examination", "entry", "verification")


@dataclass
class Day:
    """What happens, counted. `numbers`: of visits not known to be over, for families that come together.

    `speed`: how many times faster than life people work; `clock_speed`: the same of the hub's clock.
    """

    chance: random.Random
    speed: float
    clock_speed: float
    done: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    numbers: list[str] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    taken: list[float] = field(default_factory=list)

    def minutes(self, sim: float) -> float:
        """Real seconds of so many minutes of the day."""
        return sim * 60 / self.speed

    def lognormal(self, mean: float) -> float:
        return mean * self.chance.lognormvariate(-0.18, 0.6)

    def service(self) -> str:
        """What the next one comes for."""
        return self.chance.choices(list(SERVICES), [share for share, _ in SERVICES.values()])[0]

    def opened(self, number: str) -> None:
        self.done["open"] += 1
        self.numbers = [*self.numbers[-60:], number]


def mean_minutes(service: str, stage: str) -> float:
    """How long a visit of this service takes at this stage."""
    if stage in BACK_OFFICE:
        return BEHIND
    return SERVICES[service][1] if stage == "reception" else DELIVERY


def arrivals(chance: random.Random, visits: int) -> list[float]:
    """Minutes after opening of every arrival of a day, in order."""
    hours = chance.choices(range(len(SHARES)), SHARES, k=visits)
    return sorted((hour + chance.random()) * OPEN_MINUTES / len(SHARES) for hour in hours)
