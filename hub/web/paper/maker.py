"""Orders for printed forms handed to the drawing process."""

import sys

import msgspec
import structlog

from hub.side_process import Lost, SideProcess
from hub.web.paper.sheet import Fault, NotDrawn, Order

LIMIT = 30.0  # seconds for one order; a form of eight people takes one
IDLE = 300.0
log = structlog.get_logger()


class PaperMaker:
    """One drawing process. Belongs to one event loop."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "hub.web.paper"), limit: float = LIMIT) -> None:
        self.process = SideProcess(command, limit, IDLE)

    async def pdf(self, order: Order) -> bytes | NotDrawn:
        """The PDF, or why there is none: the process died over it (`broken`), took too long, or has no fonts."""
        found = await self.process.ask(msgspec.json.encode(order))
        match found:
            case Lost("too_slow"):
                return _not_drawn("too_long")
            case Lost(_, error):
                return _not_drawn("broken", error)
            case b"":
                return _not_drawn("no_fonts")
        return found

    async def close(self) -> None:
        await self.process.close()


def _not_drawn(why: Fault, error: str = "") -> NotDrawn:
    log.warning("form_not_drawn", reason=why, error=error)
    return NotDrawn(why)
