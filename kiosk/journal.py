"""The kiosk's only store: own numbers, what waits for the hub, papers waiting for the printer. SQLite, WAL, synchronous=FULL.

Every call returns only when what it says is on disk. Answers lie here sealed to the hub's key: the kiosk cannot read them back.
"""

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pysqlite3

from config.series import next_kiosk_number
from config.site import Service
from hardware.printer.port import FINAL, JobState, PrintJob
from hub.sqlite_tables import Database, Migrations
from hub.wire import SealedVisit, SlipPrinted

MARKERS = 94**3
# Before it a checkpoint that races a write can lose pages ("WAL-reset bug").
OLDEST_SQLITE = (3, 51, 3)

journal: Any = Migrations("kiosk")


def m001_numbers_visits_and_papers(db: Database) -> None:
    """Own numbers, sealed visits, the print spool, the last print marker."""
    db.table("numbers").create({"day": str, "letter": str, "last": int}, pk=("day", "letter"), not_null={"last"}, strict=True)
    db.table("issued").create(
        {"key": str, "day": str, "number": str, "issued_at": str, "waiting": str},
        pk="key",
        not_null={"day", "number", "issued_at"},
        strict=True,
    )
    db.table("issued").create_index(["day", "number"], unique=True)
    db.execute("CREATE INDEX issued_waiting ON issued (issued_at) WHERE waiting IS NOT NULL")
    db.table("papers").create(
        {"seq": int, "job": str, "width": int, "raster": bytes, "state": str, "marker": int},
        pk="seq",
        not_null={"job", "width", "raster", "state", "marker"},
        strict=True,
    )
    db.table("papers").create_index(["job"], unique=True)
    db.table("marker").create({"id": int, "last": int}, pk="id", not_null={"last"}, strict=True)
    db.table("marker").insert({"id": 1, "last": 0})


def m002_papers_good_until(db: Database) -> None:
    """A slip left over by a crash is printed while its resident may still stand there, not on another day."""
    db.execute("ALTER TABLE papers ADD COLUMN good_until REAL")
    db.execute("UPDATE papers SET good_until = 0")  # queued before there was a limit: not printed any more


def m003_reports_of_papers(db: Database) -> None:
    """What became of papers, until the hub has heard it."""
    db.table("reports").create({"seq": int, "day": str, "slip": str}, pk="seq", not_null={"day", "slip"}, strict=True)


_FINAL = ",".join(f"'{state.value}'" for state in sorted(FINAL))

journal()(m001_numbers_visits_and_papers)
journal()(m002_papers_good_until)
journal()(m003_reports_of_papers)


class OldSqlite(Exception):
    """This SQLite may lose what was said to be on disk."""


class NumbersUsedUp(Exception):
    """This kiosk has given all its own numbers of the day for this letter; staff give the next one."""


