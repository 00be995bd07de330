"""The keys: kana in columns from the right, letters, digits. Box ids: key.<character>, key.voiced|small|delete|clear|hand. Pure."""

import msgspec

from config.japanese.place_words import Word
from config.japanese.ruby import KANJI
from config.theme import TypeRole
from kiosk.flow.events import Key, WriteByHand
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import fit
from kiosk.viewmodels.grid import Rect
from kiosk.viewmodels.stage import Stage

KANA = ("わらやまはなたさかあ", "をり　みひにちしきい", "んるゆむふぬつすくう", "ーれ　めへねてせけえ", "　ろよもほのとそこお")
LETTERS = ("ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ-'　")
DIGIT_ROW = "1234567890"
DIGITS = ("　　　　　　　123", "　　　　　　　456", "　　　　　　　789", "　　　　　　　-0")
SWITCH, LATIN = "数", "英"  # where a key to the digits stands, and one to the Latin letters
SPACE = "\u3000"
KEY = 88, 75  # pixels of a kana key on the 10.1 inch panel
PITCH = 104, 90
ABREAST = 3  # words beside the digits


def pad_area(stage: Stage) -> Rect:
    """Where the number pad stands."""
    grid = stage.grid
    if grid.panel.portrait:
        return Rect(grid.margin + 160, 960, grid.full - 320, 4 * 130 + 3 * 24)
    high = 344 + 3 * 16 if stage.session.size != "XL" else 4 * 90 + 3 * 15
    width = 3 * 150 + 2 * 20
    return Rect(grid.panel.width_px - grid.margin - width, grid.body.bottom - high, width, high)


