"""Staff at the kiosk: the pad, the panel and what it leads to, in Japanese; the consent in the resident's own language.

Box ids: reissue, paper, take_over, look, training, cancel, reason.<word>, service.<id>, people.more|fewer, language,
consideration, consent.yes|no, key.<sign>, back, help, next. No answer of a resident stands on any of these but behind はい.
"""

import msgspec

from hardware.printer.port import JobState
from kiosk.flow.assist import Assist
from kiosk.flow.assisting import PIN_DIGITS, REASONS, desks, is_begun, may_reissue, number_of, seconds_left
from kiosk.flow.events import AnyEvent, Back, Choose, Help, Key, Next
from kiosk.flow.moves import Around, page_of
from kiosk.flow.pages import steps_of
from kiosk.flow.state import EMPTY, change
from kiosk.viewmodels.boxes import Box, Line, Role
from kiosk.viewmodels.fitting import fit, height_of
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.keyboards import pad, pad_area
from kiosk.viewmodels.stage import Stage

HEAD = 84
BANNER = 98
TOP = HEAD + GAP


def boxes(stage: Stage) -> tuple[Box, ...]:
    """Every page of the panel stands under the black head; the consent is a resident's screen."""
    assist = stage.session.assist
    if assist is None:
        return foot(stage)
    if assist.page == "consent":
        return _consent(stage)
    page = {"pin": _pin, "number": _number, "reason": _reason, "paper": _paper, "role": _role}.get(assist.page, _panel)
    here = _for_staff(stage)
    return (*_head(here, assist), *page(here, assist, stage))


def is_silent(stage: Stage) -> bool:
    """Staff read; what a resident is asked is said."""
    return stage.session.assist is not None and stage.session.assist.page != "consent"


def _for_staff(stage: Stage) -> Stage:
    """Japanese, letters of one size, without anything of the resident but where they stand."""
    session = stage.session
    known = change(
        EMPTY,
        assist=session.assist,
        over=session.over,
        screen=session.screen,
        devices=session.devices,
        contrast=session.contrast,
        help_called=session.help_called,
        ticket=session.ticket,
        slip=session.slip,
    )
    return Stage(known, stage.bundle, stage.grid, stage.now)


def _head(stage: Stage, assist: Assist) -> tuple[Box, ...]:
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


