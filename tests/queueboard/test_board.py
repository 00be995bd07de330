from datetime import datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.wire import (
    BoardRow,
    BoardState,
    DayClosed,
    ExpectedWait,
    LegCalled,
    LegMoved,
    Notice,
    NoticesChanged,
    ServiceLine,
    VisitEnded,
    VisitOpened,
    Waits,
)
from queueboard.board import Board, announced, fold, is_stale, start, told

JST = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 20, 10, 42, tzinfo=JST)
LINE = ServiceLine(service="moving", letter="A", people_waiting=3)
EMPTY = start(BoardState(seq=10, at=NOW, rows=(), lines=(LINE,)), NOW)


def row(number="A-024", stage="reception", state="called", times=1, at=NOW):
    return BoardRow(visit=number, number=number, stage=stage, service="moving", state=state, counter=3, at=at, times=times)


def called(seq, **about):
    return LegCalled(seq=seq, at=NOW, row=row(**about), line=msgspec.structs.replace(LINE, people_waiting=2))


def moved(seq, state, *, off_board, missed=None, number="A-024", stage="reception"):
    return LegMoved(
        seq=seq, at=NOW, visit=number, number=number, stage=stage, state=state, service="moving", off_board=off_board, missed=missed
    )


def folded(*events) -> Board:
    board = EMPTY
    for event in events:
        board = fold(board, event, NOW)
    return board


def test_a_called_number_stands_on_the_board_with_its_counter_and_one_person_less_waits():
    board = folded(called(11))

    assert [(r.number, r.counter) for r in board.calls] == [("A-024", 3)]
    assert board.lines[0].people_waiting == 2


def test_a_recall_puts_the_number_in_front_again_once():
    board = folded(called(11), called(12, number="C-001"), called(13, times=2))

    assert [r.number for r in board.calls] == ["C-001", "A-024"]
    assert board.calls[-1].times == 2


def test_a_number_that_came_leaves_the_board():
    assert folded(called(11), moved(12, "serving", off_board=True)).calls == ()


def test_a_step_taken_back_shows_the_number_again_and_calls_nobody_out():
    back = msgspec.structs.replace(moved(13, "called", off_board=False), called=row(), how="undone")

    assert folded(called(11), moved(12, "serving", off_board=True), back).calls == (row(),)
    assert announced(back) is None


def test_an_absent_number_moves_to_the_missed_list_and_back_when_called_again():
    absent = folded(called(11), moved(12, "absent", off_board=True, missed=row(state="absent")))
    assert (absent.calls, [r.number for r in absent.missed]) == ((), ["A-024"])

    again = fold(absent, called(13), NOW)
    assert ([r.number for r in again.calls], again.missed) == (["A-024"], ())


def test_the_call_to_delivery_does_not_wipe_another_stage():
    board = folded(called(11), called(12, stage="delivery"), moved(13, "serving", off_board=True))

    assert [(r.number, r.stage) for r in board.calls] == [("A-024", "delivery")]


def test_a_visit_that_ended_is_nowhere_on_the_board():
    board = folded(called(11), VisitEnded(seq=12, at=NOW, visit="A-024", number="A-024"))

    assert (board.calls, board.missed) == ((), ())


def test_an_older_fact_that_comes_late_changes_nothing():
    board = folded(called(12))

    assert fold(board, moved(11, "serving", off_board=True), NOW).calls == board.calls


def test_an_event_seen_twice_changes_nothing():
    once = folded(called(11))

    assert fold(once, called(11), NOW) == once


def test_a_board_without_news_for_ten_seconds_is_stale_and_a_ping_heals_it():
    assert not is_stale(EMPTY, NOW + timedelta(seconds=10))
    assert is_stale(EMPTY, NOW + timedelta(seconds=10.1))


def test_after_a_cut_the_list_is_shown_but_nothing_is_called_out():
    state = BoardState(seq=40, at=NOW, rows=(row(), row("A-017", state="absent")), lines=(LINE,))

    board = start(state, NOW)

    assert [r.number for r in board.calls] == ["A-024"]
    assert [r.number for r in board.missed] == ["A-017"]


@pytest.mark.parametrize(("event", "expected"), [(called(11), "A-024"), (DayClosed(seq=11, at=NOW, day=NOW.date()), None)])
def test_only_calls_are_called_out(event, expected):
    row_to_call = announced(event)

    assert (row_to_call.number if row_to_call else None) == expected


def test_a_closed_day_empties_the_board():
    board = folded(
        called(11),
        NoticesChanged(seq=12, at=NOW, notices=(Notice("土曜は12時30分まで"),)),
        DayClosed(seq=13, at=NOW, day=NOW.date()),
    )

    assert (board.calls, board.lines[0].people_waiting, board.notices) == ((), 0, (Notice("土曜は12時30分まで"),))


numbers = st.sampled_from(["A-001", "A-002", "C-001"])
stages = st.sampled_from(["reception", "delivery"])


@given(st.lists(st.tuples(st.sampled_from(["call", "come", "absent", "end", "open"]), numbers, stages)))
def test_a_number_never_stands_twice_in_one_stage_nor_called_and_missed_at_once(story):
    board = EMPTY
    for seq, (what, number, stage) in enumerate(story, start=11):
        missed = row(number, stage, "absent") if what == "absent" else None
        event = {
            "call": lambda: called(seq, number=number, stage=stage),  # noqa: B023
            "come": lambda: moved(seq, "serving", off_board=True, number=number, stage=stage),  # noqa: B023
            "absent": lambda: moved(seq, "absent", off_board=True, missed=missed, number=number, stage=stage),  # noqa: B023
            "end": lambda: VisitEnded(seq=seq, at=NOW, visit=number, number=number),  # noqa: B023
            "open": lambda: VisitOpened(seq=seq, at=NOW, visit=number, number=number, service="moving", line=LINE),  # noqa: B023
        }[what]()
        board = fold(board, event, NOW)
        places = [(r.visit, r.stage) for r in (*board.calls, *board.missed)]
        assert len(places) == len(set(places))


def test_the_lines_of_the_delivery_are_told_whole_and_end_with_the_day():
    ready = ServiceLine("moving", "A", 2, wait=ExpectedWait(5, 10))
    board = told(EMPTY, Waits(NOW, {}, (ready,)), NOW)

    assert board.deliveries == (ready,)
    assert told(board, Waits(NOW, {}), NOW).deliveries == ()
    assert fold(board, DayClosed(seq=11, at=NOW, day=NOW.date()), NOW).deliveries == ()
