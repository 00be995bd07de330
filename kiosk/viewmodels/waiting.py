"""How many wait and for how long, before the number is taken and beside it. Nothing while the hub is away. Pure."""

from config.theme import type_px
from config.waiting import wait_words
from hub.wire import ExpectedWait, ServiceLine, Ticket
from kiosk.pipe import TakeSealed
from kiosk.tickets import lead_service
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import fit, height_of
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.stage import Stage

SPOKEN_RANGE = "分から"  # 20〜30分 is read 20分から30分


def wait_text(stage: Stage, wait: ExpectedWait | None, ahead: int) -> str:
    """The range, that nobody can tell yet, or with nobody ahead that one is next."""
    if not ahead or wait is None:
        return stage.say("wait.unknown" if ahead else "wait.next")
    said = wait_words(stage.say, wait.least, wait.most, usual=wait.usual)
    return said.replace("〜", SPOKEN_RANGE) if stage.heard else said


def line_of(stage: Stage, service: str) -> ServiceLine | None:
    """The line of a service as last heard; None while the hub is away, and in practice, which has none."""
    session = stage.session
    if not session.devices.hub or session.devices.training:
        return None
    return next((line for line in session.lines if line.service == service), None)


def now(stage: Stage) -> str:
    """いま待っている方 8人 …: of the line this number will be for; nothing where nobody knows it or an appointment is kept."""
    session = stage.session
    if session.appointment is not None and not session.appointment.late:
        return ""
    service = lead_service(stage.bundle, TakeSealed("", "", session.procedures, session.service))
    line = line_of(stage, service.id)
    if line is None:
        return ""
    if line.ahead and line.wait is None:
        return stage.say("kiosk.services.waiting", count=line.ahead)
    wait = wait_text(stage, line.wait, line.ahead)
    return stage.say("kiosk.wait.now", count=line.ahead, wait=wait)


def beside(stage: Stage, service: str) -> str:
    """待ち 8人　20〜30分: below the name of a service, before its number is taken; nothing where nobody knows."""
    line = line_of(stage, service)
    if line is None:
        return ""
    people = stage.say("kiosk.services.waiting", count=line.ahead)
    if not line.ahead or line.wait is None:
        return people
    return f"{people}　{wait_text(stage, line.wait, line.ahead)}"


def panel(stage: Stage, ticket: Ticket, people: int, rect: Rect) -> tuple[Box, ...]:
    """Beside the number: how many wait, how long it takes where that can be told, and when that was true."""
    moment = stage.say("kiosk.ticket.as_of", hour=ticket.issued_at.hour, minute=f"{ticket.issued_at.minute:02}")
    count = (stage.say("kiosk.ticket.waiting"), stage.say("kiosk.people", count=people))
    wait = (stage.say("kiosk.wait.label"), wait_text(stage, ticket.wait, people))
    if people and ticket.wait is None:
        as_of = _as_of(stage, moment, rect.width - 48)
        lines = (*_figure(stage, count, rect.width - 48, rect.height - 20 - height_of(as_of)), *as_of)
        return (Box("people", "panel", *rect, lines),)
    if stage.grid.panel.portrait:
        half = (rect.width - GAP) // 2
        as_of = _as_of(stage, moment, half - 48)
        left, right = Rect(rect.x, rect.y, half, rect.height), Rect(rect.x + half + GAP, rect.y, half, rect.height)
        return (
            Box("people", "panel", *left, _figure(stage, count, half - 48, rect.height - 16)),
            Box("wait", "panel", *right, (*_figure(stage, wait, half - 48, rect.height - 16 - height_of(as_of)), *as_of)),
        )
    width = rect.width - 48
    as_of = _as_of(stage, moment, width)
    room = (rect.height - 20 - height_of(as_of)) // 2
    upper, lower = _figure(stage, count, width, room), (*_figure(stage, wait, width, room), *as_of)
    middle = rect.y + 10 + room
    return (
        Box("side", "panel", *rect),
        Box("people", "text", rect.x + 24, rect.y + 10, width, room, upper),
        Box("wait", "text", rect.x + 24, middle, width, rect.bottom - middle, lower),
    )


def _figure(stage: Stage, told: tuple[str, str], width: int, height: int) -> tuple[Line, ...]:
    """What it is, and below it how much, as large as the place allows: of larger words it is the caption that gives way."""
    usual = height_of(fit(stage.line(told[0], type_px("body")), width, 1))
    much = fit(stage.line(told[1], 72, bold=True), width, 1, height - usual)
    return (*fit(stage.line(told[0], "body"), width, 1, height - height_of(much)), *much)


def _as_of(stage: Stage, words: str, width: int) -> tuple[Line, ...]:
    """10時32分現在, the least of the panel, and as small in every size."""
    return fit(stage.line(words, type_px("caption"), second=True), width, 1)
