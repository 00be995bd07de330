"""5分かかります at the desk that had called: who asked for it and what happens then, until this desk calls the next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.site import Counter
from hub.domain.own_number import BY_PHONE
from hub.web.pages.dates import hour
from hub.wire import Choice, LastStep, LegView, Stage, VisitView

UNDO_OFF = "電話で5分保留"  # why the call cannot be taken back


@dataclass(frozen=True, slots=True)
class PutOff:
    """`what`: that it happened; `then`: how it goes on."""

    number: str
    what: str
    then: str


def put_off(visits: Sequence[VisitView], counter: Counter, stage: Stage, choices: Sequence[Choice], now: datetime) -> PutOff | None:
    """The last number this desk called that its holder put off by telephone; None once the desk has called anybody since."""
    found = [(leg.since, view.number, leg) for view in visits for leg in view.legs if _is_put_off(leg, counter, stage)]
    if not found:
        return None
    at, number, leg = max(found, key=lambda each: each[:2])
    if leg.due is None or any(each.counter == counter.number and each.at > at for each in choices):
        return None
    what, due = f"{number} の方が、電話から「5分かかります」と知らせました（{hour(at)}）", hour(leg.due)
    if leg.due <= now:
        return PutOff(number, what, f"{due} になりました。F2 で {number} をもう一度呼びます。")
    then = f"{due} までに戻られます。順番は残っていて、{due} から F2 で先頭に呼びます。"
    return PutOff(number, what, then + "先に来られたら、保留の「呼ぶ」を押してください。")


def undo_off(step: LastStep | None, found: PutOff | None, otherwise: str) -> str:
    """Of a call that cannot be taken back because its holder put it off: that, and not that somebody went on with it."""
    by_phone = step is not None and found is not None and step.barred == "moved" and found.number in step.numbers
    return UNDO_OFF if by_phone else otherwise


def _is_put_off(leg: LegView, counter: Counter, stage: Stage) -> bool:
    return (leg.state, leg.reason, leg.counter, leg.stage) == ("on_hold", BY_PHONE, counter.number, stage)
