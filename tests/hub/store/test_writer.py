"""The writer: durable before it is answered, one fault is one person's fault, nothing is told that was not stored."""

import asyncio
import threading
from datetime import date

import pytest

from hub.domain.events import DayClosed, NoticesChanged
from hub.store.database import connect, prepare
from hub.store.transaction import Logged, Transaction
from hub.store.writer import Busy, CommitFailed, Writer
from tests.hub.small_office import NINE


def started(path, **limits):
    """A writer over a fresh database, and the list of what it publishes."""
    prepare(path)
    told: list[Logged] = []
    return Writer(path, told.extend, **limits), told


def put(name: str):
    def operation(tx: Transaction) -> str:
        tx.execute("INSERT INTO settings (name, value) VALUES (?, ?)", (name, "x"))
        tx.emit(NoticesChanged(at=NINE, notices=(name,)), "system")
        return name

    return operation


def stored(path) -> set[str]:
    connection = connect(path, read_only=True)
    try:
        return {row[0] for row in connection.execute("SELECT name FROM settings")}
    finally:
        connection.close()


class Gate:
    """An operation that holds the writer until it is opened, so that a group can gather behind it."""

    def __init__(self) -> None:
        self.entered, self.open = threading.Event(), threading.Event()

    def __call__(self, tx: Transaction) -> None:
        self.entered.set()
        assert self.open.wait(60)


async def behind(writer: Writer, *operations):
    """Run these in one group: they wait while the gate is shut."""
    gate = Gate()
    first = asyncio.create_task(writer.run(gate))
    await asyncio.to_thread(gate.entered.wait, 20)
    rest = [asyncio.create_task(writer.run(operation)) for operation in operations]
    await asyncio.sleep(0)
    gate.open.set()
    await first
    return await asyncio.gather(*rest, return_exceptions=True)


def test_an_answer_means_that_it_is_on_disk(tmp_path):
    async def scenario():
        writer, _ = started(tmp_path / "hub.db")
        assert await writer.run(put("one")) == "one"
        assert stored(tmp_path / "hub.db") == {"one"}
        await writer.close()

    asyncio.run(scenario())


def test_a_commit_waits_for_the_disk(tmp_path):
    async def scenario():
        writer, _ = started(tmp_path / "hub.db")
        settings = await writer.run(
            lambda tx: (tx.row("PRAGMA synchronous"), tx.row("PRAGMA journal_mode"), tx.row("PRAGMA foreign_keys"))
        )
        assert settings == ((2,), ("wal",), (1,)), "FULL: a commit returns after the log is synced"
        await writer.close()

    asyncio.run(scenario())


def test_a_listener_that_fails_keeps_nobody_from_the_answer(tmp_path):
    async def scenario():
        heard: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context.get("exception")))

        def broken(_: object) -> None:
            raise ZeroDivisionError

        prepare(tmp_path / "hub.db")
        writer = Writer(tmp_path / "hub.db", broken)
        assert await writer.run(put("one")) == "one"
        assert [type(each) for each in heard] == [ZeroDivisionError]
        await writer.close()

    asyncio.run(scenario())


def test_many_who_come_together_share_one_commit(tmp_path):
    async def scenario():
        writer, _ = started(tmp_path / "hub.db")
        await behind(writer, *(put(f"n{i}") for i in range(40)))
        figures = writer.figures()
        await writer.close()
        assert (figures.operations, figures.commits, figures.last_group) == (41, 2, 40)

    asyncio.run(scenario())


def test_one_who_fails_does_not_take_the_others_along(tmp_path):
    async def scenario():
        writer, told = started(tmp_path / "hub.db")
        results = await behind(writer, put("one"), put("two"), put("one"), put("three"))
        await writer.close()
        assert [type(result).__name__ for result in results] == ["str", "str", "IntegrityError", "str"]
        assert stored(tmp_path / "hub.db") == {"one", "two", "three"}
        assert [each.event.notices for each in told] == [("one",), ("two",), ("three",)]
        assert [each.seq for each in told] == [1, 2, 3]

    asyncio.run(scenario())


