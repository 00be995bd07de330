"""A resident's hand that never lets the kiosk say what stands on its screen: the control port belongs to the parent process."""

import asyncio
from pathlib import Path
from typing import Any

from tests.demo.resident import Hand


class QuietHand(Hand):
    """Looks at the names of boxes only."""

    async def look(self) -> dict[str, Any]:
        seen = await self._screen.ask(where=True)
        if "ids" not in seen:
            return {"screen": "", "boxes": {}}
        boxes = {box: {"texts": ()} for box in seen["ids"]} | {"title": {"texts": (seen["spoken"],)}}
        return {"screen": seen["screen"], "boxes": boxes}

    async def picture(self, name: str) -> None:
        """None: nobody looks."""

    async def state(self) -> dict[str, Any]:
        """The parent's own: process ids of its windows."""
        return await self._screen.ask(state=True)

    async def pages_until(self, box: str) -> None:
        """Answer pages until one has this box."""
        while box not in (seen := await self.until("page"))["boxes"]:
            await self._answer(seen)
            await self._changed(seen)

    async def write(self, strokes: tuple[tuple[tuple[int, int], ...], ...]) -> None:
        """One character on the pad, and the first that is offered."""
        for stroke in strokes:
            answer = await self._screen.ask(stroke=[list(point) for point in stroke])
            assert answer.get("ok"), answer
        await self.until("page", box="character.0")
        await self.tap("character.0")

    async def gone(self, window: int) -> None:
        """Until that window's process is gone and another one is shown."""
        for _ in range(600):
            state = await self.state()
            if state["pid"] not in (window, None) and not _lives(window):
                await self.until("start", "interrupted")
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"the window {window} of a visit that is over did not end")


def _lives(pid: int) -> bool:
    return Path("/proc", str(pid)).exists()
