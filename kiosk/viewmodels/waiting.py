"""How many wait and for how long, before the number is taken and beside it. Nothing while the hub is away. Pure."""

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
    """The range, that one is next, or that nobody can tell yet."""
    if wait is None:
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
    wait = wait_text(stage, line.wait, line.people_waiting)
    return stage.say("kiosk.wait.now", count=line.people_waiting, wait=wait)


def panel(stage: Stage, ticket: Ticket, people: int, rect: Rect) -> tuple[Box, ...]:
    """Beside the number: how many wait, how long it takes, and when that was true."""
    moment = stage.say("kiosk.ticket.as_of", hour=ticket.issued_at.hour, minute=f"{ticket.issued_at.minute:02}")
    count = (stage.say("kiosk.ticket.waiting"), stage.say("kiosk.people", count=people))
    wait = (stage.say("kiosk.wait.label"), wait_text(stage, ticket.wait, people))
    if stage.grid.panel.portrait:
        half = (rect.width - GAP) // 2
        as_of = fit(stage.line(moment, "caption", second=True), half - 48, 1)
        left, right = Rect(rect.x, rect.y, half, rect.height), Rect(rect.x + half + GAP, rect.y, half, rect.height)
        return (
            Box("people", "panel", *left, _figure(stage, count, half - 48, rect.height - 16)),
            Box("wait", "panel", *right, (*_figure(stage, wait, half - 48, rect.height - 16 - height_of(as_of)), *as_of)),
        )
    width = rect.width - 48
    as_of = fit(stage.line(moment, "caption", second=True), width, 1)
    room = (rect.height - 20 - height_of(as_of)) // 2
    upper, lower = _figure(stage, count, width, room), (*_figure(stage, wait, width, room), *as_of)
    middle = rect.y + 10 + room
    return (
        Box("side", "panel", *rect),
        Box("people", "text", rect.x + 24, rect.y + 10, width, room, upper),
        Box("wait", "text", rect.x + 24, middle, width, rect.bottom - middle, lower),
    )


def _figure(stage: Stage, told: tuple[str, str], width: int, height: int) -> tuple[Line, ...]:
    """What it is, and below it how much, as large as the place allows."""
    label = fit(stage.line(told[0], "body"), width, 1)
    return (*label, *fit(stage.line(told[1], 72, bold=True), width, 1, height - height_of(label)))
