"""What a newer program says is read as far as it is known here; whatever else is wrong stays wrong."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import wire
from hub.wire import newer
from tests.hub.small_office import NINE

LINE = wire.ServiceLine("residence", "A", 3)
STATE = wire.BoardState(7, NINE, (), (LINE,))


def with_fields(message, *places):
    """As JSON, with a field nobody here knows at each of `places` (keys and indexes)."""
    content = msgspec.to_builtins(message)
    for at, place in enumerate(places):
        inside = content
        for step in place:
            inside = inside[step]
        inside[f"later_{at}"] = {"of": ["another", "release"]}
    return msgspec.json.encode(content)


def test_fields_of_a_newer_program_are_left_out_wherever_they_stand():
    assert newer.read(with_fields(STATE, (), ("lines", 0)), wire.BoardState) == STATE
    opened = wire.VisitOpened(8, NINE, "visit", "A-001", "residence", LINE)
    assert newer.read(with_fields(opened, (), ("line",)), wire.Event) == opened


def test_a_message_without_its_own_fields_stays_wrong():
    for body in (b"{}", b'{"state": "asleep"}', b'{"state": "idle", "steps": "many", "later": 1}', b"[]", b"{"):
        with pytest.raises(msgspec.DecodeError):
            newer.read(body, wire.KioskState)


@given(st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text(max_size=5) | st.lists(st.booleans()), max_size=6))
def test_whatever_stands_beside_them_the_known_fields_are_read(beside):
    known = set(wire.KioskState.__struct_fields__)
    beside = {name: value for name, value in beside.items() if name not in known}
    assert newer.read(msgspec.json.encode({**beside, "state": "idle", "crashes": 2}), wire.KioskState) == wire.KioskState(
        "idle", crashes=2
    )
