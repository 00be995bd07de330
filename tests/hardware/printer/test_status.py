"""Status bits say what a person must mend, the gravest first."""

import pytest

from hardware.printer import status
from hardware.printer.port import PrinterState
from hardware.printer.replies import AutomaticStatus


@pytest.mark.parametrize(
    ("answers", "worst"),
    [
        ("12 12 12 12", PrinterState.READY),
        ("16 12 12 12", PrinterState.READY),  # drawer pin high
        ("1A 32 12 7E", PrinterState.PAPER_END),
        ("12 12 12 1E", PrinterState.NEAR_END),
        ("1A 16 12 12", PrinterState.COVER),
        ("1A 52 1A 12", PrinterState.CUTTER),
        ("1A 52 32 12", PrinterState.FAULT),
        ("1A 52 52 12", PrinterState.HOT),
        ("1A 12 12 12", PrinterState.BUSY),  # fed by the button
        ("1A 76 7A 7E", PrinterState.FAULT),
    ],
)
def test_four_real_time_answers_name_the_cause(answers, worst):
    assert status.worst(status.from_round(tuple(bytes.fromhex(answers)))) is worst


@pytest.mark.parametrize(
    ("bits", "worst"),
    [
        ("10 00 00 0F", PrinterState.READY),
        ("14 00 00 00", PrinterState.READY),
        ("10 00 03 0F", PrinterState.NEAR_END),
        ("18 00 0F 0F", PrinterState.PAPER_END),
        ("38 00 00 0F", PrinterState.COVER),
        ("18 08 00 0F", PrinterState.CUTTER),
        ("18 20 00 0F", PrinterState.FAULT),
        ("18 40 00 0F", PrinterState.HOT),
        ("58 00 00 0F", PrinterState.BUSY),
        ("38 40 0F 0F", PrinterState.COVER),
    ],
)
def test_automatic_status_names_the_cause(bits, worst):
    assert status.worst(status.from_automatic(AutomaticStatus(bytes.fromhex(bits)))) is worst


def test_little_paper_alone_blocks_nothing():
    assert not status.blocking(frozenset({PrinterState.NEAR_END}))
    assert status.blocking(frozenset({PrinterState.NEAR_END, PrinterState.HOT}))


def test_every_state_that_bits_can_name_has_its_place_in_the_order_of_gravity():
    named = set(PrinterState) - {PrinterState.READY, PrinterState.UNKNOWN}

    assert set(status.SEVERITY) == named
