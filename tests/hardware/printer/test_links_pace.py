"""A slow line is given no more than it can carry in a moment, whatever its driver would take."""

from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.links.pace import LEAST, MOMENT, pace

BAUDS = st.sampled_from([1200, 9600, 19200, 115200, 921600])
STEPS = st.lists(st.tuples(st.floats(0, 0.5), st.integers(0, 5000), st.integers(0, 300)), max_size=60)


@given(BAUDS, STEPS)
def test_what_is_owed_to_the_line_is_never_more_than_a_moment_of_its_time(baud, steps):
    line = pace(10 / baud)
    now = given_bytes = carried_from = 0.0
    for passed, wanted, waiting in steps:
        now += passed
        room = line.room(now, waiting)
        assert room == 0 or line.most * 3 / 8 <= room <= line.most - waiting
        taken = min(wanted, room)
        if now >= line.clear:
            given_bytes, carried_from = 0.0, now  # the line had come to rest
        line = line.given(taken, now)
        given_bytes += taken
        assert given_bytes <= (now - carried_from) * baud / 10 + max(LEAST, MOMENT * baud / 10) + 1


@given(BAUDS)
def test_a_line_at_rest_takes_a_moments_worth_and_half_of_it_again_after_the_pause(baud):
    line = pace(10 / baud)
    assert line.most == max(LEAST, int(MOMENT * baud / 10))

    full = line.given(line.most, 7.0)

    assert full.room(7.0, 0) == 0
    assert line.most // 2 - 1 <= full.room(7.0 + full.pause, 0) <= line.most // 2 + 2
    assert full.room(7.0 + full.pause, line.most) == 0  # the driver says that nothing has left: the line stands still
