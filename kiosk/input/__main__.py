"""`python -m kiosk.input convert かな`: one JSON line with the candidates a resident would be offered."""

import argparse
import asyncio
import json
import sys

from kiosk.input.home import sweep
from kiosk.input.mozc import open_converter
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
    convert.add_argument("--words", action="store_true", help="not a name: may fall into several segments")
    arguments = parser.parse_args()
    return asyncio.run(_convert(arguments.kana, name=not arguments.words))


async def _convert(all_kana: list[str], *, name: bool) -> int:
    sweep()
    converter = open_converter()
    try:
        for kana in all_kana:
            candidates = await converter.convert(kana, name=name)
            print(json.dumps({"kana": kana, "candidates": candidates}, ensure_ascii=False))
    finally:
        await converter.close()
    if isinstance(converter, PlainKana):
        print("Mozc is not installed: apt-get install mozc-server emacs-mozc-bin", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