def _foot(
    stage: Stage,
    *,
    words: Stage | None = None,
    following: str = "",
    event: AnyEvent | None = None,
    enabled: bool = True,
    assist: Assist | None = None,
) -> tuple[Box, ...]:
    """もどる and よぶ at their places, in the language of `words`; the way on at its own."""
    said = words or stage
    areas, ringing = stage.grid, stage.session.help_called
    free = assist is None or not assist.waiting
    return (
        Box("foot", "foot", *areas.foot),
        stage.button(
            "back", "secondary", areas.back, said.say("kiosk.foot.back"), Back(), icon="chevron_left", size="body", most=1
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


def _told(stage: Stage, assist: Assist, rect: Rect) -> Box:
    """What came of the last step, the paper's own end included; else what staff cannot see here."""
    if not assist.told:
        lead, text = stage.say("staff.unseen"), stage.say("staff.unseen_text")
        return msgspec.structs.replace(stage.banner("told", "banner_warning", rect, lead, text), icon="lock")
    printed = assist.told in ("staff.reissued", "staff.handed")
    role: Role = "banner_success" if printed or assist.told in ("staff.cancelled", "staff.role_taken") else "banner_warning"
    words = stage.say(assist.told if _known(stage, assist.told) else "staff.refused.other", number=assist.about, copy=assist.copy)
    more = ""
    if printed:
        ended = assist.paper in (JobState.HELD, JobState.UNCERTAIN, JobState.FAILED_CLEAN, JobState.CANCELLED)
        role = "banner_warning" if ended else role
        more = stage.say(f"staff.paper.{assist.paper.value if assist.paper else 'queued'}")
    return stage.banner("told", role, rect, words, more)


def _known(stage: Stage, key: str) -> bool:
    return key in stage.bundle.texts["ja"]


# --- number and PIN -------------------------------------------------------------------------------------------------------------


def _pin(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    keys = pad_area(stage)
    areas, tall = stage.grid, stage.grid.panel.portrait
    left = Rect(areas.margin, TOP, areas.full if tall else keys.x - areas.margin - 36, 620)
    found = [
        stage.text("title", Rect(left.x, left.y, left.width, 60), stage.say("staff.pin.title"), "title", bold=True),
        stage.text("sub", Rect(left.x, left.y + 66, left.width, 44), stage.say("staff.pin.sub"), "body", second=True),
    ]
    y = left.y + 124
    for name, typed in (("number", assist.number), ("pin", "●" * len(assist.pin))):
        now = assist.entering == name and not assist.waiting
        label = stage.say(f"staff.pin.{name}")
        found.append(stage.text(f"field.{name}.label", Rect(left.x, y, 190, 84), label, "body", bold=True, most=2))
        field = Rect(left.x + 200, y, min(360, left.width - 200), 84)
        lines = fit(Line(typed, 45), field.width - 40, 1) if typed else ()
        found.append(Box(f"field.{name}", "field_now" if now else "field", *field, lines, caret=len(typed) if now else None))
        y += 104
    room = Rect(left.x, y, left.width, 110)
    told = assist.told if stage.session.devices.hub else "staff.refused.hub_away"
    if told:
        words = told if _known(stage, told) else "staff.refused.other"
        found.append(stage.banner("told", "banner_warning", room, stage.say(words, number="", copy="")))
    # Whoever came here by accident reads in their own language how to go on.
    low = Rect(left.x, room.bottom + 16, left.width, 90)
    found.append(resident.text("astray", low, resident.say("kiosk.assist.for_staff"), "body", second=True, most=3))
    ready = len(assist.number) >= 2 if assist.entering == "number" else len(assist.pin) >= PIN_DIGITS - 2
    following = stage.say("staff.asking" if assist.waiting else "kiosk.foot.next" if assist.entering == "number" else "staff.open")
    return (
        *found,
        *pad(stage, keys, enabled=not assist.waiting, secret=True),
        *_foot(stage, following=following, enabled=ready, assist=assist),
    )


# --- the panel ------------------------------------------------------------------------------------------------------------------


def _panel(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    areas, tall = stage.grid, stage.grid.panel.portrait
    area = Rect(areas.margin, TOP, areas.full, areas.foot.y - GAP - TOP)
    banner = Rect(area.x, area.y, area.width, BANNER if not tall else 110)
    columns = 2 if tall else 3
    high = 170 if not tall else 190
    devices = Rect(area.x, area.bottom - (2 * high + GAP if tall else high), area.width, 2 * high + GAP if tall else high)
    middle = Rect(area.x, banner.bottom + GAP, area.width, devices.y - GAP - banner.bottom - GAP)
    places = cells(middle, columns, 6 // columns, GAP, most=190)
    found = [_told(stage, assist, banner)]
    for rect, (id, role, words, hint, icon, enabled) in zip(places, _ways(stage), strict=True):
        found.append(
            stage.button(
                id,
                role,
                rect,
                words,
                Choose(id),
                icon=icon,
                align="left",
                hint=hint,
                enabled=enabled and not assist.waiting,
                most=1,
            )
        )
    for rect, standing in zip(cells(devices, 2 if tall else 4, 2 if tall else 1), _devices(stage, resident), strict=True):
        found += _standing(stage, rect, *standing)
    return (*found, *_foot(stage, following=stage.say("staff.to_resident"), assist=assist))


def _ways(stage: Stage) -> tuple[tuple[str, Role, str, str, str, bool], ...]:
    """(id, role, words, second line, icon, possible) of the six ways."""
    session = stage.session
    number = session.ticket.number if session.ticket else ""
    begun, say = is_begun(session), stage.say
    training = "off" if session.devices.training else "on"
    cancel = "number" if number or not begun else "entry"
    later = "reissue_later" if session.devices.printer.can_print else "reissue_no_printer"
    again = ("reissue" if number else "reissue_any") if may_reissue(session) else later
    again_hint = say(f"staff.{again}_hint", number=number)
    return (
        ("reissue", "card", say("staff.reissue"), again_hint, "printer", may_reissue(session)),
        ("paper", "card", say("staff.paper_form"), say("staff.paper_form_hint"), "ticket", True),
        ("take_over", "card", say("staff.take_over"), say("staff.take_over_hint"), "people", begun and not number),
        ("training", "card", say(f"staff.training_{training}"), say("staff.training_hint"), "book", not begun),
        ("role", "card", say("staff.role"), say("staff.role_hint"), "swap", True)
        if session.assist is not None and session.assist.spare
        else ("look", "card", say("staff.appearance"), say("staff.appearance_hint"), "appearance", True),
        ("cancel", "erase", say(f"staff.cancel_{cancel}"), say("staff.cancel_hint", number=number).strip("　"), "cross", True),
    )


def _devices(stage: Stage, resident: Stage) -> tuple[tuple[str, bool, str, str], ...]:
    """(name, well, state, cure) of kiosk, printer, reader and line."""
    devices, say = stage.session.devices, stage.say
    printer = devices.printer
    reader, link = ("ready" if devices.reader else "gone"), ("up" if devices.hub else "down")
    return (
        ("kiosk", True, _where(stage, resident), ""),
        (
            "printer",
            printer.value == "ready",
            say(f"staff.printer.{printer.value}"),
            _maybe(stage, f"staff.printer.{printer.value}.cure"),
        ),
        ("reader", devices.reader, say(f"staff.reader.{reader}"), _maybe(stage, f"staff.reader.{reader}.cure")),
        ("link", devices.hub, say(f"staff.link.{link}"), _maybe(stage, f"staff.link.{link}.cure")),
    )


def _maybe(stage: Stage, key: str) -> str:
    return stage.say(key) if _known(stage, key) else ""


def _where(stage: Stage, resident: Stage) -> str:
    """The step a resident stands at, never which procedure and never an answer."""
    session = resident.session
    page = page_of(session, Around(resident.bundle, resident.now))
    if page is not None:
        return stage.say("staff.screen.page", step=page.step + 1, steps=len(steps_of(resident.bundle, page)))
    key = f"staff.screen.{session.screen}"
    return stage.say(key if _known(stage, key) else "staff.screen.other")


def _standing(stage: Stage, rect: Rect, name: str, well: bool, state: str, cure: str) -> tuple[Box, ...]:
    inner = rect.width - 40
    words = fit(stage.line(state, "body", bold=True), inner, 1)
    cures = fit(stage.line(cure, "caption", second=True), inner, 2) if cure else ()
    y = rect.y + 52
    return (
        Box(f"{name}.panel", "panel", *rect),
        Box(f"{name}.icon", "icon", rect.x + 20, rect.y + 14, 34, 34, (), "center", "success" if well else "warning"),
        stage.text(
            f"{name}.name",
            Rect(rect.x + 64, rect.y + 14, inner - 44, 36),
            stage.say(f"staff.device.{name}"),
            "caption",
            second=True,
        ),
        Box(f"{name}.state", "text", rect.x + 20, y, inner, height_of(words), words),
        *((Box(f"{name}.cure", "text", rect.x + 20, y + height_of(words), inner, height_of(cures), cures),) if cures else ()),
    )


# --- whose number, why, a paper form -----------------------------------------------------------------------------------------


def _number(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    keys = pad_area(stage)
    areas, tall = stage.grid, stage.grid.panel.portrait
    left = Rect(areas.margin, TOP, areas.full if tall else keys.x - areas.margin - 36, 560)
    typed = number_of(assist.typed) if assist.typed else ""
    field = Rect(left.x, left.y + 80, 360, 96)
    lines = fit(Line(typed, 57), field.width - 40, 1) if typed else ()
    found = [
        stage.text("title", Rect(left.x, left.y, left.width, 60), stage.say(f"staff.number.{assist.purpose}"), "title", bold=True),
        Box("field", "field_now", *field, lines, caret=len(typed)),
    ]
    letters = tuple(dict.fromkeys(service.letter for service in stage.bundle.site.services))
    places = cells(Rect(left.x, field.bottom + 24, left.width, 212), 5, 2, GAP, most=96)
    for letter, rect in zip(letters, places, strict=False):
        found.append(stage.button(f"key.{letter}", "key", rect, letter, Key(letter), size="key", enabled=not assist.typed, most=1))
    if assist.told:
        words = assist.told if _known(stage, assist.told) else "staff.refused.other"
        place = Rect(left.x, field.bottom + 260, left.width, 110)
        found.append(stage.banner("told", "banner_warning", place, stage.say(words, number=typed, copy="")))
    words = stage.say("staff.asking" if assist.waiting else f"staff.number.{assist.purpose}_do")
    ready = len(assist.typed) >= 4
    alive = bool(assist.typed) and not assist.waiting
    return (*found, *pad(stage, keys, enabled=alive), *_foot(stage, following=words, enabled=ready, assist=assist))


def _reason(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    areas = stage.grid
    title = stage.say(f"staff.reason.{assist.purpose}", number=number_of(assist.typed) if assist.typed else "")
    found = [stage.text("title", Rect(areas.margin, TOP, areas.full, 64), title, "title", bold=True)]
    low = stage.say("staff.reason.text")
    found.append(stage.text("sub", Rect(areas.margin, TOP + 70, areas.full, 44), low, "body", second=True))
    if assist.told:
        words = assist.told if _known(stage, assist.told) else "staff.refused.other"
        place = Rect(areas.margin, TOP + 124, areas.full, 90)
        found.append(stage.banner("told", "banner_warning", place, stage.say(words, number=assist.about, copy="")))
    area = Rect(areas.margin, TOP + 234, areas.full, areas.foot.y - GAP - TOP - 234)
    for reason, rect in zip(REASONS, cells(area, 2, 2, GAP, most=120), strict=True):
        words = stage.say(f"staff.reason.{reason}")
        found.append(stage.button(f"reason.{reason}", "erase", rect, words, Choose(reason), enabled=not assist.waiting, most=2))
    return (*found, *_foot(stage, assist=assist))


def _paper(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    areas, form, tall = stage.grid, assist.form, stage.grid.panel.portrait
    found = [stage.text("title", Rect(areas.margin, TOP, areas.full, 60), stage.say("staff.paper_form"), "title", bold=True)]
    if assist.told:
        words = assist.told if _known(stage, assist.told) else "staff.refused.other"
        place = Rect(areas.margin, TOP + 64, areas.full, 76)
        found.append(stage.banner("told", "banner_warning", place, stage.say(words, number="", copy="")))
    else:
        found.append(
            stage.text("sub", Rect(areas.margin, TOP + 70, areas.full, 44), stage.say("staff.paper_form_sub"), "body", second=True)
        )
    services = stage.bundle.site.services
    columns = 2 if tall else 4
    rows = -(-len(services) // columns)
    top = TOP + 156
    area = Rect(areas.margin, top, areas.full, areas.foot.y - GAP - 96 - GAP - top)
    for service, rect in zip(services, cells(area, columns, rows, GAP, most=120), strict=False):
        words = f"{service.letter}　{service.name['ja']}"
        selected = form.service == service.id
        found.append(
            stage.button(
                f"service.{service.id}", "secondary", rect, words, Choose(service.id), size="body", selected=selected, most=2
            )
        )
    low = Rect(areas.margin, areas.foot.y - GAP - 96, areas.full, 96)
    fewer, people, more, language, care = cells(low, 5, 1, 15)
    count = stage.say("staff.people", count=form.people)
    found += [
        stage.button("people.fewer", "secondary", fewer, "−", Choose("fewer"), size="key", enabled=form.people > 1, most=1),
        stage.text("people", Rect(people.x, people.y + 26, people.width, 50), count, "button", bold=True, align="center"),
        stage.button("people.more", "secondary", more, "＋", Choose("more"), size="key", most=1),
        stage.button(
            "language",
            "secondary",
            language,
            stage.say(f"language.{form.language}"),
            Choose("language"),
            icon="language",
            size="body",
            most=2,
        ),
        stage.button(
            "consideration",
            "secondary",
            care,
            stage.say("staff.consideration"),
            Choose("consideration"),
            size="body",
            selected=form.consideration,
            most=2,
        ),
    ]
    words = stage.say("staff.asking" if assist.waiting else "staff.hand")
    return (*found, *_foot(stage, following=words, enabled=bool(form.service), assist=assist))


def _role(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    """予備: a writing desk, or beside which counter."""
    areas = stage.grid
    roles = ("writing_desk", *(str(number) for number in desks(Around(stage.bundle, stage.now))))
    area = Rect(areas.margin, TOP + 156, areas.full, areas.foot.y - GAP - TOP - 156)
    found = [
        stage.text("title", Rect(areas.margin, TOP, areas.full, 60), stage.say("staff.role"), "title", bold=True),
        stage.text("sub", Rect(areas.margin, TOP + 70, areas.full, 44), stage.say("staff.role_sub"), "body", second=True),
    ]
    now = "writing_desk" if assist.counter is None else str(assist.counter)
    columns = 2 if stage.grid.panel.portrait else 4
    for role, rect in zip(roles, cells(area, columns, max(2, -(-len(roles) // columns)), GAP, most=120), strict=False):
        words = stage.say("staff.writing_desk") if role == "writing_desk" else stage.say("staff.beside_desk", counter=role)
        here, alive = role == now, not assist.waiting
        found.append(stage.button(f"role.{role}", "secondary", rect, words, Choose(role), selected=here, enabled=alive, most=2))
    return (*found, *_foot(stage, assist=assist))


# --- the resident's own はい -----------------------------------------------------------------------------------------------------


def _consent(stage: Stage) -> tuple[Box, ...]:
    area = stage.grid.body
    yes, no = cells(Rect(area.x, area.y + 40, area.width, 200), 2, 1)
    return (
        stage.title(stage.say("kiosk.assist.consent.title")),
        stage.sub(stage.say("kiosk.assist.consent.sub")),
        stage.button("consent.yes", "secondary", yes, stage.say("answer.yes"), Choose("yes"), icon="circle", size="large", most=1),
        stage.button("consent.no", "secondary", no, stage.say("answer.no"), Choose("no"), icon="cross", size="large", most=1),
        *foot(stage, languages=False),
    )
