"""The folder in memory that Mozc may write to, for one visit; and the end of every process that lives in it.

Mozc learns what is chosen, and its server outlives the helper: both must go with the visit.
"""

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PREFIX = "uketsuke-mozc-"
MEMORY = (Path("/dev/shm"), Path("/run"))  # noqa: S108 (a file system in memory is what is wanted)
NOBODY = 65534
STARTS_SECONDS = 2.0  # for a process that is just being started; measured: 1 ms, tens of them on a busy machine
# config1.db of Mozc (protobuf): 20 incognito on, 50 no history, 110 no suggestions, 100 none from history.
INCOGNITO = bytes.fromhex("a00101900302f00609a00600")


def make_home(parent: Path | None = None) -> Path:
    """A new home, owned by `nobody` where we are root: Mozc's server refuses to run as root. Raises OSError.

    `parent`: a folder in memory; else the first of MEMORY we may write to.
    """
    parent = parent or next((folder for folder in MEMORY if os.access(folder, os.W_OK)), None)
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))
    # The server makes `mozc` but not its parent, and hangs where that is missing.
    settings = home / ".config" / "mozc"
    settings.mkdir(parents=True)
    (settings / "config1.db").write_bytes(INCOGNITO)
    if os.geteuid() == 0:
        for path in (home, home / ".config", settings, settings / "config1.db"):
            os.chown(path, NOBODY, NOBODY)
    return home


def environment(home: Path) -> dict[str, str]:
    """All that Mozc is told of this machine."""
    return {"HOME": str(home), "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}


def end_home(home: Path) -> None:
    """End every process that calls `home` its home, then wipe it."""
    for pid in _inhabitants(home):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    shutil.rmtree(home, ignore_errors=True)


def sweep() -> None:
    """End what kiosks that were killed have left behind: homes whose maker no longer lives."""
    for folder in MEMORY:
        for home in folder.glob(f"{PREFIX}*"):
            maker = home.name.removeprefix(PREFIX).split("-")[0]
            if maker.isdecimal() and not lives(int(maker)):
                end_home(home)


def lives(pid: int) -> bool:
    """Whether that process can still use what it made; one that ended and was not waited for cannot."""
    try:
        # pid (name) state …; the name may hold anything, brackets too
        state = Path("/proc", str(pid), "stat").read_bytes().rpartition(b")")[2].split()[0]
    except OSError:
        return False
    return state not in (b"Z", b"X")


def end_homes_of(maker: int) -> None:
    """What one process, now gone, has left behind."""
    for folder in MEMORY:
        for home in folder.glob(f"{PREFIX}{maker}-*"):
            end_home(home)


def _inhabitants(home: Path) -> Iterator[int]:
    """Processes whose HOME is `home`."""
    mark = f"HOME={home}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if mark in environ_of(int(entry.name)).split(b"\0"):
                    yield int(entry.name)


def environ_of(pid: int) -> bytes:
    """A process's environment, waited for while it changes into its program: until then there is none to read.

    Raises OSError where the process is gone, the kernel's own or another user's.
    """
    process = Path("/proc", str(pid))
    until = time.monotonic() + STARTS_SECONDS
    while True:
        started = (process / "cmdline").read_bytes()
        if (environ := (process / "environ").read_bytes()) or started or time.monotonic() > until:
            return environ
        (process / "exe").readlink()  # one of the kernel has no program
        time.sleep(0.001)
