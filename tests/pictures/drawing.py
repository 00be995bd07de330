"""One panel drawn offscreen: `python -m tests.pictures.drawing landscape|portrait|board FOLDER all|some NAME LANGUAGES`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from config.languages import LANGUAGES
from config.theme import LANDSCAPE, PORTRAIT
from tests.pictures.tour import screens
from tests.queueboard.test_layout import PICTURES

PANELS = {"landscape": LANDSCAPE, "portrait": PORTRAIT}
SIZES, CONTRASTS = ("M", "L", "XL"), ("light", "black", "blue")


def draw_kiosk(place, folder, every, only, languages):
    from kiosk.views.settings import Place, configure, prepare_environment

    panel = PANELS[place]
    prepare_environment(tempfile.mkdtemp(prefix="pictures-"))
    configure(Place(panel.width_px, panel.height_px), hidden=False)
    from kivy.core.window import Window

    from kiosk.views.canvas import Canvas

    canvas = Canvas(lambda event: None, size=Window.size)
    looks = [(size, contrast) for size in SIZES for contrast in CONTRASTS if every or size == "M" or contrast == "light"]

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


def _save(window, file):
    """Kivy adds a number of its own to the name it is given."""
    Path(window.screenshot(name=str(file.with_name("new.png")))).replace(file)


async def _drawn(window):
    """Two flips: the first may still carry what was there before."""
    for _ in range(2):
        flipped = asyncio.Event()

        def flip(*_, flipped=flipped):
            flipped.set()

        window.bind(on_flip=flip)
        window.canvas.ask_update()
        await flipped.wait()
        window.unbind(on_flip=flip)


if __name__ == "__main__":
    which, out, scope, start, languages = sys.argv[1:]
    if which == "board":
        draw_board(Path(out), start)
    else:
        draw_kiosk(which, Path(out), scope == "all", start, LANGUAGES if languages == "all" else languages.split(","))
