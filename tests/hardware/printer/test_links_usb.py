"""A USB printer: spoken to where its descriptors say, never reset, given back to the kernel, and lost when it is unplugged."""

import os

import pytest

from hardware.printer.links.address import UsbPlace
from hardware.printer.links.device_file import DeviceWire
from hardware.printer.links.link import LinkLost, LinkTaken
from hardware.printer.links.usb_bulk import open_usb
from hardware.printer.port import JobState, Tier
from tests.hardware.printer.lines import Connected
from tests.hardware.printer.usb_cable import BULK, INTERRUPT, Bus, Plugged, Setting
from tests.hardware.printer.watched import QUICK, Watched

PRINTER = UsbPlace(0x04B8, 0x0E28)


@pytest.fixture
def line(tmp_path):
    connected = Connected("usb", tmp_path / "printer")
    yield connected
    connected.device.end()


@pytest.fixture
def watch(line):
    """Open the printer, as it then is on the bus."""
    opened = []

    def watched():
        opened.append(line.watch(QUICK))
        return opened[-1]

    yield watched
    for each in opened:
        each.printer.close()


def refusal(*plugged, place=PRINTER):
    with pytest.raises(LinkLost) as refused:
        open_usb(place, Bus(*plugged)).close()
    return str(refused.value)


IPP = Setting(number=0, alternate=1, protocol=4, ends=((0x05, BULK, 512), (0x85, BULK, 512)))
ONE_WAY = Setting(number=0, alternate=0, protocol=1, ends=((0x03, BULK, 64),))
BOTH_WAYS = Setting(number=0, alternate=2, protocol=2, ends=((0x8B, INTERRUPT, 8), (0x07, BULK, 512), (0x8A, BULK, 512)))
HUMAN = Setting(number=1, kind=3, subclass=0, protocol=0, ends=((0x82, INTERRUPT, 8),))
VENDOR = Setting(number=0, kind=255, subclass=0, protocol=0, ends=((0x02, BULK, 64), (0x81, BULK, 64)))


@pytest.mark.parametrize(
    ("settings", "done"),
    [
        ((Setting(),), ["put usblp aside", "claimed 0"]),
        ((ONE_WAY, IPP, BOTH_WAYS, HUMAN), ["put usblp aside", "claimed 0", "alternate 2"]),
        ((HUMAN, Setting(number=2)), ["put usblp aside", "claimed 2"]),
        ((VENDOR,), ["put usblp aside", "claimed 0"]),
    ],
    ids=["plain", "alternates", "composite", "vendor-class"],
)
def test_a_printer_is_found_behind_its_descriptors_whatever_their_numbers(line, watch, paper, settings, done):
    line.plugged.settings = settings
    printer = watch()
    assert printer.until_ready() is Tier.A

    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED
    assert line.plugged.calls == done


def test_the_kernels_driver_is_put_back_and_nothing_is_ever_reset(line, watch):
    printer = watch()
    printer.until_ready()
    assert line.plugged.driver is None

    printer.printer.close()

    assert line.plugged.driver == "usblp"
    assert line.plugged.calls == ["put usblp aside", "claimed 0", "released 0", "driver back", "closed"]


def test_a_printer_that_had_no_driver_of_the_kernel_gets_none(line, watch):
    line.plugged.driver = None
    printer = watch()
    printer.until_ready()

    printer.printer.close()

    assert line.plugged.calls == ["claimed 0", "released 0", "closed"]


def test_empty_packets_before_a_word_are_borne(line, watch, paper):
    line.plugged.empty_packets = 8
    printer = watch()

    assert printer.until_ready() is Tier.A
    line.plugged.empty_packets = 4
    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED
    assert line.plugged.empty_packets == 0


@pytest.mark.parametrize("end", [0x02, 0x81])
def test_a_halted_endpoint_is_cleared_and_the_paper_comes_out(line, watch, paper, end):
    printer = watch()
    printer.until_ready()
    line.plugged.stalls[end] = 1
    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED
    assert f"cleared {end:02x}" in line.plugged.calls
    assert line.device.sheets() == [paper]


