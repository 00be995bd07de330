"""A whole ward office on one machine: hub, kiosks, board, simulated devices, dev dock, each in its own process."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import Self

from tests.demo.process import Control, Process, start

SITE = Path("config/sites/demo")
LOCAL = "127.0.0.1"


class Kiosk:
    """One lobby tablet with its simulated card reader, printer and camera, and the cuttable line to the hub."""

    def __init__(self, name: str, size: str, folder: Path) -> None:
        self.name, self.size, self.folder = name, size, folder
        self.camera = folder / "camera"
        self.sheets = folder / "sheets"
        self.cards: Control
        self.printer: Control
        self.screen: Control
        self.processes: list[Process] = []


class Office:
    """Everything that runs; `async with Office(folder) as office`. Ends what it started, by its own ids."""

    def __init__(self, folder: Path, *, site: Path = SITE, kiosks: tuple[tuple[str, str], ...] = (("01", "1280x800"),), window: bool = False) -> None:
        self.folder, self.site, self.window = folder, site, window
        self.logs = folder / "logs"
        self.kiosks = {name: Kiosk(name, size, folder / f"kiosk-{name}") for name, size in kiosks}
        self.hub: Process
        self.address = ""
        self.password = ""
        self.board: Control | None = None
        self.speech = folder / "speech"
        self.dock_address = ""
        self.processes: list[Process] = []

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        for kiosk in self.kiosks.values():
            for control in (getattr(kiosk, name, None) for name in ("cards", "printer", "screen")):
                if control:
                    control.close()
        for process in reversed(self.processes):
            await process.stop()

    # --- parts ----------------------------------------------------------------------------------------------------------------

    async def start_hub(self, listen: str = f"{LOCAL}:0") -> None:
        """The hub; at the very first start it prints the demo password once."""
        self.hub = await start(
            "hub",
            *("hub", "--site", str(self.site), "--state", str(self.folder / "hub"), "--listen", listen),
            logs=self.logs,
            ready_key="address",
        )
        self.processes.append(self.hub)
        self.address = self.hub.ready["address"]

    async def enrol(self, kind: str, name: str) -> Path:
        """A device token in a file of its own."""
        command = ("hub", "enrol", "--state", str(self.folder / "hub"), "--kind", kind, "--name", name)
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", *command, stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        printed = (await process.stdout.read()).decode().strip().splitlines()
        if await process.wait() != 0:
            raise RuntimeError(f"enrolling {kind} {name} failed")
        file = self.folder / f"{kind}-{name}.token"
        file.touch(mode=0o600)
        file.write_text(printed[-1], encoding="ascii")
        return file

    async def start_kiosk(self, name: str, hub: str | None = None) -> Kiosk:
        """Devices first, then the tablet that uses them. `hub`: another way to the hub, for a line that can be cut."""
        kiosk = self.kiosks[name]
        kiosk.camera.mkdir(parents=True, exist_ok=True)
        kiosk.sheets.mkdir(parents=True, exist_ok=True)
        cards = await self._start(f"cards-{name}", "hardware.cards.simulated", ready_key="control")
        printer = await self._start(f"printer-{name}", "hardware.printer.simulated", "--out", str(kiosk.sheets), ready_key="control")
        kiosk.cards = Control(LOCAL, int(cards.ready["control"]))
        kiosk.printer = Control(LOCAL, int(printer.ready["control"]))
        kiosk.reader_url, kiosk.printer_url = cards.ready["reader"], printer.ready["printer"]  # type: ignore[attr-defined]
        token = await self.enrol("kiosk", name)
        tablet = await self._start(
            f"kiosk-{name}",
            "kiosk",
            *("--hub", hub or self.address, "--token-file", str(token), "--state", str(kiosk.folder / "state"), "--kiosk", name),
            *("--reader", cards.ready["reader"], "--printer", printer.ready["printer"], "--scanner", f"images://{kiosk.camera.resolve()}"),
            *("--speaker", f"wav://{(kiosk.folder / 'speech').resolve()}", "--size", kiosk.size, "--dev", f"{LOCAL}:0"),
            ready_key="control",
        )
        kiosk.screen = Control(LOCAL, int(tablet.ready["control"]))
        kiosk.processes = [cards, printer, tablet]
        return kiosk

    async def start_board(self, name: str = "01") -> Control:
        token = await self.enrol("board", name)
        board = await self._start(
            f"board-{name}",
            "queueboard",
            *("--hub", self.address, "--token-file", str(token), "--speaker", f"wav://{self.speech.resolve()}"),
            *("--state", str(self.folder / f"board-{name}"), "--control", f"{LOCAL}:0"),
            ready_key="control",
        )
        self.board = Control(LOCAL, int(board.ready["control"]))
        return self.board

    async def _start(self, name: str, module: str, *arguments: str, ready_key: str) -> Process:
        process = await start(name, module, *arguments, logs=self.logs, environment=self._environment(), ready_key=ready_key)
        self.processes.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        return {} if self.window else {"SDL_VIDEODRIVER": "offscreen"}


def has_display() -> bool:
    """Whether windows can be shown here."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False
