"""The waiting list of a desk, row by row: who waits, since when, and why in that order. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from config.bundle import Bundle
from config.site import Counter
from config.words import MissingWords, field_words
from hub.domain import stage as stages
from hub.web.pages import dialogs
from hub.web.pages.dates import hour, minutes
from hub.web.pages.naming import services_of, stage_word, what_for
from hub.wire import Choice, LegView, Stage, VisitView

REASONS = {
    "consideration": ("配慮", "note"),
    "returned": ("戻り", "caution"),
    "reserved": ("この窓口へ", "key"),
    "appointment": ("予約", "key"),
    "short": ("事前入力", "ok"),
    "due": ("戻る時刻", "caution"),
    "own_entry": ("自分が入力", "dash"),
}
BACK = "差し戻し"


@dataclass(frozen=True, slots=True)
class Row:
    """One waiting visit. `tag`: (word, look) where it does not simply stand in order of arrival."""

    visit: str
    leg: str
    version: int
    number: str
    what: str
    people: int
    minutes: int
    since: datetime
    why: str
    language: str
    tag: tuple[str, str] | None = None
    sent: tuple[str, str] | None = None  # 差し戻し or 転送, where that is not the tag already
    due: datetime | None = None  # of a hold
    is_due: bool = False
    late: bool = False  # waits longer than the site means to let anybody, and than nearly all of its line did today
    barred: bool = False  # entered by who sits here: somebody else verifies it
    away: bool = False  # at another counter now: nobody calls them from here meanwhile
    overtaken: tuple[str, ...] = ()  # who came later and was called before, and why; of the rows that are drawn
    service: str = ""
    waits: bool = False
    put: datetime | None = None  # when it came into this state
    shelf: int | None = None  # where its papers lie


def legs_here(view: VisitView, stage: Stage, state: str, counter: Counter) -> tuple[LegView, ...]:
    """The first leg of the visit that this desk may serve in this state: those beside it move with it."""
    return tuple(
        leg
        for leg in view.legs
        if leg.stage == stage
        and leg.state == state
        and leg.service in services_of(counter)
        and (state != "waiting" or leg.reserved in (None, counter.number))
    )[:1]


def patience(bundle: Bundle, leg: LegView, late_after: Mapping[str, int]) -> int:
    """Minutes after which this leg is おそい where it stands."""
    goal: int = getattr(bundle.site.goals, leg.stage)
    return late_after.get(leg.service, goal)


def row_of(bundle: Bundle, view: VisitView, leg: LegView, now: datetime, late_after: Mapping[str, int]) -> Row:
    """A leg of the visit that waits, is on hold or absent at this desk's stage. `late_after`: as of Around."""
    sent = sent_here(leg)
    tag = REASONS.get(view.reason) or sent
    why = f"到着 {hour(view.opened_at)}"
    if view.reason == "consideration" and sent is None:
        why += f"・配慮で {hour(view.opened_at - timedelta(minutes=bundle.site.queue.head_start_minutes))} の順"
    elif tag is None and view.entered_at_home:
        tag = ("事前入力", "ok")
    if leg.stage != "reception":
        why = f"{stage_word(bundle, leg.stage)}へ {hour(leg.since)}"
    if leg.state == "absent":
        why = f"不在 {hour(leg.since)}"
    if leg.shelf is not None:
        why += f"・預かり棚 {leg.shelf}"
    if view.reason == "own_entry":
        why += "・ほかの方が照合します"
    if leg.state == "waiting" and (reason := reason_here(bundle, leg)):
        why = f"{reason}・{why}"
    if view.booked is not None and leg.stage == "reception":
        why = f"予約 {hour(view.booked)}・到着 {hour(view.opened_at)}"
    if leg.state == "on_hold":
        until = f"{hour(leg.due)} に戻られる" if leg.due else "戻られたら"
        why = f"{until}・{dialogs.reason_word(leg.reason, stages.Action.HOLD)}"
    back = sent is not None and sent[0] == BACK
    if back and leg.stage == "reception":
        why = f"{reason_here(bundle, leg)}・{hour(leg.since)} から"  # they were served once: what they wait for now began then
    if (away := _away(view, leg)) is not None:
        why = f"{away.counter}番で{'対応中' if away.state == 'serving' else '呼出中'}・{why}"
    since = view.opened_at if leg.stage == "reception" and not back else leg.since
    return Row(
        visit=view.visit,
        leg=leg.leg,
        version=view.version,
        number=view.number,
        what=what_for(bundle, view),
        people=view.people,
        minutes=minutes(since, now),
        since=since,
        late=leg.state == "waiting" and minutes(since, now) >= patience(bundle, leg, late_after),
        barred=view.reason == "own_entry",
        away=away is not None,
        why=why,
        language=view.language,
        tag=tag,
        sent=sent if sent != tag else None,
        due=leg.due,
        is_due=leg.due is not None and leg.due <= now,
        service=leg.service,
        put=leg.since,
        shelf=leg.shelf,
        waits=leg.state == "waiting",
    )


def _away(view: VisitView, leg: LegView) -> LegView | None:
    """The leg with which somebody who waits here is called or served at a counter just now; papers lie at a stage all the same."""
    if leg.state != "waiting" or stages.place_of(leg.stage) is not stages.Place.COUNTER:
        return None
    return next(
        (each for each in view.legs if each.state in ("called", "serving") and stages.place_of(each.stage) is stages.Place.COUNTER),
        None,
    )


def with_overtaken(rows: Sequence[Row], choices: Sequence[Choice], stage: Stage) -> tuple[Row, ...]:
    """The rows with who came later and was called before."""
    calls = defaultdict(list)  # a desk's list is drawn with each call of the house: only its own lines are looked through
    for each in choices:
        if each.stage == stage:
            calls[each.service].append(each)
    return tuple(replace(row, overtaken=dialogs.overtaken(calls[row.service], row.since)) if row.waits else row for row in rows)


def sent_here(leg: LegView) -> tuple[str, str] | None:
    """How a waiting leg came to this line, where it was sent."""
    if leg.state != "waiting" or not _word(leg):
        return None  # back from a hold: the reason of the hold says nothing any more
    return (BACK, "caution") if leg.reason in dialogs.WORDS[stages.Action.SEND_BACK] else ("転送", "note")


def reason_here(bundle: Bundle, leg: LegView) -> str:
    """Why it was sent here or sent back, in words: 入力がちがう：新しい住所."""
    word, what = _word(leg), _mend(bundle, leg) if leg.reason in dialogs.WORDS[stages.Action.SEND_BACK] else ""
    return f"{word}：{what}" if word and what else word


def _word(leg: LegView) -> str:
    return dialogs.reason_word(leg.reason, stages.Action.SEND_BACK, stages.Action.TRANSFER)


def _mend(bundle: Bundle, leg: LegView) -> str:
    """The name of the answer to be mended; empty where the form of today does not know it."""
    name, _, path = leg.mend.partition(".")
    procedure = bundle.procedures.get(name)
    try:
        return field_words(bundle, "ja", procedure.form, path, "label") if procedure is not None and procedure.form and path else ""
    except MissingWords:
        return ""