def test_an_endpoint_that_stays_halted_is_a_lost_line_and_it_is_tried_again(line, watch, paper):
    line.plugged.stalls[0x81] = 3
    printer = watch()

    assert printer.until_ready() is Tier.A
    assert line.plugged.calls.count("claimed 0") == 2
    assert line.plugged.stalls[0x81] == 0


def test_a_printer_fresh_from_the_plug_is_configured_and_a_running_one_is_not(line):
    line.plugged.configured = False
    watched = line.watch()
    watched.until_ready()
    watched.printer.close()
    assert line.plugged.calls.count("configured") == 1

    again = line.watch()
    again.until_ready()
    again.printer.close()

    assert line.plugged.calls.count("configured") == 1


def test_one_of_two_printers_is_chosen_by_its_serial(line):
    one, other = line.plugged, Plugged(serial="J3KF000002")
    one.serial = "J3KF000001"

    assert "by its serial, usb://04b8:0e28/SERIAL (J3KF000001, J3KF000002)" in refusal(one, other)
    assert "no USB device 04b8:0e28 with serial X" in refusal(one, other, place=UsbPlace(0x04B8, 0x0E28, "X"))
    assert not [call for call in one.calls + other.calls if call.startswith("claimed")]

    open_usb(UsbPlace(0x04B8, 0x0E28, "J3KF000001"), Bus(other, one)).close()

    assert "claimed 0" in one.calls
    assert "claimed 0" not in other.calls


def test_what_hinders_is_said_with_its_cure():
    assert "power, cable" in refusal()
    assert "power, cable" in refusal(Plugged(product=0x0001))
    assert "group lp" in refusal(Plugged(readable=False))
    assert "no printer" in refusal(Plugged(settings=(HUMAN,)))
    assert "no printer" in refusal(Plugged(settings=(IPP,)))
    assert "?tier=D" in refusal(Plugged(settings=(ONE_WAY,)))


def test_a_printer_that_another_program_has_claimed_is_taken():
    taken = Plugged(claimed_elsewhere=True)

    with pytest.raises(LinkTaken):
        open_usb(PRINTER, Bus(taken))

    assert taken.calls == ["closed"]


def test_a_driver_put_aside_in_vain_is_put_back():
    class Refusing(Bus):
        """The interface is taken in the very moment it was freed."""

        def detach_kernel_driver(self, dev_handle, intf):
            super().detach_kernel_driver(dev_handle, intf)
            dev_handle.claimed_elsewhere = True

    plugged = Plugged()

    with pytest.raises(LinkTaken):
        open_usb(PRINTER, Refusing(plugged))

    assert plugged.driver == "usblp"


def test_a_one_way_printer_declared_so_prints_and_nobody_claims_it(line, paper):
    line.plugged.settings = (ONE_WAY,)
    watched = Watched("usb://04b8:0e28?tier=D", open_line=line.open_line)

    watched.submit("a", paper)

    assert watched.final("a").state is JobState.UNCERTAIN
    assert line.device.await_sheets(1) == [paper]
    watched.printer.close()


def test_a_device_file_that_is_out_of_paper_takes_nothing_and_is_not_lost():
    wire = DeviceWire(os.open("/dev/full", os.O_RDWR | os.O_NONBLOCK))  # answers like usblp without paper: no space

    assert wire.take(b"picture", 0.01) == 0
    assert wire.take(b"picture", 0.01) == 0
    wire.close()


def test_a_device_file_whose_device_is_gone_is_lost_in_both_directions():
    ours, theirs = os.openpty()
    wire = DeviceWire(os.dup(theirs))
    os.close(theirs)
    os.close(ours)

    with pytest.raises(LinkLost):
        wire.give(0.01)
    with pytest.raises(LinkLost):
        wire.take(b"picture", 0.01)
    wire.close()
