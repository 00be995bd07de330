"""Idle devices are looked at; the window that wants a reader gets it closed, and it is looked at again when that window is gone."""

import queue
import threading

import pytest

from hardware.cards.port import CardFault, Fault
from hardware.scanner.port import ScannerState
from kiosk.watch import CameraWatch, ReaderWatch

GONE = CardFault(Fault.READER_GONE)
EMPTY = False


class Plug:
    """A reader's cable: what a look finds, how many have it open, and a look that can be held."""

    def __init__(self, answer=EMPTY):
        self.answer = answer
        self.open = 0
        self.looks = queue.SimpleQueue()
        self.free = threading.Event()
        self.free.set()

    def plugged(self):
        assert self.open == 0, "two programs cannot have it open"
        self.open += 1
        return self

    def lies(self, before, timeout, cancelled):
        self.looks.put(timeout)
        self.free.wait(60)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def close(self):
        self.open -= 1


@pytest.fixture
def plug():
    return Plug()


@pytest.fixture
def changes():
    return queue.SimpleQueue()


@pytest.fixture
def watch(plug, changes):
    watch = ReaderWatch(plug.plugged, lambda: changes.put(None))
    yield watch
    plug.free.set()
    watch.close()


def test_a_reader_that_is_there_is_told_once(plug, watch, changes):
    changes.get(timeout=60)

    assert watch.ready is True
    assert changes.empty()


@pytest.mark.parametrize("answer", [GONE, OSError("unplugged")])
def test_a_reader_that_is_gone_is_known(answer, changes):
    watch = ReaderWatch(Plug(answer).plugged, lambda: changes.put(None))
    changes.get(timeout=60)
    watch.close()

    assert watch.ready is False


def test_a_window_gets_the_reader_when_the_look_at_it_is_over(plug, changes):
    plug.free.clear()
    watch = ReaderWatch(plug.plugged, lambda: changes.put(None))
    plug.looks.get(timeout=60)
    lent = queue.SimpleQueue()

    watch.want(7)
    borrower = threading.Thread(target=lambda: lent.put((watch.lend(7), plug.open)))
    borrower.start()
    assert lent.empty(), "it is still open here"
    plug.free.set()

    assert lent.get(timeout=60) == (True, 0)
    assert watch.ready is None, "what a broken-off look saw is not told"
    borrower.join(60)
    watch.close()


def test_the_next_window_waits_for_the_one_before_to_be_gone(plug, watch, changes):
    changes.get(timeout=60)
    watch.want(7)
    assert watch.lend(7)
    lent = queue.SimpleQueue()

    watch.want(8)
    borrower = threading.Thread(target=lambda: lent.put(watch.lend(8)))
    borrower.start()
    assert lent.empty()
    watch.take_back(7)

    assert lent.get(timeout=60) is True
    borrower.join(60)


def test_a_window_that_is_gone_before_its_turn_gets_nothing_and_keeps_nothing(plug, watch, changes):
    changes.get(timeout=60)
    watch.want(7)
    watch.take_back(7)

    assert watch.lend(7) is False
    watch.want(8)
    assert watch.lend(8) is True


def test_what_a_window_saw_of_the_reader_is_known_here(watch, changes):
    changes.get(timeout=60)
    watch.want(7)
    watch.lend(7)

    watch.stands(False)

    changes.get(timeout=60)
    assert watch.ready is False


def lent(watch, window):
    watch.want(window)
    assert watch.lend(window)


def test_a_card_that_lies_there_when_somebody_begins_is_not_theirs(watch, changes):
    changes.get(timeout=60)
    watch.tray(True)
    assert not watch.left, "somebody may just be laying it down"

    watch.used(True)

    changes.get(timeout=60)
    assert watch.left
    lent(watch, 7)
    watch.tray(False)
    assert not watch.left
    watch.tray(True)
    assert not watch.left, "laid down in this visit"


def test_a_card_laid_down_in_the_visit_is_its_own(watch, changes):
    changes.get(timeout=60)
    watch.used(True)

    watch.tray(True)
    watch.tray(True)
    lent(watch, 7)
    watch.used(False)
    watch.used(True)

    assert not watch.left


def test_a_card_that_outlasts_its_visit_was_left_behind_until_it_is_taken(plug, changes):
    plug.free.clear()  # what idle looks see is told by hand here
    watch = ReaderWatch(plug.plugged, lambda: changes.put(None))
    watch.want(7)
    plug.free.set()
    assert watch.lend(7)
    watch.used(True)
    watch.tray(True)
    plug.answer = True

    watch.take_back(7)

    assert watch.left
    changes.get(timeout=60)
    plug.looks.get(timeout=60)
    assert watch.left, "the parent's own look sees it too"
    watch.tray(False)
    assert not watch.left
    watch.close()


def test_a_card_on_a_kiosk_nobody_uses_is_left_behind_at_the_second_look(watch, changes):
    changes.get(timeout=60)
    watch.tray(True)
    watch.tray(True)

    changes.get(timeout=60)
    assert watch.left


@pytest.mark.parametrize("trouble", [ScannerState.NO_PICTURE, ScannerState.DECODER_DOWN])
def test_a_camera_that_gave_no_picture_is_not_well_because_its_visit_is_over(trouble):
    plugged, told = [True], []
    camera = CameraWatch(lambda: plugged[0], lambda: told.append(camera.state))

    camera.stands(ScannerState.READY)
    camera.stands(trouble)
    camera.free()
    over = camera.state
    plugged[0] = False
    unplugged = camera.state
    plugged[0] = True
    camera.stands(ScannerState.READY)
    camera.free()

    assert (over, unplugged, camera.state) == (trouble, ScannerState.NO_CAMERA, ScannerState.READY)
    assert told == [trouble, ScannerState.READY]


def test_a_camera_another_program_holds_is_not_there_for_the_visit_that_wants_it():
    camera = CameraWatch(lambda: True)

    camera.stands(ScannerState.NO_CAMERA)
    during = camera.state
    camera.free()

    assert (during, camera.state) == (ScannerState.NO_CAMERA, ScannerState.READY)
