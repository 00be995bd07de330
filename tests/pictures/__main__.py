"""`make pictures`: every screen of the kiosk and the board as PNG files under build/pictures, drawn by Kivy without a display.

One process a panel, for Kivy has one window a process. Without --all the sizes are drawn in light and the contrasts at size M;
colours and sizes do not meet anywhere, so that the rest shows nothing new and costs twice the time.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from config.languages import LANGUAGES

PLACES = ("landscape", "portrait", "board")
LIMIT = 600  # seconds a language for one process; one that hangs must not hang the build


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/pictures"), help="folder for the pictures")
    parser.add_argument("--all", action="store_true", help="every size in every contrast")
    parser.add_argument("--only", default="", help="only screens whose name begins so, as page_ or ticket")
    parser.add_argument("--languages", default="ja,ja-easy,en", help="languages with commas between, or all (default: %(default)s)")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SDL_VIDEODRIVER": "offscreen"}
    rest = [str(asked.out), "all" if asked.all else "some", asked.only, asked.languages]
    drawing = {
        place: subprocess.Popen([sys.executable, "-m", "tests.pictures.drawing", place, *rest], env=environment) for place in PLACES
    }
    limit = LIMIT * (len(LANGUAGES) if asked.languages == "all" else asked.languages.count(",") + 1)
    failed = [place for place, process in drawing.items() if _ended(process, limit) != 0]
    count = sum(1 for _ in asked.out.rglob("*.png"))
    print(f"{count} pictures in {asked.out}" + (f"; could not draw: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


def _ended(process: subprocess.Popen[bytes], limit: int) -> int:
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


if __name__ == "__main__":
    sys.exit(main())
