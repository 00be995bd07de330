"""The simulated printer's process: its options, its control port, its first line."""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from hardware.printer.machine import Machine
from hardware.printer.simulated.device import Device
from hardware.printer.simulated.order import Order
from hardware.printer.simulated.ports import Memory, NetworkPort, Port, SerialPort

HELP = """\
  %(prog)s --listen 127.0.0.1:9100 --control 127.0.0.1:9101 --out sheets
  %(prog)s --pty /tmp/printer --baud 115200 --out sheets        a serial printer: the device file is /tmp/printer

Prints one JSON line when ready: {"printer": URL, "control": PORT, ...}. The control port takes one JSON object a line, any
number of words at once, and answers each with one:
  {"paper": "out"|"near_end"|"ok"}  {"cover": "open"|"closed"}  {"heat": "hot"|"ok"}  {"defect": true}
  {"cutter": "jam"|"jam_at_cut"|"cleared"|"ok"}    cleared: the jam is out, the printer still waits to be told to go on
  {"power": "off"|"on"}  {"plug": "out"|"in"}  {"mute": true}  {"speed": MM_PER_S}  {"buffer": BYTES}
  {"tier": "A"|"B"|"C"|"D"}  {"proof": "parsed"|"printed"}    parsed: answers in order when a command is read, as clones do
  {"reply_split": true|AFTER_BYTES}  {"reply_delay": SECONDS}  {"idle_close": SECONDS}  {"say": "HEX"}
  {"paper_out_at_row": ROW}  {"cut_link_after": BYTES}  {"after_obeyed": BYTES, ...}    the other words happen later
  {"state": true}  {"sheets": true}  {"await_sheets": COUNT}  {"await_paused": true}  {"unbox": true}    a new one in its place
"""


async def _listen(device: Device, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The control port."""
    with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):  # cancelled: the process ends
        while line := await reader.readline():
            try:
                answer = await device.obey(msgspec.json.decode(line, type=Order))
            except (msgspec.DecodeError, ValueError) as error:
                answer = {"error": str(error)}
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
    writer.close()


def _port(options: argparse.Namespace) -> Callable[[Memory], Port]:
    if options.pty:
        return lambda memory: SerialPort(memory, options.pty, options.baud, xon_xoff=options.flow == "xonxoff")
    return lambda memory: NetworkPort(memory, *options.listen)


def _ready(port: Port, options: argparse.Namespace) -> dict[str, object]:
    match port:
        case NetworkPort(address=(host, number)):
            url = f"tcp://{host}:{number}"
            return {"printer": url, "url": url, "listen": f"{host}:{number}"}
        case _:
            url = f"serial://{options.pty.absolute()}" + (f"?baud={options.baud}" if options.baud else "")
            return {"printer": url, "url": url, "pty": str(options.pty.absolute())}


async def serve(options: argparse.Namespace) -> None:
    """Run until SIGTERM or SIGINT, or until whoever started it goes away."""
    machine = Machine(tier=options.tier, width=options.width, buffer_bytes=options.buffer, proof=options.proof)
    device = Device(machine, options.out, options.speed, options.cut_seconds, _port(options))
    device.port.idle_close = options.idle_close or None
    device.switch_on()
    control = await asyncio.start_server(lambda reader, writer: _listen(device, reader, writer), *options.control)
    control_port = control.sockets[0].getsockname()[1]
    print(json.dumps(_ready(device.port, options) | {"control": control_port}), flush=True)

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if options.until_stdin_closes:
        asyncio.get_running_loop().add_reader(sys.stdin.fileno(), lambda: None if os.read(sys.stdin.fileno(), 64) else stop.set())
    tasks = [asyncio.create_task(device.run()), asyncio.create_task(device.talk())]
    await asyncio.wait([*tasks, asyncio.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
    device.switch_off()
    control.close()
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _endpoint(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise argparse.ArgumentTypeError(f"{text}: an address is HOST:PORT, port 0 for any free one")
    return host, int(port)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m hardware.printer.simulated",
        description="A simulated ESC/POS ticket printer.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--listen", type=_endpoint, default=("127.0.0.1", 0), help="printer port, HOST:PORT; without: any free one")
    parser.add_argument("--pty", type=Path, metavar="PATH", help="a serial printer instead, its device file at PATH")
    parser.add_argument("--baud", type=int, help="serial: pace of the line, bits a second; without: as fast as it goes")
    parser.add_argument("--flow", choices=("hardware", "xonxoff"), default="hardware", help="serial: how it stops the sender")
    parser.add_argument(
        "--control", type=_endpoint, default=("127.0.0.1", 0), help="control port, HOST:PORT; without: any free one"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the sheets, one PNG each")
    parser.add_argument("--speed", type=float, default=250.0, help="millimetres a second")
    parser.add_argument("--cut-seconds", type=float, default=0.3, help="how long a cut takes")
    parser.add_argument("--tier", choices="ABCD", default="A", help="what the printer can prove (see the README)")
    parser.add_argument(
        "--proof", choices=("printed", "parsed"), default="printed", help="when it answers in order: parsed, as clones do"
    )
    parser.add_argument("--width", type=int, default=576, help="dots across: 576 (80 mm) or 384 (58 mm) at 203 dpi")
    parser.add_argument("--buffer", type=int, default=65536, help="receive buffer in bytes")
    parser.add_argument("--idle-close", type=float, default=0.0, help="network: end a connection silent for so many seconds (300)")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when the process that started this one ends")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
