"""Documents handed to the reading process."""

import sys
from collections.abc import Iterable

import msgspec
import structlog

from config.scanned_paper import ScannedPaper
from hub.scans.outcome import MOST_BYTES, NotTaken, Scan
from hub.side_process import Lost, SideProcess

LIMIT = 60.0  # seconds for one document; a page takes two, four pages eight, a busy machine more
IDLE = 600.0
log = structlog.get_logger()
_answers = msgspec.msgpack.Decoder(Scan | NotTaken)


class ScanReader:
    """One reading process. Belongs to one event loop."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "hub.scans"), limit: float = LIMIT) -> None:
        self.process = SideProcess(command, limit, IDLE)

    async def read(self, document: bytes, papers: Iterable[ScannedPaper]) -> Scan | NotTaken:
        """The paper, or why there is none."""
        if len(document) > MOST_BYTES:
            return NotTaken("too_large")
        found = await self.process.ask(msgspec.msgpack.encode({"document": document, "papers": tuple(papers)}))
        if isinstance(found, Lost):
            log.warning("scan_not_read", reason=found.why, error=found.error)
            return NotTaken("too_slow" if found.why == "too_slow" else "reader_failed")
        answer: Scan | NotTaken = _answers.decode(found)
        return answer

    async def close(self) -> None:
        await self.process.close()
