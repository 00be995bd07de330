"""`python -m config check FOLDER`: is this configuration sound? Prints every fault with its cure; exit 1 where there is one."""

import argparse
import sys
from pathlib import Path

from config.japanese.postal import missing
from config.load import load


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m config",
        description="Check the configuration of a site: services, counters, hours, forms, texts, fees.",
        epilog="Example: python -m config check config/sites/demo",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="read a site folder strictly and print everything that is wrong, with its cure")
    check.add_argument("folder", type=Path, nargs="+", help="folder with a site.toml, such as config/sites/demo")
    check.add_argument("--release", action="store_true", help="also refuse texts that no native speaker has checked yet")
    chosen = parser.parse_args(arguments)
    if lacking := missing():  # of this machine, not of the folder: a kiosk without it finds no town by its postal code
        print(f"warning: {lacking}")
    return max(_checked(folder, chosen.release) for folder in chosen.folder)


def _checked(folder: Path, release: bool) -> int:
    loaded = load(folder)
    for problem in loaded.problems:
        print(problem)
    drafts = sorted(loaded.drafts) if release else []
    for language, key in drafts:
        print(f"languages/{language}: {key}: this text is a draft → let a native speaker check it, then take off ` (?)`")
    if loaded.bundle is None or drafts:
        print(f"{folder}: {len(loaded.problems) + len(drafts)} to correct")
        return 1
    bundle = loaded.bundle
    print(f"{folder}: sound. {len(bundle.forms)} forms, {len(bundle.procedures)} procedures, bundle {bundle.hash}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