class Journal:
    """One file, one connection, calls from any thread. Implements `hardware.printer.port.Spool`."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the file at `path`. Raises OldSqlite."""
        if pysqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise OldSqlite(
                f"SQLite {pysqlite3.sqlite_version} may lose committed pages: install the pysqlite3 of requirements.lock"
            )
        self._lock = threading.Lock()
        self._connection = pysqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=5000"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        path.chmod(0o600)
        journal.apply(Database(self._connection))
        # Of a fleeting paper there is no picture: after a crash nothing of it is printed.
        self._execute(
            "UPDATE papers SET state = ? WHERE state = ? AND raster = x''", JobState.FAILED_CLEAN.value, JobState.QUEUED.value
        )

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    # --- numbers of this kiosk, for when the hub is away --------------------------------------------------------------------------

    def issue(
        self, key: str, kiosk: str, service: Service, day: date, issued_at: datetime, sealed: Callable[[str, datetime], SealedVisit]
    ) -> tuple[str, datetime]:
        """(number, time of issue) of this press, durable with its sealed visit. `sealed`: number, time → message.

        The same key brings the same number. Raises NumbersUsedUp.
        """
        with self._lock, self._transaction() as execute:
            known = execute("SELECT number, issued_at FROM issued WHERE key = ?", key).fetchone()
            if known is not None:
                return known[0], datetime.fromisoformat(known[1])
            letter = service.letter
            last = execute("SELECT last FROM numbers WHERE day = ? AND letter = ?", day.isoformat(), letter).fetchone()
            running = next_kiosk_number(service, kiosk, last[0] if last else None)
            if running is None:
                raise NumbersUsedUp(letter)
            number = f"{letter}-{kiosk:0>2}{running:02}"
            execute(
                "INSERT INTO numbers (day, letter, last) VALUES (?, ?, ?)"
                " ON CONFLICT (day, letter) DO UPDATE SET last = excluded.last",
                day.isoformat(),
                letter,
                running,
            )
            message = msgspec.json.encode(sealed(number, issued_at)).decode()
            execute(
                "INSERT INTO issued (key, day, number, issued_at, waiting) VALUES (?, ?, ?, ?, ?)",
                key,
                day.isoformat(),
                number,
                issued_at.isoformat(),
                message,
            )
            return number, issued_at

    def waiting(self) -> list[tuple[str, SealedVisit]]:
        """(key, sealed visit) not yet in the hub's hands, oldest first."""
        rows = self._rows("SELECT key, waiting FROM issued WHERE waiting IS NOT NULL ORDER BY issued_at, number")
        return [(key, msgspec.json.decode(message, type=SealedVisit)) for key, message in rows]

    def delivered(self, key: str) -> None:
        """The hub has it: the sealed visit is forgotten, the number stays known until the day is over."""
        self._execute("UPDATE issued SET waiting = NULL WHERE key = ?", key)

    def forget_days_before(self, day: date) -> None:
        """Counters and delivered numbers of days gone by, papers done with. What waits for hub or printer stays, however old."""
        with self._lock, self._transaction() as execute:
            execute("DELETE FROM numbers WHERE day < ?", day.isoformat())
            execute("DELETE FROM issued WHERE day < ? AND waiting IS NULL", day.isoformat())
            execute("DELETE FROM reports WHERE day < ?", day.isoformat())
            execute(f"DELETE FROM papers WHERE state IN ({_FINAL})")  # noqa: S608 (words of our own)

    # --- what became of papers, for the hub ---------------------------------------------------------------------------------------

    def report(self, slip: SlipPrinted, day: date) -> None:
        """To be told to the hub, after everything reported before."""
        self._execute("INSERT INTO reports (day, slip) VALUES (?, ?)", day.isoformat(), msgspec.json.encode(slip).decode())

    def reports(self) -> list[tuple[int, SlipPrinted]]:
        """(place, report) the hub has not heard yet, oldest first."""
        rows = self._rows("SELECT seq, slip FROM reports ORDER BY seq")
        return [(seq, msgspec.json.decode(slip, type=SlipPrinted)) for seq, slip in rows]

    def reported(self, seq: int) -> None:
        self._execute("DELETE FROM reports WHERE seq = ?", seq)

    # --- Spool --------------------------------------------------------------------------------------------------------------------

    def add(self, job: PrintJob) -> None:
        """A job already known is left as it is: one paper, one row."""
        self._execute(
            "INSERT INTO papers (job, width, raster, state, marker, good_until) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (job) DO NOTHING",
            job.job,
            job.width,
            b"" if job.fleeting else job.raster,
            job.state.value,
            job.marker,
            job.good_until,
        )

    def has(self, job: str) -> bool:
        """Whether this paper was ever handed to the spool and not yet forgotten."""
        return bool(self._rows("SELECT 1 FROM papers WHERE job = ?", job))

    def set_state(self, job: str, state: JobState) -> None:
        """A final state takes the picture with it."""
        if state in FINAL:
            self._execute("UPDATE papers SET state = ?, raster = x'' WHERE job = ?", state.value, job)
        else:
            self._execute("UPDATE papers SET state = ? WHERE job = ?", state.value, job)

    def next_marker(self) -> int:
        with self._lock, self._transaction() as execute:
            (last,) = execute("UPDATE marker SET last = (last + 1) % ? WHERE id = 1 RETURNING last", MARKERS).fetchone()
            return int(last)

    def unfinished(self) -> list[PrintJob]:
        rows = self._rows(
            f"SELECT job, width, raster, state, marker, good_until FROM papers WHERE state NOT IN ({_FINAL}) ORDER BY seq"  # noqa: S608
        )
        return [PrintJob(job, width, raster, JobState(state), *others) for job, width, raster, state, *others in rows]

    def forget(self, job: str) -> None:
        self._execute("DELETE FROM papers WHERE job = ?", job)

    # --- SQLite -------------------------------------------------------------------------------------------------------------------

    def _execute(self, sql: str, *values: object) -> None:
        with self._lock, self._transaction() as execute:
            execute(sql, *values)

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, closing(self._connection.execute(sql, values)) as cursor:
            return list(cursor.fetchall())

    def _transaction(self) -> "_Transaction":
        return _Transaction(self._connection)


class _Transaction:
    """BEGIN IMMEDIATE … COMMIT; everything undone when the block raises."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __enter__(self) -> Callable[..., Any]:
        self._connection.execute("BEGIN IMMEDIATE")
        return lambda sql, *values: self._connection.execute(sql, values)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._connection.execute("COMMIT" if kind is None else "ROLLBACK")
