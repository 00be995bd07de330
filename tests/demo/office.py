"""A whole ward office on one machine: hub, kiosks, board, simulated devices, dev dock, each in its own process."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.demo.process import Control, Process, start

SITE = Path("config/sites/demo")
LOCAL = "127.0.0.1"
SIGN_IN = re.compile(r"^\s*(\w+)\s+ID (\S+)\s+password (\S+)$")


@dataclass
class Kiosk:
    """One lobby tablet with its simulated card reader, printer and camera."""

    name: str
    size: str
    folder: Path
    cards: Control | None = None
    printer: Control | None = None
    screen: Control | None = None
    processes: list[Process] = field(default_factory=list)

    @property
    def camera(self) -> Path:
        return self.folder / "camera"

    @property
    def sheets(self) -> Path:
        return self.folder / "sheets"


class Office:
    """Everything that runs; `async with Office(folder) as office`. Ends what it started, by its own ids."""

    def __init__(self, folder: Path, *, site: Path = SITE, sizes: dict[str, str] | None = None, window: bool = False) -> None:
        """`sizes`: kiosk name → pixels of its panel. `window`: real windows instead of offscreen ones."""
        self.folder, self.site, self.window = folder.resolve(), site, window
        self.logs = self.folder / "logs"
        self.kiosks = {
            name: Kiosk(name, size, self.folder / f"kiosk-{name}") for name, size in (sizes or {"01": "1280x800"}).items()
        }
        self.address = ""
        self.staff: dict[str, tuple[str, str]] = {}  # role → name, password of the first
        self.logins: dict[str, str] = {}  # name → password
        self.hub: Process | None = None
        self.board: Control | None = None
        self.speech = self.folder / "board-speech"
        self.dock = ""
        self.links: dict[str, str] = {}
        self._port = 0
        self._processes: list[Process] = []
        self._controls: list[Control] = []

    async def __aenter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        for control in self._controls:
            control.close()
        for process in reversed(self._processes):
            await process.stop()

    async def start_hub(self, port: int = 0) -> None:
        """The hub, reached by phones of this machine under the same address; at its first start it tells the passwords, once."""
        self._port = port or self._port or free_port()
        command = ("hub", "--site", str(self.site), "--state", str(self.folder / "hub"), "--listen", f"{LOCAL}:{self._port}")
        command += ("--public-url", f"http://{LOCAL}:{self._port}")
        self.hub = await self._start("hub", *command, ready_key="address")
        self.address = self.hub.ready["address"]
        for line in self.hub.printed:
            if found := SIGN_IN.match(line):
                self.staff.setdefault(found[1], (found[2], found[3]))
                self.logins[found[2]] = found[3]

    async def stop_hub(self) -> None:
        if self.hub is not None:
            await self.hub.stop()

    async def kill_hub(self) -> None:
        """kill -9, and it is gone when this returns."""
        if self.hub is not None:
            await self.hub.stop(signal.SIGKILL)

    @property
    def has_hub(self) -> bool:
        return self.hub is not None and self.hub.process.returncode is None

    async def enrol(self, kind: str, name: str) -> Path:
        """A file with the token of a device."""
        command = ("hub", "enrol", "--site", str(self.site), "--state", str(self.folder / "hub"), "--kind", kind, "--name", name)
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", *command, stdout=asyncio.subprocess.PIPE)
        printed, _ = await process.communicate()
        if process.returncode != 0:
            raise RuntimeError(f"enrolling {kind} {name} failed")
        file = self.folder / f"{kind}-{name}.token"
        file.touch(mode=0o600)
        file.write_bytes(printed)
        return file

    async def start_devices(self, name: str) -> tuple[Process, Process]:
        """Card reader and printer of one kiosk."""
        kiosk = self.kiosks[name]
        kiosk.camera.mkdir(parents=True, exist_ok=True)
        kiosk.sheets.mkdir(parents=True, exist_ok=True)
        cards = await self._start(f"cards-{name}", "hardware.cards.simulated", ready_key="control")
        printer = await self._start(
            f"printer-{name}", "hardware.printer.simulated", "--out", str(kiosk.sheets), ready_key="control"
        )
        kiosk.cards, kiosk.printer = self._control(cards.ready["control"]), self._control(printer.ready["control"])
        kiosk.processes = [cards, printer]
        return cards, printer

    async def start_kiosk(self, name: str, hub: str | None = None, *settings: str) -> Kiosk:
        """The tablet, its devices first. `hub`: another way to the hub, for a line that can be cut. `settings`: further options."""
        kiosk = self.kiosks[name]
        if not kiosk.processes:
            await self.start_devices(name)
        cards, printer = kiosk.processes[:2]
        token = await self.enrol("kiosk", name)
        tablet = await self._start(
            f"kiosk-{name}",
            "kiosk",
            *("--hub", hub or self.links.get(name) or self.address, "--token-file", str(token)),
            *("--state", str(kiosk.folder / "state"), "--kiosk", name, "--size", kiosk.size),
            *("--reader", cards.ready["reader"], "--printer", printer.ready["url"], "--scanner", f"images://{kiosk.camera}"),
            *("--speaker", f"wav://{kiosk.folder / 'speech'}", "--dev", f"{LOCAL}:0"),
            *(("--framed",) if self.window else ()),
            *settings,
            ready_key="control",
        )
        kiosk.screen = self._control(tablet.ready["control"])
        kiosk.processes = [cards, printer, tablet]
        return kiosk

    async def start_board(self, name: str = "01", *, by_mdns: bool = False) -> Control:
        """The display; `by_mdns`: it is told no address and looks for the hub on the network."""
        token = await self.enrol("board", name)
        where = () if by_mdns else ("--hub", self.address)
        board = await self._start(
            f"board-{name}",
            "queueboard",
            *where,
            *("--token-file", str(token), "--speaker", f"wav://{self.speech}"),
            *("--state", str(self.folder / f"board-{name}"), "--control", f"{LOCAL}:0"),
            *(("--framed", "--size", "1280x720") if self.window else ()),
            ready_key="control",
        )
        self.board = self._control(board.ready["control"])
        return self.board

    async def start_dock(self) -> None:
        """The dev dock over all devices, with a line to the hub that it can cut for each kiosk."""
        port = self.address.rsplit(":", 1)[1]
        arguments: list[str] = []
        for kiosk in self.kiosks.values():
            cards, printer = kiosk.processes[:2]
            arguments += [
                "--kiosk",
                kiosk.name,
                "--cards",
                self._address(cards.ready["control"]),
                "--printer",
                self._address(printer.ready["control"]),
            ]
            arguments += [
                "--sheets",
                str(kiosk.sheets),
                "--camera",
                str(kiosk.camera),
                "--link",
                f"{kiosk.name}={LOCAL}:0={LOCAL}:{port}",
            ]
        dock = await self._start("devdock", "hardware.devdock", "--listen", f"{LOCAL}:0", *arguments, ready_key="url")
        self.dock = dock.ready["url"]
        self.links = {name: f"http://{address}" for name, address in dock.ready["links"].items()}

    async def _start(self, name: str, module: str, *arguments: str, ready_key: str) -> Process:
        environment = {} if self.window else {"SDL_VIDEODRIVER": "offscreen"}
        process = await start(name, module, *arguments, logs=self.logs, environment=environment, ready_key=ready_key)
        self._processes.append(process)
        return process

    def _control(self, address: str | int) -> Control:
        host, _, port = self._address(address).rpartition(":")
        control = Control(host, int(port))
        self._controls.append(control)
        return control

    @staticmethod
    def _address(address: str | int) -> str:
        return f"{LOCAL}:{address}" if isinstance(address, int) else str(address)


def free_port() -> int:
    """A port nobody listens on just now: the slip's QR must name it before the hub starts."""
    with socket.create_server((LOCAL, 0)) as server:
        return int(server.getsockname()[1])


def has_display() -> bool:
    """Whether windows can be shown here."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def lines_of(file: Path) -> list[dict[str, object]]:
    """The objects of a JSON-lines file; none where it is absent."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
