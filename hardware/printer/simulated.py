"""A simulated ticket printer: a process with a raw printer port, a control port and a folder for the sheets.

    python -m hardware.printer.simulated --listen 127.0.0.1:9100 --control 127.0.0.1:9101 --out DIR

Prints one JSON line when ready: {"printer": URL, "listen": "HOST:PORT", "control": PORT, ...}.
The control port takes one JSON object a line and answers each with one:
{"paper": "out"|"near_end"|"ok"}, {"cover": "open"|"closed"}, {"cutter": "jam"|"jam_at_cut"|"ok"}, {"heat": "hot"|"ok"},
{"mute": true}, {"power": "off"|"on"}, {"speed": MM_PER_S}, {"cut_link_after": BYTES}, {"paper_out_at_row": ROW},
{"reply_split": true}, {"state": true}, {"sheets": true}, {"await_sheets": COUNT}, {"unbox": true} (a new printer takes its place).
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import msgspec
from PIL import Image

from hardware.printer.machine import Machine, Sheet

DOTS_PER_MM = 8
RECEIVE_BYTES = 2048
STEP_SECONDS = 0.005


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line on the control port; any number of knobs at once."""

    paper: Literal["ok", "near_end", "out"] | None = None
    cover: Literal["open", "closed"] | None = None
    cutter: Literal["ok", "jam", "jam_at_cut"] | None = None
    heat: Literal["ok", "hot"] | None = None
    mute: bool | None = None
    power: Literal["on", "off"] | None = None
    speed: float | None = None
    cut_link_after: int | None = None
    paper_out_at_row: int | None = None
    reply_split: bool | None = None
    unbox: bool = False
    state: bool = False
    sheets: bool = False
    await_sheets: int | None = None


