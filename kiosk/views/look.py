"""How each role looks: fill, outline and words in the three contrasts. Colours: screens of the design, by role."""

from dataclasses import dataclass, replace
from typing import Literal

from kiosk.viewmodels.boxes import Box

Contrast = Literal["light", "black", "blue"]

LIGHT: dict[str, str] = {
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
_DARK: dict[str, str] = {
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
    "success": "#ffd43d",
    "error": "#ffd43d",
    "warning": "#ffd43d",
    "disabled": "#333333",
    "on_disabled": "#ffffff",
    "disabled_outline": "#333333",
    "focus": "#ffffff",
    "line": "#ffffff",
    "help_ringing": "#ffffff",
}
_ON_GROUND = (
    "background",
    "panel",
    "soft_panel",
    "step_done",
    "step_ahead",
    "help",
    "success_panel",
    "error_panel",
    "warning_panel",
)
BLACK = _DARK | dict.fromkeys(_ON_GROUND, "#000000")
BLUE = _DARK | dict.fromkeys(_ON_GROUND, "#000060")
COLOURS: dict[Contrast, dict[str, str]] = {"light": LIGHT, "black": BLACK, "blue": BLUE}


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as #rrggbb, empty for none; `line_px` is the width of the outline, inside the box."""

    fill: str = ""
    line: str = ""
    line_px: int = 0
    radius: int = 0
    words: str = ""
    second: str = ""
    icon: str = ""
    bar: str = ""  # the thick left bar of a banner
    ring: str = ""  # 6 px outside the box
    caret: str = ""
    pad: int = 24


def look(box: Box, contrast: Contrast, *, pressed: bool = False) -> Look:
    """How `box` is drawn now."""
    colour = COLOURS[contrast]
    plain = _plain(box, colour, dark=contrast != "light")
    if not box.enabled and box.role != "text":
        grey = colour["on_disabled"]
        return replace(
            plain,
            fill=colour["disabled"],
            line=colour["disabled_outline"],
            line_px=max(plain.line_px, 2),
            words=grey,
            second=grey,
            icon=grey,
        )
    if pressed:
        on = colour["on_pressed"]
        return replace(plain, fill=colour["pressed"], line=colour["pressed"], words=on, second=on, icon=on)
    if box.selected and box.role == "candidate":
        on = colour["on_action"]
        return replace(plain, fill=colour["action"], line=colour["action"], words=on, second=on, icon=on)
    if box.selected and plain.line:
        return replace(plain, fill=colour["selected"], line=colour["action"], line_px=6)
    return plain


def _plain(box: Box, colour: dict[str, str], *, dark: bool) -> Look:
    """The look in the state of rest."""
    text, second, action, ground = colour["text"], colour["text_second"], colour["action"], colour["background"]
    panel_line = {"line": colour["line"], "line_px": 2} if dark else {}
    match box.role:
        case "text":
            return Look(words=text, second=second, icon=text, pad=0)
        case "icon":
            return Look(icon=colour.get(box.icon, text), words=text, second=second, pad=0)
        case "panel" | "soft_panel":
            return Look(fill=colour[box.role], radius=12, words=text, second=second, icon=text, **panel_line)
        case "foot":
            return Look(fill=colour["panel"], words=text, second=second, icon=text, **panel_line)
        case "primary":
            on = colour["on_action"]
            return Look(fill=action, line=action, line_px=3, radius=16 if box.height >= 150 else 12, words=on, second=on, icon=on)
        case "secondary":
            return Look(fill=ground, line=action, line_px=3, radius=12, words=action, second=action, icon=action)
        case "erase":
            return Look(
                fill=ground, line=colour["error"], line_px=3, radius=12, words=colour["error"], second=second, icon=colour["error"]
            )
        case "help":
            return Look(fill=colour["help"], line=colour["line"], line_px=3, radius=12, words=text, second=text, icon=text)
        case "help_ringing":
            on = "#000000" if dark else text
            return Look(fill=colour["help_ringing"], line=colour["line"], line_px=3, radius=12, words=on, second=on, icon=on)
        case "card" | "row":
            return Look(fill=ground, line=action, line_px=3, radius=12, words=text, second=second, icon=action)
        case "key":
            return Look(fill=ground, line=colour["key_outline"], line_px=2, radius=8, words=text, second=second, icon=text, pad=16)
        case "function_key":
            return Look(
                fill=colour["function_key"], line=action, line_px=2, radius=8, words=action, second=action, icon=action, pad=16
            )
        case "field":
            return Look(fill=ground, line=colour["line"], line_px=3, radius=8, words=text, second=second, icon=text, pad=16)
        case "field_now":
            ring = colour["focus"]
            return Look(
                fill=ground, line=colour["line"], line_px=3, radius=8, words=text, second=second, icon=text, pad=16, ring=ring
            )
        case "candidate":
            return Look(fill=ground, line=action, line_px=3, radius=12, words=action, second=action, icon=action, pad=16)
        case "step_now" | "step_done" | "step_ahead":
            on = colour[f"on_{box.role}"]
            line = {} if not dark else {"line": action if box.role == "step_done" else colour["line"], "line_px": 2}
            return Look(fill=colour[box.role], radius=6, words=on, second=on, icon=on, pad=16, **line)
        case "banner_success" | "banner_warning" | "banner_error":
            hue = box.role.removeprefix("banner_")
            return Look(
                fill=colour[f"{hue}_panel"], radius=8, words=text, second=text, icon=colour[hue], bar=colour[hue], **panel_line
            )
        case "qr":
            return Look(fill="#ffffff", words="#000000", second="#000000", icon="#000000")
        case "camera":
            return Look(fill="#333333", radius=12, words="#ffffff", second="#ffffff", icon="#ffffff")
        case "time_cell_left":
            return Look(fill=action, line=action, line_px=2, radius=4)
        case "time_cell_gone":
            return Look(fill=ground, line=colour["line"] if dark else colour["disabled_outline"], line_px=2, radius=4)
