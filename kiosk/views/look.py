"""How each role looks: fill, outline and words in the three contrasts."""

from dataclasses import dataclass, replace

from config.theme import KIOSK, Contrast
from kiosk.viewmodels.boxes import Box

TRAINING = "#ffd43d"  # yellow-300 in every contrast: practice looks like nothing else


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
    colour = KIOSK[contrast]
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
            on = colour["on_help_ringing"]
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
            return _plain_field(colour)
        case "field_now":
            return replace(_plain_field(colour), ring=colour["focus"], caret=action)
        case "pad":
            return replace(_plain_field(colour), second=colour["key_outline"])
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
        case "reminder":
            return Look(
                fill=colour["help_ringing"],
                line=colour["line"],
                line_px=3,
                radius=8,
                words=colour["on_help_ringing"],
                second=colour["on_help_ringing"],
                icon=colour["on_help_ringing"],
                pad=12,
            )
        case "qr":
            return Look(fill="#ffffff", words="#000000", second="#000000", icon="#000000")
        case "camera":
            return Look(fill="#333333", radius=12, words="#ffffff", second="#ffffff", icon="#ffffff")
        case "staff_head":
            return Look(
                fill="#1a1a1a",
                line=colour["line"] if dark else "",
                line_px=2 if dark else 0,
                words="#ffffff",
                second="#ffffff",
                pad=32,
            )
        case "training_band":
            return Look(fill=TRAINING, words="#1a1a1a", second="#1a1a1a", pad=0)
        case "time_cell_left":
            return Look(fill=action, line=action, line_px=2, radius=4)
        case "time_cell_gone":
            return Look(fill=ground, line=colour["line"] if dark else colour["disabled_outline"], line_px=2, radius=4)


def _plain_field(colour: dict[str, str]) -> Look:
    text, second = colour["text"], colour["text_second"]
    return Look(
        fill=colour["background"],
        line=colour["line"],
        line_px=3,
        radius=8,
        words=text,
        second=second,
        icon=text,
        caret=text,
        pad=16,
    )
