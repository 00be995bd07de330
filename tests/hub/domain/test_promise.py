"""Were we as good as our word: who was called by the time first told, and who later."""

from datetime import datetime, timedelta, timezone

from hub.domain.pace import Wait
from hub.domain.promise import Promise, Said, keeping

NINE = datetime(2027, 3, 29, 9, 0, tzinfo=timezone(timedelta(hours=9)))


def minutes(number):
    return NINE + timedelta(minutes=number)


def promised(called, *more):
    first = Said(NINE, Wait(10, 20))
    return Promise((first, *more), None if called is None else minutes(called))


def test_a_call_by_the_upper_end_keeps_the_promise_and_one_a_minute_later_does_not():
    found = keeping([promised(20), promised(15), promised(27)])

    assert (found.called, found.kept, found.late_minutes) == (3, 2, (7,))
    assert found.share == 2 / 3


def test_a_later_word_does_not_mend_the_first_one():
    later = Said(minutes(10), Wait(10, 20))
    assert keeping([promised(28, later)]).kept == 0
    assert promised(28, later).raised == 1


def test_who_was_never_called_counts_nowhere_and_who_came_before_the_time_is_seen():
    found = keeping([promised(None), promised(4)])
    assert (found.called, found.kept, found.early) == (1, 1, 1)
    assert keeping([]).share is None
