"""家族の番号: what the dialog of the counter page offers to part, and what is said when it is done. Pure."""

import re
import unicodedata

from config.bundle import Bundle
from config.words import local
from hub.web.pages.dialogs import Option
from hub.web.pages.naming import FINAL, procedure_word, service_of
from hub.wire import LegView, Parted, VisitView

ALONE = "alone"  # the choice of a number without any procedure
AT_COUNTER = ("called", "serving")


def partable(bundle: Bundle, view: VisitView, here: LegView) -> tuple[Option, ...]:
    """Each procedure that may go on under a number of its own, or why not; a number alone where there is only one procedure."""
    found = [_option(bundle, view, way) for way in _ways(view)]
    if sum(not option.closed for option in found) and len(found) > 1:
        return tuple(found)
    service = local(service_of(bundle, here.service).name, "ja")
    return (Option(ALONE, "番号だけを出す", f"{service}の受付に、はじめの到着の順番で並びます"),)


def _ways(view: VisitView) -> list[list[LegView]]:
    """The legs of each procedure, in the order of the visit; the same procedure of two people together, they share each step."""
    found: dict[tuple[str, str], list[LegView]] = {}
    for leg in view.legs:
        found.setdefault((leg.procedure, leg.service if not leg.procedure else ""), []).append(leg)
    return list(found.values())


def _option(bundle: Bundle, view: VisitView, way: list[LegView]) -> Option:
    first = way[0]
    closed = ""
    others = [leg for leg in view.legs if leg not in way and leg.state in AT_COUNTER]
    if all(leg.state in FINAL for leg in way):
        closed = "終わりました"
    elif any(leg.state == "absent" for leg in way):
        closed = "不在です"
    elif any(leg.state in AT_COUNTER and leg.counter is not None for leg in way) and not others:
        closed = "この窓口で受けています"
    note = local(service_of(bundle, first.service).name, "ja")
    return Option(first.leg, procedure_word(bundle, first.procedure, first.service), note, closed=closed)


def told_of_parting(parted: Parted) -> tuple[str, str, str]:
    """(what is said, the new number large, what to do)."""
    return (
        f"{parted.stays.number} から分けました。新しい番号は",
        parted.goes.number,
        "番号を紙に書いて、お渡しください。はじめに来られた順番で待ちます。番号札は、端末の職員の画面「再発行」で印刷できます。",
    )


def told_of_merging(number: str, view: VisitView) -> tuple[str, str, str]:
    return (
        f"{number} は、いっしょになりました。これからの番号は",
        view.number,
        f"{number} はもう呼びません。{number} のスマートフォンの画面も {view.number} に変わります。早く来られた方の順番です。",
    )


def written(typed: str) -> str:
    """The number as it is written: `ａ２４`, `a-24` and `A024` are A-024. At most eight characters."""
    plain = re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", typed[:40]).upper())
    found = re.fullmatch(r"([A-Z])(\d{1,4})", plain)
    return f"{found[1]}-{found[2].zfill(3)}" if found else plain[:8]
