"""The scanner for the field engineer: find what is plugged in, watch what it reads, read picture files. One JSON object a line."""

import argparse
import json
import sys
import time
from pathlib import Path

import msgspec

from hardware.scanner import open_scanner
from hardware.scanner.address import BadScannerUrl
from hardware.scanner.decoder import Decoder, DecoderDown
from hardware.scanner.find import everything
from hardware.scanner.port import Code, ScannerState
from hardware.scanner.still import NotAPicture, read_file

HELP = """the way to a working scanner:
  python -m hardware.scanner find                           1. what is plugged in, each with the URL to use
  python -m hardware.scanner live --scanner URL             2. hold a code before it; Ctrl-C ends
  python -m kiosk --scanner URL …                           3. or the same URL in the kiosk's settings

examples:
  python -m hardware.scanner live --scanner v4l2:///dev/video0
  python -m hardware.scanner live --scanner 'evdev:///dev/input/by-id/usb-…-event-kbd?layout=jis' --codes 1
  python -m hardware.scanner live --scanner images:///tmp/camera --codes 1 --timeout 30
  python -m hardware.scanner decode photo.png scan.jpg

scanner URLs:
  v4l2:///dev/v4l/by-id/…  a camera; ?focus=N&exposure=N fix what it judges by itself otherwise (v4l2: is the first there is)
  serial:///dev/ttyACM0    a hand scanner in its serial mode, the best choice of the two; ?baud=115200 where it is not USB
  evdev:///dev/input/…     a hand scanner that types like a keyboard; ?layout=jis where it is set to a Japanese keyboard
  video:///file.avi        a recording; ?loop=1 plays it again and again
  images:///folder         the newest picture of a folder; ?order=name: each once, by name
  synthetic:SEED           a drawn code, to try the decoder without a camera

lines of find:   {"kind": "camera"|"serial"|"keyboard", "url": …, "name": …}, "trouble" where it cannot be used now; ends with 0
                 when anything was found. True keyboards are listed too: the scanner is the one that vanishes with its plug.
lines of live:   {"scanner": state} on every change, with "cure" where somebody must act, {"text": …} for each code. Ends with 0
                 when --codes were read; with Ctrl-C or at --timeout when no number was asked for and the scanner is ready.
lines of decode: {"file": …, "text": …}, text null where nothing was read; ends with 0 when every file was read."""


def say(line: dict[str, str | None]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


def decode(files: list[str]) -> int:
    """Exit code 0 when a code was read from every file."""
    unread = 0
    decoder = Decoder()
    try:
        for name in files:
            match read_file(decoder, Path(name)):
                case Code(text=text):
                    say({"file": name, "text": text})
                    continue
                case None:
                    say({"file": name, "text": None})
                case NotAPicture():
                    say({"file": name, "text": None, "fault": "not_a_picture"})
                case DecoderDown():
                    say({"file": name, "text": None, "fault": "decoder_down"})
            unread += 1
    finally:
        decoder.close()
    return 1 if unread else 0


def find() -> int:
    """Exit code 0 when anything was found."""
    lines = [msgspec.to_builtins(found) for found in everything()]
    for line in lines:
        say({name: value for name, value in line.items() if value or name != "trouble"})
    return 0 if lines else 1


def live(url: str, codes: int | None, timeout: float | None) -> int:
    """Exit code 0 when `codes` were read, or when nobody asked for a number of them and no fault stands at the end."""
    scanner = open_scanner(url)
    deadline = None if timeout is None else time.monotonic() + timeout
    seen = 0
    shown: tuple[ScannerState, str] | None = None
    scanner.start()
    try:
        while deadline is None or time.monotonic() < deadline:
            if (state := (scanner.state(), scanner.cure())) != shown:
                shown = state
                say({"scanner": state[0].value, **({"cure": state[1]} if state[1] else {})})
            for code in scanner.codes():
                seen += 1
                say({"text": code.text})
                if codes is not None and seen >= codes:
                    return 0
            time.sleep(0.05)
    except KeyboardInterrupt:
        pass
    finally:
        scanner.stop()
    return 0 if codes is None and shown is not None and shown[0] is ScannerState.READY else 1


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m hardware.scanner", description=__doc__, epilog=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("find", help="list cameras and hand scanners with their URLs")
    of_decode = commands.add_parser("decode", help="read QR codes from picture files")
    of_decode.add_argument("files", nargs="+", metavar="FILE")
    of_live = commands.add_parser("live", help="watch a scanner")
    of_live.add_argument("--scanner", required=True, metavar="URL")
    of_live.add_argument("--codes", type=int, metavar="N", help="end after N codes")
    of_live.add_argument("--timeout", type=float, metavar="S", help="end after S seconds")
    wish = parser.parse_args()
    if wish.command == "find":
        return find()
    if wish.command == "decode":
        return decode(wish.files)
    try:
        return live(wish.scanner, wish.codes, wish.timeout)
    except BadScannerUrl as error:
        say({"fault": "bad_url", "message": str(error)})
        return 2


if __name__ == "__main__":
    sys.exit(main())
