"""What is being called out, in which order, for how long. Pure: the speaker and the clock stand outside."""

from datetime import datetime, timedelta

import msgspec

from hub.wire import BoardRow

SHOWN_FOR = timedelta(seconds=8)  # or as long as the voice speaks, whichever is longer
LONGEST = timedelta(seconds=30)  # a loudspeaker that never ends must not hold the screen
CALM_PAUSE, BUSY_PAUSE = 4.0, 1.0  # seconds between the two times a number is said: long enough to look up; short when others wait
AT_ONCE = 3  # calls shown together
BLINKS = 3  # border on and off at 1 Hz, then still


class Announcer(msgspec.Struct, frozen=True):
    """`now_calling` fills the screen since `since`; `queue` follows, oldest first. `came`: who is called came while it is said."""

    now_calling: BoardRow | None = None
    since: datetime | None = None
    queue: tuple[BoardRow, ...] = ()
    came: bool = False


def call(announcer: Announcer, row: BoardRow, now: datetime) -> Announcer:
    """Queue a call. A newer call of the same number and stage takes the place of one that still waits."""
    queue = tuple(old for old in announcer.queue if (old.visit, old.stage) != (row.visit, row.stage))
    return advance(msgspec.structs.replace(announcer, queue=(*queue, row)), now, voice_busy=announcer.now_calling is not None)


def drop(announcer: Announcer, visit: str, stage: str) -> Announcer:
    """The number came, or was taken off: nobody needs to hear it, nor to see it any longer; what is being said ends by itself."""
    queue = tuple(old for old in announcer.queue if (old.visit, old.stage) != (visit, stage))
    now_calling = announcer.now_calling
    came = announcer.came or (now_calling is not None and (now_calling.visit, now_calling.stage) == (visit, stage))
    return msgspec.structs.replace(announcer, queue=queue, came=came)


def seen(announcer: Announcer) -> tuple[BoardRow, ...]:
    """The calls that stand over the board, the one that is said first; empty when there is none."""
    if announcer.now_calling is None:
        return ()
    return (*(() if announcer.came else (announcer.now_calling,)), *announcer.queue)[:AT_ONCE]


def advance(announcer: Announcer, now: datetime, *, voice_busy: bool) -> Announcer:
    """The announcer at `now`: the present call stays until it was seen long enough, or came, and was spoken to the end."""
    if announcer.now_calling is not None and announcer.since is not None:
        shown = now - announcer.since
        if (shown < SHOWN_FOR and not announcer.came) or (voice_busy and shown < LONGEST):
            return announcer
    if not announcer.queue:
        return announcer if announcer.now_calling is None else Announcer()
    return Announcer(announcer.queue[0], now, announcer.queue[1:])


def pause_between(announcer: Announcer) -> float:
    """Seconds between the two times the present call is said."""
    return BUSY_PAUSE if announcer.queue else CALM_PAUSE


def silence(announcer: Announcer) -> Announcer:
    """The link was lost: what was waiting to be called is stale."""
    return Announcer()


def border_is_on(announcer: Announcer, now: datetime) -> bool:
    """Black border of a new call: three times on and off at 1 Hz, then on."""
    if announcer.since is None:
        return True
    half_seconds = int((now - announcer.since) / timedelta(milliseconds=500))
    return half_seconds >= 2 * BLINKS or half_seconds % 2 == 0
