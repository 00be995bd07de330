"""`make pictures`: every screen of the kiosk × language × size × contrast, and the board, as PNG files under build/pictures.

Drawn by Kivy without a display, one process a panel, for Kivy has one window a process. All of it are some 50,000 pictures.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from config.languages import LANGUAGES

PLACES = ("landscape", "portrait", "board")
LOOKS = tuple("-".join(look) for look in product(("M", "L", "XL"), ("light", "black", "blue")))
LIMIT = 180  # seconds a language and look for one process; one that hangs must not hang the build


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/pictures"), help="folder for the pictures")
    parser.add_argument("--only", default="", help="only screens whose name begins so, as page_ or ticket")
    parser.add_argument("--languages", default=",".join(LANGUAGES), help="with commas between (default: %(default)s)")
    parser.add_argument("--looks", default=",".join(LOOKS), help="sizes and contrasts with commas between (default: %(default)s)")
    asked = parser.parse_args()
    for given, known in ((asked.languages, LANGUAGES), (asked.looks, LOOKS)):
        if unknown := set(given.split(",")) - set(known):
            parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    asked.out.mkdir(parents=True, exist_ok=True)
    rest = [str(asked.out), asked.only, asked.languages, asked.looks]
    limit = LIMIT * (asked.languages.count(",") + 1) * (asked.looks.count(",") + 1)
    with tempfile.TemporaryDirectory(prefix="pictures-") as homes:
        drawing = {place: _start(place, rest, Path(homes) / place) for place in PLACES}
        failed = [place for place, process in drawing.items() if _ended(process, limit) != 0]
    count = sum(1 for _ in asked.out.rglob("*.png"))
    print(f"{count} pictures in {asked.out}" + (f"; could not draw: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


def _start(place: str, rest: list[str], home: Path) -> subprocess.Popen[bytes]:
    home.mkdir()
    environment = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "KIVY_HOME": str(home)}
    return subprocess.Popen([sys.executable, "-m", "tests.pictures.drawing", place, *rest], env=environment)


def _ended(process: subprocess.Popen[bytes], limit: int) -> int:
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


if __name__ == "__main__":
    sys.exit(main())