def test_when_the_commit_fails_everybody_of_the_group_hears_it_and_nothing_is_told(tmp_path):
    def promise_never_kept(tx: Transaction) -> None:
        tx.execute("INSERT INTO bound (parent) VALUES (99)")  # checked at COMMIT only

    async def scenario():
        writer, told = started(tmp_path / "hub.db")
        await writer.run(lambda tx: tx.execute("CREATE TABLE parents (id INTEGER PRIMARY KEY)") and None)
        await writer.run(
            lambda tx: (
                tx.execute("CREATE TABLE bound (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)") and None
            )
        )

        results = await behind(writer, put("one"), promise_never_kept, put("two"))

        assert all(isinstance(result, CommitFailed) for result in results)
        assert stored(tmp_path / "hub.db") == set()
        assert told == []
        assert await writer.run(put("one")) == "one"  # the same again, once the fault is gone
        await writer.close()

    asyncio.run(scenario())


def test_a_full_disk_is_said_and_stores_nothing_by_halves(tmp_path):
    async def scenario():
        writer, told = started(tmp_path / "hub.db")
        await writer.run(lambda tx: tx.execute("PRAGMA max_page_count = 1").fetchone() and None)

        def too_much(tx: Transaction) -> None:
            for index in range(2000):
                tx.execute("INSERT INTO settings (name, value) VALUES (?, ?)", (f"big{index}", "x" * 4000))

        results = await behind(writer, too_much)

        assert isinstance(results[0], Exception)
        assert stored(tmp_path / "hub.db") == set() and told == []
        await writer.close()

    asyncio.run(scenario())


def test_a_full_queue_says_when_to_come_back(tmp_path):
    async def scenario():
        writer, _ = started(tmp_path / "hub.db", room=3)
        gate = Gate()
        first = asyncio.create_task(writer.run(gate))
        await asyncio.to_thread(gate.entered.wait, 20)
        waiting = [asyncio.create_task(writer.run(put(f"n{i}"))) for i in range(3)]
        await asyncio.sleep(0)

        with pytest.raises(Busy) as busy:
            await writer.run(put("too much"))

        assert busy.value.retry_after > 0
        gate.open.set()
        await asyncio.gather(first, *waiting)
        assert await writer.run(put("too much")) == "too much"
        await writer.close()

    asyncio.run(scenario())


def test_a_client_that_goes_away_leaves_a_whole_operation_behind(tmp_path):
    async def scenario():
        writer, told = started(tmp_path / "hub.db")
        gate = Gate()
        first = asyncio.create_task(writer.run(gate))
        await asyncio.to_thread(gate.entered.wait, 20)
        gone = asyncio.create_task(writer.run(put("one")))
        await asyncio.sleep(0)
        gone.cancel()
        gate.open.set()
        await first
        await writer.run(put("two"))
        await writer.close()
        assert stored(tmp_path / "hub.db") == {"one", "two"}
        assert len(told) == 2

    asyncio.run(scenario())


def test_what_waits_at_the_end_is_still_written(tmp_path):
    async def scenario():
        writer, _ = started(tmp_path / "hub.db")
        tasks = [asyncio.create_task(writer.run(put(f"n{i}"))) for i in range(20)]
        await asyncio.sleep(0)
        await writer.close()
        await asyncio.gather(*tasks)
        assert len(stored(tmp_path / "hub.db")) == 20
        with pytest.raises(CommitFailed):
            await writer.run(put("late"))

    asyncio.run(scenario())


def test_the_log_has_no_gaps_though_operations_fail(tmp_path):
    async def scenario():
        writer, told = started(tmp_path / "hub.db")

        def emit_and_fail(tx: Transaction) -> None:
            tx.emit(DayClosed(at=NINE, day=date(2027, 3, 29)), "system")
            raise ValueError

        await behind(writer, put("a"), emit_and_fail, put("b"), emit_and_fail, put("c"))
        await writer.close()
        assert [each.seq for each in told] == [1, 2, 3]

    asyncio.run(scenario())
