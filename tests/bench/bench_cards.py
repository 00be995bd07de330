"""Card: from the PIN being known to the four items, through real nfcpy and ISO-DEP, against the simulator's process."""

import json
import socket
import statistics
import subprocess
import sys
import time
from typing import Any

from hardware.cards import open_reader
from hardware.cards.port import Secret

READINGS = 200
GOAL_MS = 200
CARD_AND_USB_MS = 13  # 5 ms of work in the card, 8 ms of USB frames in an RC-S380: a model, real times are not public
BYTES_MS = 0.094  # one byte at 106 kbit/s, Type B: what a real card's air takes on top (the simulated link has none)
PIN, CODE_B = Secret("pin", "1234"), Secret("code_b", "55021720352285")  # of the card "taro"
AIR_BYTES = 47 + 180  # commands and answers of the reading of `taro` with their frames


def run() -> list[dict[str, Any]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "hardware.cards.simulated", "--until-stdin-closes", "--put", "taro"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdin is not None
        ready = json.loads(process.stdout.readline())
        commands: list[str] = []
        reader = open_reader(ready["reader"], lambda header, _: commands.append(header))
        by_pin = [timed(lambda: reader.read(PIN, 5)) for _ in range(READINGS)]
        apdus = len(commands) / READINGS
        by_code_b = [timed(lambda: reader.read(CODE_B, 5)) for _ in range(READINGS)]
        slowed_down = control(ready["control"], air={"frame_ms": CARD_AND_USB_MS})
        with slowed_down:
            like_a_card = [timed(lambda: reader.read(PIN, 5)) for _ in range(READINGS // 10)]
            say(slowed_down, air={"frame_ms": 0})
        cpu = time.process_time()
        looks = [timed(lambda: reader.wait_for_card(5)) for _ in range(READINGS)]
        cpu = (time.process_time() - cpu) / READINGS * 1000
        reader.close()
        process.stdin.close()
    return [
        row("PIN known → four items, median", statistics.median(by_pin)),
        row("PIN known → four items, p95", percentile(by_pin, 95)),
        row(f"the same where card and USB take {CARD_AND_USB_MS} ms a frame, median", statistics.median(like_a_card)),
        row("照合番号B known → four items, median", statistics.median(by_code_b)),
        row("card laid down → kind and tries, median", statistics.median(looks)),
        {"name": "CPU of our side per look", "figure": cpu, "unit": "ms"},
        {
            "name": "commands per reading",
            "figure": apdus,
            "unit": "APDU",
            "beside": "3 with short ids, untried on cards",
            "ratio": apdus / 3,
        },
        {
            "name": "air of a real card at 106 kbit/s (computed)",
            "figure": AIR_BYTES * BYTES_MS,
            "unit": "ms",
            "beside": f"goal {GOAL_MS} ms",
            "ratio": AIR_BYTES * BYTES_MS / GOAL_MS,
        },
    ]


def timed(read: Any) -> float:
    """Milliseconds. A reading that fails fails the benchmark."""
    started = time.perf_counter()
    result = read()
    taken = (time.perf_counter() - started) * 1000
    assert not hasattr(result, "fault"), result
    return taken


def control(port: int, **words: Any) -> socket.socket:
    """A link to the simulator's hands, after a first order."""
    hands = socket.create_connection(("127.0.0.1", port))
    say(hands, **words)
    return hands


def say(hands: socket.socket, **words: Any) -> None:
    hands.sendall(json.dumps(words).encode() + b"\n")
    assert b'"ok": true' in hands.recv(65536)


def percentile(values: list[float], part: int) -> float:
    return statistics.quantiles(values, n=100)[part - 1]


def row(name: str, milliseconds: float) -> dict[str, Any]:
    return {
        "name": name,
        "figure": milliseconds,
        "unit": "ms",
        "goal": f"≤ {GOAL_MS} ms",
        "beside": f"goal {GOAL_MS} ms",
        "ratio": milliseconds / GOAL_MS,
    }
