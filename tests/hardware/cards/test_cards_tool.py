"""The field engineer's tool, run as it is run."""

import json
import subprocess
import sys

import pytest


def tool(*arguments, entered=""):
    return subprocess.run(
        [sys.executable, "-m", "hardware.cards", *arguments], input=entered, capture_output=True, text=True, check=False
    )


def test_it_reads_a_card_and_prints_its_items(simulator):
    simulator.lay("taro")

    done = tool("read", "--reader", simulator.url, "--pin", "-", entered="1234\n")

    assert done.returncode == 0
    assert json.loads(done.stdout) == {
        "card": "my_number", "name": "川崎　太郎", "address": "神奈川県川崎市川崎区見本町１丁目２番３号",
        "birth_date": "1980-02-17", "sex": "male", "uncertain": [],
    }  # fmt: skip
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_it_reads_by_the_digits_of_the_face(simulator):
    simulator.lay("hanako")

    done = tool("read", "--reader", simulator.url, "--code-b", "-", entered="07050320311234\n")

    assert json.loads(done.stdout)["sex"] == "female"


def test_it_says_a_fault_and_does_not_end_well(simulator):
    simulator.lay("taro")

    done = tool("read", "--reader", simulator.url, "--pin", "-", entered="9999\n")

    assert done.returncode == 1
    assert json.loads(done.stdout) == {"fault": "wrong_pin", "tries_left": 2, "kind": "my_number"}


def test_it_says_what_to_do_about_a_fault_and_nothing_of_the_digits(simulator):
    simulator.do(put="old_resident_card")

    done = tool("read", "--reader", simulator.url, "--pin", "-", entered="9731\n")

    assert json.loads(done.stdout) == {"fault": "unsupported_card", "kind": "old_resident_card"}
    assert "Go on by typing" in done.stderr
    assert "9731" not in done.stderr


def test_a_licence_without_a_pin_is_named_so_and_read_without_one(simulator):
    simulator.do(put="licence_no_pin")

    seen = tool("wait", "--reader", simulator.url)
    read = tool("read", "--reader", simulator.url, "--kind", "licence", "--no-pin")

    assert json.loads(seen.stdout) == {"card": "driving_licence", "tries_left": 3, "pin_set": False, "expires": "2027-08-15"}
    assert json.loads(read.stdout)["name"] == "高津　十子"


def test_it_wants_no_pin_left_out_for_a_my_number_card():
    done = tool("read", "--reader", "nfcpy:udp:127.0.0.1:1", "--no-pin")

    assert done.returncode == 2
    assert "--kind licence" in done.stderr


def test_lost_frames_are_for_who_traces(simulator):
    said = {}
    for traced in ((), ("--trace",)):
        simulator.lay("taro", fwi=6)
        simulator.do(remove_after_apdu=6)
        said[traced] = tool("read", "--reader", simulator.url, "--pin", "-", *traced, entered="1234\n").stderr

    assert "timeout" not in said[()]
    assert "placed again" in said[()].lower()
    assert "timeout" in said[("--trace",)]


def test_it_leaves_the_last_try_alone_unless_told_otherwise(simulator):
    simulator.lay("taro")
    simulator.do(tries=1)

    kept = tool("read", "--reader", simulator.url, "--pin", "-", entered="1234\n")
    used = tool("read", "--reader", simulator.url, "--pin", "-", "--allow-last-try", entered="1234\n")

    assert json.loads(kept.stdout) == {"fault": "last_try", "tries_left": 1, "kind": "my_number"}
    assert (kept.returncode, used.returncode) == (1, 0)


def test_it_waits_for_a_card_and_names_it(simulator):
    simulator.do(put="transit")

    done = tool("wait", "--reader", simulator.url)

    assert (done.returncode, json.loads(done.stdout)) == (0, {"card": "transit", "tries_left": None})


def test_it_says_that_no_card_came_or_no_reader_is_there(simulator):
    simulator.do(remove=True)

    nothing = tool("wait", "--reader", simulator.url, "--timeout", "0")
    nobody = tool("wait", "--reader", "nfcpy:usb:ffff:ffff")

    assert (nothing.returncode, json.loads(nothing.stdout)) == (1, {"fault": "no_card"})
    assert (nobody.returncode, json.loads(nobody.stdout)) == (1, {"fault": "reader_gone"})


def test_its_trace_shows_no_contents(simulator):
    simulator.lay("taro")

    done = tool("read", "--reader", simulator.url, "--pin", "-", "--trace", entered="1234\n")

    assert "00200080 … 9000" in done.stderr
    assert "31323334" not in done.stderr
    assert "1234" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--pin", "1234"], ["--pin=1234"], ["--pin", "-", "1234"], ["1234"], ["--pin", "-", "--timeout", "x1234"]],
)
def test_a_pin_on_the_command_line_is_refused_and_not_repeated(arguments):
    done = tool("read", "--reader", "nfcpy:udp:127.0.0.1:1", *arguments)

    assert done.returncode == 2
    assert "1234" not in done.stdout + done.stderr
    assert "see --help" in done.stderr


def test_a_reader_it_does_not_know_is_said_with_those_it_knows():
    done = tool("wait", "--reader", "pcsc")

    assert done.returncode == 2
    assert "nfcpy:usb" in done.stderr


def test_its_help_teaches():
    done = tool("--help")

    for word in ("wait", "read", "--code-b", "standard input", "nfcpy:udp", "--allow-last-try", "pcscd"):
        assert word in done.stdout
