"""The number, how many wait, the calls; the paper's trouble beside it. Box ids: came.yes, came.no, print, next."""

import re

import msgspec

from config.calls import service_of_call
from config.desks import desk_words
from config.theme import type_px
from config.words import has_words
from hardware.printer.port import JobState
from hub.wire import NextCall, Ticket
from kiosk.flow.events import PaperCame, PrintAgain
from kiosk.flow.taking import may_print_again
from kiosk.viewmodels import tray, waiting
from kiosk.viewmodels.boxes import Box, Line, Role
from kiosk.viewmodels.fees import fee_of, yen
from kiosk.viewmodels.fitting import fit, height_of, line_width
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import CAPTION_LEAST, SENTENCE, Stage, sentences

WAITING = (None, JobState.QUEUED, JobState.SENDING, JobState.PRINTING)
CALLS_WITH_WAITS = 2  # of one service: where more follow, the waits between them take the room of the calls
FIRST_CALL = 64  # pixels of the row that says where to go first, where no paper does
NEXT_NAME = re.compile(r"(?<=、)|(?<=,) ")  # behind the first of two procedures
ONE_LINE = 40  # pixels above and below the number
WITH_READING = 22  # pixels: the least size of words with their readings
ONE_COLUMN = 3  # calls that stand below each other on a wide panel too


def boxes(stage: Stage) -> tuple[Box, ...]:
    session, grid = stage.session, stage.grid
    ticket = session.ticket
    if ticket is None:
        return foot(stage, back=False)
    portrait = grid.panel.portrait
    panel = Rect(grid.margin, 92, 700, 300) if not portrait else Rect(grid.margin, 150, grid.full, 430)
    side = Rect(panel.right + GAP, 92, grid.full - 720, 300) if not portrait else Rect(grid.margin, 604, grid.full, 230)
    below = (
        Rect(grid.margin, 408, grid.full, grid.foot.y - 20 - 408)
        if not portrait
        else Rect(grid.margin, 860, grid.full, grid.foot.y - 24 - 860)
    )
    found = [*_title(stage), *_number(stage, ticket, panel), *_side(stage, ticket, side)]
    found += _trouble(stage, ticket, below) if _in_trouble(stage) else _calls(stage, ticket, below)
    settled = session.slip.state not in WAITING or session.devices.printer.value in ("unreachable", "unknown")
    return (
        *found,
        *foot(
            stage,
            back=False,
            following=stage.say("kiosk.ticket.finish"),
            enabled=session.deaf_until is None and (settled or session.slip.state is None),
            proposed=not may_print_again(session) and state_key(stage) != "uncertain",
        ),
    )


def state_key(stage: Stage) -> str:
    """What the screen says first."""
    slip = stage.session.slip
    match slip.state:
        case JobState.PRINTED | JobState.PRINTED_UNVERIFIED:
            return "take"
        case JobState.HELD:
            return "held"
        case JobState.UNCERTAIN:
            return "uncertain" if slip.came is None else "take" if slip.came else "staff"
        case JobState.FAILED_CLEAN | JobState.CANCELLED:
            return "again" if may_print_again(stage.session) else "screen_only"
        case _:
            return "printing"


def _say(stage: Stage, part: str, *, has_qr: bool = True) -> str:
    """A part of what is said of the paper: for this very fault, and for a screen without a code, where it differs."""
    key, fault = f"kiosk.ticket.{state_key(stage)}", stage.session.slip.fault
    endings = (f"{part}_no_qr", part) if not has_qr else (part,)
    keys = [f"{begin}.{ending}" for begin in ((f"{key}.{fault.value}", key) if fault else (key,)) for ending in endings]
    return stage.say(next(one for one in keys if has_words(stage.bundle, one)))


