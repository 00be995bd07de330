"""The only writer: one thread, one connection, group commit.

Operations wait in a bounded queue; the thread takes what is there (up to `GROUP`), runs each in its own savepoint, commits once
and only then resolves the futures and publishes the events. So a reply is never sent before its rows are on disk, and one
fdatasync serves many replies.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from hub.store.database import Connection, DatabaseError, connect
from hub.store.transaction import Logged, Operation, Transaction

T = TypeVar("T")
Publish = Callable[[tuple[Logged, ...]], None]

GROUP = 64  # measured: beyond it the gain is small and the last in the group waits longer
ROOM = 2_000  # more waiting than a ward has visitors in an hour is a fault, not a load
RETRY_AFTER = 1.0  # seconds


class Busy(Exception):
    """The queue is full; nothing was done. Try again after `retry_after` seconds with the same key."""

    def __init__(self, retry_after: float = RETRY_AFTER) -> None:
        super().__init__(f"the hub is busy: try again in {retry_after:g} s")
        self.retry_after = retry_after


class CommitFailed(Exception):
    """The disk did not take the transaction; nothing of it is stored. Try again with the same key."""


class Figures(msgspec.Struct, frozen=True):
    """Since the start: `commit_seconds` is time in COMMIT, `last_group` operations of the last commit."""

    waiting: int
    operations: int
    commits: int
    commit_seconds: float
    last_group: int


class _Job(msgspec.Struct):
    operation: Operation[Any]
    future: "asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None


class Writer:
    """Started by its constructor inside the loop that will get the results; ended by `close`."""

    def __init__(self, path: Path, publish: Publish, group: int = GROUP, room: int = ROOM) -> None:
        self._loop = asyncio.get_running_loop()
        self._publish = publish
        self._group = group
        self._queue: queue.Queue[_Job | None] = queue.Queue(room)
        self._closed = False
        self._operations = self._commits = self._last_group = 0
        self._commit_seconds = 0.0
        self._connection: Connection = connect(path)
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def run(self, operation: Operation[T]) -> T:
        """The operation's result once it is durable, or what it raised; then nothing of it is stored. Raises Busy, CommitFailed."""
        if self._closed:
            raise CommitFailed("the store is closed")
        job = _Job(operation, self._loop.create_future())
        try:
            self._queue.put_nowait(job)
        except queue.Full:
            raise Busy from None
        # A client that goes away does not take its operation along: it is committed or not, whole.
        result: T = await asyncio.shield(job.future)
        return result

    def figures(self) -> Figures:
        """For /metrics."""
        return Figures(self._queue.qsize(), self._operations, self._commits, self._commit_seconds, self._last_group)

    async def close(self) -> None:
        """Finish what waits, then end the thread."""
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._queue.put, None)
            await asyncio.to_thread(self._thread.join)
            self._connection.close()

    def _run(self) -> None:
        open_ = True
        while open_:
            jobs, open_ = self._take()
            if jobs:
                events = self._commit(jobs)
                self._loop.call_soon_threadsafe(self._deliver, jobs, events)

    def _take(self) -> tuple[list[_Job], bool]:
        """What is there now, at least one; False once the end was asked for."""
        first = self._queue.get()
        if first is None:
            return [], False
        jobs = [first]
        while len(jobs) < self._group:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return jobs, False
            jobs.append(job)
        return jobs, True

    def _commit(self, jobs: list[_Job]) -> tuple[Logged, ...]:
        """Run and commit these; outcomes are left in the jobs. Returns the events of what was committed."""
        events: list[Logged] = []
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for job in jobs:
                events += self._attempt(job)
            began = time.perf_counter()
            self._connection.execute("COMMIT")
            self._commit_seconds += time.perf_counter() - began
        except Exception as error:  # the thread of the store: the outcome belongs to those who wait
            for job in jobs:
                job.error = CommitFailed(f"{type(error).__name__}: {error}")
            with suppress(DatabaseError):
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            return ()
        self._commits += 1
        self._operations += len(jobs)
        self._last_group = len(jobs)
        return tuple(events)

    def _attempt(self, job: _Job) -> list[Logged]:
        """One operation in its savepoint: its trouble is its own, unless SQLite gave up the whole transaction."""
        transaction = Transaction(self._connection)
        self._connection.execute("SAVEPOINT operation")
        try:
            job.result = job.operation(transaction)
        except Exception as error:  # handed to the one who asked
            if not self._connection.in_transaction:
                raise
            self._connection.execute("ROLLBACK TO operation")
            job.error = error
            transaction.events.clear()
        self._connection.execute("RELEASE operation")
        return transaction.events

    def _deliver(self, jobs: list[_Job], events: tuple[Logged, ...]) -> None:
        try:
            if events:
                self._publish(events)
        finally:
            # who waits is answered, whatever a listener does with the news
            for job in jobs:
                if job.future.done():
                    continue
                if job.error is not None:
                    job.future.set_exception(job.error)
                else:
                    job.future.set_result(job.result)
