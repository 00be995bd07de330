"""Keys outside the database: one file each, 0600, made on first use and on disk before anything is sealed with them.

`record-2026-12.key` wraps the keys of everything that expires in that month; destroying it destroys them all, wherever copies
of the database went.
"""

import os
from contextlib import suppress
from pathlib import Path

KEY_BYTES = 32
_MONTH = "record-"


class KeyRing:
    """The key folder. Keys are held in memory once read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, bytes] = {}
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def key(self, name: str) -> bytes:
        """32 random bytes that stay the same for this name; made where they are missing."""
        if name not in self._known:
            path = self._folder / f"{name}.key"
            self._known[name] = path.read_bytes() if path.exists() else self._make(path)
        return self._known[name]

    def month_key(self, month: str) -> bytes:
        """The wrapping key of an expiry month (`2026-12`), made where it is missing."""
        return self.key(f"{_MONTH}{month}")

    def has_month(self, month: str) -> bool:
        return (self._folder / f"{_MONTH}{month}.key").exists()

    def months(self) -> tuple[str, ...]:
        """Months whose key still exists."""
        return tuple(sorted(path.stem.removeprefix(_MONTH) for path in self._folder.glob(f"{_MONTH}*.key")))

    def destroy_month(self, month: str) -> None:
        """Overwrite and remove the key of a month; nothing wrapped with it can be opened again."""
        path = self._folder / f"{_MONTH}{month}.key"
        self._known.pop(path.stem, None)
        with path.open("r+b") as file:
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        self._sync_folder()

    def _make(self, path: Path) -> bytes:
        fresh = path.with_suffix(f".new-{os.getpid()}")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            # link, not rename: a second process that was first keeps its key
            os.link(fresh, path)
        fresh.unlink(missing_ok=True)
        self._sync_folder()
        return path.read_bytes()

    def _sync_folder(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
