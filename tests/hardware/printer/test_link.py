"""A printer is named by a URL; a name that means nothing says what would."""

import socket

import pytest

from hardware.printer.link import Address, BadPrinterUrl, LinkLost, dial, parse
from hardware.printer.port import Tier


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("tcp://192.0.2.7", Address("tcp", host="192.0.2.7", port=9100)),
        ("tcp://printer.example:9101", Address("tcp", host="printer.example", port=9101)),
        ("tcp://[::1]:9100", Address("tcp", host="::1", port=9100)),
        ("tcp://192.0.2.7?tier=D", Address("tcp", host="192.0.2.7", port=9100, tier=Tier.D)),
        ("file:///dev/usb/lp0", Address("file", path="/dev/usb/lp0", tier=Tier.D)),
    ],
)
def test_urls_name_printers(url, address):
    assert parse(url) == address


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("192.0.2.7:9100", "tcp://host:9100"),
        ("tcp://", "tcp://host:9100"),
        ("tcp://host:many", "number from 1 to 65535"),
        ("tcp://host?tier=A", "only tier=D"),
        ("file://relative", "file:///path"),
        ("usb://04b8:0202", "not built in yet"),
    ],
)
def test_a_bad_url_says_what_would_be_good(url, said):
    with pytest.raises(BadPrinterUrl, match=said):
        parse(url)


def test_a_closed_port_and_a_missing_folder_are_a_lost_link():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(LinkLost):
        dial(parse(f"tcp://127.0.0.1:{port}"))
    with pytest.raises(LinkLost):
        dial(parse("file:///nowhere/at/all"))
