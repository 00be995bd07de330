"""What stands around every screen: the step strip above, the fixed controls below. Pure."""

import msgspec

from config.theme import TypeRole, type_px
from kiosk.flow.events import AnyEvent, Back, Help, Next, Quit, ShowAppearance, ShowLanguages
from kiosk.flow.events import Page as Turn
from kiosk.flow.saving import may_quit
from kiosk.viewmodels.boxes import Box, Line, Role
from kiosk.viewmodels.fitting import fit, height_of, line_width, plain
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.stage import Stage

STRIP_AIR, TIGHT_AIR = 6, 2  # pixels above and below the words of a step, which a reading would fill; where a reminder stands
CELL_LEAST = 36  # pixels for a step with its digit, where the present one has much to say
WRITING_LEAST = 28  # pixels: of the kanji on the key that takes them
NAME_MOST = 430  # pixels for the name of the procedure before the strip
NAME_LEAST = 22  # pixels: the size of its words


def foot(
    stage: Stage,
    *,
    back: bool = True,
    languages: bool = True,
    following: str = "",
    event: AnyEvent | None = None,
    enabled: bool = True,
    chevron: bool = True,
    proposed: bool = True,
) -> tuple[Box, ...]:
    """もどる, 職員をよぶ, ことば, 見やすさ, つぎへ, and やめる above: each at its place or absent. `following`: words of つぎへ.

    Not `proposed`: possible, but another way on the screen is the primary one.
    """
    grid = stage.grid
    ringing = stage.session.help_called
    boxes = [
        Box("foot", "foot", *grid.foot),
        stage.button(
            "help",
            "help_ringing" if ringing else "help",
            grid.help,
            stage.say("kiosk.foot.ringing" if ringing else "kiosk.foot.help"),
            Help(),
            icon="bell",
            size="body",
            hint=stage.say("kiosk.foot.ringing_hint") if ringing else _leaving(stage),
            most=2,
        ),
        *_looks(stage)[0 if languages else 1 :],
    ]
    if back:
        words = stage.say("kiosk.foot.back")
        boxes.append(stage.button("back", "secondary", grid.back, words, Back(), icon="chevron_left", size="body", most=1))
    if following:
        role: Role = "primary" if proposed else "secondary"
        boxes.append(_way_on(stage, role, following, event or Next(), chevron=chevron, enabled=enabled))
    if stage.may_stop:
        boxes.append(stage.button("stop", "secondary", stage.grid.stop, stage.say("kiosk.foot.stop"), Quit(), size="body", most=1))
    return tuple(boxes)


def _looks(stage: Stage) -> tuple[Box, Box]:
    """ことば and 見やすさ, whose words are as large as each other's."""
    grid, say = stage.grid, stage.say
    other = "Language" if stage.session.language != "en" else "ことば"

    def keys(size: TypeRole | int) -> tuple[Box, Box]:
        return (
            stage.button(
                "languages",
                "secondary",
                grid.languages,
                say("kiosk.foot.languages"),
                ShowLanguages(),
                icon="language",
                size=size,
                hint=other,
                most=1,
            ),
            stage.button(
                "appearance",
                "secondary",
                grid.appearance,
                say("kiosk.foot.appearance"),
                ShowAppearance(),
                icon="appearance",
                size=size,
                hint=say("kiosk.foot.voice"),
                most=1,
            ),
        )

    found = keys("body")
    sizes = {box.lines[0].px for box in found}
    return keys(min(sizes)) if len(sizes) > 1 else found


def _leaving(stage: Stage) -> str:
    """やめるときも: below 職員をよぶ, where やめる itself has no room; nothing where that key's words need both lines."""
    words = stage.line(stage.say("kiosk.foot.help"), "body", bold=True)
    alone = "\n" not in words.text and line_width(words) <= stage.grid.help.width - 24 - words.px * 1.75
    return stage.say("kiosk.save.foot") if alone and may_quit(stage.session) and not stage.may_stop else ""


def _way_on(stage: Stage, role: Role, words: str, event: AnyEvent, *, chevron: bool, enabled: bool) -> Box:
    """The bottom-right key; large words are worth more than its chevron."""

    def key(icon: str) -> Box:
        return stage.button("next", role, stage.grid.next, words, event, icon=icon, size="key", enabled=enabled, most=2)

    drawn, plain = key(">" if chevron else ""), key("")
    return plain if drawn.lines[0].px < min(plain.lines[0].px, type_px("key")) else drawn


