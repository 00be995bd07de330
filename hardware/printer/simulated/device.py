"""A simulated printer as it stands on the desk: a machine with a motor, a mains plug, a line and a tray of sheets."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from hardware.printer.machine import Machine, Sheet
from hardware.printer.simulated.order import Order, turn
from hardware.printer.simulated.ports import Memory, Port

DOTS_PER_MM = 8
STEP_SECONDS = 0.005


class Device:
    """`plug(device)` makes its port. Everything runs in one event loop."""

    def __init__(self, machine: Machine, out: Path, speed: float, cut_seconds: float, plug: Callable[[Memory], Port]) -> None:
        self.machine = machine
        self.port = plug(self)
        self._out = out
        self._speed = speed
        self._cut_seconds = cut_seconds
        self._powered = False
        self._saved = 0  # sheets
        self._split: bool | int = False
        self._delay = 0.0
        self._later: Order | None = None
        self._answers: asyncio.Queue[bytes] = asyncio.Queue()
        self._work = asyncio.Event()
        self._moved = asyncio.Condition()

    # --- the mains plug ---------------------------------------------------------------------------------------------------------

    def switch_on(self) -> None:
        if not self._powered:
            self._powered = True
            self.port.plug_in()

    def switch_off(self) -> None:
        if self._powered:
            self._powered = False
            self.port.pull_out()
            self.machine.power_off()

    def unbox(self) -> None:
        """A new printer of the same kind takes the place of this one: no sheets, no faults, nothing in its memory."""
        self.switch_off()
        self.machine = Machine(tier=self.machine.tier, width=self.machine.width, buffer_bytes=self.machine.buffer_bytes)
        self._saved, self._split, self._delay, self._later = 0, False, 0.0, None
        self.port.cut_after = self.port.idle_close = None
        self.switch_on()

    # --- the receive buffer -----------------------------------------------------------------------------------------------------

    def room(self) -> int:
        return self.machine.room()

    async def wait_for_room(self, wanted: int = 1) -> None:
        wanted = min(wanted, max(1, self.machine.buffer_bytes // 2))
        async with self._moved:
            await self._moved.wait_for(lambda: self.machine.room() >= wanted)

    def take(self, chunk: bytes) -> None:
        self.machine.receive(chunk)
        self._answer()
        self._work.set()

    def listener_changed(self, *, there: bool) -> None:
        if not there:
            while not self._answers.empty():
                self._answers.get_nowait()  # they were for who has left
        self.machine.hears(there=there)
        self._answer()

    # --- answers ----------------------------------------------------------------------------------------------------------------

    def _answer(self) -> None:
        if answers := self.machine.take_answers():
            self._answers.put_nowait(answers)

    async def talk(self) -> None:
        """Send answers in their order, in pieces if so wished, for ever."""
        while True:
            answers = await self._answers.get()
            for piece in _pieces(answers, self._split):
                if self._delay:
                    await asyncio.sleep(self._delay)
                await self.port.send(piece)
                await asyncio.sleep(0)

    # --- the motor --------------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Print what is in the buffer at the speed of the motor, for ever."""
        last, allowance = time.monotonic(), 0.0
        while True:
            self._work.clear()
            now = time.monotonic()
            rows_per_second = self._speed * DOTS_PER_MM
            allowance = min(allowance + (now - last) * rows_per_second, rows_per_second / 20)  # a motor saves nothing up
            last = now
            before, cuts = self.machine.buffered, self._cuts
            if self._powered:
                allowance -= self.machine.work(int(allowance))
            if self.machine.paused:
                self._do_later()
            self._answer()
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

    def _do_later(self) -> None:
        self.machine.pause_at = None
        later, self._later = self._later, None
        if later is not None:
            self._do(later)
        self._work.set()

    # --- orders -----------------------------------------------------------------------------------------------------------------

    async def obey(self, order: Order) -> dict[str, Any]:
        """Do it, and say what was asked for."""
        if order.unbox:
            self.unbox()
        if order.after_obeyed is not None:
            self._later = order
            self.machine.pause_at = self.machine.obeyed + order.after_obeyed
        else:
            self._do(order)
        self._work.set()
        if order.await_paused:
            async with self._moved:
                await self._moved.wait_for(lambda: self._later is None)
        if order.await_sheets is not None:
            async with self._moved:
                await self._moved.wait_for(lambda: len(self.machine.sheets) >= (order.await_sheets or 0))
        if order.sheets or order.await_sheets is not None:
            return {"sheets": [_line_of(number, sheet) for number, sheet in enumerate(self.machine.sheets, 1)]}
        return self.state() if order.state else {"ok": True}

    def _do(self, order: Order) -> None:
        turn(self.machine, order)
        self._speed = order.speed or self._speed
        self._split = self._split if order.reply_split is None else order.reply_split
        self._delay = self._delay if order.reply_delay is None else order.reply_delay
        self.port.cut_after = order.cut_link_after if order.cut_link_after is not None else self.port.cut_after
        if order.idle_close is not None:
            self.port.idle_close = order.idle_close or None
        if order.power == "off":
            self.switch_off()
        elif order.power == "on":
            self.switch_on()
        if order.plug == "out":
            self.port.pull_out()
        elif order.plug == "in" and self._powered:
            self.port.plug_in()
        if order.say is not None:
            self._answers.put_nowait(bytes.fromhex(order.say))
        self._answer()

    def state(self) -> dict[str, Any]:
        """Everything the dev dock shows."""
        machine = self.machine
        return {
            "paper": machine.paper,
            "cover": "open" if machine.cover_open else "closed",
            "cutter": machine.cutter,
            "heat": "hot" if machine.hot else "ok",
            "defect": machine.broken,
            "power": "on" if self._powered else "off",
            "plug": "in" if self.port.plugged else "out",
            "mute": machine.mute,
            "tier": machine.tier,
            "proof": machine.proof,
            "buffer": machine.buffer_bytes,
            "speed": self._speed,
            "reply_split": self._split,
            "reply_delay": self._delay,
            "idle_close": self.port.idle_close or 0,
            "connections": self.port.connections,
            "buffered": machine.buffered,
            "row": machine.row,
            "recovered": machine.recovered,
            "sheets": len(machine.sheets),
            "blank_cuts": machine.blank_cuts,
        }


def _pieces(answer: bytes, split: bool | int) -> list[bytes]:
    if split is False:
        return [answer]
    if split is True:
        return [answer[at : at + 1] for at in range(len(answer))]
    return [piece for piece in (answer[:split], answer[split:]) if piece]


def _line_of(number: int, sheet: Sheet) -> dict[str, Any]:
    return {"sheet": number, "file": f"{number:04}.png", "rows": len(sheet.rows), "junk": sheet.junk}


def _save(sheet: Sheet, path: Path) -> None:
    """Black on white, as it lies in the hand."""
    picture = Image.frombytes("1", (sheet.width, len(sheet.rows)), b"".join(sheet.rows))
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")  # who waits for paper sees whole sheets only
    picture.point(lambda dot: 0 if dot else 255).save(new, "PNG")
    new.replace(path)
