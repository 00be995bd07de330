"""How much there is to read on a screen, for the time somebody has before they are asked whether they are still there. Pure."""

from unicodedata import east_asian_width

from config.japanese.ruby import base
from kiosk.viewmodels.boxes import Screen

# Keys are known from the page before; what a staff member reads has its own time.
NOT_READ = ("foot", "key", "function_key", "secondary", "primary", "erase", "help", "help_ringing", "step_done", "step_ahead")


def letters(screen: Screen | None) -> int:
    """Letters of all that is told; a kanji or kana, as long to read as two of the others, counts two."""
    told = (base(line.text) for box in (screen.boxes if screen else ()) if box.role not in NOT_READ for line in box.lines)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for text in told for letter in text if not letter.isspace())
