"""The board's window: draws items, nothing else. Kivy only here."""

import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("KIVY_NO_ARGS", "1")
os.environ.setdefault("KIVY_NO_FILELOG", "1")
os.environ["KIVY_NO_CONFIG"] = "1"  # all it needs is said below: no folder of Kivy's own with settings and icons
if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")

from kivy.config import Config

for section, option, value in (
    ("kivy", "exit_on_escape", "0"),
    ("kivy", "log_level", "warning"),
    ("graphics", "multisamples", "0"),
    ("graphics", "maxfps", "10"),
    ("graphics", "resizable", "0"),
    ("graphics", "show_cursor", "0"),
    ("graphics", "allow_screensaver", "0"),
    ("input", "mouse", "mouse,disable_multitouch"),
):
    Config.set(section, option, value)
Config.remove_option("input", "%(name)s")  # probesysfs would deliver every touch twice


def open_window(width: int, height: int, *, full_screen: bool, framed: bool = False) -> None:
    """Size the window; must run before anything of Kivy's core is imported."""
    Config.set("graphics", "width", str(width))
    Config.set("graphics", "height", str(height))
    Config.set("graphics", "fullscreen", "auto" if full_screen else "0")
    Config.set("graphics", "borderless", "0" if framed else "1")


def make_board(width: int, height: int) -> "BoardWidget":
    """The widget that shows items. Imports Kivy's window, so call `open_window` first."""
    from kivy.core.window import Window

    Window.open_settings = lambda *_: None  # F1 must not open a panel over the numbers
    widget = BoardWidget(width / 1920, height / 1080)
    Window.clearcolor = (0.95, 0.95, 0.95, 1)
    return widget


from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, Rectangle, RoundedRectangle, SmoothLine
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget
from kivy.utils import get_color_from_hex
from PIL import Image

from queueboard import items, letters

LANGUAGE_SCRIPT = {"ne": "Deva", "zh": "Hani", "ko": "Hang", "ja": "Hira", "ja-easy": "Hira"}


class BoardWidget(Widget):
    """Redraws as a whole, and only when the items changed: a board changes a few times a minute."""

    def __init__(self, scale_x: float, scale_y: float) -> None:
        super().__init__()
        self._shown: tuple[items.Item, ...] = ()
        self._scale = min(scale_x, scale_y)
        self._total = items_height(self._scale)

    def show(self, shown: tuple[items.Item, ...]) -> None:
        if shown == self._shown:
            return
        self._shown = shown
        self.canvas.clear()
        with self.canvas:
            for item in shown:
                self._draw(item)

    def _draw(self, item: items.Item) -> None:
        k = self._scale
        Color(*get_color_from_hex(item.colour))
        if isinstance(item, items.Rectangle):
            box = {"pos": (item.x * k, self._total - (item.y + item.height) * k), "size": (item.width * k, item.height * k)}
            if item.radius:
                RoundedRectangle(radius=[item.radius * k], segments=16, **box)
            else:
                Rectangle(**box)
        elif isinstance(item, items.Stroke):
            points = [value * k if at % 2 == 0 else self._total - value * k for at, value in enumerate(item.points)]
            SmoothLine(points=points, width=item.thick * k / 2, cap="round", joint="round", close=item.closed, overdraw_width=1.2)
        else:
            self._draw_text(item)

    def _draw_text(self, item: items.Text) -> None:
        k = self._scale
        texture = _texture(item.text, max(1, round(item.px * k)), item.bold, item.number, item.language)
        if texture is None:
            return
        spare = item.width * k - texture.width
        shift = {"left": 0, "center": spare / 2, "right": spare}[item.align]
        middle = self._total - (item.y + item.height / 2) * k
        Rectangle(
            texture=texture,
            pos=(round(item.x * k + shift), round(middle - texture.height / 2)),
            size=texture.size,
        )


def items_height(scale: float) -> float:
    """Height of the scaled picture in pixels."""
    return 1080 * scale


def _texture(text: str, px: int, bold: bool, number: bool, language: str):
    if not text:
        return None
    file = letters.one_file(text, language, bold=bold, number=number)
    if file is None:
        return _texture_of_ink(letters.ink(text, px, bold=bold, number=number, language=language))
    label = CoreLabel(
        text=text,
        font_size=px,
        font_name=file,
        font_script_name=LANGUAGE_SCRIPT.get(language, "Latn"),
        font_direction="ltr",
        text_language={"ja-easy": "ja", "fil": "tl"}.get(language, language),
        color=(1, 1, 1, 1),
        padding=(0, 0),
    )
    label.refresh()
    return label.texture


def _texture_of_ink(ink):
    texture = Texture.create(size=ink.size, colorfmt="rgba")
    white = Image.new("L", ink.size, 255)
    texture.blit_buffer(Image.merge("RGBA", (white, white, white, ink)).tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture


def save_picture(path: Path, done: Callable[[], None]) -> None:
    """A picture of the window as PNG at `path`, after two whole frames; then `done()`."""
    from kivy.core.window import Window

    flips = 0

    def on_flip(*_: object) -> None:
        nonlocal flips
        flips += 1
        if flips < 3:  # a picture before the second frame is black
            Window.canvas.ask_update()
            return
        Window.unbind(on_flip=on_flip)
        saved = Path(Window.screenshot(name=str(path)))  # Kivy adds a number of its own
        saved.replace(path)
        done()

    Window.bind(on_flip=on_flip)
    Window.canvas.ask_update()
