"""The visit at a desk: its state, its way with the stage it is at, and where it goes from here. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import get_args

from config.bundle import Bundle
from config.site import Counter
from hub.domain import stage as stages
from hub.domain.handling import Usual
from hub.domain.pace import STEP
from hub.office.waits import StageToCome
from hub.web.pages import dialogs
from hub.web.pages.dates import hour, minutes, next_five
from hub.web.pages.naming import FINAL, STATES, procedure_word, stage_word, way_of
from hub.web.pages.queue import reason_here
from hub.wire import LegView, Stage, VisitView


@dataclass(frozen=True, slots=True)
class StageMark:
    """One step of the stepper: `look` done, now or later. `since`: of minutes that run on; `told`: more about the note."""

    word: str
    look: str
    note: str
    since: datetime | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class UsualTime:
    """ふだんの時間 of this stage in minutes. `seconds`, `most_seconds`: for the bar beside the time that runs."""

    middle: int
    most: int
    seconds: int
    most_seconds: int


@dataclass(frozen=True, slots=True)
class Here:
    """The visit at this desk. `leg`: the one the keys act on; `since`: when it entered its state."""

    visit: str
    leg: str
    version: int
    number: str
    state: str
    state_word: str
    procedures: str
    people: int
    language: str
    since: datetime
    called_times: int
    steps: tuple[StageMark, ...]
    ways: tuple[Stage, ...]  # of the steps
    note: str = ""  # why it was sent or sent back here
    sent_back: bool = False
    service: str = ""
    goes_on_at: str = ""  # the service of its stages to come: another one where it was handed on to this line
    shelf: int | None = None  # where the papers lie
    consideration: bool = False
    usual: UsualTime | None = None


def here_at(bundle: Bundle, counter: Counter, stage: Stage, view: VisitView) -> Here | None:
    """The visit where it is called or served at this desk."""
    leg = next(
        (leg for leg in view.legs if leg.counter == counter.number and leg.stage == stage and leg.state in ("called", "serving")),
        None,
    )
    if leg is None:
        return None
    names = dict.fromkeys(procedure_word(bundle, each.procedure, each.service) for each in view.legs)
    return Here(
        visit=view.visit,
        leg=leg.leg,
        version=view.version,
        number=view.number,
        state=leg.state,
        state_word=STATES[leg.state],
        procedures="　".join(names),
        people=view.people,
        language=view.language,
        since=leg.since,
        called_times=leg.called_times,
        steps=_steps(bundle, view, leg),
        ways=_ways(bundle, view, leg),
        note=reason_here(bundle, leg),
        sent_back=leg.reason in dialogs.WORDS[stages.Action.SEND_BACK],
        service=leg.service,
        goes_on_at=way_of(view, leg)[-1].service,
        shelf=leg.shelf,
        consideration=view.consideration,
    )


def with_times(here: Here, usual: Usual | None, to_come: Mapping[Stage, StageToCome], now: datetime) -> Here:
    """The visit with what is usual for it here, and how the stages after this one stand: as boards and phones are told."""
    at_work = usual if here.state == "serving" else None
    later = [each for step, each in zip(here.steps, here.ways, strict=True) if step.look == "later" and each in to_come]
    steps = [
        replace(step, note=_later(each, to_come[each], first=each == later[0]), told=_standing(to_come[each]))
        if step.look == "later" and each in later
        else step
        for step, each in zip(here.steps, here.ways, strict=True)
    ]
    if usual is not None and (by := _called_by(here, usual, [to_come[each] for each in later], later, now)) is not None:
        steps[-1] = replace(steps[-1], note=f"{hour(by)}ごろまで")
    time = UsualTime(_minutes(at_work.middle), _minutes(at_work.most), at_work.middle, at_work.most) if at_work else None
    return replace(here, usual=time, steps=tuple(steps))


def _later(stage: Stage, coming: StageToCome, *, first: bool) -> str:
    """待ち14・20〜30分: with the work where papers go on alone, until the call at a counter; who waits at the next stage alone."""
    at_counter = stages.place_of(stage) is stages.Place.COUNTER
    wait, takes = coming.place.wait, coming.takes
    waiting = f"待ち{coming.place.ahead}" if first and coming.place.ahead else ""
    if at_counter:
        return "・".join(filter(None, (waiting, _range(wait.least, wait.most) if wait is not None else "")))
    return "・".join(filter(None, (waiting, _range(takes.least, takes.most) if takes is not None else "")))


def _standing(coming: StageToCome) -> str:
    wait = coming.place.wait
    return f"いま待ち {coming.place.ahead}人" + (f"・{_range(wait.least, wait.most)}" if wait is not None else "")


def _called_by(here: Here, usual: Usual, coming: Sequence[StageToCome], later: Sequence[Stage], now: datetime) -> datetime | None:
    """By when nine of ten are called to the delivery, as the phone says it (way.ready_by); None where any part is not known."""
    between = [each.takes for each in coming[:-1]]
    if len(later) < 2 or later[-1] != "delivery" or coming[-1].takes is None or None in between:
        return None
    work = timedelta(minutes=_minutes(usual.middle))
    end = max(now, here.since + work) if here.state == "serving" else now + work
    end += timedelta(minutes=sum(each.most for each in between if each is not None) + coming[-1].takes.wait.most)
    return next_five(end)


def _range(least: int, most: int) -> str:
    least, most = least // STEP * STEP, -(-most // STEP) * STEP
    return f"{least}〜{most}分" if 0 < least < most else f"{most}分以内"


def _minutes(seconds: int) -> int:
    return max(1, round(seconds / 60))


def _ways(bundle: Bundle, view: VisitView, now_at: LegView) -> tuple[Stage, ...]:
    """A stage the visit does not have is not drawn."""
    had = {leg.stage for leg in _together(view, now_at)}
    return tuple(stage for stage in get_args(Stage) if stage in had)


def _together(view: VisitView, now_at: LegView) -> tuple[LegView, ...]:
    """What moves through the stages of this line, and the rest of what was handed on to it."""
    own = {leg.leg for leg in way_of(view, now_at)}
    return tuple(leg for leg in view.legs if leg.leg in own or leg.service == now_at.service)


def _steps(bundle: Bundle, view: VisitView, now_at: LegView) -> tuple[StageMark, ...]:
    marks = []
    for stage in _ways(bundle, view, now_at):
        legs = [leg for leg in _together(view, now_at) if leg.stage == stage]
        if stage == now_at.stage:
            marks.append(StageMark(stage_word(bundle, stage), "now", "発券から", view.opened_at))
        elif all(leg.state in FINAL for leg in legs):
            marks.append(_done(bundle, view, stage, legs))
        else:
            marks.append(StageMark(stage_word(bundle, stage), "later", ""))
    return tuple(marks)


def _done(bundle: Bundle, view: VisitView, stage: Stage, legs: Sequence[LegView]) -> StageMark:
    """With the minutes from coming to this stage until it was done."""
    came = min((leg.arrived or leg.since for leg in legs), default=view.opened_at)
    began, over = view.opened_at if stage == "reception" else came, max(leg.since for leg in legs)
    return StageMark(
        stage_word(bundle, stage), "done", f"{minutes(began, over)}分", told=f"{hour(began)}〜{hour(over)}（待ちを含む）"
    )


def onward(bundle: Bundle, visits: Sequence[VisitView], here: Here | None, stage: Stage) -> str:
    """Where the visit at the desk goes when this stage is done: 審査, or nothing after the last."""
    view = next((view for view in visits if here is not None and view.visit == here.visit), None)
    if view is None or here is None:
        return ""
    own = {leg.stage for leg in way_of(view, next(leg for leg in view.legs if leg.leg == here.leg))}
    order = get_args(Stage)
    later = next((each for each in order[order.index(stage) + 1 :] if each in own), None)
    return stage_word(bundle, later) if later is not None else ""
