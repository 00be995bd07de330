"""What a kiosk shows, as values: a session becomes a screen of boxes. No Kivy, no network, no clock.

`screen_of` is the one entry. Every touchable box has a stable id, named in the first line of the file that makes it.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec

from config.bundle import Bundle
from config.theme import Panel
from kiosk.flow.state import Session
from kiosk.viewmodels import (
    assist,
    booked,
    card,
    choosing,
    code,
    consent,
    guidance,
    overs,
    page,
    proxy,
    review,
    saved,
    start,
    store,
    ticket,
    training,
    tray,
)
from kiosk.viewmodels.boxes import Box, Screen
from kiosk.viewmodels.grid import GAP, grid
from kiosk.viewmodels.spoken import spoken
from kiosk.viewmodels.stage import Stage

_Boxes = Callable[[Stage], tuple[Box, ...]]
_SCREENS: dict[str, _Boxes] = {
    "start": start.boxes,
    "selection": choosing.selection,
    "services": choosing.services,
    "result": choosing.result,
    "card_place": card.place,
    "card_pin": card.pin,
    "card_code_b": card.code_b,
    "card_trouble": card.trouble,
    "page": page.boxes,
    "store": store.boxes,
    "store_way": store.way,
    "proxy": proxy.boxes,
    "guidance": guidance.boxes,
    "review": review.boxes,
    "consent": consent.boxes,
    "saving": saved.saving,
    "saved": saved.boxes,
    "sending": overs.sending,
    "ticket": ticket.boxes,
    "code_scan": code.scan,
    "code_type": code.typed,
    "appointment": booked.boxes,
    "card_left": tray.forgotten,
    "refused": overs.refused,
}
_OVERS: dict[str, _Boxes] = {
    "languages": overs.languages,
    "appearance": overs.appearance,
    "help": overs.help_called,
    "idle": overs.idle,
    "quit": overs.quit_,
    "interrupted": overs.interrupted,
    "assist": assist.boxes,
}


def screen_of(session: Session, bundle: Bundle, panel: Panel, now: datetime) -> Screen:
    """The whole picture of a session at `now` on `panel`."""
    places = grid(training.room(session, panel), session.size, reminded=tray.is_told(session))
    stage = Stage(session, bundle, places, now)
    name = session.over or session.screen
    boxes = (_OVERS.get(session.over) or _SCREENS[session.screen])(stage)
    boxes = tray.told(stage, boxes)
    if session.low and not (session.over == "assist" and assist.is_silent(stage)):
        boxes = lowered(boxes, min(box.y for box in boxes if box.role == "foot"))
    if session.devices.training:
        boxes = training.marked(stage, panel, boxes)
    return Screen(
        name,
        panel.width_px,
        panel.height_px,
        boxes,
        spoken(stage, boxes),
        session.language,
        session.contrast,
        session.devices.training,
        session.voice,
        session.devices.headphones,
        review.focus(stage) if name == "review" else "",
        _chosen(stage),
    )


def _chosen(stage: Stage) -> tuple[str, str]:
    ear = stage._replace(heard=True)
    return ear.say("kiosk.spoken.chosen"), ear.say("kiosk.spoken.unchosen")


def lowered(boxes: tuple[Box, ...], foot: int) -> tuple[Box, ...]:
    """Everything above the foot further down, so that it ends at the foot: in reach of who sits. The foot never moves."""
    by = foot - GAP - max((box.y + box.height for box in boxes if box.y < foot), default=foot)
    return tuple(msgspec.structs.replace(box, y=box.y + by) if box.y < foot else box for box in boxes) if by > 0 else boxes