def pad(stage: Stage, area: Rect, *, enabled: bool = True, extra: str = "", secret: bool = False) -> tuple[Box, ...]:
    """1 … 9, 全部けす 0 1つけす; `extra`: a sign in place of 全部けす (-, or + to begin with). `secret`: no digit is said aloud."""
    gap = 20 if stage.grid.panel.portrait else 16
    width = (area.width - 2 * 20) // 3
    height = (area.height - 3 * gap) // 4
    found = []
    names = (*"123456789", extra or "clear", "0", "delete")

    def function(at: int, px: int = 0) -> Box:
        words = stage.say(f"kiosk.key.{names[at]}")
        size: TypeRole | int = px or "body"
        return stage.button(f"key.{names[at]}", "function_key", place(at), words, Key(names[at]), size=size, enabled=enabled)

    def place(at: int) -> Rect:
        return Rect(area.x + at % 3 * (width + 20), area.y + at // 3 * (height + gap), width, height)

    functions = tuple(at for at, name in enumerate(names) if name in ("clear", "delete"))
    made = stage.alike([function(at) for at in functions], lambda at, px: function(functions[at], px))
    for at, name in enumerate(names):
        rect = place(at)
        if at in functions:
            found.append(made[functions.index(at)])
        else:
            spoken, aloud = (stage.say("kiosk.spoken.digit"), name) if secret else ("", "")
            found.append(
                stage.button(
                    f"key.{name}",
                    "key",
                    rect,
                    name,
                    Key(name),
                    size=45,
                    enabled=enabled,
                    most=1,
                    bold=False,
                    spoken=spoken,
                    aloud=aloud,
                )
            )
    return tuple(found)


def kana(
    stage: Stage,
    top: int,
    *,
    space: bool = False,
    layers: tuple[str, ...] = (),
    by_hand: bool | None = None,
    sign: Word | None = None,
) -> tuple[Box, ...]:
    """The 50音 keyboard below `top`: あ at the right, one column of function keys. `by_hand`: 手で書く too, alive or not.

    `layers`: digits and latin where a key leads there; `sign`: a word that stands beside the digits.
    """
    rows = list(KANA)
    if space:
        rows[1] = rows[1][:2] + "空" + rows[1][3:]
    if "digits" in layers:
        rows[3] = rows[3][:2] + SWITCH + rows[3][3:]
    if "latin" in layers:
        rows[4] = LATIN + rows[4][1:]
    names = ("voiced", "small", "delete", "clear", *(("hand",) if by_hand is not None else ()))
    return (*_grid_of(stage, top, tuple(rows), sign), *_functions(stage, top, names, 5, by_hand=bool(by_hand)))


def digits(stage: Stage, top: int, words: tuple[Word, ...] = ()) -> tuple[Box, ...]:
    """Digits and hyphen, with a key back to the kana; in the place beside them `words` that go with digits."""
    return (*_words(stage, top, words), *_grid_of(stage, top, DIGITS), *_functions(stage, top, ("kana", "delete", "clear"), 5))


def _words(stage: Stage, top: int, words: tuple[Word, ...]) -> tuple[Box, ...]:
    """Three beside each other, each as wide as two kana."""
    found = []
    for at, word in enumerate(words):
        first, last = (_place(stage, top, at // ABREAST, at % ABREAST * 2 + column) for column in (0, 1))
        rect = first._replace(width=last.right - first.x)
        found.append(stage.button(f"key.{word.writing}", "key", rect, _read(stage, word), Key(word.writing), size="key", most=1))
    return tuple(found)


def _read(stage: Stage, word: Word) -> str:
    """A word of places, with its reading where this resident wants one and it has kanji."""
    return f"{{{word.writing}|{word.reading}}}" if stage.ruby and KANJI.search(word.writing) else word.writing


def latin(stage: Stage, top: int, *, digits: bool = False, kana: bool = False) -> tuple[Box, ...]:
    """Capital letters in the order of the alphabet, three rows; with `digits` a fourth. `kana`: a key to these."""
    rows = (*((DIGIT_ROW,) if digits else ()), *LETTERS)
    names = (*(("kana",) if kana else ()), "delete", "clear")
    return (*_grid_of(stage, top, rows), *_functions(stage, top, names, len(rows)))


def _place(stage: Stage, top: int, row: int, column: int) -> Rect:
    if stage.grid.panel.portrait:
        return Rect(stage.grid.margin + column * 101, top + row * 112, 86, 96)
    return Rect(224 + column * PITCH[0], top + row * _pitch(stage), *KEY)


def _showing(stage: Stage, key: Box, word: Word) -> Box:
    """A key to the digits with a word below that stands beside them."""
    room, high = key.width - 12, (key.height - 8) // 2
    own = fit(stage.line(key.lines[0].text, 24, bold=True), room, 1, high)
    below = fit(Line(word.writing, 24, bold=True), room, 1, high)
    return msgspec.structs.replace(key, lines=(*own, *below))


def _grid_of(stage: Stage, top: int, rows: tuple[str, ...], sign: Word | None = None) -> tuple[Box, ...]:
    found = []
    for row, characters in enumerate(rows):
        for column, character in enumerate(characters):
            if character == SPACE and rows is not LETTERS and "A" not in "".join(rows):
                continue
            rect = _place(stage, top, row, column)
            if character in (SWITCH, LATIN):
                layer = "digits" if character == SWITCH else "latin"
                words = stage.say(f"kiosk.key.{layer}")
                key = stage.button(f"key.{layer}", "function_key", rect, words, Key(layer), size=24, most=2)
                found.append(_showing(stage, key, sign) if sign and layer == "digits" else key)
            elif character in (SPACE, "空"):
                words = stage.say("kiosk.key.space")
                found.append(
                    stage.button(
                        "key.space", "function_key", rect, words, Key(" " if character == SPACE else SPACE), size=24, most=2
                    )
                )
            else:
                found.append(
                    stage.button(f"key.{character}", "key", rect, character, Key(character), size="key", most=1, bold=False)
                )
    return tuple(found)


def _functions(stage: Stage, top: int, names: tuple[str, ...], rows: int, *, by_hand: bool = False) -> tuple[Box, ...]:
    grid = stage.grid
    found = []
    for at, name in enumerate(names):
        if grid.panel.portrait:
            width = (grid.full - 15 * (len(names) - 1)) // len(names)
            rect = Rect(grid.margin + at * (width + 15), top + rows * 112, width, 96)
        else:
            rect = Rect(grid.margin, top + at * _pitch(stage), 168, KEY[1])
        words, event = stage.say(f"kiosk.key.{name}"), WriteByHand() if name == "hand" else Key(name)
        enabled = by_hand or name != "hand"
        found.append(stage.button(f"key.{name}", "function_key", rect, words, event, size="body", enabled=enabled, most=2))
    return tuple(found)


def _pitch(stage: Stage) -> int:
    return PITCH[1]
