"""What the field engineer is told of the printers that are plugged in, and of the models that are known."""

import pytest

from hardware.printer.find import Found, device_files, serial_lines, usb_printers
from hardware.printer.links.address import DevicePlace, SerialPlace, UsbPlace, parse
from hardware.printer.models import MODELS, known
from tests.hardware.printer.usb_cable import BULK, INTERRUPT, Bus, Plugged, Setting

KEYBOARD = Setting(kind=3, subclass=1, protocol=1, ends=((0x81, INTERRUPT, 8),))
BRIDGE = Setting(kind=255, subclass=0, protocol=0, ends=((0x02, BULK, 64), (0x81, BULK, 64)))


def test_usb_printers_are_told_from_everything_else_and_nothing_is_done_to_them():
    printer, keyboard, bridge = Plugged(serial="J3KF 1"), Plugged(settings=(KEYBOARD,)), Plugged(settings=(BRIDGE,))

    assert list(usb_printers(Bus(keyboard, printer, bridge))) == [Found("usb://04b8:0e28/J3KF%201", "EPSON", "TM-m30III")]
    assert parse("usb://04b8:0e28/J3KF%201") == UsbPlace(0x04B8, 0x0E28, "J3KF 1")
    assert printer.driver == "usblp"
    assert set(printer.calls) <= {"closed"}


def test_a_printer_one_has_no_right_to_use_is_found_with_its_cure():
    (found,) = usb_printers(Bus(Plugged(readable=False)))

    assert found.url == "usb://04b8:0e28"
    assert "group lp" in found.why


@pytest.fixture
def machine(tmp_path):
    dev, sys = tmp_path / "dev", tmp_path / "sys"
    for folder in ("usb", "serial/by-id"):
        (dev / folder).mkdir(parents=True)
    return dev, sys


def test_device_files_are_named_with_what_the_kernel_keeps_of_them(machine):
    dev, sys = machine
    for name in ("lp0", "lp1"):
        (dev / "usb" / name).touch()
    about = sys / "class/usbmisc/lp1/device"
    about.mkdir(parents=True)
    (about / "ieee1284_id").write_text("MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;DES:EPSON TM-T88V;\n")

    assert list(device_files(dev, sys)) == [
        Found(f"usb://{dev}/usb/lp0"),
        Found(f"usb://{dev}/usb/lp1", "EPSON", "TM-T88V"),
    ]
    assert parse("usb:///dev/usb/lp1") == DevicePlace("/dev/usb/lp1")


def test_serial_lines_have_the_name_that_stays_theirs(machine):
    dev, _ = machine
    for name in ("ttyUSB0", "ttyUSB1", "ttyACM0"):
        (dev / name).touch()
    (dev / "serial/by-id/usb-FTDI_FT232R_A1-if00-port0").symlink_to("../../ttyUSB1")

    urls = [found.url for found in serial_lines(dev)]

    assert [url.removeprefix(f"serial://{dev}/") for url in urls] == [
        "ttyACM0?baud=115200",
        "ttyUSB0?baud=115200",
        "serial/by-id/usb-FTDI_FT232R_A1-if00-port0?baud=115200",
    ]
    assert isinstance(parse(urls[2]), SerialPlace)


@pytest.mark.parametrize(
    ("name", "dots", "dpi"),
    [
        ("TM-T88V", 512, 180),
        ("EPSON TM-T88V-i", 512, 180),
        ("TM-m30III", 576, 203),
        ("tm-t20iii", 576, 203),
        ("ZJ-5870", 384, 203),
        ("TM-T88VII", None, None),
    ],
)
def test_a_model_is_known_by_its_own_name(name, dots, dpi):
    model = known(name)

    assert model is not None
    assert (model.dots, model.dpi) == (dots, dpi)


def test_an_unknown_model_is_not_taken_for_a_similar_one():
    assert known("TM-T88") is None
    assert known("TM-T20IV") is None
    assert known("SIMULATED") is None


def test_every_model_is_named_once_and_its_dots_fill_whole_bytes():
    names = [name for model in MODELS for name in model.names]
    assert len(names) == len(set(names))
    assert all(model.dots is None or (model.dots % 8 == 0 and model.dpi in (180, 203)) for model in MODELS)
