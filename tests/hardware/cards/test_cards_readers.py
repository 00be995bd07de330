"""Which readers are found, and what stands in the way of using them."""

import json
import os
import subprocess
import sys

import pytest

from hardware.cards import BadReaderUrl, open_reader
from hardware.cards.readers import FoundReader, for_nfcpy, plugged_in
from tests.hardware.cards.pcsc_machine import READERS

RC_S380, RC_S300, MOUSE = ("054c", "06c3"), ("054c", "0dc9"), ("046d", "c077")


@pytest.fixture
def plug(tmp_path):
    """Lays a USB device into a kernel's list of its own, with the file a program opens."""

    def plug(place, model, name="", module="", number=None):
        folder = tmp_path / "sys/bus/usb/devices" / place
        interface = folder / f"{place}:1.0"
        interface.mkdir(parents=True)
        number = number or int(place[-1])
        lines = {"idVendor": model[0], "idProduct": model[1], "busnum": "1", "devnum": str(number)}
        for file, line in (lines | ({"product": name} if name else {})).items():
            (folder / file).write_text(line + "\n")
        if module:
            (tmp_path / "drivers" / module).mkdir(parents=True, exist_ok=True)
            (interface / "driver").symlink_to(tmp_path / "drivers" / module)
        node = tmp_path / f"dev/bus/usb/001/{number:03}"
        node.parent.mkdir(parents=True, exist_ok=True)
        node.touch()
        return node

    return plug


def found(system):
    return list(for_nfcpy(tuple(plugged_in(system))))


def test_a_reader_nfcpy_knows_is_named_with_its_url_and_other_devices_are_not(tmp_path, plug):
    plug("1-1", RC_S380, "RC-S380/P")
    plug("1-2", MOUSE, "Optical Mouse")

    assert found(tmp_path) == [FoundReader("RC-S380/P", "nfcpy:usb:054c:06c3")]


def test_two_of_a_kind_are_named_by_their_places(tmp_path, plug):
    plug("1-1", RC_S380, "RC-S380/P")
    plug("1-2", RC_S380, "RC-S380/P")

    assert [reader.url for reader in found(tmp_path)] == ["nfcpy:usb:001:001", "nfcpy:usb:001:002"]


def test_a_reader_that_needs_the_service_is_said_to(tmp_path, plug):
    plug("1-1", RC_S300, "RC-S300/P")

    [reader] = found(tmp_path)

    assert reader.url is None
    assert "pcsc:" in reader.cure


def test_a_kernel_module_that_holds_the_reader_is_named_with_the_cure(tmp_path, plug):
    plug("1-1", RC_S380, "RC-S380/P", module="port100")

    [reader] = found(tmp_path)

    assert "blacklist port100" in reader.cure


def test_a_reader_that_cannot_be_opened_is_named_with_its_file(tmp_path, plug):
    plug("1-1", RC_S380, "RC-S380/P").unlink()

    [reader] = found(tmp_path)

    assert f"{tmp_path}/dev/bus/usb/001/001" in reader.cure
    assert "054c:06c3" in reader.cure


def test_a_device_without_a_name_is_named_by_its_numbers(tmp_path, plug):
    plug("1-1", RC_S380)

    assert [reader.reader for reader in found(tmp_path)] == ["054c:06c3"]


def listed(**environment):
    done = subprocess.run(
        [sys.executable, "-m", "hardware.cards", "readers"],
        capture_output=True, text=True, check=False, env=os.environ | environment,
    )  # fmt: skip
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_the_tool_lists_the_readers_of_the_service_with_the_url_that_opens_them(machine):
    status, lines = listed()

    assert status == 0
    assert [line for line in lines if line.get("url", "").startswith("pcsc")] == [
        {"reader": name, "url": f"pcsc:{name}"} for name in READERS
    ]


def test_the_tool_says_what_to_do_where_no_service_runs(tmp_path):
    _, lines = listed(PCSCLITE_CSOCK_NAME=str(tmp_path / "nobody"))

    [line] = [line for line in lines if line["reader"] == "PC/SC"]
    assert "systemctl start pcscd.socket" in line["cure"]


def test_the_tool_reads_a_card_through_the_service(pcsc_simulator):
    pcsc_simulator.lay("taro")

    done = subprocess.run(
        [sys.executable, "-m", "hardware.cards", "read", "--reader", "pcsc:Virtual", "--pin", "-", "--trace"],
        input="1234\n", capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, json.loads(done.stdout)["name"]) == (0, "川崎　太郎")
    assert "00200080 … 9000" in done.stderr
    assert "1234" not in done.stderr


def test_without_pyscard_the_way_to_get_it_is_said():
    program = "import sys; sys.modules['smartcard'] = None; import hardware.cards as c; c.open_reader('pcsc:')"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert "BadReaderUrl" in done.stderr
    assert "pip install pyscard" in done.stderr


def test_a_url_of_the_service_is_taken_and_nothing_is_opened_yet():
    open_reader("pcsc:").close()
    open_reader("pcsc:Sony RC-S300/P").close()
    with pytest.raises(BadReaderUrl):
        open_reader("pcsc")


def test_the_help_names_the_list_of_readers_and_both_ways_to_one():
    done = subprocess.run([sys.executable, "-m", "hardware.cards", "--help"], capture_output=True, text=True, check=True)

    for word in ("readers", "nfcpy:usb", "pcsc:NAME"):
        assert word in done.stdout
