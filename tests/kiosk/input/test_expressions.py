"""The reader of the helper's lines understands what Mozc writes and refuses everything else."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.input.expressions import Malformed, Symbol, lookup, quote, read

ANSWER = (
    '((emacs-event-id . 3)(emacs-session-id . 1)(output . ((id . "77")(preedit . ((cursor . 2)'
    '(segment ((annotation . highlight)(value . "鈴")(key . "すず"))((value . "木")))))'
    '(all-candidate-words . ((focused-index . 0)(candidates ((id . 0)(value . "鈴\\"\\\\木"))((id . 1)(value . "スズ"))))))))'
)


def test_values_are_found_by_their_keys():
    answer = read(ANSWER)

    assert lookup(answer, "emacs-event-id") == 3
    segments = lookup(answer, "output", "preedit", "segment")
    assert [lookup(segment, "value") for segment in segments] == ["鈴", "木"]
    candidates = lookup(answer, "output", "all-candidate-words", "candidates")
    assert [lookup(candidate, "value") for candidate in candidates] == ['鈴"\\木', "スズ"]


def test_a_single_segment_is_still_a_list():
    answer = read('((output . ((preedit . ((segment ((value . "鈴木")))))))) ')

    assert [lookup(one, "value") for one in lookup(answer, "output", "preedit", "segment")] == ["鈴木"]


def test_what_is_not_there_is_none():
    assert lookup(read("((output . ()))"), "output", "preedit", "segment") is None


@pytest.mark.parametrize("line", ["", "(", ")", "(a", "(a))", '("a', "a b", "() ()", "(" * 80 + ")" * 80])
def test_half_a_line_is_refused(line):
    with pytest.raises(Malformed):
        read(line)


@given(st.text(max_size=200))
def test_no_line_breaks_the_reader(line):
    with contextlib.suppress(Malformed):
        read(line)


_atoms = st.one_of(st.integers(-999, 999), st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=8))


@given(st.recursive(_atoms, lambda inner: st.lists(inner, max_size=4), max_leaves=20))
def test_what_is_written_is_read_back(value):
    def written(one):
        if isinstance(one, list):
            return "(" + " ".join(written(inner) for inner in one) + ")"
        return quote(one) if isinstance(one, str) else str(one)

    assert read(written(value)) == value


def test_a_bare_word_is_told_from_a_string():
    bare, quoted = read('(nil "nil")')

    assert isinstance(bare, Symbol)
    assert not isinstance(quoted, Symbol)


def test_a_line_break_cannot_end_a_command():
    assert quote('す"\n)\\') == '"す\\")\\\\"'
