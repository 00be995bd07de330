"""`make demo`: the whole office on this machine. With a display: windows to touch. Without one: a scripted visit, offscreen."""

import argparse
import asyncio
import contextlib
import shutil
import sys
from pathlib import Path

from tests.demo.office import Office, has_display
from tests.demo.report import Report
from tests.demo.script import play

FOLDER = Path("build/demo")
SIZES = {"01": "1280x800", "02": "1080x1920"}
ON_A_LAPTOP = {"01": "1280x800", "02": "1280x800"}


async def scripted(folder: Path) -> int:
    """Play the script; 0 only if everything ended as it should."""
    report, pictures = Report(), folder / "pictures"
    pictures.mkdir(parents=True)
    try:
        async with Office(folder, sizes=SIZES) as office:
            await play(office, pictures, report)
    finally:
        report.write(folder / "report.json")
    wrong = report.disagreements()
    print(f"\n{len(list(pictures.glob('*.png')))} pictures in {pictures}, report in {folder / 'report.json'}")
    for visit, places in report.seen.items():
        print(f"{visit}: " + ", ".join(f"{place} {'/'.join(numbers)}" for place, numbers in places.items()))
    for one in wrong:
        print(f"DISAGREE {one}")
    print("The visit ended as it should." if not wrong else "The visit did NOT end as it should.")
    return 1 if wrong else 0


async def windows(folder: Path) -> int:
    """Everything in windows, until Ctrl+C."""
    async with Office(folder, sizes=ON_A_LAPTOP, window=True) as office:
        await office.start_hub()
        for name in office.kiosks:
            await office.start_devices(name)
        await office.start_dock()
        for name in office.kiosks:
            await office.start_kiosk(name)
        await office.start_board()
        print(f"\nCounter, floor and sign-in: {office.address}/sign-in")
        for role, (login, password) in office.staff.items():
            print(f"  {role:<12} ID {login:<10} password {password}")
        print(f"Entry from home:            {office.address}/enter")
        print(f"Dev dock (cards, printer):  {office.dock}")
        print("Ctrl+C ends everything.")
        await asyncio.Event().wait()
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.demo", description=__doc__)
    parser.add_argument("--script", action="store_true", help="play the scripted visit offscreen even where there is a display")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    with contextlib.suppress(KeyboardInterrupt):
        return asyncio.run(windows(options.folder) if has_display() and not options.script else scripted(options.folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
