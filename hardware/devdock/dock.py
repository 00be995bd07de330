"""What stands in the dock: kiosks with their simulated devices, and the links that can be cut."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware.devdock.camera import Camera
from hardware.devdock.control import ControlPort, NotReached
from hardware.devdock.link import Link

Asked = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kiosk:
    """One kiosk; None where it has no such simulated device. `sheets`: the printer's folder of printed slips."""

    name: str
    cards: ControlPort | None = None
    printer: ControlPort | None = None
    camera: Camera | None = None
    sheets: Path | None = None


@dataclass(frozen=True, slots=True)
class Dock:
    """`links` by name; one with a kiosk's name belongs to that kiosk."""

    kiosks: tuple[Kiosk, ...]
    links: tuple[Link, ...] = ()

    def kiosk(self, name: str) -> Kiosk | None:
        return next((kiosk for kiosk in self.kiosks if kiosk.name == name), None)

    def link(self, name: str) -> Link | None:
        return next((link for link in self.links if link.name == name), None)

    async def state(self) -> dict[str, Any]:
        """Everything the page shows, asked of all simulators at once."""
        kiosks = await asyncio.gather(*(_kiosk_state(kiosk) for kiosk in self.kiosks))
        return {"kiosks": kiosks, "links": [_link_state(link) for link in self.links]}

    async def close(self) -> None:
        for link in self.links:
            await link.close()
        for kiosk in self.kiosks:
            for port in (kiosk.cards, kiosk.printer):
                if port is not None:
                    await port.close()


async def _kiosk_state(kiosk: Kiosk) -> dict[str, Any]:
    cards, printer = await asyncio.gather(_asked(kiosk.cards, {"cards": True}), _asked(kiosk.printer, {"state": True}))
    return {
        "name": kiosk.name,
        "cards": cards,
        "printer": printer,
        "camera": {"showing": kiosk.camera.showing} if kiosk.camera else None,
        "sheet": _last_sheet(kiosk.sheets),
    }


async def _asked(port: ControlPort | None, order: Asked) -> dict[str, Any] | None:
    if port is None:
        return None
    answer = await port.ask(order)
    return {"not_reached": answer.address} if isinstance(answer, NotReached) else answer


def _link_state(link: Link) -> dict[str, Any]:
    return {
        "name": link.name,
        "state": link.state.value,
        "listen": "{}:{}".format(*link.listen),
        "target": "{}:{}".format(*link.target),
        "connections": link.connections,
    }


def _last_sheet(folder: Path | None) -> str | None:
    """File name of the newest printed slip."""
    if folder is None or not folder.is_dir():
        return None
    return max((path.name for path in folder.glob("*.png")), default=None)
