"""From keys to texts: layouts, ends, what is lost on the way. No device."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanner.keyboard import (
    LAYOUTS,
    LONGEST,
    SILENCE,
    UNKNOWN,
    KeyEvent,
    LayoutName,
    Typing,
    layout_named,
    opened_at,
    typed,
)
from tests.hardware.scanner.standins import TEXT, keys_of

LEFT_SHIFT, CTRL, ENTER, KEYPAD_ENTER, TAB, A, F1 = 42, 29, 28, 96, 15, 30, 59
DROPPED = KeyEvent(0, 3, 0)


def texts(events: list[KeyEvent], layout: LayoutName = "us") -> tuple[str, ...]:
    return typed(Typing(), events, layout, 1.0)[1]


def down(key: int) -> KeyEvent:
    return KeyEvent(1, key, 1)


def up(key: int) -> KeyEvent:
    return KeyEvent(1, key, 0)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_character_a_layout_writes_is_read_as_that_character(layout: LayoutName) -> None:
    written = sorted({character for pair in LAYOUTS[layout].values() for character in pair})

    assert set(string.printable.strip()) <= set(written)
    assert texts(keys_of("".join(written), layout), layout) == ("".join(written),)


def test_a_reception_code_survives_where_the_layout_is_set_as_the_scanner_is() -> None:
    assert texts(keys_of(TEXT, "us"), "us") == (TEXT,)
    assert texts(keys_of(TEXT, "jis"), "jis") == (TEXT,)


def test_a_wrong_layout_changes_the_colon_only_and_so_is_never_taken_for_a_reception_code() -> None:
    assert texts(keys_of(TEXT, "us"), "jis") == (TEXT.replace(":", "+"),)
    assert texts(keys_of(TEXT, "jis"), "us") == (TEXT.replace(":", "'"),)


@pytest.mark.parametrize("end", [ENTER, KEYPAD_ENTER, TAB])
def test_enter_of_either_kind_and_tab_end_a_text(end: int) -> None:
    assert texts(keys_of("AB", end=end) + keys_of("CD", end=end)) == ("AB", "CD")


def test_an_end_without_a_text_is_nothing() -> None:
    assert texts(keys_of("") * 3) == ()


def test_a_key_the_kernel_repeats_is_typed_once() -> None:
    assert texts([down(A), KeyEvent(1, A, 2), KeyEvent(1, A, 2), up(A), down(ENTER)]) == ("a",)


def test_half_a_text_is_forgotten_when_the_scanner_falls_silent() -> None:
    half, _ = typed(Typing(), keys_of("HALF")[:-4], "us", 10.0)

    _, soon = typed(half, keys_of("SOON"), "us", 10.0 + SILENCE)
    _, late = typed(half, keys_of("LATE"), "us", 10.1 + SILENCE)

    assert soon == ("HALFSOON",)
    assert late == ("LATE",)


def test_a_shift_whose_release_was_lost_does_not_spoil_the_next_text() -> None:
    stuck, _ = typed(Typing(), [down(LEFT_SHIFT), down(A), down(ENTER)], "us", 10.0)

    assert typed(stuck, keys_of("1-2"), "us", 12.0)[1] == ("1-2",)


def test_a_text_that_lost_keys_in_the_kernel_is_not_told_and_the_next_one_is() -> None:
    assert texts([*keys_of("ABCDEF")[:8], DROPPED, *keys_of("GHI"), *keys_of("NEXT")]) == ("NEXT",)


def test_keys_without_a_character_are_told_as_unknown_so_that_no_code_is_read_wrong() -> None:
    assert texts([down(A), down(F1), up(F1), down(ENTER)]) == ("a" + UNKNOWN,)
    assert texts([down(CTRL), down(A), up(A), up(CTRL), down(A), down(ENTER)]) == (UNKNOWN + "a",)


def test_a_stuck_key_is_not_collected_for_ever() -> None:
    typing, told = typed(Typing(), [down(A)] * (2 * LONGEST + 10) + [down(ENTER)], "us", 1.0)

    assert told == ()
    assert typed(typing, keys_of("NEXT"), "us", 1.0)[1] == ("NEXT",)


def test_layouts_are_known_by_name() -> None:
    assert layout_named("jis") == "jis"
    assert layout_named("dvorak") is None


@given(st.lists(st.builds(KeyEvent, st.sampled_from([0, 1, 4]), st.integers(0, 767), st.integers(0, 2)), max_size=200))
def test_after_any_keys_and_a_silence_the_next_code_is_read_as_it_stands(events: list[KeyEvent]) -> None:
    typing, told = typed(Typing(), events, "us", 1.0)

    assert all(told)
    assert typed(typing, keys_of(TEXT), "us", 2.5)[1] == (TEXT,)


@given(st.text(alphabet=string.ascii_uppercase + string.digits + "-:$%*+./ ", min_size=1, max_size=60), st.integers(1, 30))
def test_a_text_is_the_same_however_the_events_are_split(text: str, size: int) -> None:
    events = keys_of(text)
    typing, told = Typing(), []

    for first in range(0, len(events), size):
        typing, finished = typed(typing, events[first : first + size], "us", 1.0)
        told += finished

    assert told == [text]


def test_the_rest_of_a_text_that_was_on_its_way_when_the_device_was_opened_is_not_told() -> None:
    rest, told = typed(opened_at(10.0), keys_of("REST OF A TEXT"), "us", 10.05)
    early, none = typed(opened_at(10.0), keys_of("REST")[:-4], "us", 10.05)

    assert told == none == ()
    assert typed(rest, keys_of("NEXT"), "us", 10.1)[1] == ("NEXT",)
    assert typed(early, keys_of("NEXT"), "us", 10.5)[1] == ("NEXT",)
    assert typed(opened_at(10.0), keys_of("LATER"), "us", 10.5)[1] == ("LATER",)
