"""The field engineer's tool: find printers, ask one how it is, print a slip and watch what becomes of it, look at a slip."""

import argparse
import json
import logging
import queue
import secrets
import sys
import time
from pathlib import Path
from textwrap import indent

import msgspec

from config.fonts import FontMissing
from hardware.printer.find import Found, device_files, serial_lines, usb_printers
from hardware.printer.job import MARKERS
from hardware.printer.links.address import FORMS, BadPrinterUrl
from hardware.printer.links.link import LinkLost
from hardware.printer.memory import MemorySpool
from hardware.printer.models import known
from hardware.printer.port import FINAL, JobChange, JobState, PrinterState, PrintJob, Slip
from hardware.printer.printer import EscposPrinter, open_printer
from hardware.printer.slip import draw, preview

SAMPLE = Slip(
    office="みほん市役所 市民課",
    service="転入届",
    service_kana="てんにゅうとどけ",
    number="A-000",
    people="待っている方 0人",
    as_of="印刷の試験です",
    calls_title="このあと 2回 よびます",
    calls=("1 受付 1〜3番の窓口", "2 交付 4番の窓口"),
    bring_title="お持ちのものを ご用意ください",
    bring=("転出証明書", "マイナンバーカード（全員分）", "本人確認書類"),
    qr="HTTPS://EXAMPLE.INVALID/0",
    qr_note="スマホで\n順番を見る",
    notes=("番号札としては使えません",),
    marks=("訓練\n印刷の試験です",),
)

_HELP = """\
Every line of the answer is one JSON object.

  %(prog)s find
      {"url": "usb://04b8:0e28/J3KF000001", "maker": "EPSON", "model": "TM-m30III", "width": 576, "dpi": 203}
      what could be a printer on this machine; "why" says what hinders
  %(prog)s status --printer tcp://192.0.2.10
      {"printer": "ready", "tier": "A", "maker": ..., "model": ..., "firmware": ...}
      "why" says what to look at when there is no line
  %(prog)s print --printer usb://04b8:0e28 --width 384
      prints a sample slip on 58 mm paper: {"state": "queued"} ... {"state": "printed"}
  %(prog)s print --printer file:///dev/usb/lp0 ticket.json
      ticket.json is a Slip (hardware/printer/port.py); a printer that only takes bytes ends "uncertain"
  %(prog)s preview --png slip.png --width 512 --dpi 180 ticket.json
      the slip as it would be printed, without a printer

Printers:
{forms}
Any form takes ?tier=D for a printer that never answers.

Tiers, what a printer can prove: A the paper, B the order of things, C that nothing is wrong, D nothing.
Widths: 80 mm paper 576 dots at 203 dpi, 512 at 180; 58 mm paper 384 at 203, 360 at 180.
The exit status is 0 only for "printed", "printed_unverified", a printer that can print, something found, a picture written.
"""

_WORKED = {JobState.PRINTED, JobState.PRINTED_UNVERIFIED}


def _say(**words: object) -> None:
    print(json.dumps(words, ensure_ascii=False), flush=True)


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


def _slip(path: Path | None) -> Slip:
    """The slip to print. Raises OSError, msgspec.DecodeError."""
    return msgspec.json.decode(path.read_bytes(), type=Slip) if path else SAMPLE


def _open(options: argparse.Namespace, changes: queue.Queue[JobChange], states: queue.Queue[PrinterState]) -> EscposPrinter:
    spool = MemorySpool(secrets.randbelow(MARKERS))
    return open_printer(options.printer, spool, changes.put, states.put, options.width)


def _about(maker: str | None, model: str | None) -> dict[str, object]:
    """What a printer calls itself, and what is known of such a one."""
    words: dict[str, object] = {"maker": maker, "model": model}
    if model and (found := known(model)):
        words |= {"width": found.dots, "dpi": found.dpi, "mm_per_s": found.mm_per_s}
    return {name: word for name, word in words.items() if word is not None}


