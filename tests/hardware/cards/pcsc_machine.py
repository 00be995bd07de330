"""A PC/SC service of the tests' own: pcscd with vpcd's virtual readers, shut off from the machine's.

pcscd has one fixed folder for its socket and vpcd listens on every network, so both live in namespaces of their own: their
/run/pcscd is a folder of ours, their network has nothing but itself. PCSCLITE_CSOCK_NAME leads libpcsclite to that socket. Where
namespaces are forbidden (most containers) and no pcscd runs, the machine's own folder and two free ports of its network will do.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from smartcard import scard

PACKAGES = "apt install pcscd vsmartcard-vpcd iproute2 util-linux (make test does it, by packages.txt)"
DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
FOLDER = Path("/run/pcscd")
PORTS = (35963, 35964)  # of vpcd's two slots, where the network is ours
READERS = ("Virtual PCD 00 00", "Virtual PCD 00 01")
ENDS_WITH_US = ("setpriv", "--pdeathsig", "KILL")  # also when the tests are killed
SECONDS = 60  # for anything that must happen at all

IN_THERE = """
set -e
mount -t tmpfs none /run
mkdir /run/pcscd
mount --bind "$1" /run/pcscd
ip link set lo up
echo ready
exec cat
"""


class PcscMachine:
    """`start()` and `stop()` pcscd; `command(…)` runs a program beside it."""

    def __init__(self) -> None:
        for program in ("pcscd", "unshare", "nsenter", "setpriv", "ip"):
            if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None:
                raise RuntimeError(f"{program} is missing: {PACKAGES}")
        if not DRIVER.exists():
            raise RuntimeError(f"{DRIVER} is missing: {PACKAGES}")
        self.folder = Path(tempfile.mkdtemp(prefix="pcsc-"))
        self.socket, self.ports = self.folder / "pcscd.comm", PORTS
        self._daemon = None
        self._holder = subprocess.Popen(
            [
                "unshare",
                *([] if os.geteuid() == 0 else ["--map-root-user"]),
                "--mount",
                "--net",
                "sh",
                "-c",
                IN_THERE,
                "sh",
                self.folder,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if self._holder.stdout.readline() != "ready\n":
            _, said = self._holder.communicate()
            self._holder = None
            self._go_without_namespaces(said.strip())
        self._readers = self.folder / "readers"
        self._readers.mkdir()
        self.plug_in()
        os.environ["PCSCLITE_CSOCK_NAME"] = str(self.socket)  # libpcsclite keeps the first one it sees

    def _go_without_namespaces(self, said):
        if os.geteuid() != 0 or (FOLDER / "pcscd.comm").exists():
            shutil.rmtree(self.folder)
            raise RuntimeError(
                "the PC/SC tests need a mount and a network namespace: run as root, or allow unprivileged user namespaces (Ubuntu: "
                "sysctl kernel.apparmor_restrict_unprivileged_userns=0); or run as root where no pcscd runs (systemctl stop "
                f"pcscd.socket pcscd). unshare said: {said}"
            )
        self.socket, self.ports = FOLDER / "pcscd.comm", two_free_ports()

    def command(self, *arguments):
        """`arguments` as a command beside pcscd."""
        if self._holder is None:
            return [*map(str, arguments)]
        enter = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        return ["nsenter", "--target", str(self._holder.pid), *enter, "--mount", "--net", *map(str, arguments)]

    def start(self):
        if self._daemon is None or self._daemon.poll() is not None:
            self._daemon = subprocess.Popen(
                self.command(*ENDS_WITH_US, "/usr/sbin/pcscd", "--foreground", "--critical", "--config", self._readers),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self.until(self._answers)

    def stop(self):
        if self._daemon is not None:
            self._daemon.send_signal(signal.SIGCONT)
            self._daemon.terminate()
            self._daemon.wait()
            self._daemon = None

    def _answers(self):
        found = context()
        if found is not None:
            scard.SCardReleaseContext(found)
        return found is not None

    def restart(self):
        self.stop()
        self.start()

    def freeze(self):
        """The service is there and says nothing more."""
        self._daemon.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._daemon.send_signal(signal.SIGCONT)

    def plug_in(self):
        """Known to pcscd from its next start."""
        (self._readers / "vpcd").write_text(
            f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{self.ports[0]:#X}\nLIBPATH {DRIVER}\nCHANNELID {self.ports[0]:#X}\n'
        )

    def unplug(self):
        (self._readers / "vpcd").unlink()

    def until_card(self, lies_there, reader=READERS[0]):
        """Wait until pcscd has seen it; its own rhythm is 0.4 s."""
        found = context()
        state = scard.SCARD_STATE_UNAWARE
        while state == scard.SCARD_STATE_UNAWARE or bool(state & scard.SCARD_STATE_PRESENT) is not lies_there:
            code, [(_, state, _)] = scard.SCardGetStatusChange(found, SECONDS * 1000, [(reader, state)])
            assert code == scard.SCARD_S_SUCCESS, scard.SCardGetErrorMessage(code)
        scard.SCardReleaseContext(found)

    def until(self, happened):
        deadline = time.monotonic() + SECONDS
        while not happened():
            assert time.monotonic() < deadline, "pcscd did not come up"
            time.sleep(0.01)  # there is nothing to wait on before its socket is there

    def end(self):
        self.stop()
        if self._holder is not None:
            self._holder.communicate()
        shutil.rmtree(self.folder)


def two_free_ports():
    """One after the other, as vpcd's slots have them."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("", port + 1))
            except (OSError, OverflowError):
                continue
            return port, port + 1


def context():
    """A stay at the service, None where there is none."""
    code, made = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    return made if code == scard.SCARD_S_SUCCESS else None
