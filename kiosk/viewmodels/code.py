"""The reception code: the camera's picture, or the eight characters. Box ids: camera, type, scan, key.<character>."""

from config.words import has_words
from kiosk.flow.coding import BLIND
from kiosk.flow.events import Choose, Key
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.frame import foot, progress
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.notice import headed
from kiosk.viewmodels.stage import STOPS, Stage, sentences

ROW = 96
TYPED = ("0123456789", "ABCDEFGHJK", "MNPQRSTVWX", "YZ")  # as the hub makes codes: no I, L, O, U
LENGTH = 8


def scan(stage: Stage) -> tuple[Box, ...]:
    grid = stage.grid
    portrait = grid.panel.portrait
    camera = Rect(grid.margin, 204, 620, grid.body.height) if not portrait else Rect(grid.margin + 100, 420, 800, 600)
    right = (
        Rect(camera.right + GAP, 204, grid.full - 640, grid.body.height)
        if not portrait
        else Rect(grid.margin, 1050, grid.full, 530)
    )
    # beside the picture what is wrong with a code may take all the room above the other way
    tips = Rect(right.x, right.y, right.width, 200 if portrait else right.height - GAP - ROW - 10)
    told = [(stage.say("kiosk.code.tips"), True), *((f"・{stage.say(f'kiosk.code.tip{at}')}", False) for at in (1, 2, 3))]
    lines = stage.paragraphs(told, tips.width - 48, tips.height - 16, 2)
    found = [
        *_strip(stage, 0),
        stage.title(stage.say("kiosk.code.scan.title")),
        stage.sub(stage.say("kiosk.code.scan.sub")),
        Box("camera", "camera", *camera),
    ]
    if stage.session.code_wrong:
        found.append(_wrong(stage, tips))
    elif not stage.session.devices.hub:
        found.append(
            stage.banner("wrong", "banner_warning", tips, stage.say("kiosk.code.no_hub"), stage.say("kiosk.code.no_hub_hint"))
        )
    else:
        found.append(Box("tips", "soft_panel", *tips, lines))
    place = Rect(right.x, tips.bottom + GAP, right.width, ROW + 10)
    found.append(
        stage.button(
            "type",
            "row",
            place,
            stage.say("kiosk.code.type"),
            Choose("type"),
            icon="pencil",
            align="left",
            hint=stage.say("kiosk.code.type_hint"),
            most=1,
        )
    )
    return (*found, *foot(stage))


def typed(stage: Stage) -> tuple[Box, ...]:
    grid, session = stage.grid, stage.session
    portrait = grid.panel.portrait
    text = session.entry.text
    y = 204 if not portrait else 420
    steps, title = _strip(stage, 0), stage.say("kiosk.code.type.title")
    if session.code_wrong:
        found = [*headed(stage, steps, title, "wrong", "banner_warning", _told(stage))]
    elif session.camera_state in BLIND and session.devices.camera:
        told = sentences(stage, [stage.say("kiosk.code.no_camera"), stage.say("kiosk.code.type.sub")])
        found = [*headed(stage, steps, title, "wrong", "banner_warning", told)]
    else:
        found = [*steps, stage.title(title), stage.sub(stage.say("kiosk.code.type.sub"))]
    cell = 84
    for at in range(LENGTH):
        x = grid.margin + at * (cell + 12) + (28 if at >= LENGTH // 2 else 0)
        lines = (Line(text[at], 45, bold=True, language="en"),) if at < len(text) else ()
        found.append(Box(f"character.{at}", "field_now" if at == len(text) else "field", x, y, cell, 84, lines, "center"))
    top = 296 if not portrait else 700
    width, height, across, down = (88, 75, 104, 90) if not portrait else (86, 96, 101, 112)
    left = 224 if not portrait else grid.margin
    for row, characters in enumerate(TYPED):
        for column, character in enumerate(characters):
            rect = Rect(left + column * across, top + row * down, width, height)
            found.append(stage.button(f"key.{character}", "key", rect, character, Key(character), size="key", most=1, bold=False))
    names = ("delete", "clear")
    for at, name in enumerate(names):
        rect = (
            Rect(grid.margin, top + at * down, 168, height)
            if not portrait
            else Rect(grid.margin + at * 510, top + 4 * down, 490, 96)
        )
        found.append(
            stage.button(f"key.{name}", "function_key", rect, stage.say(f"kiosk.key.{name}"), Key(name), size="body", most=2)
        )
    if session.devices.camera:
        rect = (
            Rect(grid.panel.width_px - grid.margin - 250, y - 4, 250, 80)
            if not portrait
            else Rect(grid.margin, top + 5 * down + 10, grid.full, 96)
        )
        found.append(stage.button("scan", "secondary", rect, stage.say("kiosk.code.scan"), Choose("scan"), icon="camera", most=2))
    return (*found, *foot(stage, following=stage.say("kiosk.foot.next"), enabled=len(text) == LENGTH))


def _wrong(stage: Stage, rect: Rect) -> Box:
    return stage.banner("wrong", "banner_warning", rect, stage.say(f"kiosk.{_known(stage)}"), _cure(stage))


def _told(stage: Stage) -> str:
    """What is wrong and what to do, as one text; without a space where none is written between sentences."""
    return f"{stage.say(f'kiosk.{_known(stage)}')}{STOPS.get(stage.session.language, '. ')}{_cure(stage)}"


def _cure(stage: Stage) -> str:
    """What to do; with the day or the time from which the code goes, where the hub has told it."""
    key, until = f"kiosk.{_known(stage)}", stage.session.code_until
    if until is None or not has_words(stage.bundle, f"{key}.when"):
        return stage.say(f"{key}.hint")
    return stage.say(f"{key}.when", day=stage.day(until.date().isoformat()), time=f"{until.hour}:{until:%M}")


def _known(stage: Stage) -> str:
    """The key of what is wrong with the code, or of what is said of anything else."""
    key = stage.session.code_wrong
    return key if has_words(stage.bundle, f"kiosk.{key}") else "error.other"


def _strip(stage: Stage, now: int) -> tuple[Box, ...]:
    return progress(stage, stage.say("kiosk.code.name"), (stage.say("kiosk.code.step1"), stage.say("kiosk.code.step2")), now)
