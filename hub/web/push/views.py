"""Who hears what: the views of /events and the facts each is told. Nobody is told more than the screen needs."""

from typing import Literal, get_args

from hub import wire

View = Literal["board", "counter", "kiosk", "floor", "wall", "phone"]
VIEWS: tuple[View, ...] = get_args(View)  # also the order of delivery: boards first, phones last

_CALLS = (
    wire.VisitOpened,
    wire.LegCalled,
    wire.LegMoved,
    wire.VisitEnded,
    wire.VisitReopened,
    wire.VisitSplit,
    wire.VisitMerged,
    wire.NoticesChanged,
    wire.SettingsChanged,
    wire.DayClosed,
)

HEARS: dict[View, tuple[type[wire.Seen], ...]] = {
    "board": _CALLS,
    "counter": (*_CALLS, wire.RecordChanged, wire.RecordViewed, wire.SlipReported),
    "kiosk": (*_CALLS, wire.KioskChanged),  # that somebody has seen its call for help
    "floor": (
        wire.KioskChanged,
        wire.BoardChanged,
        wire.SlipReported,
        wire.KioskUnlocked,
        wire.LegCalled,
        wire.VisitEnded,
        wire.VisitReopened,
        wire.VisitSplit,
        wire.VisitMerged,
        wire.AppointmentChanged,
        wire.DayClosed,
    ),
    "wall": _CALLS,  # told that something changed, not what: a page anybody may open, see push.broker
    "phone": (),  # phones hear of their own row only, see push.phones
}

WAITS_SHOWN: tuple[View, ...] = ("board", "kiosk", "wall")

PING_SECONDS: dict[View, float] = {"board": 2, "counter": 2, "kiosk": 2, "floor": 2, "wall": 3, "phone": 15}


def hears(view: View, event: wire.Event) -> bool:
    return isinstance(event, HEARS[view])
