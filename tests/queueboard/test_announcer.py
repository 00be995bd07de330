from datetime import datetime, timedelta, timezone

from hub.wire import BoardRow
from queueboard.announcer import Announcer, advance, border_is_on, call, drop, seen, silence

NOW = datetime(2026, 11, 20, 10, 42, tzinfo=timezone(timedelta(hours=9)))


def row(number, stage="reception", times=1):
    return BoardRow(visit=number, number=number, stage=stage, service="moving", state="called", counter=3, at=NOW, times=times)


def after(seconds):
    return NOW + timedelta(seconds=seconds)


def test_a_call_is_shown_at_once_and_the_next_one_waits_its_turn():
    announcer = call(call(Announcer(), row("A-024"), NOW), row("C-113", "delivery"), NOW)

    assert announcer.now_calling.number == "A-024"
    assert [r.number for r in announcer.queue] == ["C-113"]


def test_a_call_stays_eight_seconds_then_the_next_follows():
    announcer = call(call(Announcer(), row("A-024"), NOW), row("C-113"), NOW)

    assert advance(announcer, after(7.9), voice_busy=False).now_calling.number == "A-024"
    assert advance(announcer, after(8), voice_busy=False).now_calling.number == "C-113"


def test_a_call_stays_as_long_as_the_voice_speaks_so_that_calls_never_overlap():
    announcer = call(Announcer(), row("A-024"), NOW)

    assert advance(announcer, after(12), voice_busy=True).now_calling.number == "A-024"
    assert advance(announcer, after(12), voice_busy=False).now_calling is None


def test_a_stuck_loudspeaker_does_not_hold_the_screen():
    assert advance(call(Announcer(), row("A-024"), NOW), after(30), voice_busy=True).now_calling is None


def test_a_recall_takes_the_place_of_the_call_that_still_waits():
    announcer = call(call(call(Announcer(), row("A-001"), NOW), row("A-024"), NOW), row("A-024", times=2), NOW)

    assert [(r.number, r.times) for r in announcer.queue] == [("A-024", 2)]


def test_who_came_before_being_called_out_is_not_called_any_more():
    announcer = call(call(Announcer(), row("A-001"), NOW), row("A-024"), NOW)

    assert drop(announcer, "A-024", "reception").queue == ()


def test_a_cut_line_silences_what_was_waiting():
    assert silence(call(Announcer(), row("A-001"), NOW)) == Announcer()


def test_the_border_blinks_three_times_at_one_hertz_and_then_stands_still():
    announcer = call(Announcer(), row("A-024"), NOW)

    on = [border_is_on(announcer, after(half / 2)) for half in range(10)]

    assert on == [True, False, True, False, True, False, True, True, True, True]


def test_who_came_while_being_called_makes_room_for_the_next_as_soon_as_the_voice_ends():
    announcer = drop(call(call(Announcer(), row("A-024"), NOW), row("C-113"), NOW), "A-024", "reception")

    assert [each.number for each in seen(announcer)] == ["C-113"]
    assert advance(announcer, after(2), voice_busy=True).now_calling.number == "A-024"
    assert advance(announcer, after(2), voice_busy=False).now_calling.number == "C-113"
    assert not advance(announcer, after(2), voice_busy=False).came
