"""What the kiosk keeps of the hub between starts: the last good configuration and the key that seals to it."""

import os
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from config.bundle import Bundle
from hub.wire import HubIdentity

T = TypeVar("T")


class Standing:
    """Files in the state folder; each is whole or not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.bundle_file = folder / "bundle.json"
        self._identity_file = folder / "hub.json"
        self._practice_file = folder / "practice.json"

    def bundle(self) -> Bundle | None:
        """The last good configuration; None where there is none, or none this release can read."""
        return _read(self.bundle_file, Bundle)

    def identity(self) -> HubIdentity | None:
        return _read(self._identity_file, HubIdentity)

    def keep_bundle(self, bundle: Bundle) -> None:
        self._write(self.bundle_file, msgspec.json.encode(bundle))

    def keep_identity(self, identity: HubIdentity) -> None:
        self._write(self._identity_file, msgspec.json.encode(identity))

    def practice_on(self) -> date | None:
        """The day for which staff switched 操作研修 on here: a restart does not end it."""
        return _read(self._practice_file, date)

    def keep_practice(self, day: date | None) -> None:
        """None: switched off."""
        if day is None:
            self._practice_file.unlink(missing_ok=True)
        else:
            self._write(self._practice_file, msgspec.json.encode(day))

    def _write(self, path: Path, content: bytes) -> None:
        draft = path.with_suffix(".new")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError):
        return None
