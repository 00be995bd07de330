"""The printer's answers are told apart, however the line cuts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.replies import (
    AutomaticStatus,
    BuffersCleared,
    Flow,
    Marker,
    OrderedStatus,
    RealTimeStatus,
    ReplyStream,
    Text,
)

ANSWERS = [
    (b"\x12", RealTimeStatus(0x12)),
    (b"\x1a", RealTimeStatus(0x1A)),
    (b"\x7e", RealTimeStatus(0x7E)),
    (b"\x10\x00\x00\x0f", AutomaticStatus(b"\x10\x00\x00\x0f")),
    (b"\x38\x00\x0f\x0f", AutomaticStatus(b"\x38\x00\x0f\x0f")),
    (b"\x37\x22ab~s\x00", Marker(b"ab~s")),
    (b"\x37\x25\x00", BuffersCleared()),
    (b"\x5fTM-1\x00", Text(0x5F, b"TM-1")),
    (b"\x3b1\x00", Text(0x3B, b"1")),
    (b"\x00", OrderedStatus(0x00)),
    (b"\x03", OrderedStatus(0x03)),
    (b"\x11", Flow(stop=False)),
    (b"\x13", Flow(stop=True)),
]


@given(st.lists(st.sampled_from(ANSWERS)), st.data())
def test_a_stream_split_anywhere_gives_the_same_replies(answers, data):
    stream = b"".join(sent for sent, _ in answers)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(stream)), max_size=len(stream))))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

    replies = ReplyStream()

    assert [reply for piece in pieces for reply in replies.feed(piece)] == [reply for _, reply in answers]


@given(st.lists(st.binary(max_size=40)), st.sampled_from(ANSWERS[:3]))
def test_no_garbage_stops_the_reader_for_good(chunks, answer):
    replies = ReplyStream()
    for chunk in chunks:
        replies.feed(chunk)
    replies.feed(b"\x00" * 100)  # whatever was open ends

    assert replies.feed(answer[0]) == [answer[1]]


@pytest.mark.parametrize("at", range(1, 7))
def test_a_flow_byte_inside_a_marker_is_taken_out(at):
    sent = b"\x37\x22abcs\x00"

    replies = ReplyStream().feed(sent[:at] + b"\x13" + sent[at:])

    assert Marker(b"abcs") in replies
    assert Flow(stop=True) in replies


def test_a_block_without_end_does_not_swallow_what_follows():
    replies = ReplyStream()
    replies.feed(b"\x37" + b"x" * 96)

    assert replies.feed(b"\x12") == [RealTimeStatus(0x12)]
