"""What the camera's process says over its line, in whatever pieces a pipe gives it; and what is not believed."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.scanner.port import Picture
from hardware.scanner.told import LENGTH, LONGEST, Hearing, Looked, Lost, Nonsense, Opened, Shown, Told, Waiting, packed

PICTURES = st.tuples(st.integers(1, 9), st.integers(1, 9)).map(lambda size: Picture(*size, bytes(size[0] * size[1])))
MESSAGES: st.SearchStrategy[Told] = st.one_of(
    st.just(Opened()),
    st.just(Waiting()),
    st.builds(Lost, st.text()),
    st.builds(Looked, st.lists(st.text(), max_size=3).map(tuple)),
    st.builds(Shown, PICTURES),
)


@settings(max_examples=50)
@given(st.lists(MESSAGES, max_size=6), st.integers(1, 40))
def test_messages_arrive_whole_and_in_order_however_they_are_cut(messages: list[Told], size: int) -> None:
    line = b"".join(packed(message) for message in messages)
    hearing = Hearing()

    heard = [told for at in range(0, len(line), size) for told in hearing.take(line[at : at + size])]

    assert heard == messages


def body(content: object) -> bytes:
    encoded = msgspec.msgpack.encode(content)
    return LENGTH.pack(len(encoded)) + encoded


@pytest.mark.parametrize(
    "line",
    [
        LENGTH.pack(LONGEST + 1),
        LENGTH.pack(3) + b"\xc1\xc1\xc1",
        body({"type": "Opened", "cure": 1, "texts": ()} | {"type": "Unknown"}),
        body({"type": "Looked", "texts": [1]}),
        body({"type": "Shown", "picture": {"width": 320, "height": 180, "grey": b"few"}}),
        body({"type": "Shown", "picture": {"width": 0, "height": 0, "grey": b""}}),
        body({"type": "Shown", "picture": {"width": -1, "height": -1, "grey": b"1"}}),
    ],
)
def test_a_process_that_says_anything_else_is_not_believed(line: bytes) -> None:
    with pytest.raises(Nonsense):
        list(Hearing().take(line))


def test_a_picture_or_a_code_never_stands_in_a_log_by_its_representation() -> None:
    assert repr(Picture(2, 1, b"ab")) == "Picture(2 × 1)"
