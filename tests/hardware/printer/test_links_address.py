"""A printer is named by a URL; a name that means nothing says what would."""

import pytest

from hardware.printer.links.address import (
    BadPrinterUrl,
    DevicePlace,
    FilePlace,
    Flow,
    NetworkPlace,
    Parity,
    SerialPlace,
    UsbPlace,
    parse,
)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("tcp://192.0.2.7", NetworkPlace("192.0.2.7", 9100, alone=False)),
        ("tcp://printer.example:9101", NetworkPlace("printer.example", 9101, alone=False)),
        ("tcp://[::1]:9100", NetworkPlace("::1", 9100, alone=False)),
        ("tcp://[fe80::1%25eth0]", NetworkPlace("fe80::1%eth0", 9100, alone=False)),
        ("tcp://192.0.2.7?tier=D", NetworkPlace("192.0.2.7", 9100, alone=False, blind=True)),
        ("usb://04b8:0E28", UsbPlace(0x04B8, 0x0E28)),
        ("usb://04b8:0202/J3KF012345", UsbPlace(0x04B8, 0x0202, "J3KF012345")),
        ("usb://0416:5011?tier=d", UsbPlace(0x0416, 0x5011, blind=True)),
        ("usb:///dev/usb/lp0", DevicePlace("/dev/usb/lp0")),
        ("serial:///dev/ttyUSB0", SerialPlace("/dev/ttyUSB0", seconds_per_byte=10 / 115200)),
        (
            "serial:///dev/ttyS0?baud=9600&flow=xonxoff&parity=even",
            SerialPlace("/dev/ttyS0", 9600, Flow.XONXOFF, Parity.EVEN, seconds_per_byte=11 / 9600),
        ),
        ("file:///dev/usb/lp0", FilePlace("/dev/usb/lp0", blind=True)),
        ("file:///var/a%20file", FilePlace("/var/a file", blind=True)),
    ],
)
def test_urls_name_printers(url, address):
    assert parse(url) == address


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("192.0.2.7:9100", "tcp://HOST"),
        ("lpt1", "serial:///dev/ttyUSB0"),
        ("tcp://", "tcp://host:9100"),
        ("tcp://host:many", "number from 1 to 65535"),
        ("tcp://host:0", "number from 1 to 65535"),
        ("tcp://host:70000", "number from 1 to 65535"),
        ("tcp://[::1", "not closed"),
        ("tcp://host/printer", "tcp://host:9100"),
        ("tcp://host?tier=A", "only tier=D"),
        ("tcp://host?baud=9600", "nothing is known about baud"),
        ("tcp://host?tier", "NAME=VALUE"),
        ("usb://epson", "four hexadecimal digits"),
        ("usb://4b8:202", "four hexadecimal digits"),
        ("usb://", "usb://04b8:0202"),
        ("usb:///tmp/printer", "usb:///dev/usb/lp0"),
        ("serial://dev/ttyUSB0", "three strokes"),
        ("serial:///dev/ttyUSB0?baud=fast", "baud is a number"),
        ("serial:///dev/ttyUSB0?baud=0", "baud is a number"),
        ("serial:///dev/ttyUSB0?baud=٩٦٠٠", "baud is a number"),
        ("serial:///dev/ttyUSB0?flow=dtrdsr", "rtscts, xonxoff, dsr, none"),
        ("serial:///dev/ttyUSB0?parity=mark", "none, even, odd"),
        ("serial:///dev/ttyUSB0?speed=9600", "this form knows baud, flow, parity, tier"),
        ("file://relative", "file:///path"),
        ("file:///", "file:///path"),
    ],
)
def test_a_bad_url_says_what_would_be_good(url, said):
    with pytest.raises(BadPrinterUrl, match=said):
        parse(url)
