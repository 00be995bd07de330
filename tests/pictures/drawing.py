"""One panel drawn offscreen: `python -m tests.pictures.drawing landscape|portrait|board FOLDER NAME LANGUAGES LOOKS`.

LOOKS: size and contrast with a hyphen between, `M-light,XL-black`.
"""

import asyncio
import os
import sys
from pathlib import Path

from PIL import Image

from config.theme import LANDSCAPE, PORTRAIT
from tests.pictures.tour import screens
from tests.queueboard.test_layout import PICTURES

PANELS = {"landscape": LANDSCAPE, "portrait": PORTRAIT}


def draw_kiosk(place, folder, only, languages, looks):
    from kiosk.views.settings import Place, configure, prepare_environment

    panel = PANELS[place]
    prepare_environment(os.environ["KIVY_HOME"])
    configure(Place(panel.width_px, panel.height_px), hidden=False)
    _as_fast_as_it_can()
    from kivy.core.window import Window

    from kiosk.views.canvas import Canvas

    canvas = Canvas(lambda event: None, size=Window.size)

    def pictures():
        for language in languages:
            for size, contrast in looks:
                drawn = set()
                for name, screen in screens(panel, size, language, contrast):
                    if name.startswith(only) and screen not in drawn:
                        drawn.add(screen)
                        yield folder / place / f"{language}-{size}-{contrast}" / f"{name}.png", screen

    _draw(canvas, canvas.show, pictures(), Window)


def draw_board(folder, only):
    from queueboard import view

    view.open_window(1920, 1080, full_screen=False)
    _as_fast_as_it_can()
    board = view.make_board(1920, 1080)
    from kivy.core.window import Window

    found = (
        (folder / "board" / f"{name.replace(' ', '-')}.png", items) for name, items in PICTURES.items() if name.startswith(only)
    )
    _draw(board, board.show, found, Window)


def _draw(widget, show, pictures, window):
    """Shows one picture after the other, each saved after it was really drawn."""
    from kivy.base import async_runTouchApp, stopTouchApp

    async def play():
        await asyncio.sleep(0)
        for file, picture in pictures:
            file.parent.mkdir(parents=True, exist_ok=True)
            show(picture)
            await _drawn(window)
            _save(window, file)
        stopTouchApp()

    async def scenario():
        playing = asyncio.create_task(play())
        await async_runTouchApp(widget, async_lib="asyncio")
        await playing

    asyncio.run(scenario())


def _as_fast_as_it_can():
    from kivy.config import Config

    Config.set("graphics", "maxfps", "0")


def _save(window, file):
    """From the glass, lightly packed: Kivy's own screenshot packs longer and adds a number to the name."""
    from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

    width, height = window.size
    pixels = glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE)
    picture = Image.frombytes("RGBA", (width, height), pixels).convert("RGB").transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    new = file.with_name("new.png")
    picture.save(new, compress_level=1)
    new.replace(file)


async def _drawn(window):
    """One frame: what was shown before this wait stands in it."""
    flipped = asyncio.Event()

    def flip(*_):
        flipped.set()

    window.bind(on_flip=flip)
    window.canvas.ask_update()
    await flipped.wait()
    window.unbind(on_flip=flip)


if __name__ == "__main__":
    which, out, start, languages, asked_looks = sys.argv[1:]
    if which == "board":
        draw_board(Path(out), start)
    else:
        draw_kiosk(which, Path(out), start, languages.split(","), [tuple(look.split("-")) for look in asked_looks.split(",")])
