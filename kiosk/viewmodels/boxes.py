"""A screen as a list of boxes: what stands where, in pixels, in which role. The view only draws them; tests measure them.

Geometry: origin at the top left, x to the right, y down. Everything touchable is a box with an `event`.

How the view lays a box out: lines stand below each other, each 1.3 × px high (1.55 with ruby), from the top of a `text` box and
centred in the height of every other. Words keep 0 px from the side of a `text`, 24 px from the side of the rest (16 px in keys,
candidates and fields). The icon stands before the words; centred words and their icon are centred together. Icon names:
kiosk.views.icons; a `>` at the end of the name (`pencil>`, or `>` alone) adds a chevron: at the right edge where words stand left,
after the words where they are centred. A `row` has it by itself. A `selected` box gets its ✓ by itself, a `step_done` too.
Before the words of a `card` or `row` an icon takes 104 px in all, of a banner 96 px.
"""

from typing import Literal

import msgspec

from kiosk.flow.events import AnyEvent, Strokes

Role = Literal[
    "text",  # words only
    "panel",  # information, no outline
    "soft_panel",
    "foot",
    "primary",
    "secondary",
    "erase",
    "help",
    "help_ringing",
    "card",  # choice card: icon, words, second line
    "row",  # row card with a chevron
    "key",
    "function_key",
    "field",
    "field_now",
    "pad",  # to write on; a finger draws `strokes` there
    "candidate",
    "step_now",
    "step_done",
    "step_ahead",
    "banner_success",
    "banner_warning",
    "banner_error",
    "qr",  # `text` is the content
    "camera",  # the live picture
    "reminder",  # of the card that still lies there
    "time_cell_left",
    "time_cell_gone",
    "icon",
    "staff_head",  # above everything staff see: cannot be mistaken for a resident's screen
    "training_band",  # 操作研修, above everything
]
Font = Literal["caption", "body", "button", "key", "title", "large", "number"]
Align = Literal["left", "center", "right"]


class Line(msgspec.Struct, frozen=True):
    """Words on a box. `px`: font size; several lines stand below each other. `ruby`: {漢字|かんじ} markup is drawn, not shown."""

    text: str
    px: int
    bold: bool = False
    second: bool = False  # secondary colour
    language: str = "ja"  # chooses font and shaping
    number: bool = False  # BIZ UDGothic Bold, as on board and slip


class Box(msgspec.Struct, frozen=True):
    """`id` is stable while the same thing stays on the screen, so that a redraw touches only what changed."""

    id: str
    role: Role
    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...] = ()
    align: Align = "left"
    icon: str = ""
    event: AnyEvent | None = None
    enabled: bool = True
    selected: bool = False
    caret: int | None = None  # characters before the caret, in a field_now
    spoken: str = ""  # for the voice, where the words alone do not do
    aloud: str = ""  # in its place where only the resident hears it: names, dates, addresses, secret digits
    strokes: Strokes = ()  # of a pad, 0-999 from its top left


class Screen(msgspec.Struct, frozen=True):
    """One whole picture, with what is said on entering it and the order in which a key pad walks through it."""

    name: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    spoken: str = ""
    language: str = "ja"
    contrast: Literal["light", "black", "blue"] = "light"
    training: bool = False
    voice: bool = False  # what a key pad walks over is said
    headphones: bool = False  # and nobody else hears it
    begin: str = ""  # id of the box where a key pad begins; empty: at the first
    chosen: tuple[str, str] = ("", "")  # what the voice adds to a box that is selected, and to one that is so no more
