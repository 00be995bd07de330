"""How everything looks, as values: colours by role, sizes of type by role, millimetres into pixels. For Kivy and CSS alike.

Colours are those of @digital-go-jp/design-tokens 1.1.9 (MIT). Ratios by the WCAG formula, held by a test for every pair here.
"""

from dataclasses import dataclass
from typing import Literal

Contrast = Literal["light", "black", "blue"]
Size = Literal["M", "L", "XL"]
TypeRole = Literal["caption", "body", "button", "key", "title", "large", "number"]
Palette = dict[str, str]  # role → #rrggbb

_LIGHT: Palette = {
    "background": "#ffffff",
    "text": "#1a1a1a",
    "text_second": "#4d4d4d",
    "panel": "#f2f2f2",
    "soft_panel": "#e8f1fe",
    "action": "#0017c1",
    "on_action": "#ffffff",
    "pressed": "#00118f",
    "on_pressed": "#ffffff",
    "selected": "#e8f1fe",
    "function_key": "#d9e6ff",
    "key_outline": "#767676",
    "step_now": "#00118f",
    "on_step_now": "#ffffff",
    "step_done": "#c5d7fb",
    "on_step_done": "#00118f",
    "step_ahead": "#e6e6e6",
    "on_step_ahead": "#4d4d4d",
    "help": "#fff0b3",
    "help_ringing": "#ffd43d",
    "on_help_ringing": "#1a1a1a",
    "success": "#197a4b",
    "success_panel": "#e6f5ec",
    "error": "#ce0000",
    "error_panel": "#fdeeee",
    "warning": "#6e5600",
    "warning_panel": "#fbf5e0",
    "disabled": "#e6e6e6",
    "on_disabled": "#4d4d4d",
    "disabled_outline": "#949494",
    "focus": "#ffd43d",
    "line": "#1a1a1a",
}
_DARK: Palette = {
    "text": "#ffffff",
    "text_second": "#ffffff",
    "action": "#ffd43d",
    "on_action": "#000000",
    "pressed": "#ffffff",
    "on_pressed": "#000000",
    "selected": "#1a1a1a",
    "function_key": "#333333",
    "key_outline": "#ffffff",
    "step_now": "#ffffff",
    "on_step_now": "#000000",
    "on_step_done": "#ffd43d",
    "on_step_ahead": "#ffffff",
    "help_ringing": "#ffffff",
    "on_help_ringing": "#000000",
    "success": "#ffd43d",
    "error": "#ffd43d",
    "warning": "#ffd43d",
    "disabled": "#333333",
    "on_disabled": "#ffffff",
    "disabled_outline": "#333333",
    "focus": "#ffffff",
    "line": "#ffffff",
}
_GROUNDS = ("background", "panel", "soft_panel", "step_done", "step_ahead", "help", "success_panel", "error_panel", "warning_panel")

# Kiosk: 白, 黒と黄, 濃い青.
KIOSK: dict[Contrast, Palette] = {
    "light": _LIGHT,
    "black": _DARK | dict.fromkeys(_GROUNDS, "#000000"),
    "blue": _DARK | dict.fromkeys(_GROUNDS, "#000060"),
}

BOARD: Palette = {
    "ground": "#f2f2f2",
    "white": "#ffffff",
    "ink": "#1a1a1a",
    "second": "#4d4d4d",
    "reception": "#0017c1",
    "delivery": "#115a36",
    "accounting": "#7a3200",
    "call": "#ffd43d",
    "line": "#cccccc",
    "help": "#fff0b3",
    "old": "#e6e6e6",
    "key_line": "#666666",
}

# Web pages: role → custom property `--role`. `dark` follows prefers-contrast: more.
WEB: dict[Literal["light", "dark"], Palette] = {
    "light": {
        "ground": "#f2f2f2",
        "surface": "#ffffff",
        "ink": "#1a1a1a",
        "ink2": "#4d4d4d",
        "ink3": "#666666",
        "line": "#cccccc",
        "line2": "#767676",
        "key": "#00428c",
        "on-key": "#ffffff",
        "current": "#dcf0ff",
        "ok": "#115a36",
        "ok-ground": "#e6f5ec",
        "ok-edge": "#197a4b",
        "caution": "#8b3200",
        "caution-ground": "#ffeee2",
        "caution-edge": "#c74700",
        "note": "#6e5600",
        "note-ground": "#fbf5e0",
        "note-edge": "#927200",
        "alarm": "#a90000",
        "alarm-ground": "#fdeeee",
        "alarm-edge": "#ce0000",
        "stale": "#ffe380",
        "on-stale": "#000000",
        "called": "#ffd43d",
        "on-called": "#1a1a1a",
        "focus-outer": "#000000",
        "focus-inner": "#ffd43d",
    },
    "dark": {
        "ground": "#000000",
        "surface": "#000000",
        "ink": "#ffffff",
        "ink2": "#e6e6e6",
        "ink3": "#cccccc",
        "line": "#767676",
        "line2": "#b3b3b3",
        "key": "#ffd43d",
        "on-key": "#000000",
        "current": "#00316a",
        "ok": "#71c598",
        "ok-ground": "#000000",
        "ok-edge": "#71c598",
        "caution": "#ffb482",
        "caution-ground": "#000000",
        "caution-edge": "#ffb482",
        "note": "#ffd43d",
        "note-ground": "#000000",
        "note-edge": "#ffd43d",
        "alarm": "#ff9696",
        "alarm-ground": "#000000",
        "alarm-edge": "#ff9696",
        "stale": "#ffe380",
        "on-stale": "#000000",
        "called": "#ffd43d",
        "on-called": "#1a1a1a",
        "focus-outer": "#ffffff",
        "focus-inner": "#000000",
    },
}

