"""What stands around every page of the staff panel: the black head, the keys below, what came of the last step. Pure."""

import msgspec

from hardware.printer.port import JobState
from kiosk.flow.assist import Assist
from kiosk.flow.events import AnyEvent, Back, Help, Next
from kiosk.flow.moves import Around
from kiosk.flow.unlocking import seconds_left
from kiosk.viewmodels.boxes import Box, Role
from kiosk.viewmodels.fitting import fit
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.paper import state_word
from kiosk.viewmodels.stage import Stage

HEAD = 84
BANNER = 98
TOP = HEAD + GAP


def head(stage: Stage, assist: Assist) -> tuple[Box, ...]:
    """Who is signed in and how long."""
    width = stage.grid.panel.width_px
    who = stage.say(f"staff.role.{assist.role}", number=assist.staff) if assist.unlock else ""
    beside = stage.say("staff.beside", counter=assist.counter) if assist.counter is not None else ""
    left = stage.say("staff.head", kiosk=stage.session.devices.kiosk + beside, who=who)
    split = width * 3 // 5
    seconds = seconds_left(assist, Around(stage.bundle, stage.now))
    right = stage.say("staff.left", minutes=seconds // 60, seconds=f"{seconds % 60:02}") if assist.unlock else ""
    return (
        Box("head", "staff_head", 0, 0, split, HEAD, fit(stage.line(left, "button", bold=True), split - 64, 1)),
        Box(
            "head.left",
            "staff_head",
            split,
            0,
            width - split,
            HEAD,
            fit(stage.line(right, "body"), width - split - 64, 1) if right else (),
            "right",
        ),
    )


def keys_below(
    stage: Stage,
    *,
    words: Stage | None = None,
    leaving: Stage | None = None,
    following: str = "",
    event: AnyEvent | None = None,
    enabled: bool = True,
    assist: Assist | None = None,
) -> tuple[Box, ...]:
    """もどる and よぶ at their places, in the language of `words` (もどる in that of `leaving`); the way on at its own."""
    said = words or stage
    leaving = leaving or said
    areas, ringing = stage.grid, stage.session.help_called
    free = assist is None or not assist.waiting
    return (
        Box("foot", "foot", *areas.foot),
        leaving.button(
            "back", "secondary", areas.back, leaving.say("kiosk.foot.back"), Back(), icon="chevron_left", size="body", most=1
        ),
        stage.button(
            "help",
            "help_ringing" if ringing else "help",
            areas.help,
            said.say("kiosk.foot.ringing" if ringing and words else "staff.stop_ringing" if ringing else "kiosk.foot.help"),
            Help(),
            icon="bell",
            size="body",
            most=2,
        ),
        *(
            (
                stage.button(
                    "next", "primary", areas.next, following, event or Next(), size="button", enabled=enabled and free, most=2
                ),
            )
            if following
            else ()
        ),
    )


def told(stage: Stage, assist: Assist, rect: Rect) -> Box:
    """What came of the last step, the paper's own end included; else what staff cannot see here."""
    if not assist.told:
        lead, text = stage.say("staff.unseen"), stage.say("staff.unseen_text")
        return msgspec.structs.replace(stage.banner("told", "banner_warning", rect, lead, text), icon="lock")
    printed = assist.told in ("staff.reissued", "staff.handed")
    role: Role = "banner_success" if printed or assist.told in ("staff.cancelled", "staff.role_taken") else "banner_warning"
    if assist.told == "staff.tested":
        return _tested(stage, rect)
    words = stage.say(assist.told if is_known(stage, assist.told) else "staff.refused.other", number=assist.about, copy=assist.copy)
    more = ""
    if printed:
        ended = assist.paper in (JobState.HELD, JobState.UNCERTAIN, JobState.FAILED_CLEAN, JobState.CANCELLED)
        role = "banner_warning" if ended else role
        more = stage.say(f"staff.paper.{assist.paper.value if assist.paper else 'queued'}")
    return stage.banner("told", role, rect, words, more)


def _tested(stage: Stage, rect: Rect) -> Box:
    """What became of the test print."""
    sheet = stage.session.sheet
    word = state_word(sheet.state) if sheet is not None and sheet.kind == "test" else "stopped"
    role: Role = "banner_warning" if word == "stopped" else "banner_success"
    return stage.banner("told", role, rect, stage.say(f"staff.tested.{word}"), stage.maybe(f"staff.tested.{word}.text"))


def is_known(stage: Stage, key: str) -> bool:
    return key in stage.bundle.texts["ja"]
