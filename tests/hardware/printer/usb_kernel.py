"""A USB printer at the place of the kernel: the real libusb and pyusb above, the simulated printer's process behind.

libumockdev stands in for /dev/bus/usb and /sys in one process (LD_PRELOAD); what libusb asks of the device file by ioctl is
answered here, on umockdev's own thread. All is in one address space: a request's memory is read and written where it lies.

    LD_PRELOAD=libumockdev-preload.so.0 python -m tests.hardware.printer.usb_kernel URL HOST PORT PICTURE

prints the picture twice, pulling the plug in between; one JSON line per change.
"""

import ctypes
import errno
import json
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_long, c_uint, c_uint8, c_ulong, c_void_p
from pathlib import Path

from hardware.printer.limits import Limits
from hardware.printer.memory import MemorySpool
from hardware.printer.port import FINAL, JobChange, PrinterState, PrintJob
from hardware.printer.printer import open_printer

NODE, DEVICE = b"/dev/bus/usb/001/001", b"/devices/usb1"
DESCRIPTORS = (
    "12010002 00000040 b804280e 0001 010203 01"  # device 04b8:0e28, three strings, one configuration
    "0902 2000 0101 00c0 01"
    "0904 0000 02 070102 00"  # interface of the printer class, both ways
    "0705 02 02 4000 00"
    "0705 81 02 4000 00"
).replace(" ", "")
STRINGS = ("", "EPSON", "TM-m30III", "J3KF000001")
# As udev tells it. A node without content is one that is opened like a file; only its ioctls are ours.
PLUGGED = f"""\
P: {DEVICE.decode()}
N: bus/usb/001/001
E: SUBSYSTEM=usb
E: DRIVER=usb
E: BUSNUM=001
E: DEVNUM=001
E: DEVNAME={NODE.decode()}
E: DEVTYPE=usb_device
A: bConfigurationValue=1\\n
A: busnum=1\\n
A: devnum=1\\n
A: speed=12\\n
H: descriptors={DESCRIPTORS}
"""

# linux/usbdevice_fs.h, 64 bits
GET_CAPABILITIES, CLAIM, RELEASE, GET_DRIVER, IOCTL = 0x8004551A, 0x8004550F, 0x80045510, 0x41045508, 0xC0105512
SUBMIT, REAP, DISCARD, CLEAR_HALT, RESET = 0x8038550A, 0x4008550D, 0x0000550B, 0x80045515, 0x00005514
DISCONNECT, CONNECT = 0x5516, 0x5517
CAPABILITIES = 0x04 | 0x10  # no limit of a packet's size; reap after a disconnect
CONTROL, BULK = 2, 3
PATIENCE = 60.0  # seconds for one change


class Urb(Structure):
    """struct usbdevfs_urb."""

    _fields_ = (
        ("type", c_uint8),
        ("endpoint", c_uint8),
        ("status", c_int),
        ("flags", c_uint),
        ("buffer", c_void_p),
        ("buffer_length", c_int),
        ("actual_length", c_int),
        ("start_frame", c_int),
        ("number_of_packets", c_int),
        ("error_count", c_int),
        ("signr", c_uint),
        ("usercontext", c_void_p),
    )


class Asked(Structure):
    """struct usbdevfs_ioctl."""

    _fields_ = (("interface", c_int), ("code", c_int), ("data", c_void_p))


class IoctlData(Structure):
    """The beginning of UMockdevIoctlData: what the client passed as third argument."""

    _fields_ = (("parent", c_uint8 * 24), ("data", POINTER(c_ulong)))


_umockdev = ctypes.CDLL("libumockdev.so.0")
_gobject = ctypes.CDLL("libgobject-2.0.so.0")
_HANDLER = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p)
for _name, _result, _arguments in (
    ("umockdev_testbed_new", c_void_p, ()),
    ("umockdev_testbed_attach_ioctl", c_int, (c_void_p, c_char_p, c_void_p, c_void_p)),
    ("umockdev_testbed_detach_ioctl", c_int, (c_void_p, c_char_p, c_void_p)),
    ("umockdev_testbed_add_from_string", c_int, (c_void_p, c_char_p, c_void_p)),
    ("umockdev_testbed_remove_device", None, (c_void_p, c_char_p)),
    ("umockdev_testbed_uevent", None, (c_void_p, c_char_p, c_char_p)),
    ("umockdev_ioctl_base_new", c_void_p, ()),
    ("umockdev_ioctl_client_get_request", c_ulong, (c_void_p,)),
    ("umockdev_ioctl_client_get_arg", POINTER(IoctlData), (c_void_p,)),
    ("umockdev_ioctl_client_complete", None, (c_void_p, c_long, c_int)),
):
    _function = getattr(_umockdev, _name)
    _function.restype, _function.argtypes = _result, _arguments
