"""Readers beside the writer: a few threads, each with its own read-only connection, one consistent snapshot a question."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from hub.store.database import Connection, connect

T = TypeVar("T")


class Readers:
    """Sees everything committed before the question was asked."""

    def __init__(self, path: Path, threads: int = 2) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[Connection] = []
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")

    async def run(self, question: Callable[[Connection], T]) -> T:
        """The question's answer, from one snapshot."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._ask, question)

    async def close(self) -> None:
        await asyncio.to_thread(self._pool.shutdown)
        for connection in self._connections:
            connection.close()

    def _ask(self, question: Callable[[Connection], T]) -> T:
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = connect(self._path, read_only=True)
            self._connections.append(connection)
        connection.execute("BEGIN")
        try:
            return question(connection)
        finally:
            # short snapshots let the log be checkpointed
            connection.execute("COMMIT")
