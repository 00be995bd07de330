"""The dev dock's process: `python -m hardware.devdock --help`."""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
from itertools import zip_longest
from pathlib import Path

from aiohttp import web

from hardware.devdock.camera import Camera
from hardware.devdock.control import ControlPort
from hardware.devdock.dock import Dock, Kiosk
from hardware.devdock.link import Link
from hardware.devdock.server import application

HELP = """One kiosk with everything:
  python -m hardware.cards.simulated --udp 127.0.0.1:54321 --control 127.0.0.1:54322
  python -m hardware.printer.simulated --listen 127.0.0.1:9100 --control 127.0.0.1:9101 --out sheets
  python -m hardware.devdock --listen 127.0.0.1:8090 --cards 127.0.0.1:54322 --printer 127.0.0.1:9101 \\
      --sheets sheets --camera camera --link 127.0.0.1:8091=127.0.0.1:8080
The kiosk then reads nfcpy:udp:127.0.0.1:54321, prints to tcp://127.0.0.1:9100, looks at images:///…/camera and finds its hub
at http://127.0.0.1:8091, where the dock can cut the line.

Give every option once a kiosk, in the same order; - stands for "this kiosk has none". A link may carry a name of its own:
  --kiosk 01 --kiosk 02 --cards HOST:PORT --cards - --link 01=LISTEN=TARGET --link board=LISTEN=TARGET
The first line on standard output names the address of the page and of every link. For development only: it has no password,
so it listens on this machine alone."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m hardware.devdock",
        description="The dev dock: hands for simulated devices.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--listen", type=address, default=("127.0.0.1", 0), metavar="HOST:PORT", help="of the page; port 0: any free one"
    )
    parser.add_argument("--kiosk", action="append", default=[], metavar="NAME", help="name of the next kiosk (without: 01, 02 …)")
    parser.add_argument("--cards", action="append", default=[], metavar="CONTROL", help="control port of hardware.cards.simulated")
    parser.add_argument(
        "--printer", action="append", default=[], metavar="CONTROL", help="control port of hardware.printer.simulated"
    )
    parser.add_argument("--sheets", action="append", default=[], metavar="FOLDER", help="the printer's --out")
    parser.add_argument("--camera", action="append", default=[], metavar="FOLDER", help="folder of the scanner images:///FOLDER")
    parser.add_argument("--link", action="append", default=[], metavar="[NAME=]LISTEN=TARGET", help="a line that can be cut")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end with the program that started this one")
    wish = parser.parse_args()
    if wish.listen[0] not in ("127.0.0.1", "::1", "localhost"):
        parser.error("the dock has no password: it listens on 127.0.0.1 only")
    try:
        asyncio.run(serve(wish))
    except ValueError as error:
        parser.error(str(error))
    except OSError as error:
        print(f"cannot serve: {error}", file=sys.stderr)
        return 1
    return 0


def address(text: str) -> tuple[str, int]:
    """HOST:PORT. Raises ValueError."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"{text}: an address is HOST:PORT")
    return host, int(port)


def kiosks(wish: argparse.Namespace) -> tuple[Kiosk, ...]:
    """The n-th of each option is the n-th kiosk's. Raises ValueError."""
    columns = (wish.kiosk, wish.cards, wish.printer, wish.camera, wish.sheets)
    rows = [[None if value == "-" else value for value in row] for row in zip_longest(*columns)]
    return tuple(
        Kiosk(
            name=name or f"{number:02d}",
            cards=ControlPort(address(cards)) if cards else None,
            printer=ControlPort(address(printer)) if printer else None,
            camera=Camera(Path(camera)) if camera else None,
            sheets=Path(sheets) if sheets else None,
        )
        for number, (name, cards, printer, camera, sheets) in enumerate(rows, 1)
    )


def links(texts: list[str], names: list[str]) -> tuple[Link, ...]:
    """Links as written; one without a name takes that of the kiosk in its place. Raises ValueError."""
    made = []
    for number, text in enumerate(texts):
        *name, listen, target = text.split("=") if text.count("=") in (1, 2) else ["", "", ""]
        if not listen or not target:
            raise ValueError(f"{text}: a link is [NAME=]LISTEN=TARGET, both HOST:PORT")
        of_place = names[number] if number < len(names) else f"link {number + 1}"
        made.append(Link(name[0] if name else of_place, address(listen), address(target)))
    return tuple(made)


async def serve(wish: argparse.Namespace) -> None:
    """Until SIGTERM, SIGINT or, if so wanted, the end of standard input. Raises OSError and ValueError before it is ready."""
    stand = kiosks(wish)
    dock = Dock(stand, links(wish.link, [kiosk.name for kiosk in stand]))
    runner = web.AppRunner(application(dock), access_log=None)
    await runner.setup()
    try:
        for link in dock.links:
            await link.open()
        site = web.TCPSite(runner, *wish.listen)
        await site.start()
        host, port = runner.addresses[0][:2]
        ready = {
            "ready": "devdock",
            "url": f"http://{host}:{port}/",
            "links": {link.name: "{}:{}".format(*link.listen) for link in dock.links},
        }
        print(json.dumps(ready), flush=True)
        await _ended(wish.until_stdin_closes)
    finally:
        await runner.cleanup()
        await dock.close()


async def _ended(until_stdin_closes: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if until_stdin_closes:
        loop.add_reader(sys.stdin, lambda: None if os.read(sys.stdin.fileno(), 4096) else stop.set())
    await stop.wait()
    with contextlib.suppress(OSError, ValueError):
        loop.remove_reader(sys.stdin)


if __name__ == "__main__":
    sys.exit(main())
