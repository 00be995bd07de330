"""Runs the scanner's tests on a kernel that has the devices: uinput for keyboards, vivid for a camera whose cable can be pulled.

    python -m tests.hardware.scanner.kernel [arguments of pytest]

A Debian kernel starts in QEMU (emulated, about a minute), with this machine's files as its read-only disk. Debian 12 only, as root;
needs the packages qemu-system-x86 and kmod, and fetches kernel and busybox with `apt-get download` into build/kernel. Not a part of
`make test`: there, keys come through a pipe and no camera is opened.
"""

import gzip
import re
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

FOLDER = Path("build/kernel")
MODULES = ("9p", "9pnet_virtio", "virtio_pci", "evdev", "uinput", "vivid")
TESTS = ("tests/hardware/scanner",)
DEVICES = "evdev or key or typed or japanese or camera or true"

INIT = """#!/bin/busybox sh
B=/bin/busybox
$B mount -t proc p /proc; $B mount -t sysfs s /sys; $B mount -t devtmpfs d /dev
for module in $($B cat /modules/order); do
  case $module in
    vivid.ko) $B insmod /modules/$module n_devs=1 node_types=0x1 num_inputs=1 input_types=0 ;;
    *) $B insmod /modules/$module ;;
  esac
done
$B mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=512000,cache=loose host /house
for folder in tmp run; do $B mount -t tmpfs t /house/$folder; done
$B mount -t proc p /house/proc; $B mount -t sysfs s /house/sys; $B mount -t devtmpfs d /house/dev
$B mkdir -p /house/dev/pts /house/dev/shm
$B mount -t devpts d /house/dev/pts; $B mount -t tmpfs t /house/dev/shm
$B cp /command /house/tmp/command
$B chroot /house /bin/sh /tmp/command
echo "ended with $?"
$B poweroff -f
"""


def main(arguments: list[str]) -> int:
    kernel, busybox = fetched()
    (FOLDER / "initrd.gz").write_bytes(gzip.compress(archive(kernel, busybox, arguments or [*TESTS, "-k", DEVICES]), 1))
    # fmt: off
    machine = [
        "qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-m", "3072", "-smp", "2",
        "-nographic", "-no-reboot", "-net", "none",
        "-kernel", str(next((kernel / "boot").glob("vmlinuz-*"))), "-initrd", str(FOLDER / "initrd.gz"),
        "-append", "console=ttyS0 quiet loglevel=3 panic=-1",
        "-fsdev", "local,id=host,path=/,security_model=none,readonly=on,multidevs=remap",
        "-device", "virtio-9p-pci,fsdev=host,mount_tag=host",
    ]
    # fmt: on
    ended = None
    with subprocess.Popen(machine, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, errors="replace") as running:
        assert running.stdout is not None
        for line in running.stdout:
            print(line, end="", flush=True)
            ended = re.search(r"ended with (\d+)", line) or ended
    return int(ended[1]) if ended else 2


def fetched() -> tuple[Path, Path]:
    """Folders of the unpacked kernel and busybox."""
    folders = FOLDER / "kernel", FOLDER / "busybox"
    if not all(folder.is_dir() for folder in folders):
        FOLDER.mkdir(parents=True, exist_ok=True)
        depends = subprocess.run(["apt-cache", "depends", "linux-image-amd64"], capture_output=True, text=True, check=True).stdout
        name = next(word for word in depends.split() if word.startswith("linux-image-"))
        name = next((word for word in depends.split() if re.fullmatch(r"linux-image-\d.*", word)), name)
        for package, folder in zip((name, "busybox-static"), folders, strict=True):
            subprocess.run(["apt-get", "download", package], cwd=FOLDER, check=True)
            subprocess.run(["dpkg-deb", "-x", str(next(FOLDER.glob(f"{package}_*.deb"))), str(folder)], check=True)
        subprocess.run(["depmod", "-b", str(folders[0].resolve()), release(folders[0])], check=True)
    return folders


def release(kernel: Path) -> str:
    return next((kernel / "lib/modules").iterdir()).name


def archive(kernel: Path, busybox: Path, arguments: list[str]) -> bytes:
    """The first file system: busybox, the modules in their order, and what is to be run."""
    shown = [
        subprocess.run(
            ["modprobe", "-d", str(kernel.resolve()), "-S", release(kernel), "--show-depends", module],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for module in MODULES
    ]
    modules = list(dict.fromkeys(Path(line.split()[1]) for text in shown for line in text.splitlines()))
    pytest = [
        sys.executable,
        "-m",
        "pytest",
        "-rs",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--basetemp=/tmp/pytest",
        *arguments,
    ]
    surroundings = "export HOME=/tmp PYTHONDONTWRITEBYTECODE=1 HYPOTHESIS_STORAGE_DIRECTORY=/tmp/examples"
    command = f"{surroundings}\ncd {shlex.quote(str(Path.cwd()))} && {shlex.join(pytest)}\n"
    files = {
        "init": INIT.encode(),
        "command": command.encode(),
        "bin/busybox": (busybox / "bin/busybox").read_bytes(),
        "modules/order": "\n".join(path.name for path in modules).encode(),
        **{f"modules/{path.name}": path.read_bytes() for path in modules},
    }
    folders = ("bin", "proc", "sys", "dev", "house", "modules")
    entries = [entry(name, stat.S_IFDIR | 0o755, b"") for name in folders]
    entries += [entry(name, stat.S_IFREG | 0o755, content) for name, content in files.items()]
    return b"".join([*entries, entry("TRAILER!!!", 0, b"")])


def entry(name: str, mode: int, content: bytes) -> bytes:
    """One file of a cpio archive in its "newc" form."""
    fields = (0, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name.encode() + b"\0"
    return _padded(head) + _padded(content)


def _padded(part: bytes) -> bytes:
    return part + b"\0" * (-len(part) % 4)


if __name__ == "__main__":
    if shutil.which("qemu-system-x86_64") is None:
        sys.exit("install qemu-system-x86 first: apt-get install --no-install-recommends qemu-system-x86")
    sys.exit(main(sys.argv[1:]))
