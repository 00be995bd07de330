"""The field engineer's tool: what lies on the reader, and one try to read it. One JSON object a line."""

import argparse
import getpass
import json
import logging
import os
import sys
from pathlib import Path
from typing import Literal, NoReturn

import msgspec

import config
from config.languages import read_texts
from hardware.cards import readers
from hardware.cards.messages import message
from hardware.cards.open import KNOWN, BadReaderUrl, open_reader
from hardware.cards.port import CardData, CardFault, Present, Secret

LANGUAGES = Path(config.__file__).parent / "catalogue" / "languages"

EXPLANATION = f"""\
Try a card reader by hand.

  python -m hardware.cards readers                                  the readers of this machine, with the URL to use for each
  python -m hardware.cards wait --reader nfcpy:usb                  what card lies there; tries left of its PIN
  python -m hardware.cards read --reader nfcpy:usb --code-b -       the four items by the 14 digits of the card's face
  python -m hardware.cards read --reader nfcpy:usb --pin -          the same by the 4-digit PIN (券面事項入力補助用)
  python -m hardware.cards read --reader nfcpy:usb --kind licence --pin -   a driving licence by its first PIN (暗証番号1)
  python -m hardware.cards read --reader nfcpy:usb --kind licence --no-pin  one whose holder chose none (wait says "pin_set": false)

The digits are read from standard input (asked for, unseen, in a terminal), never from the command line.
READER is one of {KNOWN}.
One entry is at most one try on the card. With one try left nothing is sent, unless --allow-last-try is given.
Prints the card's items, or {{"fault": …}} and, on standard error, what to do; ends with 0 only when it has read something.
The reader cannot be opened? Not plugged in, no rights on /dev/bus/usb, or another program (pcscd) holds it: see `readers`.
"""


class QuietParser(argparse.ArgumentParser):
    """Does not repeat what was typed: it may be a PIN in the wrong place."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        said = "unrecognized arguments" if message.startswith("unrecognized") else message.partition("'")[0].rstrip(": ")
        self.exit(2, f"{self.prog}: {said}; see --help\n")


def main() -> int:
    tool = parser()
    arguments = tool.parse_args()
    if arguments.command == "read" and arguments.kind == "licence" and arguments.code_b:
        tool.error("argument --code-b: a licence has none, use --pin")
    if arguments.command == "read" and arguments.kind != "licence" and arguments.no_pin:
        tool.error("argument --no-pin: only a licence can be without a PIN, use --kind licence")
    if arguments.command == "readers":
        return list_readers()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    if not arguments.trace:
        logging.disable(logging.CRITICAL)  # what nfcpy says of the air is for who traces
    try:
        reader = open_reader(arguments.reader, trace if arguments.trace else None)
    except BadReaderUrl as error:
        print(f"{error}", file=sys.stderr)
        return 2
    try:
        if arguments.command == "wait":
            return report(reader.wait_for_card(arguments.timeout))
        return report(reader.read(secret(arguments), arguments.timeout, allow_last_try=arguments.allow_last_try))
    except KeyboardInterrupt:
        return 130
    finally:
        reader.close()


def parser() -> argparse.ArgumentParser:
    everywhere = QuietParser(add_help=False, allow_abbrev=False)
    everywhere.add_argument("--reader", required=True, metavar="URL", help="which reader")
    everywhere.add_argument("--timeout", type=float, default=30.0, metavar="S", help="seconds to wait for a card (30)")
    everywhere.add_argument(
        "--trace",
        action="store_true",
        help="on standard error: command headers and status words without contents, and frames lost on the air",
    )
    whole = QuietParser(
        prog="python -m hardware.cards", description=EXPLANATION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="readers|wait|read")
    commands.add_parser("readers", help="which readers there are", description="Which readers this machine has, and their URLs.")
    commands.add_parser("wait", parents=[everywhere], help="what card lies there", description="What card lies there.")
    read = commands.add_parser("read", parents=[everywhere], help="one try to read it", description="One try to read the card.")
    way = read.add_mutually_exclusive_group(required=True)
    way.add_argument("--pin", choices=["-"], help="the 4-digit PIN comes on standard input")
    way.add_argument("--code-b", choices=["-"], help="照合番号B, the 14 digits of the face, comes on standard input")
    way.add_argument("--no-pin", action="store_true", help="a licence without a PIN, as wait says; nothing is asked for")
    read.add_argument("--kind", choices=["my_number", "licence"], default="my_number", help="whose PIN it is (my_number)")
    read.add_argument("--allow-last-try", action="store_true", help="send the digits even if one try is left")
    return whole


def list_readers() -> int:
    """A line each; the exit status tells whether one of them can be used."""
    rows = list(readers.found())
    for row in rows:
        line = {"reader": row.reader, "url": row.url, "cure": row.cure}
        print(json.dumps({key: value for key, value in line.items() if value is not None}, ensure_ascii=False))
    return int(not any(row.url is not None and row.cure is None for row in rows))


def secret(arguments: argparse.Namespace) -> Secret:
    if arguments.no_pin:
        return Secret("licence_no_pin", "")
    kind: Literal["pin", "code_b", "licence_pin"] = "code_b" if arguments.code_b else "pin"
    if arguments.kind == "licence":
        kind = "licence_pin"
    line = getpass.getpass(f"{kind}: ") if sys.stdin.isatty() else sys.stdin.readline()
    return Secret(kind, line.rstrip("\r\n"))


def trace(header: str, status: str) -> None:
    print(f"{header} … {status}", file=sys.stderr)


def report(result: CardData | Present | CardFault) -> int:
    """One line on standard output; the exit status."""
    match result:
        case CardData():
            line = msgspec.to_builtins(result)
            if result.expires is None:
                del line["expires"]
        case Present(kind, tries_left, pin_set, expires, holds_licence):
            line = {"card": kind.value, "tries_left": tries_left}
            line |= {} if pin_set else {"pin_set": False}
            line |= {"expires": expires.isoformat()} if expires is not None else {}
            line |= {"holds_licence": True} if holds_licence else {}
        case CardFault(fault, tries_left, kind):
            line = {"fault": fault.value, "tries_left": tries_left, "kind": kind and kind.value}
            line = {key: value for key, value in line.items() if value is not None}
    print(json.dumps(line, ensure_ascii=False), flush=True)
    if isinstance(result, CardFault):
        print(cure(result), file=sys.stderr)
    return int(isinstance(result, CardFault))


def cure(fault: CardFault) -> str:
    """What the staff can do about it, in Japanese where the terminal speaks it, else in English."""
    language = "ja" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("ja") else "en"
    return read_texts(LANGUAGES, []).words[language][message(fault).staff]


if __name__ == "__main__":
    sys.exit(main())
