"""What Kivy must be told before its window module is imported. Setting it later has no effect."""

import logging
import os
from typing import NamedTuple


class Place(NamedTuple):
    """Where the window stands, in pixels of the X screen."""

    width: int
    height: int
    left: int = 0
    top: int = 0


def offscreen() -> bool:
    """Whether pictures are drawn with no display at all (SDL's offscreen driver)."""
    return os.environ.get("SDL_VIDEODRIVER") == "offscreen"


def prepare_environment(home: str) -> None:
    """Kivy reads these at its first import: no arguments, no log file, no settings of its own; `home`: for the rest."""
    os.environ["KIVY_NO_ARGS"] = "1"
    os.environ["KIVY_NO_FILELOG"] = "1"
    # Not KIVY_NO_CONSOLELOG: it hides tracebacks too.
    os.environ.setdefault("KIVY_LOG_MODE", "PYTHON")
    os.environ["KIVY_NO_CONFIG"] = "1"  # else it copies its icons into every home and writes a config.ini beside them
    os.environ["KIVY_HOME"] = home


def configure(place: Place, *, hidden: bool, framed: bool = False) -> None:
    """One touch provider, no way out by key, no multisampling (it doubles the cost of a frame), 30 frames a second."""
    # Kivy tells at length what it found.
    logging.getLogger("kivy").setLevel(logging.ERROR)
    from kivy.config import Config

    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "log_enable", "0")
    Config.set("kivy", "keyboard_mode", "")
    for key, value in {
        "width": place.width,
        "height": place.height,
        "position": "custom",
        "left": place.left,
        "top": place.top,
        "borderless": int(not framed),
        "resizable": 0,
        "fullscreen": 0,
        "multisamples": 0,
        "maxfps": 30,
        "show_cursor": int(framed),
        "allow_screensaver": 0,
        "window_state": "hidden" if hidden else "visible",
    }.items():
        Config.set("graphics", key, str(value))
    # The window delivers touches by itself; a second provider (probesysfs) would deliver each of them twice.
    Config.remove_section("input")
    Config.add_section("input")
    Config.set("input", "mouse", "mouse,disable_multitouch")
    Config.remove_section("modules")
    Config.add_section("modules")
