"""Numbers (受付番号): `A-024` from the hub, `A-1203` from kiosk 12 while the hub is away. Unique by construction."""

import re
import unicodedata
from typing import Final

import msgspec

from config.series import next_number
from config.site import Service

LETTERS: Final = "ACDEFHKLPT"  # no pair that looks or sounds alike
_HUB = re.compile(rf"([{LETTERS}])-(\d{{3}})")
_TYPED = re.compile(r"([A-Z]?)([0-9]{1,4})番?")
_KIOSK = re.compile(rf"([{LETTERS}])-(\d{{2}})(\d{{2}})")


class Number(msgspec.Struct, frozen=True):
    """`kiosk`: 1-99 where a kiosk gave it while the hub was away, else None. `running`: 1-999, or 1-99 of a kiosk."""

    letter: str
    running: int
    kiosk: int | None = None

    def __str__(self) -> str:
        if self.kiosk is None:
            return f"{self.letter}-{self.running:03d}"
        return f"{self.letter}-{self.kiosk:02d}{self.running:02d}"


class NumbersUsedUp(Exception):
    """The series has no number left today."""


def parse(text: str) -> Number | None:
    """The number written so, None where it is none. `A-000` and kiosk 00 do not exist."""
    if (hub := _HUB.fullmatch(text)) and int(hub[2]):
        return Number(hub[1], int(hub[2]))
    if (kiosk := _KIOSK.fullmatch(text)) and int(kiosk[2]) and int(kiosk[3]):
        return Number(kiosk[1], int(kiosk[3]), int(kiosk[2]))
    return None


def meant(typed: str) -> tuple[str, ...]:
    """Every number somebody may mean: `ａ２４`, `a-24` → A-024; `12`, `012`, `12番` → the 12th of each series. Empty: none."""
    found = _TYPED.fullmatch(re.sub(r"[\s‐-―−ー-]", "", unicodedata.normalize("NFKC", typed).upper()))
    if found is None:
        return ()
    # four digits are of a kiosk, zeros before a shorter number are nobody's
    digits = dict.fromkeys((str(int(found[2])).zfill(3), found[2].zfill(3)))
    return tuple(f"{letter}-{each}" for letter in found[1] or LETTERS for each in digits)


def next_running(last: int | None, service: Service) -> int:
    """The running number after `last` (None: nothing given yet today). Raises NumbersUsedUp."""
    running = next_number(service, last)
    if running is None:
        raise NumbersUsedUp
    return running