# Text on its ground (≥ 4.5), and lines on what lies beside them (≥ 3): role, ground.
KIOSK_TEXT = (
    *(
        ("text", ground)
        for ground in ("background", "panel", "soft_panel", "help", "success_panel", "error_panel", "warning_panel", "selected")
    ),
    *(("text_second", ground) for ground in ("background", "panel")),
    *(("action", ground) for ground in ("background", "panel", "selected", "function_key")),
    ("on_action", "action"),
    ("on_pressed", "pressed"),
    ("on_step_now", "step_now"),
    ("on_step_done", "step_done"),
    ("on_step_ahead", "step_ahead"),
    ("on_help_ringing", "help_ringing"),
    ("success", "success_panel"),
    ("error", "error_panel"),
    ("error", "background"),
    ("warning", "warning_panel"),
    ("on_disabled", "disabled"),
)
KIOSK_LINES = (
    ("action", "background"),
    ("action", "panel"),
    ("key_outline", "background"),
    ("line", "background"),
    ("line", "help"),
)
BOARD_TEXT = (
    ("ink", "ground"),
    ("ink", "white"),
    ("ink", "call"),
    ("ink", "help"),
    ("second", "ground"),
    ("second", "old"),
    ("white", "reception"),
    ("white", "delivery"),
    ("white", "accounting"),
)
BOARD_LINES = (("key_line", "ground"),)
WEB_TEXT = (
    *((ink, ground) for ink in ("ink", "ink2", "ink3") for ground in ("ground", "surface")),
    ("ink", "current"),
    ("ink2", "current"),
    ("key", "surface"),
    ("key", "ground"),
    ("on-key", "key"),
    ("ok", "ok-ground"),
    ("caution", "caution-ground"),
    ("note", "note-ground"),
    ("alarm", "alarm-ground"),
    ("on-stale", "stale"),
    ("on-called", "called"),
)
WEB_LINES = (
    ("line2", "surface"),
    ("ok-edge", "ok-ground"),
    ("caution-edge", "caution-ground"),
    ("note-edge", "note-ground"),
    ("alarm-edge", "alarm-ground"),
)

# Pixels on the reference panels (10.1" 1280×800 and 1080×1920).
TYPE: dict[TypeRole, dict[Size, int]] = {
    "caption": {"M": 24, "L": 28, "XL": 32},
    "body": {"M": 28, "L": 32, "XL": 36},
    "button": {"M": 32, "L": 36, "XL": 45},
    "key": {"M": 36, "L": 36, "XL": 45},
    "title": {"M": 45, "L": 48, "XL": 57},
    "large": {"M": 57, "L": 64, "XL": 72},
    "number": {"M": 208, "L": 208, "XL": 208},
}
# A label that does not fit goes down this row one step, at most two, before it wraps.
STEPS = (208, 170, 72, 64, 57, 48, 45, 40, 36, 34, 32, 30, 28, 26, 24)

TARGET_MM = 12.7  # least width and height of anything touchable
GAP_MM = 2.54  # least distance between two of them


@dataclass(frozen=True, slots=True)
class Panel:
    """A screen in the lobby. `px_per_mm`: 5.88 for 10.1" 1280×800, 5.56 for 15.6" and 4.03 for 21.5" 1080×1920."""

    width_px: int
    height_px: int
    px_per_mm: float

    @property
    def portrait(self) -> bool:
        return self.height_px > self.width_px

    def px(self, mm: float) -> int:
        """Whole pixels that are at least `mm` long."""
        return -int(-mm * self.px_per_mm // 1)

    def mm(self, px: float) -> float:
        return px / self.px_per_mm


LANDSCAPE = Panel(1280, 800, 5.88)
PORTRAIT = Panel(1080, 1920, 5.56)


def type_px(role: TypeRole, size: Size = "M") -> int:
    """Font size in pixels."""
    return TYPE[role][size]


def smaller(px: int, steps: int = 1) -> int:
    """The font size `steps` further down; the smallest stays."""
    below = [one for one in STEPS if one < px]
    return below[min(steps, len(below)) - 1] if below and steps else px


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours #rrggbb, 1.0 to 21.0."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def css() -> str:
    """Custom properties of the web pages, light, and dark where more contrast is preferred or asked for (data-contrast="more")."""
    light = _properties(WEB["light"])
    dark = _properties(WEB["dark"])
    return (
        f":root {{\n{light}}}\n"
        f'@media (prefers-contrast: more) {{\n:root:not([data-contrast="standard"]) {{\n{dark}}}\n}}\n'
        f':root[data-contrast="more"] {{\n{dark}}}\n'
    )


def _properties(palette: Palette) -> str:
    return "".join(f"  --{role}: {colour};\n" for role, colour in palette.items())


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
