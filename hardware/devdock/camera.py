"""What is held before the simulated camera: a picture in the folder that a scanner `images:///folder` looks at."""

import io
from pathlib import Path

import segno
from PIL import Image

WIDTH, HEIGHT = 1280, 720
SHOWN = "shown.png"
FINEST = 15  # QR version; a finer one is not read at 720p from a hand's distance (measured)
GROUND, PAPER, INK = 96, 245, 12  # grey values of the hall, of paper or a lit screen, and of print


class TooLong(ValueError):
    """The text does not fit a code that a camera reads across a counter."""


class Camera:
    """One folder, one picture in it or none. `showing` is the text of the code that is shown."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.showing: str | None = None
        self.hide()

    def show(self, text: str, *, dark: bool = False) -> None:
        """Hold a QR code of `text` before the camera; `dark`: on a phone in dark mode. Raises TooLong."""
        picture = scene(text, dark=dark)
        aside = self.folder / "aside.part"
        aside.write_bytes(picture)
        aside.replace(self.folder / SHOWN)  # in one step: the scanner never sees half a picture
        self.showing = text

    def hide(self) -> None:
        (self.folder / SHOWN).unlink(missing_ok=True)
        self.showing = None


def scene(text: str, *, dark: bool = False) -> bytes:
    """PNG of what the camera sees: a code on its paper in the middle of a grey hall. Raises TooLong."""
    try:
        code = segno.make_qr(text, error="m")
    except segno.encoder.DataOverflowError:
        raise TooLong(f"{len(text)} characters do not fit a QR code") from None
    side = code.symbol_size(border=4)[0]
    if int(code.version) > FINEST:
        raise TooLong(f"{len(text)} characters make a code too fine for a camera: use fewer than 400")
    scale = min(9, HEIGHT * 9 // 10 // side)
    drawn = io.BytesIO()
    code.save(drawn, kind="png", border=4, scale=scale)
    modules = Image.open(io.BytesIO(drawn.getvalue())).convert("L")
    light, ink = (INK, PAPER) if dark else (PAPER, INK)
    printed = modules.point(lambda value: light if value > 127 else ink)
    hall = Image.new("L", (WIDTH, HEIGHT), GROUND)
    hall.paste(printed, ((WIDTH - printed.width) // 2, (HEIGHT - printed.height) // 2))
    png = io.BytesIO()
    hall.save(png, "PNG")
    return png.getvalue()
