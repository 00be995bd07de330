"""A simulated reader field in a process of its own, and hands to lay cards into it."""

import json
import socket
import subprocess
import sys

import pytest

from hardware.cards import open_reader
from tests.hardware.cards.pcsc_machine import PcscMachine


class Simulator:
    """The process; `do(put="taro")` is one line on its control port, answered by the state after it."""

    def __init__(self, udp="127.0.0.1:0"):
        self._begin([sys.executable, "-m", "hardware.cards.simulated", "--until-stdin-closes", "--udp", udp])

    def _begin(self, command):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        ready = json.loads(self.process.stdout.readline())
        self.url = ready["reader"]
        if isinstance(ready["control"], str):
            self._hands = socket.socket(socket.AF_UNIX)
            self._hands.connect(ready["control"])
        else:
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

    def take(self):
        """Take away whatever lies there."""
        self.do(remove=True)

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


class PcscSimulator(Simulator):
    """The same process with its cards in the virtual readers of a PcscMachine."""

    def __init__(self, machine, slots=1):
        self.machine = machine
        hands = machine.folder / f"hands{slots}"
        hands.unlink(missing_ok=True)
        vpcd = [word for port in machine.ports[:slots] for word in ("--vpcd", f"127.0.0.1:{port}")]
        program = [sys.executable, "-m", "hardware.cards.simulated", "--until-stdin-closes", "--control", hands, *vpcd]
        self._begin(machine.command(*program))
        self.url = "pcsc:"

    def lay(self, card, **air):
        """As a hand does it: what lies there is taken away first, and the service has seen either."""
        if self.do(state=True)["card"] != card or air:
            self.take()
        super().lay(card, **air)
        self.machine.until_card(True)

    def take(self):
        super().take()
        self.machine.until_card(False)


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


@pytest.fixture(scope="session")
def shared_machine():
    machine = PcscMachine()
    machine.start()
    yield machine
    machine.end()


@pytest.fixture
def machine(shared_machine):
    """pcscd running, with its readers plugged in."""
    shared_machine.start()
    return shared_machine


@pytest.fixture(scope="session")
def shared_pcsc_simulator(shared_machine):
    simulator = PcscSimulator(shared_machine)
    yield simulator
    simulator.stop()


@pytest.fixture
def pcsc_simulator(machine, shared_pcsc_simulator):
    return shared_pcsc_simulator


@pytest.fixture
def pcsc_reader(pcsc_simulator):
    reader = open_reader("pcsc:")
    yield reader
    reader.close()
