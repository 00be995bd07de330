"""Who on the paper is who in the entry: by birth date and reading of the name, never by row."""

from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from config.japanese import wareki
from hub.domain.crosscheck.entered import Entered
from hub.domain.crosscheck.paper import PaperPerson
from hub.domain.crosscheck.writing import folded, kana, plain

ENOUGH = 1.0  # below it two people have neither birth date nor name in common


def aligned(entered: Sequence[Sequence[Entered]], paper: Sequence[PaperPerson]) -> tuple[int | None, ...]:
    """For each person of the entry the place on the paper, or None; the sum of likenesses is the largest there is."""
    scores = [[_alike(person, other) for other in paper] for person in entered]
    best: dict[frozenset[int], tuple[float, tuple[int | None, ...]]] = {frozenset(): (0.0, ())}
    for row in scores:
        following: dict[frozenset[int], tuple[float, tuple[int | None, ...]]] = {}
        for taken, (total, chosen) in best.items():
            _keep(following, taken, total, (*chosen, None))
            for place, score in enumerate(row):
                if place not in taken and score >= ENOUGH:
                    _keep(following, taken | {place}, total + score, (*chosen, place))
        best = following
    return max(best.values(), key=lambda each: each[0])[1]


def _keep(
    found: dict[frozenset[int], tuple[float, tuple[int | None, ...]]],
    taken: frozenset[int],
    total: float,
    chosen: tuple[int | None, ...],
) -> None:
    if taken not in found or total > found[taken][0]:
        found[taken] = (total, chosen)


def _alike(entered: Sequence[Entered], paper: PaperPerson) -> float:
    """0 to 4: 2 for the same birth date, and how alike the readings and the names are."""
    own = {each.field: each.text for each in entered}
    born, printed = wareki.parse(own.get("birth_date", "")), wareki.parse(plain(paper.text("birth_date")).removesuffix("生"))
    same_day = isinstance(born, date) and born == printed
    readings = _ratio(kana(own.get("name_kana", "")), kana(paper.text("name_kana")))
    names = _ratio(folded(plain(own.get("name", ""))), folded(plain(paper.text("name"))))
    return 2.0 * same_day + readings + names


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0
