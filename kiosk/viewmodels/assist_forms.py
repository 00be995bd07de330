"""What the panel leads to: whose number, why, a paper form, a role.

Box ids: reason.<word>, confirm, service.<id>, people.more|fewer, language, consideration, role.<counter>, key.<sign>.
"""

from kiosk.flow.assist import Assist
from kiosk.flow.events import Choose, Key, Next
from kiosk.flow.moves import Around
from kiosk.flow.panel import REASONS, desks, number_of
from kiosk.viewmodels.assist_frame import TOP, is_known, keys_below
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import fit
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.keyboards import pad, pad_area
from kiosk.viewmodels.stage import Stage


def number(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
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
        words = assist.told if is_known(stage, assist.told) else "staff.refused.other"
        place = Rect(left.x, field.bottom + 260, left.width, 110)
        found.append(stage.banner("told", "banner_warning", place, stage.say(words, number=typed, copy="")))
    words = stage.say("staff.asking" if assist.waiting else f"staff.number.{assist.purpose}_do")
    ready = len(assist.typed) >= 4
    alive = bool(assist.typed) and not assist.waiting
    return (*found, *pad(stage, keys, enabled=alive), *keys_below(stage, following=words, enabled=ready, assist=assist))


def reason(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    areas = stage.grid
    title = stage.say(f"staff.reason.{assist.purpose}", number=number_of(assist.typed) if assist.typed else "")
    found = [stage.text("title", Rect(areas.margin, TOP, areas.full, 64), title, "title", bold=True)]
    low = stage.say("staff.reason.text")
    found.append(stage.text("sub", Rect(areas.margin, TOP + 70, areas.full, 44), low, "body", second=True))
    if assist.told:
        words = assist.told if is_known(stage, assist.told) else "staff.refused.other"
        place = Rect(areas.margin, TOP + 124, areas.full, 90)
        found.append(stage.banner("told", "banner_warning", place, stage.say(words, number=assist.about, copy="")))
    area = Rect(areas.margin, TOP + 234, areas.full, areas.foot.y - GAP - TOP - 234)
    for reason, rect in zip(REASONS, cells(area, 2, 2, GAP, most=120), strict=True):
        words = stage.say(f"staff.reason.{reason}")
        found.append(stage.button(f"reason.{reason}", "erase", rect, words, Choose(reason), enabled=not assist.waiting, most=2))
    return (*found, *keys_below(stage, assist=assist))


def confirm(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    """What is erased, said once more: at the key itself nothing can be taken back."""
    areas = stage.grid
    number = number_of(assist.typed) if assist.typed else ""
    title = stage.say(f"staff.confirm.{assist.purpose}", number=number)
    told = Rect(areas.margin, TOP + 90, areas.full, 150)
    banner = stage.banner(
        "told",
        "banner_warning",
        told,
        stage.say(f"staff.confirm.{assist.purpose}.text"),
        stage.say(f"staff.reason.{assist.reason}"),
    )
    if assist.told:
        words = assist.told if is_known(stage, assist.told) else "staff.refused.other"
        banner = stage.banner("told", "banner_error", told, stage.say(words, number=number, copy=""))
    do = Rect(areas.margin, told.bottom + GAP, areas.full, 120)
    words = stage.say("staff.asking" if assist.waiting else "staff.confirm.do")
    return (
        stage.text("title", Rect(areas.margin, TOP, areas.full, 64), title, "title", bold=True),
        banner,
        stage.button("confirm", "erase", do, words, Next(), icon="cross", enabled=not assist.waiting, most=1),
        *keys_below(stage, assist=assist),
    )


def paper(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    areas, form, tall = stage.grid, assist.form, stage.grid.panel.portrait
    found = [stage.text("title", Rect(areas.margin, TOP, areas.full, 60), stage.say("staff.paper_form"), "title", bold=True)]
    if assist.told:
        words = assist.told if is_known(stage, assist.told) else "staff.refused.other"
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
            icon="" if tall else "language",
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
    return (*found, *keys_below(stage, following=words, enabled=bool(form.service), assist=assist))


def role(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
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
    return (*found, *keys_below(stage, assist=assist))