_gobject.g_signal_connect_data.argtypes = (c_void_p, c_char_p, _HANDLER, c_void_p, c_void_p, c_int)
_gobject.g_object_unref.argtypes = (c_void_p,)


class Kernel:
    """The bus with one printer on it."""

    def __init__(self, printer: tuple[str, int], on_cut: Callable[[int], None]) -> None:
        """`on_cut`: a transfer to the printer timed out when it had taken so many bytes."""
        self.done: list[str] = []
        self._on_cut = on_cut
        self._printer = printer
        self._line: socket.socket | None = None
        self._driver = "usblp"
        self._here = True
        self._waiting: list[int] = []  # addresses of URBs, oldest first
        self._finished: list[int] = []
        self._lock = threading.Lock()
        self._testbed = _umockdev.umockdev_testbed_new()
        self._base = _umockdev.umockdev_ioctl_base_new()
        self._handler = _HANDLER(self._handle)
        _gobject.g_signal_connect_data(self._base, b"handle-ioctl", self._handler, None, None, 1)

    def plug_in(self) -> None:
        self._here, self._driver = True, "usblp"
        assert _umockdev.umockdev_testbed_attach_ioctl(self._testbed, NODE, self._base, None)
        assert _umockdev.umockdev_testbed_add_from_string(self._testbed, PLUGGED.encode(), None)
        _umockdev.umockdev_testbed_uevent(self._testbed, b"/sys" + DEVICE, b"add")

    def unplug(self) -> None:
        with self._lock:
            self._here = False
        _umockdev.umockdev_testbed_uevent(self._testbed, b"/sys" + DEVICE, b"remove")
        _umockdev.umockdev_testbed_remove_device(self._testbed, b"/sys" + DEVICE)
        _umockdev.umockdev_testbed_detach_ioctl(self._testbed, NODE, None)

    def end(self) -> None:
        _gobject.g_object_unref(self._base)
        _gobject.g_object_unref(self._testbed)

    # --- ioctls -----------------------------------------------------------------------------------------------------------------

    def _handle(self, _base: int, client: int, _user: int) -> int:
        request = _umockdev.umockdev_ioctl_client_get_request(client) & 0xFFFFFFFF
        argument = _umockdev.umockdev_ioctl_client_get_arg(client).contents.data[0]
        with self._lock:
            result, number = self._answer(request, argument)
        if number == errno.EAGAIN:
            time.sleep(0.002)  # the device file is always ready here: libusb would ask in a circle
        _umockdev.umockdev_ioctl_client_complete(client, result, number)
        return 1

    def _answer(self, request: int, argument: int) -> tuple[int, int]:
        """Result and errno."""
        if not self._here and request != REAP:
            return -1, errno.ENODEV
        match request:
            case 0x8004551A:  # GET_CAPABILITIES
                c_uint.from_address(argument).value = CAPABILITIES
            case 0x8004550F:  # CLAIM
                return self._claim()
            case 0x80045510:  # RELEASE
                self.done.append("released")
                if self._line is not None:
                    self._line.close()
                self._line = None
            case 0x41045508:  # GET_DRIVER
                if not self._driver:
                    return -1, errno.ENODATA
                ctypes.memmove(argument + 4, self._driver.encode() + b"\0", len(self._driver) + 1)
            case 0xC0105512:  # IOCTL
                return self._driver_moves(Asked.from_address(argument).code)
            case 0x8038550A:  # SUBMIT
                self._waiting.append(argument)
            case 0x0000550B:  # DISCARD
                return self._discard(argument)
            case 0x4008550D:  # REAP
                return self._reap(argument)
            case 0x80045515 | 0x00005514:  # CLEAR_HALT, RESET
                self.done.append("halt cleared" if request == CLEAR_HALT else "reset")
            case _:
                return -1, errno.ENOTTY
        return 0, 0

    def _claim(self) -> tuple[int, int]:
        if self._driver:
            return -1, errno.EBUSY
        self.done.append("claimed")
        self._line = socket.create_connection(self._printer, timeout=30)
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        self._line.setblocking(False)
        return 0, 0

    def _driver_moves(self, code: int) -> tuple[int, int]:
        self.done.append("driver aside" if code == DISCONNECT else "driver back")
        self._driver = "" if code == DISCONNECT else "usblp"
        return int(code == CONNECT), 0

    def _discard(self, address: int) -> tuple[int, int]:
        if address not in self._waiting:
            return -1, errno.EINVAL
        self._waiting.remove(address)
        urb = Urb.from_address(address)
        urb.status = -errno.ENOENT
        self._finished.append(address)
        if urb.type == BULK and not urb.endpoint & 0x80:
            self._on_cut(urb.actual_length)
        return 0, 0

    def _reap(self, argument: int) -> tuple[int, int]:
        for address in list(self._waiting):
            if self._carried(Urb.from_address(address)):
                self._waiting.remove(address)
                self._finished.append(address)
        if not self._finished:
            return -1, errno.EAGAIN if self._here else errno.ENODEV
        c_void_p.from_address(argument).value = self._finished.pop(0)
        return 0, 0

    # --- transfers --------------------------------------------------------------------------------------------------------------

    def _carried(self, urb: Urb) -> bool:
        """False while the device lets it wait."""
        if not self._here or (self._line is None and urb.type == BULK):
            urb.status = -errno.ESHUTDOWN
            return True
        if urb.type == CONTROL:
            return self._describe(urb)
        try:
            if urb.endpoint & 0x80:
                said = self._line.recv(urb.buffer_length)
                ctypes.memmove(urb.buffer, said, len(said))
                urb.actual_length = len(said)
            else:
                left = ctypes.string_at(urb.buffer + urb.actual_length, urb.buffer_length - urb.actual_length)
                urb.actual_length += self._line.send(left)
                if urb.actual_length < urb.buffer_length:
                    return False
        except BlockingIOError:
            return False
        except OSError:
            urb.status = -errno.EPROTO
            return True
        urb.status = 0
        return True

    def _describe(self, urb: Urb) -> bool:
        setup = ctypes.string_at(urb.buffer, 8)
        kind, index, wanted = setup[3], setup[2], int.from_bytes(setup[6:8], "little")
        if setup[:2] != b"\x80\x06" or kind != 3:
            urb.status = -errno.EPIPE
            return True
        text = b"\x09\x04" if index == 0 else STRINGS[index].encode("utf-16-le")
        answer = (bytes([len(text) + 2, 3]) + text)[:wanted]
        ctypes.memmove(urb.buffer + 8, answer, len(answer))
        urb.actual_length, urb.status = len(answer), 0
        return True


