"""The visit at a desk: its state, its way with the stage it is at, and where it goes from here. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.bundle import Bundle
from config.site import Counter
from hub.domain import stage as stages
from hub.web.pages import dialogs
from hub.web.pages.dates import hour
from hub.web.pages.naming import FINAL, STATES, procedure_word, service_of, stage_word
from hub.web.pages.queue import reason_here
from hub.wire import LegView, Stage, VisitView


@dataclass(frozen=True, slots=True)
class StageMark:
    """One step of the stepper: `look` done, now or later."""

    word: str
    look: str
    note: str


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
    note: str = ""  # why it was sent or sent back here
    sent_back: bool = False


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
        note=reason_here(leg),
        sent_back=leg.reason in dialogs.WORDS[stages.Action.SEND_BACK],
    )


def _steps(bundle: Bundle, view: VisitView, now_at: LegView) -> tuple[StageMark, ...]:
    marks = []
    for stage in service_of(bundle, now_at.service).stages:
        legs = [leg for leg in view.legs if leg.service == now_at.service and leg.stage == stage]
        if not legs:
            continue
        if stage == now_at.stage:
            look, note = "now", STATES[now_at.state]
        elif all(leg.state in FINAL for leg in legs):
            look, note = "done", hour(legs[0].since)
        else:
            look, note = "later", ""
        marks.append(StageMark(stage_word(bundle, stage), look, note))
    return tuple(marks)


def onward(bundle: Bundle, visits: Sequence[VisitView], here: Here | None, stage: Stage) -> str:
    """Where the visit at the desk goes when this stage is done: 審査, or nothing after the last."""
    view = next((view for view in visits if here is not None and view.visit == here.visit), None)
    if view is None or here is None:
        return ""
    service = next(leg.service for leg in view.legs if leg.leg == here.leg)
    stages = service_of(bundle, service).stages
    later = stages[stages.index(stage) + 1 :] if stage in stages else ()
    return stage_word(bundle, later[0]) if later else ""
