"""Names found by their reading: how many stand among the first nine candidates, with one segment forced and without.

The list is names.tsv beside this file, whose head states its source.
"""

import asyncio
import statistics
from pathlib import Path
from typing import Any, NamedTuple

from kiosk.flow.keying import CANDIDATES
from kiosk.input.expressions import Expression
from kiosk.input.mozc import HELPER, Mozc, open_converter

NAMES = Path(__file__).with_name("names.tsv")
FIRST = 9
NOWHERE = 1000


class Name(NamedTuple):
    kind: str
    share: str
    reading: str
    spelling: str


class Watched(Mozc):
    """Counts the steps by which segments are made one."""

    widened = 0

    async def _key(self, session: Expression, *key: str) -> Expression:
        self.widened += key == ("shift", "right")
        return await super()._key(session, *key)


def run() -> list[dict[str, Any]]:
    if not isinstance(open_converter(), Mozc):
        raise SystemExit(f"{HELPER} is not installed: apt-get install mozc-server emacs-mozc-bin")
    names = [Name(*line.split("\t")) for line in NAMES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return asyncio.run(_found(names))


async def _found(names: list[Name]) -> list[dict[str, Any]]:
    """Rank of each spelling among the candidates for its reading, 0 the first."""
    converter = Watched()
    forced, alone, free, widened = {}, {}, {}, 0
    try:
        for name in names:
            before = converter.widened
            forced[name] = _rank(
                await converter.convert(name.reading, "given" if name.kind == "given" else "family"), name.spelling
            )
            widened += converter.widened > before
            alone[name] = _rank(await converter.convert(name.reading), name.spelling)
            free[name] = _rank(await converter.convert(name.reading, "words"), name.spelling)
    finally:
        await converter.close()
    missed = [name.spelling for name in names if forced[name] >= FIRST]
    rows = [
        _row(f"{share} {words} among the first {FIRST} candidates", [forced[name] for name in names if name[:2] == (kind, share)])
        for kind, words in (("surname", "surnames"), ("given", "given names"))
        for share in ("common", "rare")
    ]
    ranks = list(forced.values())
    within = sum(rank < FIRST for rank in ranks)
    before = sum(rank < FIRST for rank in free.values())
    return [
        *rows,
        _row(f"all among the first {FIRST} candidates", ranks)
        | {"beside": f"{before} with segments as they come", "ratio": within / before},
        {
            "name": "names: given names that stand first, behind a family name",
            "figure": (first := sum(forced[name] == 0 for name in names if name.kind == "given")),
            "unit": f"of {sum(name.kind == 'given' for name in names)}",
            "beside": f"{(by_itself := sum(alone[name] == 0 for name in names if name.kind == 'given'))} converted by themselves",
            "ratio": first / by_itself,
        },
        _row("all on the first page of buttons", ranks, CANDIDATES),
        _row("all somewhere among the candidates", ranks, NOWHERE),
        {
            "name": "names: came as several segments and were forced to one",
            "figure": widened,
            "unit": f"of {len(names)}",
            "beside": "all names",
            "ratio": widened / len(names),
        },
        {"name": "names: median rank, counted from 1", "figure": statistics.median(ranks) + 1, "unit": "th candidate"},
        {"name": f"names: not among the first {FIRST}: {' '.join(missed)}", "figure": len(missed), "unit": f"of {len(names)}"},
    ]


def _rank(candidates: tuple[str, ...], spelling: str) -> int:
    return candidates.index(spelling) if spelling in candidates else NOWHERE


def _row(name: str, ranks: list[int], within: int = FIRST) -> dict[str, Any]:
    found = sum(rank < within for rank in ranks)
    return {
        "name": f"names: {name}",
        "figure": found,
        "unit": f"of {len(ranks)}",
        "beside": "all of them",
        "ratio": round(found / len(ranks), 3),
    }


if __name__ == "__main__":
    for row in run():
        print(row)
