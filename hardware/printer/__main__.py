"""The field engineer's tool: ask a printer how it is, print a slip and watch what becomes of it."""

import argparse
import json
import queue
import secrets
import sys
import time
from pathlib import Path

import msgspec

from config.fonts import FontMissing
from hardware.printer.job import MARKERS
from hardware.printer.links.address import BadPrinterUrl
from hardware.printer.memory import MemorySpool
from hardware.printer.port import FINAL, JobChange, JobState, PrinterState, PrintJob, Slip
from hardware.printer.printer import EscposPrinter, open_printer
from hardware.printer.slip import draw

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

  %(prog)s status --printer tcp://192.0.2.10
      {"printer": "ready", "tier": "A"}
  %(prog)s print --printer tcp://192.0.2.10 --width 384
      prints a sample slip on 58 mm paper: {"state": "queued"} ... {"state": "printed"}
  %(prog)s print --printer file:///dev/usb/lp0 ticket.json
      ticket.json is a Slip (hardware/printer/port.py); a printer that only takes bytes ends "uncertain"

Printers: tcp://HOST[:9100], tcp://HOST?tier=D (one that never answers), file:///PATH.
The exit status is 0 only for "printed", "printed_unverified" and a printer that can print.
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


def _status(options: argparse.Namespace) -> int:
    states: queue.Queue[PrinterState] = queue.Queue()
    printer = _open(options, queue.Queue(), states)
    deadline = time.monotonic() + options.timeout
    try:
        while printer.state() is PrinterState.UNKNOWN:
            states.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        pass  # unknown is then the true answer
    state, tier = printer.state(), printer.tier()
    printer.close()
    _say(printer=state.value, tier=tier.value if tier else None)
    return 0 if state.can_print else 1


def _print(options: argparse.Namespace) -> int:
    raster = draw(_slip(options.ticket), options.width)
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
            _say(state=state.value, **({"fault": change.fault.value} if change.fault else {}))
    except queue.Empty:
        pass  # the last line is the true state: the printer may still go on
    printer.close()
    return 0 if state in _WORKED else 1


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m hardware.printer", description=__doc__, epilog=_HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("do", choices=("status", "print"), help="ask how the printer is, or print a slip")
    parser.add_argument("ticket", nargs="?", type=Path, help="print: a slip as JSON; without it a sample")
    parser.add_argument("--printer", required=True, metavar="URL", help="where the printer is")
    parser.add_argument("--width", type=int, default=576, metavar="DOTS", help="576 for 80 mm paper (default), 384 for 58 mm")
    parser.add_argument("--timeout", type=float, default=30.0, metavar="S", help="how long to watch, in seconds (default 30)")
    options = parser.parse_intermixed_args(arguments)  # a ticket may follow the options
    try:
        return _status(options) if options.do == "status" else _print(options)
    except (BadPrinterUrl, FontMissing, ValueError) as error:
        return _refuse(str(error))
    except msgspec.DecodeError as error:
        return _refuse(f"{options.ticket} is not a slip: {error}")
    except OSError as error:
        return _refuse(f"{options.ticket}: {error.strerror}")


if __name__ == "__main__":
    sys.exit(main())