def spoken(stage: Stage) -> str:
    ticket = stage.session.ticket
    if ticket is None:
        return ""
    letter, _, digits = ticket.number.partition("-")
    fault = stage.session.slip.fault
    keys = (f"kiosk.ticket.spoken.{state_key(stage)}.{fault.value if fault else ''}", f"kiosk.ticket.spoken.{state_key(stage)}")
    key = next(key for key in keys if has_words(stage.bundle, key))
    words = stage.say(key, letter=letter, digits=str(int(digits)) if digits.isdigit() else digits)
    if ticket.people_waiting is not None:
        people = stage.say("kiosk.ticket.spoken.people", count=ticket.people_waiting)
        if ticket.people_waiting and ticket.wait is None:
            return sentences(stage, [words, people])
        wait = waiting.wait_text(stage, ticket.wait, ticket.people_waiting)
        return sentences(stage, [words, people, stage.say("kiosk.wait.label"), wait])
    return sentences(stage, [words, stage.say("kiosk.ticket.offline.text")]) if stage.session.offline else words


def _title(stage: Stage) -> tuple[Box, ...]:
    grid = stage.grid
    key = state_key(stage)
    icon = {"take": "success", "printing": "printer"}.get(key, "success")
    y = 20 if not grid.panel.portrait else 50 + grid.reminder.height // 2
    words = _say(stage, "title")
    beside = tray.is_told(stage.session) and not grid.panel.portrait
    wide = grid.full * 9 // 16 if beside else grid.full
    line = fit(stage.line(words, "title", bold=True), wide - 76, 2 if beside else 1, 76)
    high = height_of(line)
    place = Rect(grid.margin + wide + GAP, 12, grid.full - wide - GAP, 68)
    return (
        *((tray.band(stage, place),) if beside else ()),
        Box("done", "icon", grid.margin, y, 56, 56, (), "center", icon),
        Box("title", "text", grid.margin + 72, y + (56 - high) // 2, wide - 72, high, line),
    )


def _number(stage: Stage, ticket: Ticket, panel: Rect) -> tuple[Box, ...]:
    """The number between whose it is and what it is for; where that takes two lines on a wide panel, they take a little of it."""
    edge = 30 if stage.grid.panel.portrait else 6  # pixels from the edges of the panel to the words
    service = _service(stage, ticket, Rect(panel.x + 20, panel.y, panel.width - 40, panel.height - edge + 2))
    px, middle = 208, panel.y + panel.height // 2
    if service.height > ONE_LINE and not stage.grid.panel.portrait:
        px, middle = 184, (panel.y + edge + 4 + ONE_LINE + service.y) // 2
    lines = fit(Line(ticket.number, px, number=True), panel.width - 60, 1)
    number_high = round(lines[0].px * 1.3)
    return (
        Box("number.panel", "soft_panel", *panel),
        stage.text(
            "number.label",
            Rect(panel.x + 20, panel.y + edge + 4, panel.width - 40, ONE_LINE),
            _label(stage, ticket),
            "body",
            align="center",
        ),
        Box("number", "text", panel.x + 20, middle - number_high // 2, panel.width - 40, number_high, lines, "center"),
        service,
    )


def _label(stage: Stage, ticket: Ticket) -> str:
    if stage.session.devices.training:
        return stage.say("kiosk.training")
    if ticket.booked is not None:
        return stage.say("kiosk.ticket.booked", time=f"{ticket.booked.hour}:{ticket.booked:%M}")
    return stage.say("kiosk.ticket.yours")


def service_line(stage: Stage, ticket: Ticket) -> str:
    """転入届と、印鑑登録; of more than two 転入届 ほか2件; or the service where nothing was entered."""
    if not ticket.procedures:
        service = next((one for one in stage.bundle.site.services if one.id == ticket.service), None)
        return stage.local(service.name) if service else ""
    names = [stage.say(f"procedure.{one}.name") if one in stage.bundle.procedures else "" for one in ticket.procedures]
    if len(names) == 2 and all(names):  # the second may have followed from an answer, and was never chosen
        return stage.say("kiosk.ticket.both", first=names[0], second=names[1])
    return _counted(stage, names[0], len(names) - 1)


def _counted(stage: Stage, first: str, others: int) -> str:
    return stage.say("kiosk.ticket.others", first=first, count=others) if others else first


def _service(stage: Stage, ticket: Ticket, above: Rect) -> Box:
    """What it is for, on the last lines of a place: two names in two lines, where they have no room on one.

    With what there is to pay, where one line has room for that too: the paper says it in any case.
    """
    words = service_line(stage, ticket)
    if fee := fee_of(stage.session, stage.bundle):
        with_fee = stage.say("kiosk.ticket.fee", service=words, fee=yen(stage, fee))
        words = with_fee if line_width(stage.line(with_fee, "body")) <= above.width else words
    high, least = ONE_LINE, WITH_READING if stage.ruby else CAPTION_LEAST
    lines = fit(stage.line(words, "body"), above.width, 1, high)
    if lines[0].px < CAPTION_LEAST and len(ticket.procedures) == 2:
        high = 68  # up to the digits
        lines = fit(stage.line(NEXT_NAME.sub("\n", words, count=1), "body"), above.width, 2, high)
        if lines[0].px < least:
            first = stage.say(f"procedure.{ticket.procedures[0]}.name")
            high, lines = ONE_LINE, fit(stage.line(_counted(stage, first, 1), "body"), above.width, 1, ONE_LINE)
    return Box("number.service", "text", above.x, above.bottom - high, above.width, high, lines, "center")


def _side(stage: Stage, ticket: Ticket, rect: Rect) -> tuple[Box, ...]:
    session = stage.session
    if session.offline:
        told = [(stage.say("kiosk.ticket.offline.title"), True), (stage.say("kiosk.ticket.offline.text"), False)]
        lines = stage.paragraphs(told, rect.width - 132, rect.height - 16, 4)
        return (Box("offline", "banner_warning", *rect, lines, "left", "warning"),)
    if ticket.people_waiting is None:
        return (
            Box(
                "people",
                "panel",
                *rect,
                stage.paragraphs([(stage.say("kiosk.ticket.wait_for_call"), False)], rect.width - 48, rect.height, 4),
            ),
        )
    return waiting.panel(stage, ticket, ticket.people_waiting, rect)


def counters_words(stage: Stage, call: NextCall) -> str:
    """1〜3番の窓口, 5番の窓口, as this language writes them."""
    return desk_words(stage.say, call.counters)


def is_of_several(ticket: Ticket) -> bool:
    """Whether its calls are of more than one service."""
    return len({call.service for call in ticket.calls if call.service}) > 1


def call_words(stage: Stage, ticket: Ticket, at: int, *, whose: bool = True) -> str:
    """受付　国保・年金　7番の窓口へ: which service only where there are several, and `whose`."""
    call, services = ticket.calls[at], [each.service for each in ticket.calls]
    service = service_of_call(stage.bundle, services, at, stage.session.language) if whose else ""
    return "　".join(filter(None, (stage.say(f"stage.{call.stage}"), stage.with_reading(service), counters_words(stage, call))))


def _calls(stage: Stage, ticket: Ticket, rect: Rect) -> tuple[Box, ...]:
    """What happens next, one panel a step, and the QR for the phone."""
    session = stage.session
    portrait = stage.grid.panel.portrait
    has_qr = ticket.follow_url is not None and not session.offline
    found: list[Box] = [
        stage.text(
            "calls.title",
            Rect(rect.x, rect.y, rect.width - 400, 44),
            stage.say("kiosk.ticket.calls", count=len(ticket.calls)),
            "button",
            bold=True,
        )
    ]
    if len(ticket.calls) > CALLS_WITH_WAITS or is_of_several(ticket):
        return (*found, *_many_calls(stage, ticket, rect, has_qr=has_qr))
    steps: list[tuple[str, str, str]] = []
    numbered: list[str] = []  # as on the paper: a wait between is no call
    for at, call in enumerate(ticket.calls):
        if at:
            steps.append((stage.say("kiosk.ticket.wait"), stage.say("kiosk.ticket.wait_text"), "clock"))
            numbered.append("")
        text = stage.say("kiosk.ticket.call_text" if at == 0 else "kiosk.ticket.again_text")
        steps.append(
            (stage.say(f"stage.{call.stage}"), f"{text}\n{counters_words(stage, call)}", "bell" if at == 0 else "document")
        )
        numbered.append(str(at + 1))
    if portrait:
        y = rect.y + 56
        room = Rect(rect.x + 128, 0, 170, 96)
        common = min(stage.text("", room, name, "button", bold=True).lines[0].px for name, _, _ in steps)
        for at, (name, text, icon) in enumerate(steps):
            place = Rect(rect.x, y, rect.width, 96)
            words = stage.unbroken(text) if icon == "clock" else text  # a counter has a line of its own
            number = Rect(place.x + 24, place.y, 36, place.height)
            found += [
                Box(f"call.{at}", "panel", *place),
                *([_middle(stage.text(f"call.{at}.at", number, numbered[at], common, bold=True))] if numbered[at] else []),
                Box(f"call.{at}.icon", "icon", place.x + 64, place.y + 24, 48, 48, (), "center", icon),
                _middle(stage.text(f"call.{at}.name", Rect(room.x, place.y, room.width, place.height), name, common, bold=True)),
                _middle(
                    stage.text(f"call.{at}.text", Rect(place.x + 310, place.y + 2, place.width - 330, 92), words, "body", most=2)
                ),
            ]
            y += 110
        return (*found, *(_phone(stage, ticket, Rect(rect.x, y + 6, rect.width, 240)) if has_qr else ()))
    width = (rect.width - (396 if has_qr else 0) - 38 * max(0, len(steps) - 1)) // max(1, len(steps))
    places = [Rect(rect.x + at * (width + 38), rect.y + 46, width, rect.height - 46) for at in range(len(steps))]

    def named(at: int, px: int = 0) -> Box:
        place = Rect(places[at].x + 106, places[at].y + 22, width - 116, 44)
        return stage.text(f"call.{at}.name", place, steps[at][0], px or "button", bold=True)

    def told(at: int, px: int = 0) -> Box:
        place = Rect(places[at].x + 16, places[at].y + 68, width - 28, places[at].height - 72)
        return stage.text(f"call.{at}.text", place, steps[at][1], px or "caption", most=5)

    names = stage.alike([named(at) for at in range(len(steps))], named)
    texts = stage.alike([told(at) for at in range(len(steps))], told)
    for at, (_, _, icon) in enumerate(steps):
        place = places[at]
        number = Rect(place.x + 16, place.y + 22, 32, 44)
        found += [
            Box(f"call.{at}", "panel", *place),
            *([stage.text(f"call.{at}.at", number, numbered[at], "button", bold=True)] if numbered[at] else []),
            Box(f"call.{at}.icon", "icon", place.x + 52, place.y + 22, 44, 44, (), "center", icon),
            names[at],
            texts[at],
        ]
        if at + 1 < len(steps):
            found.append(
                Box(f"then.{at}", "icon", place.right + 9, place.y + place.height // 2 - 20, 20, 40, (), "center", "chevron_right")
            )
    if has_qr:
        found += _phone(stage, ticket, Rect(rect.right - 376, rect.y, 376, rect.height))
    return tuple(found)


def _many_calls(stage: Stage, ticket: Ticket, rect: Rect, *, has_qr: bool) -> tuple[Box, ...]:
    """Several services one after another: a line for each call, more than three in two columns on a wide panel, and the QR."""
    tall = stage.grid.panel.portrait
    columns = 1 if tall or len(ticket.calls) <= ONE_COLUMN else 2
    rows = -(-len(ticket.calls) // columns)
    phone = Rect(rect.x, rect.bottom - 240, rect.width, 240) if tall else Rect(rect.right - 376, rect.y, 376, rect.height)
    below = (phone.y if tall and has_qr else rect.bottom) - rect.y - 46
    area = Rect(rect.x, rect.y + 46, rect.width - (396 if has_qr and not tall else 0), below - (GAP if tall else 0))
    places = cells(area, columns, rows, 4, 96)[: len(ticket.calls)]  # close together: two lines must not touch the edge

    def told(at: int, px: int = 0, *, whose: bool = True) -> Box:
        place = places[at]
        area = Rect(place.x + 60, place.y, place.width - 68, place.height)
        return stage.text(f"call.{at}.text", area, call_words(stage, ticket, at, whose=whose), px or "body", most=2)

    def size_of(*, whose: bool) -> int:
        return min(told(at, whose=whose).lines[0].px for at in range(len(places)))

    # where the largest letters leave no room for it, the paper and the phone say whose call it is
    whose = size_of(whose=True) >= type_px("caption", "M")
    common = size_of(whose=whose)
    texts = [told(at, common, whose=whose) for at in range(len(places))]
    found: list[Box] = []
    for at, place in enumerate(places):
        number = stage.text(f"call.{at}.at", Rect(place.x + 16, place.y, 40, place.height), str(at + 1), common, bold=True)
        found += [Box(f"call.{at}", "panel", *place), _middle(number), _middle(texts[at])]
    return (*found, *(_phone(stage, ticket, phone) if has_qr else ()))


def _middle(box: Box) -> Box:
    """Its lines halfway down."""
    free = box.height - height_of(box.lines)
    return msgspec.structs.replace(box, y=box.y + max(0, free // 2), height=box.height - max(0, free // 2))


def _phone(stage: Stage, ticket: Ticket, rect: Rect) -> tuple[Box, ...]:
    side = min(188, rect.height - 40)
    qr = Rect(rect.x + 20, rect.y + (rect.height - side) // 2, side, side)
    tall = stage.grid.panel.portrait
    text = stage.say("kiosk.ticket.phone")
    top = rect.y + (24 if not tall else (rect.height - 56 - height_of((stage.line(text, "button"),))) // 2 - 10)
    words = Rect(qr.right + (18 if not tall else 36), top, rect.right - qr.right - (30 if not tall else 60), rect.bottom - 16 - top)
    return (
        Box("phone", "soft_panel", *rect),
        Box("qr", "qr", *qr, (Line(ticket.follow_url or "", 10),)),
        Box("phone.icon", "icon", words.x, words.y + 10, 44, 44, (), "center", "phone"),
        stage.text(
            "phone.text",
            Rect(words.x, words.y + 66, words.width, words.height - 66),
            stage.unbroken(text) if tall else text,
            "button" if tall else "caption",
            bold=True,
            most=4,
        ),
    )


def _in_trouble(stage: Stage) -> bool:
    return state_key(stage) in ("held", "uncertain", "staff", "screen_only", "again")


def _trouble(stage: Stage, ticket: Ticket, rect: Rect) -> tuple[Box, ...]:
    """The number is valid; what happens with the paper; who comes; where to go, for who has no paper to read it from."""
    key = state_key(stage)
    session = stage.session
    tall = stage.grid.panel.portrait
    has_qr = ticket.follow_url is not None and not session.offline
    wide = rect.width - (396 if has_qr and not tall else 0)
    keys = 116 if key in ("uncertain", "again") else 0  # pixels
    room = rect.height - (240 + GAP if has_qr and tall else 0) - keys
    least = 240 - keys if tall else room  # of the banner alone
    found = _told(stage, ticket, Rect(rect.x, rect.y, wide, room), least)
    low = max(box.y + box.height for box in found) + GAP
    if key == "again":
        place = Rect(rect.x, low, wide, 96)
        found.append(stage.button("print", "primary", place, stage.say("kiosk.ticket.print"), PrintAgain(), icon="printer", most=1))
    if key == "uncertain":
        half = (wide - GAP) // 2
        found += [
            stage.button(
                "came.yes",
                "secondary",
                Rect(rect.x, low, half, 96),
                stage.say("kiosk.ticket.came"),
                PaperCame(True),
                icon="circle" if stage.session.language in ("ja", "ja-easy") else "check",
                most=1,
            ),
            stage.button(
                "came.no",
                "secondary",
                Rect(rect.x + half + GAP, low, half, 96),
                stage.say("kiosk.ticket.did_not_come"),
                PaperCame(False),
                icon="cross",
                most=1,
            ),
        ]
    if has_qr:
        below = Rect(rect.x, low + keys, rect.width, 240)
        found += _phone(stage, ticket, below if tall else Rect(rect.right - 376, rect.y, 376, rect.height))
    return tuple(found)


def _told(stage: Stage, ticket: Ticket, room: Rect, least: int) -> list[Box]:
    """What happened, and below it all calls, or the first: that one takes the room of the later sentences, never of the first.

    `least`: the height of what happened where no call is told.
    """
    key, session = state_key(stage), stage.session
    if key == "uncertain":  # what is asked stands in the title
        lead, text = stage.say("kiosk.ticket.uncertain." + ("rang" if session.slip.rang and session.help_called else "text")), ""
    else:
        lead, text = _say(stage, "lead"), _say(stage, "text", has_qr=ticket.follow_url is not None and not session.offline)
    ends = [found.start() for found in SENTENCE.finditer(text)] + [len(text)] if text else []

    def told(place: Rect, count: int) -> Box:
        role: Role = "banner_success" if key == "again" else "banner_warning"
        return stage.banner("trouble", role, place, lead, text[: ends[count - 1]] if count else "")

    alone = told(room._replace(height=least), len(ends))
    if not ticket.calls:
        return [alone]
    wanted = min(line.px for line in alone.lines) * 7 // 8  # a sentence more is worth a step of size
    fewer = [(1, count) for count in range(len(ends) - 1, -1, -1)]
    for calls, count in dict.fromkeys([(len(ticket.calls), len(ends)), (1, len(ends)), *fewer]):
        high = calls * (FIRST_CALL + 4) - 4
        tall = stage.grid.panel.portrait
        banner = told(room._replace(height=least if tall else room.height - high - 12), count)
        fits = banner.height > 0 and height_of(banner.lines) <= banner.height - 12 and banner.height + 12 + high <= room.height
        if fits and min(line.px for line in banner.lines) >= wanted:
            return [banner, *_way(stage, ticket, room._replace(y=room.y + banner.height + 12, height=high), calls)]
    if key == "uncertain":  # that staff are called stands on the key that called them
        lead = stage.say("kiosk.ticket.uncertain.text")
    widths = [(room.width - GAP) * share // 12 for share in (4, 5, 6)]
    choice = [
        [
            told(room._replace(width=room.width - GAP - one), 0),
            *_way(stage, ticket, room._replace(x=room.right - one, width=one), 1),
        ]
        for one in widths
    ]
    return max(choice, key=lambda boxes: min(line.px for box in boxes for line in box.lines))


def _way(stage: Stage, ticket: Ticket, place: Rect, calls: int) -> list[Box]:
    """The first calls: one with a bell before it, several by their numbers."""
    places = cells(place, 1, calls, 4, place.height)
    beside = 80 if place.height == FIRST_CALL or calls > 1 else 20  # pixels before the words; a narrow one is all words

    def told(at: int, px: int = 0, *, whose: bool) -> Box:
        row = places[at]._replace(x=place.x + beside, width=place.width - beside - 16)
        return stage.text(f"call.{at}.text", row, call_words(stage, ticket, at, whose=whose), px or "body", most=2)

    def size_of(*, whose: bool) -> int:
        return min(told(at, whose=whose).lines[0].px for at in range(calls))

    whose = calls > 1 or size_of(whose=True) >= size_of(whose=False)
    common = size_of(whose=whose)
    found: list[Box] = []
    for at, row in enumerate(places):
        found += [Box(f"call.{at}", "panel", *row), _middle(told(at, common, whose=whose))]
        if calls > 1:
            number = row._replace(x=row.x + 24, width=40)
            found.append(_middle(stage.text(f"call.{at}.at", number, str(at + 1), common, bold=True)))
        elif beside > 20:
            found.append(Box(f"call.{at}.icon", "icon", row.x + 24, row.y + (row.height - 40) // 2, 40, 40, (), "center", "bell"))
    return found
