"""A printer on the network: found by either kind of address, never waited for, kept and opened again by itself; and plain files."""

import os
import socket
import threading
from dataclasses import replace

import pytest

from hardware.printer.links.address import FilePlace, parse
from hardware.printer.links.dial import dial
from hardware.printer.links.link import LinkLost
from hardware.printer.links.network import open_network
from hardware.printer.links.paper_file import open_file
from hardware.printer.port import JobState, PrinterState, Tier
from tests.hardware.printer.watched import QUICK, Watched


@pytest.mark.parametrize(("family", "host", "url"), [(socket.AF_INET, "127.0.0.1", "127.0.0.1"), (socket.AF_INET6, "::1", "[::1]")])
def test_both_kinds_of_address_reach_a_printer(family, host, url):
    with socket.socket(family) as listening:
        listening.bind((host, 0))
        listening.listen()
        link = open_network(parse(f"tcp://{url}:{listening.getsockname()[1]}"))
        with listening.accept()[0] as printer:
            assert link.send(b"\x10\x04\x01") == 3
            assert printer.recv(16) == b"\x10\x04\x01"
        with pytest.raises(LinkLost, match="closed by the printer"):
            while not link.receive():
                pass
        link.close()


def test_a_closed_port_and_a_missing_folder_are_a_lost_link_that_says_why():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(LinkLost, match="refused: power, network cable, address and port"):
        dial(parse(f"tcp://127.0.0.1:{port}"))
    with pytest.raises(LinkLost, match="/nowhere/at/all: No such file"):
        dial(parse("file:///nowhere/at/all"))
    with pytest.raises(LinkLost, match="not a name a computer can have"):
        dial(parse(f"tcp://{'a' * 70}.example"))


def test_a_name_that_does_not_resolve_holds_up_neither_the_resident_nor_the_closing(paper):
    answered = threading.Event()
    late = []

    def slow_name_server(address):
        answered.wait()
        late.append(open_file(FilePlace(os.devnull, blind=True)))
        return late[-1]

    printer = Watched("tcp://printer.example", replace(QUICK, patience={PrinterState.UNKNOWN: 0.1}), open_line=slow_name_server)
    printer.submit("a", paper)
    assert printer.final("a").state is JobState.FAILED_CLEAN
    assert printer.printer.state() is PrinterState.UNKNOWN

    printer.printer.close()

    dialling = [thread for thread in threading.enumerate() if thread.name == "printer-dial"]
    answered.set()
    for thread in dialling:
        thread.join()
    with pytest.raises(LinkLost):
        late[0].send(b"closed by then")


def test_a_failure_nobody_foresaw_while_opening_is_tried_again(device, watch):
    tries = []

    def faulty(address):
        tries.append(address)
        if len(tries) < 3:
            raise RuntimeError("a driver with a bug")
        return dial(address)

    printer = Watched(device.url, open_line=faulty)

    printer.until_ready()
    assert len(tries) == 3
    printer.printer.close()


def test_a_card_that_ends_idle_connections_never_makes_anybody_wait(device, watch, paper):
    device.order(idle_close=0.3)
    printer = watch(device.url, replace(QUICK, heartbeat=60.0))
    printer.until_ready()
    printer.until_state(PrinterState.UNKNOWN)  # the card ended the line

    printer.until_ready()  # and nobody needed to ask for it
    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED


def test_a_heartbeat_keeps_the_line_where_idle_connections_are_ended(device, watch, paper):
    states = []
    device.order(idle_close=1.0)
    printer = watch(device.url, replace(QUICK, heartbeat=0.1))
    printer.until_ready()

    for number in range(3):
        device.order(paper="near_end" if number % 2 == 0 else "ok")
        states.append(printer.until_state(PrinterState.NEAR_END if number % 2 == 0 else PrinterState.READY))
    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED
    assert device.order(state=True)["connections"] == 1


def test_a_pipe_that_nobody_empties_takes_no_more_and_holds_nobody(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(LinkLost):
        open_file(FilePlace(str(pipe), blind=True))
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    link = open_file(FilePlace(str(pipe), blind=True))

    while link.send(b"\0" * 4096):
        pass

    assert link.again() is not None
    os.close(reader)
    with pytest.raises(LinkLost):
        link.send(b"\0")
    link.close()


def test_a_file_takes_every_byte_of_a_paper_and_proves_nothing(tmp_path, paper, watch):
    printer = watch(f"file://{tmp_path}/printer")
    printer.submit("a", paper)

    assert printer.final("a").state is JobState.UNCERTAIN
    assert paper.packed[:72] in (tmp_path / "printer").read_bytes()
    printer.until_ready()


def test_half_a_paper_of_who_knows_whom_is_parted_off_and_the_printer_still_proves_what_it_can(start, watch, paper):
    device = start("--cut-seconds", "0.6")  # longer than an ordered status is waited for
    before = watch(device.url)
    before.until_ready()
    device.order(cut_link_after=20000)
    before.submit("a", paper)
    before.final("a")
    before.printer.close()

    after = watch(device.url)  # a spool that knows nothing of it

    assert after.until_ready() is Tier.A
    after.submit("b", paper)
    assert after.final("b").state is JobState.PRINTED
    assert device.sheets()[-1] == paper
