"""Which of the possible line ends of Japanese are taken: those of sentences and clauses before others, and no word alone. Pure."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

# What it costs to end a line behind a character; a line of which a third stays empty costs 0.06.
BEHIND = {"。": 0.0, "、": 0.1, "）": 0.15, "」": 0.2, "・": 0.15, " ": 0.15, "\u3000": 0.1, "の": 0.35}
PARTICLE, VERB, OTHER = 0.25, 0.3, 0.5
PARTICLES, VERBS = frozenset("をはがにでともへてばか"), frozenset("るたい")
BEFORE_A_BRACKET, INSIDE_A_BRACKET = 0.1, 0.8
RAGGED = 0.5  # times the square of the empty share
ALONE = 2.0  # times what the last line is shorter than half of its room
OPEN = re.compile(r"[（「][^）」]*$")


def settled(pieces: Sequence[str], count: int, width: float, wide: Callable[[str], float]) -> list[str] | None:
    """`pieces` as exactly `count` lines no wider than `width`, ended where they are best read; None where they do not fit so."""
    whole = [wide(piece) for piece in pieces]
    trimmed = [wide(piece.rstrip()) for piece in pieces]

    costs = [_cost("".join(pieces[: at + 1]), after) for at, after in enumerate(pieces[1:])]

    def across(begin: int, end: int) -> float:
        return sum(whole[begin : end - 1]) + trimmed[end - 1]

    @cache
    def best(begin: int, lines: int) -> tuple[float, tuple[int, ...]] | None:
        """(cost, ends) of the pieces from `begin` on as so many lines."""
        if lines == 1:
            taken = across(begin, len(pieces)) / width
            return (ALONE * max(0.0, 0.5 - taken), ()) if taken <= 1 else None
        found: tuple[float, tuple[int, ...]] | None = None
        for end in range(begin + 1, len(pieces) - lines + 2):
            taken = across(begin, end) / width
            if taken > 1:
                break
            if (rest := best(end, lines - 1)) is not None:
                cost = RAGGED * (1 - taken) ** 2 + costs[end - 1] + rest[0]
                if found is None or cost < found[0]:
                    found = cost, (end, *rest[1])
        return found

    if (chosen := best(0, count)) is None:
        return None
    ends = (0, *chosen[1], len(pieces))
    return ["".join(pieces[begin:end]).rstrip() for begin, end in pairwise(ends)]


def _cost(before: str, after: str) -> float:
    """Of a line end between these words."""
    if OPEN.search(before):
        return INSIDE_A_BRACKET
    if after[0] in "（「":
        return BEFORE_A_BRACKET
    last = before[-1]
    return BEHIND.get(last, PARTICLE if last in PARTICLES else VERB if last in VERBS else OTHER)
