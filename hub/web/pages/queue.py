"""The waiting list of a desk, row by row: who waits, since when, and why in that order. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from config.bundle import Bundle
from config.site import Counter
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
    due: datetime | None = None  # of a hold
    is_due: bool = False
    late: bool = False  # waits longer at this stage than the site means to let anybody
    barred: bool = False  # entered by who sits here: somebody else verifies it
    overtaken: tuple[str, ...] = ()  # who came later and was called before, and why; of the rows that are drawn
    service: str = ""
    waits: bool = False
    put: datetime | None = None  # when it came into this state


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


def row_of(bundle: Bundle, view: VisitView, leg: LegView, now: datetime) -> Row:
    """A leg of the visit that waits, is on hold or absent at this desk's stage."""
    tag = REASONS.get(view.reason) or sent_here(leg)
    why = f"到着 {hour(view.opened_at)}"
    if view.reason == "consideration":
        why += f"・配慮 {bundle.site.queue.head_start_minutes}分"
    elif tag is None and view.entered_at_home:
        tag = ("事前入力", "ok")
    if leg.stage != "reception":
        why = f"{stage_word(bundle, leg.stage)}へ {hour(leg.since)}"
    if leg.state == "absent":
        why = f"不在 {hour(leg.since)}"
    if view.reason == "own_entry":
        why += "・ほかの方が照合します"
    if leg.state == "waiting" and (reason := reason_here(leg)):
        why += f"・{reason}"
    if view.booked is not None and leg.stage == "reception":
        why = f"予約 {hour(view.booked)}・到着 {hour(view.opened_at)}"
    if leg.state == "on_hold":
        until = f"{hour(leg.due)} に戻られる" if leg.due else "戻られたら"
        why = f"{until}・{dialogs.reason_word(leg.reason, stages.Action.HOLD)}"
    since = view.opened_at if leg.stage == "reception" else leg.since
    return Row(
        visit=view.visit,
        leg=leg.leg,
        version=view.version,
        number=view.number,
        what=what_for(bundle, view),
        people=view.people,
        minutes=minutes(since, now),
        since=since,
        late=leg.state == "waiting" and minutes(since, now) >= getattr(bundle.site.goals, leg.stage),
        barred=view.reason == "own_entry",
        why=why,
        language=view.language,
        tag=tag,
        due=leg.due,
        is_due=leg.due is not None and leg.due <= now,
        service=leg.service,
        put=leg.since,
        waits=leg.state == "waiting",
    )


def with_overtaken(row: Row, choices: Sequence[Choice], stage: Stage) -> Row:
    """The row with who came later and was called before."""
    return replace(row, overtaken=dialogs.overtaken(choices, row.service, stage, row.since)) if row.waits else row


def sent_here(leg: LegView) -> tuple[str, str] | None:
    """How a waiting leg came to this line, where it was sent."""
    if leg.state != "waiting" or not reason_here(leg):
        return None  # back from a hold: the reason of the hold says nothing any more
    return ("差し戻し", "caution") if leg.reason in dialogs.WORDS[stages.Action.SEND_BACK] else ("転送", "note")


def reason_here(leg: LegView) -> str:
    """Why it was sent here or sent back, in words."""
    return dialogs.reason_word(leg.reason, stages.Action.SEND_BACK, stages.Action.TRANSFER)
