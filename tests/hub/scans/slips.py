"""Slips people make while they type what stands on their paper: one wrong character, day or box in one field."""

import random
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from tests.hub.scans.certificates import names

KANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンガギグゲゴザジズゼゾダデドバビブベボ"
)


def slipped(answers: Mapping[str, Any], field: str, person: int | None, seed: int) -> dict[str, Any]:
    """The same answers with one slip in `field` (id of the paper's field)."""
    dice = random.Random(f"{field}{person}{seed}")
    wrong = deepcopy(dict(answers))
    at = wrong if person is None else wrong["movers"][person]
    match field:
        case "householder":
            at["old_householder"] = _name(at["old_householder"], dice)
        case "name" | "domicile_head":
            at[field] = _name(at[field], dice)
        case "name_kana":
            at[field] = _replaced(at[field], dice, KANA)
        case "birth_date" | "move_date":
            at[field] = (date.fromisoformat(at[field]) + timedelta(days=dice.choice((1, -1, 10, 30, 365, -366)))).isoformat()
        case "sex":
            at[field] = {"male": "female", "female": "male"}[at[field]]
        case "relationship":
            at[field] = "father" if at[field] != "father" else "mother"
            at.pop("marriage_filed", None)
        case "domicile":
            at[field] = _digit(at[field], dice)
        case "old_address" | "new_address":
            key = dice.choice(("town", "lot"))
            at[field][key] = _digit(at[field][key], dice) if key == "lot" else at[field][key].replace(at[field][key][0], "鶴", 1)
    return wrong


def _name(name: str, dice: random.Random) -> str:
    signs = "".join(spelling for part in names() for spelling, _ in part)
    return _replaced(name, dice, signs)


def _replaced(text: str, dice: random.Random, signs: str) -> str:
    place = dice.choice([index for index, sign in enumerate(text) if not sign.isspace()])
    return text[:place] + dice.choice([sign for sign in signs if sign != text[place]]) + text[place + 1 :]


def _digit(text: str, dice: random.Random) -> str:
    return _replaced_at(text, dice, [index for index, sign in enumerate(text) if sign.isdigit()])


def _replaced_at(text: str, dice: random.Random, places: list[int]) -> str:
    place = dice.choice(places)
    return text[:place] + dice.choice([digit for digit in "123456789" if digit != text[place]]) + text[place + 1 :]