def _find() -> int:
    found: list[Found] = []
    try:
        found += usb_printers()
    except LinkLost as lost:
        print(f"USB: {lost}", file=sys.stderr)
    found += [*device_files(), *serial_lines()]
    for one in found:
        _say(url=one.url, **_about(one.maker, one.model), **({"why": one.why} if one.why else {}))
    if not found:
        print("nothing found: power, cable? A network printer prints its address on its self-test slip.", file=sys.stderr)
    return 0 if found else 1


def _why(printer: EscposPrinter) -> str | None:
    if printer.state() is PrinterState.UNREACHABLE:
        return printer.trouble() or "the line is open and the printer silent: power; on a serial line baud, parity, cable, flow"
    return printer.trouble()


def _status(options: argparse.Namespace) -> int:
    states: queue.Queue[PrinterState] = queue.Queue()
    printer = _open(options, queue.Queue(), states)
    deadline = time.monotonic() + options.timeout
    try:
        while printer.state() is PrinterState.UNKNOWN:
            states.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        pass  # unknown is then the true answer
    state, tier, why = printer.state(), printer.tier(), _why(printer)
    maker, model, firmware = printer.identity() or (None, None, None)
    printer.close()
    more = _about(maker, model) | ({"firmware": firmware} if firmware else {}) | ({"why": why} if why else {})
    _say(printer=state.value, tier=tier.value if tier else None, **more)
    return 0 if state.can_print else 1


def _print(options: argparse.Namespace) -> int:
    raster = draw(_slip(options.ticket), options.width, options.dpi)
    changes: queue.Queue[JobChange] = queue.Queue()
    printer = _open(options, changes, queue.Queue())
    deadline = time.monotonic() + options.timeout
    state = JobState.QUEUED
    _say(state=state.value)
    printer.submit(PrintJob("sample", raster.width, raster.packed))
    try:
        while state not in FINAL:
            change = changes.get(timeout=max(0.0, deadline - time.monotonic()))
            state = change.state
            why = printer.trouble() if change.fault else None
            _say(state=state.value, **({"fault": change.fault.value} if change.fault else {}), **({"why": why} if why else {}))
    except queue.Empty:
        pass  # the last line is the true state: the printer may still go on
    printer.close()
    return 0 if state in _WORKED else 1


def _preview(options: argparse.Namespace) -> int:
    options.png.write_bytes(preview(_slip(options.ticket), options.width, options.dpi))
    _say(picture=str(options.png))
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m hardware.printer",
        description=__doc__,
        epilog=_HELP.replace("{forms}", indent(FORMS, "  ")),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("do", choices=("find", "status", "print", "preview"), help="see the examples below")
    parser.add_argument("ticket", nargs="?", type=Path, help="print, preview: a slip as JSON; without it a sample")
    parser.add_argument("--printer", metavar="URL", help="status, print: where the printer is")
    parser.add_argument("--png", type=Path, metavar="FILE", help="preview: where the picture goes")
    parser.add_argument("--width", type=int, default=576, metavar="DOTS", help="576 for 80 mm paper (default), 384 for 58 mm")
    parser.add_argument("--dpi", type=int, choices=(203, 180), default=203, help="dots to the inch: 203 (default), 180")
    parser.add_argument("--timeout", type=float, default=30.0, metavar="S", help="how long to watch, in seconds (default 30)")
    options = parser.parse_intermixed_args(arguments)  # a ticket may follow the options
    logging.getLogger("hardware.printer.printer").setLevel(logging.ERROR)  # what it says of the line is in "why"
    if options.do in ("status", "print") and not options.printer:
        parser.error(f"{options.do} needs --printer URL; `find` lists what is connected here")
    if options.do == "preview" and not options.png:
        parser.error("preview needs --png FILE")
    try:
        match options.do:
            case "find":
                return _find()
            case "status":
                return _status(options)
            case "preview":
                return _preview(options)
        return _print(options)
    except (BadPrinterUrl, FontMissing, ValueError) as error:
        return _refuse(str(error))
    except msgspec.DecodeError as error:
        return _refuse(f"{options.ticket} is not a slip: {error}")
    except OSError as error:
        return _refuse(f"{error.filename or options.ticket}: {error.strerror}")


if __name__ == "__main__":
    sys.exit(main())