def strip_area(stage: Stage) -> Rect:
    """Where the steps stand, beside やめる also while that is absent."""
    area = stage.grid.progress
    return area._replace(width=stage.grid.stop.x - GAP - area.x)


def taking(stage: Stage, boxes: tuple[Box, ...], writing: str) -> tuple[Box, ...]:
    """The foot with the kanji of an answer on the key that takes them, so that none is taken unseen."""
    return tuple(_taking(stage, writing, box) if box.id == "next" and writing else box for box in boxes)


def _taking(stage: Stage, writing: str, key: Box) -> Box:
    """Only who wears headphones hears the name. Kanji that would be too small to be looked at there change nothing."""
    words, room = stage.say("kiosk.foot.take"), key.width - 24
    tall = stage.session.size == "XL" or stage.grid.panel.portrait  # elsewhere the height is the kanji's
    below = fit(stage.line(words, "caption" if tall else type_px("caption")), room)
    above = fit(Line(writing, type_px("large", stage.session.size), bold=True), room, 1, key.height - 12 - height_of(below))
    if above[0].px < WRITING_LEAST:
        return key
    return msgspec.structs.replace(key, lines=(*above, *below), icon="", spoken=words, aloud=f"{writing}、{words}")


def progress(stage: Stage, name: str, cells: tuple[str, ...], now: int, here: str = "") -> tuple[Box, ...]:
    """The step strip: `cells` are the names of the steps, `now` counts from 0; the present one says "2 / 7" and its name."""
    area, air = strip_area(stage), TIGHT_AIR if stage.grid.reminder.height else STRIP_AIR
    count = len(cells)
    words = f"{now + 1} / {count}　{here or cells[now]}"
    current = stage.line(words, "caption", bold=True)
    spare = area.width - round(line_width(current)) - 18 - 20 - (count - 1) * (CELL_LEAST + 6)
    # The official term in brackets stands on the paper and on the review; here room is for the steps.
    called = stage.line(plain(name).partition("（")[0], "caption", bold=True)
    label = fit(called, min(NAME_MOST, max(spare, area.width * 9 // 25)), 1, area.height)
    if label[0].px < NAME_LEAST:  # then the present step spares it something
        label = (msgspec.structs.replace(called, px=NAME_LEAST),)
    wide, high = round(line_width(label[0])) + 2, height_of(label)
    boxes = [Box("progress.name", "text", area.x, area.y + (area.height - high) // 2, wide, high, label)]
    x = area.x + wide + 20
    wide = min(round(line_width(current)) + 44, area.right - x - (count - 1) * CELL_LEAST)
    rest = (area.right - x - wide - 6 * (count - 1)) // max(1, count - 1)
    for at in range(count):
        width = wide if at == now else rest
        if at == count - 1:
            width = area.right - x
        rect = Rect(x, area.y, width, area.height)
        if at == now:
            boxes.append(Box(f"step.{at}", "step_now", *rect, fit(current, width - 16, 1, rect.height - air), "center"))
        elif at < now:
            boxes.append(Box(f"step.{at}", "step_done", *rect, (), "center"))
        else:
            boxes.append(
                Box(
                    f"step.{at}",
                    "step_ahead",
                    *rect,
                    fit(stage.line(str(at + 1), "caption", bold=True), width, 1, rect.height),
                    "center",
                )
            )
        x += width + 6
    return tuple(boxes)


def form_progress(stage: Stage, procedure: str, step: int, here: str = "") -> tuple[Box, ...]:
    """The strip of a form: its steps, the last of them is the review."""
    steps = stage.steps(procedure)
    names = tuple(stage.say(f"step.{one.id}") for one in steps)
    return progress(stage, stage.say(f"procedure.{procedure}.name"), names, min(step, len(names) - 1), here)


def pager(stage: Stage, rect: Rect, page: int, pages: int) -> tuple[Box, ...]:
    """前 / つぎ: both keep their places, the one that leads nowhere is grey."""
    half = (rect.width - 20) // 2
    before, after = Rect(rect.x, rect.y, half, rect.height), Rect(rect.x + half + 20, rect.y, half, rect.height)
    words = stage.say("kiosk.pager.before"), stage.say("kiosk.pager.after", page=page + 1, pages=pages)

    def key(at: int, px: int = 0) -> Box:
        keys = (("page.before", before, "chevron_left", page > 0), ("page.after", after, ">", page < pages - 1))
        (id, place, icon, alive), turn = keys[at], Turn(1 if at else -1)
        return stage.button(id, "secondary", place, words[at], turn, icon=icon, size=px or "button", enabled=alive, most=1)

    return stage.alike((key(0), key(1)), key)
