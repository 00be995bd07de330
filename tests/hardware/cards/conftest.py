"""A simulated reader field in a process of its own, and hands to lay cards into it."""

import json
import socket
import subprocess
import sys

import pytest

from hardware.cards import open_reader


class Simulator:
    """The process; `do(put="taro")` is one line on its control port, answered by the state after it."""

    def __init__(self, udp="127.0.0.1:0"):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hardware.cards.simulated", "--until-stdin-closes", "--udp", udp],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        ready = json.loads(self.process.stdout.readline())
        self.url = ready["reader"]
        self._hands = socket.create_connection(("127.0.0.1", ready["control"]))
        self._lines = self._hands.makefile("r", encoding="utf-8")

    def do(self, **words):
        self._hands.sendall(json.dumps(words).encode() + b"\n")
        answer = json.loads(self._lines.readline())
        assert "error" not in answer, answer
        return answer

    def lay(self, card, **air):
        """Lay a card down with its counters full."""
        self.do(put=card, tries={"pin": 3, "code_b": 10}, air=air)

    def tries(self):
        [tries] = self.do(state=True)["tries"].values()
        return tries

    def trace(self):
        return self.do(state=True)["trace"]

    def tries_sent(self):
        """How many commands VERIFY arrived beyond the questions for the counter: the counter is asked once before each."""
        return sum(line.startswith("0020") for line in self.trace()) - 1

    def stop(self):
        self._lines.close()
        self._hands.close()
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="session")
def shared_simulator():
    simulator = Simulator()
    yield simulator
    simulator.stop()


@pytest.fixture
def simulator(shared_simulator):
    """With nothing in its field."""
    shared_simulator.do(remove=True, lose_frames=0)
    return shared_simulator


@pytest.fixture
def start_simulator():
    """To start one on an address of the test's choice."""
    return Simulator


@pytest.fixture
def own_simulator():
    """One that the test may stop."""
    simulator = Simulator()
    yield simulator
    if simulator.process.poll() is None:
        simulator.stop()


@pytest.fixture
def reader(simulator):
    reader = open_reader(simulator.url)
    yield reader
    reader.close()
