"""Two processes with one loudspeaker take turns."""

import subprocess
import sys
import threading

from hardware.speech.turn import Turn

NEVER = threading.Event()
HOLDER = (
    "import sys, threading\nfrom hardware.speech.turn import Turn\n"
    "turn = Turn(sys.argv[1])\nassert turn.taken(threading.Event())\n"
    "print('mine', flush=True)\nsys.stdin.readline()\n"
)


def test_a_device_has_one_turn_at_a_time_and_other_devices_their_own() -> None:
    mine, theirs, elsewhere = Turn("test-turn-a"), Turn("test-turn-a"), Turn("test-turn-b")
    assert mine.taken(NEVER)

    waited = threading.Event()

    def wait() -> None:
        if theirs.taken(NEVER):
            waited.set()

    waiter = threading.Thread(target=wait)
    waiter.start()
    other_device = elsewhere.taken(NEVER)
    too_early = waited.is_set()
    mine.over()
    waiter.join(timeout=30)

    assert other_device and not too_early and waited.is_set()
    theirs.over()
    elsewhere.over()


def test_whoever_is_hushed_while_waiting_gives_up_the_turn() -> None:
    mine, theirs = Turn("test-turn-c"), Turn("test-turn-c")
    assert mine.taken(NEVER)
    hushed = threading.Event()
    hushed.set()

    assert not theirs.taken(hushed)
    mine.over()


def test_a_process_that_dies_in_the_middle_of_a_word_leaves_the_turn_to_the_next() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, "test-turn-d"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        given_up = not Turn("test-turn-d").taken(_soon())
        other.kill()
    ours = Turn("test-turn-d")

    assert given_up and ours.taken(NEVER)
    ours.over()


def test_nobody_waits_for_a_holder_that_never_ends() -> None:
    mine, theirs = Turn("test-turn-e"), Turn("test-turn-e")
    assert mine.taken(NEVER)

    assert theirs.taken(NEVER, longest=0)
    theirs.over()
    mine.over()


def _soon() -> threading.Event:
    cancelled = threading.Event()
    threading.Timer(0.2, cancelled.set).start()
    return cancelled
