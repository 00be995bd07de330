"""The scanner for the field engineer: read picture files, or watch what a camera reads. One JSON object a line."""

import argparse
import json
import sys
import time
from pathlib import Path

from hardware.scanner import open_scanner
from hardware.scanner.decoder import Decoder, DecoderDown
from hardware.scanner.port import Code, ScannerState
from hardware.scanner.sources import BadScannerUrl
from hardware.scanner.still import NotAPicture, read_file

HELP = """examples:
  python -m hardware.scanner decode photo.png scan.jpg      read QR codes from pictures
  python -m hardware.scanner live --scanner v4l2:///dev/video0     watch a camera until Ctrl-C
  python -m hardware.scanner live --scanner images:///tmp/camera --codes 1    end after the first code

scanner URLs:
  v4l2:///dev/video0   a camera (better: its stable name under /dev/v4l/by-id)
  video:///file.avi    a recording; ?loop=1 plays it again and again
  images:///folder     the newest picture of a folder; ?order=name: each once, by name
  serial:///dev/ttyACM0   a hand scanner; ?baud=115200
  synthetic:SEED       a drawn code, to try the decoder without a camera

lines of decode: {"file": …, "text": …}, text null where nothing was read; ends with 0 when every file was read.
lines of live:   {"scanner": state} on every change, {"text": …} for every code."""


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


def live(url: str, codes: int | None, timeout: float | None) -> int:
    """Exit code 0 when `codes` were read, or when nobody asked for a number of them and no fault stands at the end."""
    scanner = open_scanner(url)
    deadline = None if timeout is None else time.monotonic() + timeout
    seen = 0
    shown: ScannerState | None = None
    scanner.start()
    try:
        while deadline is None or time.monotonic() < deadline:
            if (state := scanner.state()) is not shown:
                shown = state
                say({"scanner": state.value})
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
    return 0 if codes is None and shown is ScannerState.READY else 1


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m hardware.scanner", description=__doc__, epilog=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    of_decode = commands.add_parser("decode", help="read QR codes from picture files")
    of_decode.add_argument("files", nargs="+", metavar="FILE")
    of_live = commands.add_parser("live", help="watch a scanner")
    of_live.add_argument("--scanner", required=True, metavar="URL")
    of_live.add_argument("--codes", type=int, metavar="N", help="end after N codes")
    of_live.add_argument("--timeout", type=float, metavar="S", help="end after S seconds")
    wish = parser.parse_args()
    if wish.command == "decode":
        return decode(wish.files)
    try:
        return live(wish.scanner, wish.codes, wish.timeout)
    except BadScannerUrl as error:
        say({"fault": "bad_url", "message": str(error)})
        return 2


if __name__ == "__main__":
    sys.exit(main())