def main(url: str, host: str, port: str, picture: str) -> None:
    changed, settled, voice = threading.Condition(), [], threading.Lock()

    def say(**words: object) -> None:
        with voice:
            print(json.dumps(words), flush=True)

    kernel = Kernel((host, int(port)), lambda taken: say(cut=taken))
    kernel.plug_in()

    def on_change(change: JobChange) -> None:
        say(job=change.job, state=change.state)
        if change.state in FINAL:
            with changed:
                settled.append(change.job)
                changed.notify_all()

    def on_state(state: PrinterState) -> None:
        say(printer=state)
        with changed:
            changed.notify_all()

    limits = Limits(shortest_deadline=1.5, slow_mm_per_s=2000, back_off=(0.1, 0.2))
    printer = open_printer(url, MemorySpool(1), on_change, on_state, limits=limits)

    def until(state: PrinterState) -> None:
        with changed:
            assert changed.wait_for(lambda: printer.state() is state, timeout=PATIENCE), printer.trouble()

    # Closed in any case: its threads would keep a failed run alive.
    with closing(printer):
        for job in ("before", "after"):
            until(PrinterState.READY)
            printer.submit(PrintJob(job, 576, Path(picture).read_bytes()))
            with changed:
                assert changed.wait_for(lambda job=job: job in settled, timeout=PATIENCE)
            if job == "before":
                kernel.unplug()
                until(PrinterState.UNREACHABLE)
                say(trouble=printer.trouble())
                kernel.plug_in()
        say(identity=printer.identity())
    say(done=kernel.done)
    kernel.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
