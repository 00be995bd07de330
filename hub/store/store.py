"""The store: one database file, one writer, a few readers."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hub.store.database import Connection, prepare
from hub.store.readers import Readers
from hub.store.transaction import Operation
from hub.store.writer import Figures, Publish, Writer

T = TypeVar("T")


class Store:
    """Opened inside the loop that uses it; `close` ends its threads."""

    def __init__(self, path: Path, publish: Publish) -> None:
        prepare(path)
        self._writer = Writer(path, publish)
        self._readers = Readers(path)

    async def write(self, operation: Operation[T]) -> T:
        """One transaction, durable when this returns. Raises Busy, CommitFailed, and whatever the operation raises."""
        return await self._writer.run(operation)

    async def read(self, question: Callable[[Connection], T]) -> T:
        """One consistent snapshot."""
        return await self._readers.run(question)

    def figures(self) -> Figures:
        return self._writer.figures()

    async def close(self) -> None:
        await self._writer.close()
        await self._readers.close()