class Device:
    """A machine with a line and a mains plug. One connection is served at a time, the others wait, as on real network cards."""

    def __init__(self, machine: Machine, out: Path, speed: float, cut_seconds: float) -> None:
        self.machine = machine
        self._out = out
        self._speed = speed
        self._cut_seconds = cut_seconds
        self._saved = 0  # sheets
        self._split = False
        self._cut_link_after: int | None = None
        self._listener: socket.socket | None = None
        self._address: tuple[str, int] = ("", 0)
        self._clients: set[asyncio.Task[None]] = set()
        self._line = asyncio.Lock()
        self._current: socket.socket | None = None
        self._work = asyncio.Event()
        self._moved = asyncio.Condition()
        self._accepting: asyncio.Task[None] | None = None

    # --- the mains plug ---------------------------------------------------------------------------------------------------------

    def listen(self, host: str, port: int) -> tuple[str, int]:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        listener.bind((host, port))
        listener.listen(3)
        listener.setblocking(False)
        self._listener, self._address = listener, listener.getsockname()
        self._accepting = asyncio.create_task(self._accept(listener))
        return self._address

    def switch_off(self) -> None:
        if self._listener is None:
            return
        if self._accepting:
            self._accepting.cancel()
        self._listener.close()
        self._listener = None
        for client in self._clients:
            client.cancel()
        self.machine.power_off()

    def switch_on(self) -> None:
        if self._listener is None:
            self.listen(*self._address)

    def unbox(self) -> None:
        """A new printer of the same kind takes the place of this one: no sheets, no faults, nothing in its memory."""
        self.switch_off()
        self.machine = Machine(tier=self.machine.tier, width=self.machine.width, buffer_bytes=self.machine.buffer_bytes)
        self._saved, self._split, self._cut_link_after = 0, False, None
        self.switch_on()

    # --- the line ---------------------------------------------------------------------------------------------------------------

    async def _accept(self, listener: socket.socket) -> None:
        while True:
            connection, _ = await asyncio.get_running_loop().sock_accept(listener)
            client = asyncio.create_task(self._serve(connection))
            self._clients.add(client)
            client.add_done_callback(self._clients.discard)

    async def _serve(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            async with self._line:
                self._current = connection
                try:
                    await self._receive(connection)
                finally:
                    self._current = None
        except (ConnectionError, asyncio.CancelledError):
            _reset(connection)
        finally:
            connection.close()

    async def _receive(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            while not (room := self.machine.room()):
                async with self._moved:
                    await self._moved.wait()
            chunk = await loop.sock_recv(connection, min(room, RECEIVE_BYTES))
            if not chunk:
                return
            if self._cut_link_after is not None and len(chunk) >= self._cut_link_after:
                chunk, self._cut_link_after = chunk[: self._cut_link_after], None
                self.machine.receive(chunk)
                self._work.set()
                raise ConnectionResetError
            if self._cut_link_after is not None:
                self._cut_link_after -= len(chunk)
            self.machine.receive(chunk)
            await self._answer()
            self._work.set()

    async def _answer(self) -> None:
        answers = self.machine.take_answers()
        if self._current is None or not answers:
            return
        loop = asyncio.get_running_loop()
        with suppress(ConnectionError):
            for piece in (answers[at : at + 1] for at in range(len(answers))) if self._split else (answers,):
                await loop.sock_sendall(self._current, piece)
                if self._split:
                    await asyncio.sleep(0)

    # --- the motor --------------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Print what is in the buffer at the speed of the motor, for ever."""
        loop = asyncio.get_running_loop()
        last, allowance = loop.time(), 0.0
        while True:
            self._work.clear()
            now = loop.time()
            rows_per_second = self._speed * DOTS_PER_MM
            allowance = min(allowance + (now - last) * rows_per_second, rows_per_second / 20)  # a motor saves nothing up
            last = now
            before, cuts = self.machine.buffered, self._cuts
            if self._listener is not None:
                allowance -= self.machine.work(int(allowance))
            await self._answer()
            for sheet in self.machine.sheets[self._saved :]:
                self._saved += 1
                _save(sheet, self._out / f"{self._saved:04}.png")
            if self._cuts > cuts:
                await asyncio.sleep(self._cut_seconds)
            async with self._moved:
                self._moved.notify_all()
            if self.machine.buffered < before or (self.machine.buffered and allowance < 1):
                await asyncio.sleep(STEP_SECONDS)
            else:
                await self._work.wait()  # offline, off, empty, or the rest has not arrived

    @property
    def _cuts(self) -> int:
        return len(self.machine.sheets) + self.machine.blank_cuts

    # --- the control port -------------------------------------------------------------------------------------------------------

    async def control(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while line := await reader.readline():
                writer.write(json.dumps(await self._obey(line)).encode() + b"\n")
                await writer.drain()
        writer.close()

    async def _obey(self, line: bytes) -> dict[str, Any]:
        try:
            order = msgspec.json.decode(line, type=Order)
        except msgspec.DecodeError as error:
            return {"error": str(error)}
        self._turn(order)
        await self._answer()
        self._work.set()
        if order.await_sheets is not None:
            async with self._moved:
                await self._moved.wait_for(lambda: len(self.machine.sheets) >= (order.await_sheets or 0))
        if order.sheets or order.await_sheets is not None:
            return {"sheets": [self._line_of(number, sheet) for number, sheet in enumerate(self.machine.sheets, 1)]}
        return self._state() if order.state else {"ok": True}

    def _turn(self, order: Order) -> None:
        if order.unbox:
            self.unbox()
        machine = self.machine
        machine.paper = order.paper or machine.paper
        machine.cutter = order.cutter or machine.cutter
        machine.cover_open = machine.cover_open if order.cover is None else order.cover == "open"
        machine.hot = machine.hot if order.heat is None else order.heat == "hot"
        machine.mute = machine.mute if order.mute is None else order.mute
        machine.paper_out_at_row = order.paper_out_at_row if order.paper_out_at_row is not None else machine.paper_out_at_row
        self._speed = order.speed or self._speed
        self._split = self._split if order.reply_split is None else order.reply_split
        self._cut_link_after = order.cut_link_after if order.cut_link_after is not None else self._cut_link_after
        machine.changed()
        if order.power == "off":
            self.switch_off()
        elif order.power == "on":
            self.switch_on()

    def _line_of(self, number: int, sheet: Sheet) -> dict[str, Any]:
        return {"sheet": number, "file": f"{number:04}.png", "rows": len(sheet.rows), "junk": sheet.junk}

    def _state(self) -> dict[str, Any]:
        machine = self.machine
        return {
            "paper": machine.paper,
            "cover": "open" if machine.cover_open else "closed",
            "cutter": machine.cutter,
            "heat": "hot" if machine.hot else "ok",
            "power": "on" if self._listener else "off",
            "mute": machine.mute,
            "tier": machine.tier,
            "speed": self._speed,
            "connections": len(self._clients),
            "buffered": machine.buffered,
            "row": machine.row,
            "sheets": len(machine.sheets),
            "blank_cuts": machine.blank_cuts,
        }


def _reset(connection: socket.socket) -> None:
    """Make close() break the line (RST) instead of ending it."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _save(sheet: Sheet, path: Path) -> None:
    """Black on white, as it lies in the hand."""
    picture = Image.frombytes("1", (sheet.width, len(sheet.rows)), b"".join(sheet.rows))
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.point(lambda dot: 0 if dot else 255).save(path)


def _endpoint(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise argparse.ArgumentTypeError(f"{text}: an address is HOST:PORT, port 0 for any free one")
    return host, int(port)


async def serve(options: argparse.Namespace) -> None:
    """Run until SIGTERM or SIGINT, or until whoever started it goes away."""
    machine = Machine(tier=options.tier, width=options.width, buffer_bytes=options.buffer)
    device = Device(machine, options.out, options.speed, options.cut_seconds)
    host, port = device.listen(*options.listen)
    control = await asyncio.start_server(device.control, *options.control)
    control_port = control.sockets[0].getsockname()[1]
    url = f"tcp://{host}:{port}"
    ready = {"printer": url, "url": url, "listen": f"{host}:{port}", "control": control_port}
    print(json.dumps(ready), flush=True)  # noqa: T201 - this is how the starter learns the ports

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if options.until_stdin_closes:
        asyncio.get_running_loop().add_reader(sys.stdin.fileno(), lambda: None if os.read(sys.stdin.fileno(), 64) else stop.set())
    motor = asyncio.create_task(device.run())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({motor, stopped}, return_when=asyncio.FIRST_COMPLETED)
    device.switch_off()
    control.close()
    motor.cancel()
    with suppress(asyncio.CancelledError):
        await motor


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m hardware.printer.simulated", description="A simulated ESC/POS ticket printer.")
    parser.add_argument(
        "--listen", type=_endpoint, default=("127.0.0.1", 0), help="printer port, HOST:PORT; any free one by default"
    )
    parser.add_argument(
        "--control", type=_endpoint, default=("127.0.0.1", 0), help="control port, HOST:PORT; any free one by default"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the sheets, one PNG each")
    parser.add_argument("--speed", type=float, default=250.0, help="millimetres a second")
    parser.add_argument("--cut-seconds", type=float, default=0.3, help="how long a cut takes")
    parser.add_argument("--tier", choices="ABCD", default="A", help="what the printer can prove (see the README)")
    parser.add_argument("--width", type=int, default=576, help="dots across: 576 (80 mm) or 384 (58 mm)")
    parser.add_argument("--buffer", type=int, default=65536, help="receive buffer in bytes")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when the process that started this one ends")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
