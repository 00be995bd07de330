"""`python -m kiosk.input convert かな`: one JSON line with the candidates a resident would be offered. `serve`: for systemd."""

import argparse
import asyncio
import json
import os
import shutil
import sys
from pathlib import Path

from kiosk.flow.effects import Meant
from kiosk.input.home import environment, make_home, sweep
from kiosk.input.mozc import COMMAND, HELPER, open_converter
from kiosk.input.plain import PlainKana


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m kiosk.input",
        description="Kana-kanji conversion as the kiosk does it: no learning, nothing kept.",
        epilog='Example: python -m kiosk.input convert すずき → {"kana": "すずき", "candidates": ["鈴木", …]}. '
        "Without Mozc (packages mozc-server, emacs-mozc-bin) katakana and hiragana only, and exit code 1.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    convert = commands.add_parser("convert", help="candidates for kana")
    convert.add_argument("kana", nargs="+", help="hiragana, as typed at the kiosk")
    meant = convert.add_mutually_exclusive_group()
    meant.add_argument("--given", action="store_const", dest="meant", const="given", help="a given name: 健 before 県")
    meant.add_argument("--words", action="store_const", dest="meant", const="words", help="no name: may fall into several segments")
    meant.add_argument("--building", action="store_const", dest="meant", const="building", help="a building: さくら荘 before 桜草")
    convert.set_defaults(meant="family")
    commands.add_parser("serve", help="Mozc on standard input and output, for one visit (docs/systemd/uketsuke-mozc@.service)")
    arguments = parser.parse_args()
    if arguments.command == "serve":
        return _serve()
    return asyncio.run(_convert(arguments.kana, arguments.meant))


def _serve() -> int:
    """Become Mozc's helper in a home of its own, which goes with the RuntimeDirectory of the unit."""
    if os.geteuid() != 0 and shutil.which(HELPER) is not None:
        given = os.environ.get("RUNTIME_DIRECTORY")
        home = make_home(Path(given) if given else None)
        os.chdir("/")
        os.execvpe(HELPER, COMMAND, environment(home))  # noqa: S606
    print("Mozc must be installed and does not run as root: see docs/systemd/uketsuke-mozc@.service", file=sys.stderr)
    return 1


async def _convert(all_kana: list[str], meant: Meant) -> int:
    sweep()
    converter = open_converter()
    try:
        for kana in all_kana:
            candidates = await converter.convert(kana, meant)
            print(json.dumps({"kana": kana, "candidates": candidates}, ensure_ascii=False))
    finally:
        await converter.close()
    if isinstance(converter, PlainKana):
        print("Mozc is not installed: apt-get install mozc-server emacs-mozc-bin", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
