"""The hub's one SQLite file: how it is opened, and the version it insists on."""

from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite

from hub.sqlite_tables import Database
from hub.store.migrations import hub

Connection = Any  # pysqlite3.dbapi2.Connection, which has no types

# Before 3.51.3 a checkpoint racing a write can lose pages ("WAL-reset bug"); distributions ship older ones.
OLDEST_SQLITE = (3, 51, 3)
IntegrityError = sqlite.IntegrityError
DatabaseError = sqlite.DatabaseError


class OldSqlite(Exception):
    """This SQLite may lose committed pages."""


class NewerDatabase(Exception):
    """The file was written by a newer release; an older one must not touch it."""


def connect(path: Path, read_only: bool = False) -> Connection:
    """A connection in autocommit mode; transactions are begun by name. Durable at COMMIT (WAL, synchronous=FULL)."""
    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        raise OldSqlite(f"SQLite {sqlite.sqlite_version} is older than 3.51.3: install the pysqlite3 wheel of requirements.lock")
    connection = sqlite.connect(str(path), isolation_level=None, check_same_thread=False, cached_statements=256)
    connection.execute("PRAGMA busy_timeout = 5000")
    connection.execute("PRAGMA foreign_keys = ON")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    else:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    return connection


def prepare(path: Path) -> None:
    """Bring the file at `path` to this release's shape, creating it (0600) where it is missing. Raises NewerDatabase."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    connection = connect(path)
    try:
        db = Database(connection)
        ours = {migration.name for migration in hub.pending(Database(memory=True))}
        unknown = {migration.name for migration in hub.applied(db)} - ours
        if unknown:
            raise NewerDatabase(
                f"{path.name} has changes this release does not know ({', '.join(sorted(unknown))}): start the newer one"
            )
        hub.apply(db)
    finally:
        connection.close()
