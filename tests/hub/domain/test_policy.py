from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.policy import (
    Policy,
    Waiting,
    ahead_of_appointment,
    ahead_with_appointments,
    line,
    next_leg,
    overtaking,
    passed_over,
    place_after_return,
    rank,
)
from hub.domain.skills import Desk
from tests.hub.small_office import NINE

POLICY = Policy()
DESK = Desk(1, ("reception",), ("residence",))


def waiting(number: int, minutes: float, consideration: bool = False, **more: object) -> Waiting:
    """Somebody who came so many minutes after nine."""
    at = NINE + timedelta(minutes=minutes)
    return Waiting(f"v{number}", f"A-{number:03d}", f"l{number}", "residence", "reception", at, consideration, **more)


def numbers(queue, now=NINE + timedelta(hours=2)):
    return [turn.waiting.number for turn in line(queue, DESK, "reception", now, POLICY)]


def test_first_come_first_served():
    assert numbers([waiting(2, 5), waiting(1, 0), waiting(3, 9)]) == ["A-001", "A-002", "A-003"]


def test_who_needs_consideration_overtakes_those_of_the_last_quarter_of_an_hour_only():
    assert numbers([waiting(1, 0), waiting(2, 6), waiting(3, 20, consideration=True)]) == ["A-001", "A-003", "A-002"]


def test_a_desk_calls_for_its_own_skills_only():
    other = Waiting("v9", "K-001", "l9", "insurance", "reception", NINE)

    assert next_leg([other], DESK, "reception", NINE, POLICY) is None


def test_a_place_kept_for_one_desk_is_in_its_line_alone_and_says_so():
    kept = [waiting(1, 0, reserved=2), waiting(2, 5)]
    other = Desk(2, ("reception",), ("residence",))

    assert numbers(kept) == ["A-002"]
    turns = line(kept, other, "reception", NINE, POLICY)
    assert [(turn.waiting.number, turn.reason) for turn in turns] == [("A-001", "reserved"), ("A-002", "arrival")]


def test_who_is_at_another_counter_keeps_the_place_but_is_not_called():
    turn = next_leg([waiting(1, 0, elsewhere=True), waiting(2, 5)], DESK, "reception", NINE, POLICY)

    assert turn is not None and turn.waiting.number == "A-002"
    assert numbers([waiting(1, 0, elsewhere=True), waiting(2, 5)]) == ["A-001", "A-002"]


def test_the_list_says_why_somebody_stands_where_they_stand():
    turns = line([waiting(1, 0), waiting(2, 1, True), waiting(3, 2, absences=1)], DESK, "reception", NINE, POLICY)

    assert {turn.waiting.number: turn.reason for turn in turns} == {
        "A-001": "arrival",
        "A-002": "consideration",
        "A-003": "returned",
    }


def back(queue, absences, consideration=False, now=NINE + timedelta(hours=1)):
    """The line after number 99 came back."""
    at = place_after_return(queue, absences, consideration, now, POLICY)
    minutes = (at - NINE) / timedelta(minutes=1)
    return numbers([*queue, waiting(99, minutes, consideration, absences=absences)])


def test_who_comes_back_stands_third_once_and_last_the_second_time():
    queue = [waiting(number, number) for number in range(1, 6)]

    assert back(queue, absences=1).index("A-099") == 2
    assert back(queue, absences=1, consideration=True).index("A-099") == 2
    assert back(queue, absences=2)[-1] == "A-099"


def test_where_fewer_wait_who_comes_back_is_the_last_of_them():
    assert back([waiting(1, 0)], absences=1) == ["A-001", "A-099"]


queues = st.lists(
    st.tuples(st.floats(0, 300), st.booleans(), st.booleans()), min_size=1, max_size=40, unique_by=lambda person: person[0]
).map(lambda people: [waiting(i, minutes, care, elsewhere=away) for i, (minutes, care, away) in enumerate(people)])


@given(queues, st.randoms())
def test_the_order_depends_on_the_line_and_not_on_how_it_was_read(queue, chance):
    shuffled = list(queue)
    chance.shuffle(shuffled)

    assert numbers(queue) == numbers(shuffled)


@given(queues)
def test_within_a_class_nobody_overtakes(queue):
    for care in (False, True):
        arrivals = [t.waiting.arrived for t in line(queue, DESK, "reception", NINE, POLICY) if t.waiting.consideration is care]
        assert arrivals == sorted(arrivals)


@given(queues)
def test_nobody_is_overtaken_by_somebody_who_came_more_than_the_head_start_later(queue):
    order = [turn.waiting for turn in line(queue, DESK, "reception", NINE, POLICY)]

    for place, person in enumerate(order):
        assert all(person.arrived - other.arrived <= POLICY.head_start for other in order[place + 1 :])


def booked(number: int, minutes: float, **more: object) -> Waiting:
    """Somebody with an appointment so many minutes after nine: that is their place in the order."""
    return waiting(number, minutes, booked=NINE + timedelta(minutes=minutes), **more)


def called_down(queue, policy=POLICY, now=NINE + timedelta(hours=2), overtook=()):
    return [(turn.waiting.number, turn.reason) for turn in line(queue, DESK, "reception", now, policy, overtook)]


def test_an_appointment_goes_first_when_its_time_has_come_and_stands_by_that_time_before():
    queue = [waiting(1, 0), waiting(2, 6), booked(3, 30)]

    assert [number for number, _ in called_down(queue, now=NINE + timedelta(minutes=29))] == ["A-001", "A-002", "A-003"]
    assert called_down(queue, now=NINE + timedelta(minutes=30))[0] == ("A-003", "appointment")


def test_at_most_one_call_in_four_is_an_appointments_while_others_wait():
    queue = [*(waiting(number, number) for number in range(1, 8)), *(booked(50 + number, 60 + number) for number in range(3))]

    order = [number for number, _ in called_down(queue)]

    assert order[:9] == ["A-050", "A-001", "A-002", "A-003", "A-051", "A-004", "A-005", "A-006", "A-052"]
    after_one = [number for number, _ in called_down(queue, overtook=("", "appointment"))]
    assert after_one.index("A-050") == 2


def test_where_nobody_else_waits_appointments_follow_each_other():
    assert [number for number, _ in called_down([booked(1, 0), booked(2, 1), booked(3, 2)])] == ["A-001", "A-002", "A-003"]


def test_a_short_service_entered_at_home_goes_first_where_the_site_says_so_but_never_before_who_needs_consideration():
    short = [waiting(1, 0), waiting(2, 1), waiting(3, 20, short=True)]
    lane = Policy(short_every=3)

    assert called_down(short)[0][0] == "A-001"
    assert called_down(short, lane)[0] == ("A-003", "short")
    assert called_down([*short, waiting(4, 30, consideration=True)], lane)[0][0] == "A-001"


def test_in_ratio_mode_two_general_calls_are_followed_by_one_of_those_who_need_consideration():
    queue = [*(waiting(number, number) for number in range(1, 6)), *(waiting(50 + n, 90 + n, True) for n in range(2))]

    order = [number for number, _ in called_down(queue, Policy(consideration_every=3))]

    assert order == ["A-050", "A-001", "A-002", "A-051", "A-003", "A-004", "A-005"]


def test_who_is_on_hold_and_back_by_now_is_called_before_everybody():
    due = waiting(9, 30, due=NINE + timedelta(minutes=70))

    assert called_down([waiting(1, 0), booked(2, 5), due])[0] == ("A-009", "due")


def test_two_lanes_never_overtake_one_after_the_other():
    queue = [*(waiting(n, n) for n in range(1, 5)), booked(50, 80), waiting(60, 90, short=True)]

    order = [number for number, _ in called_down(queue, Policy(short_every=2))]

    assert order[:3] == ["A-050", "A-001", "A-060"]


anybody = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from(["general", "care", "booked", "short", "away"])), min_size=1, max_size=30
).map(
    lambda people: [
        booked(i, minutes)
        if kind == "booked"
        else waiting(i, minutes, kind == "care", elsewhere=kind == "away", short=kind == "short")
        for i, (minutes, kind) in enumerate(people)
    ]
)
policies = st.builds(
    Policy,
    appointment_every=st.sampled_from([0, 2, 4]),
    consideration_every=st.sampled_from([0, 2, 3]),
    short_every=st.sampled_from([0, 2, 5]),
)
LATE = NINE + timedelta(minutes=400)


@given(anybody, policies)
def test_nobody_is_lost_from_the_line_and_nobody_stands_in_it_twice(queue, policy):
    order = [number for number, _ in called_down(queue, policy, LATE)]

    assert sorted(order) == sorted(each.number for each in queue)


@given(anybody, policies)
def test_within_a_class_nobody_overtakes_whatever_the_rules(queue, policy):
    turns = line(queue, DESK, "reception", LATE, policy)
    for kind in ("consideration", "booked", "short", "elsewhere"):
        ranks = [rank(turn.waiting, policy) for turn in turns if getattr(turn.waiting, kind)]
        assert ranks == sorted(ranks)


@given(anybody, policies, st.lists(st.sampled_from(["care", "booked", "short"]), min_size=80, max_size=80))
def test_nobody_waits_for_more_than_twice_the_calls_of_those_before_them(queue, policy, coming):
    """After every call one more comes who has a right to overtake. Of `n` earlier in the order, one is called at least in two."""
    somebody = waiting(900, 300)
    here, now, overtook = [*queue, somebody], LATE, ()
    here = [each for each in here if not each.elsewhere]
    earlier = sum(rank(each, policy) <= rank(somebody, policy) for each in here if each is not somebody)
    for call, kind in enumerate(coming):
        turns = line(here, DESK, "reception", now, policy, overtook)
        turn = turns[0]
        if turn.waiting is somebody:
            break
        here.remove(turn.waiting)
        overtook = (overtaking(turn.reason, passed_over(turns, turn.waiting), policy), *overtook)
        minutes = (now - NINE) / timedelta(minutes=1)
        here.append(booked(500 + call, minutes) if kind == "booked" else waiting(500 + call, minutes, kind == "care", short=True))
        now += timedelta(minutes=16)  # beyond the head start, so that nobody comes before them in the order
    assert call <= 2 * earlier + 1


def test_a_call_by_a_lane_overtook_only_where_somebody_had_come_before():
    assert overtaking("appointment", 2, POLICY) == "appointment"
    assert overtaking("appointment", 0, POLICY) == ""
    assert overtaking("consideration", 2, POLICY) == ""
    assert overtaking("picked", 2, POLICY) == ""


def test_a_phone_counts_the_appointments_that_may_still_go_before():
    assert ahead_with_appointments(0, 0, POLICY) == 0
    assert ahead_with_appointments(0, 5, POLICY) == 1
    assert ahead_with_appointments(6, 5, POLICY) == 9
    assert ahead_of_appointment(6, 0, POLICY) == 0
    assert ahead_of_appointment(6, 1, POLICY) == 4


@given(queues, st.lists(st.booleans(), min_size=30, max_size=30))
def test_everybodys_turn_comes_though_people_who_need_consideration_keep_arriving(queue, care):
    """Each five minutes a person comes and one is called: after as many calls nobody of the first line is left."""
    first = {each.number for each in queue}
    now, here = NINE + timedelta(minutes=300), [each for each in queue if not each.elsewhere]
    for index in range(len(queue) + 30):
        now += timedelta(minutes=5)
        here.append(waiting(500 + index, (now - NINE) / timedelta(minutes=1), care[index % 30]))
        turn = next_leg(here, DESK, "reception", now, POLICY)
        assert turn is not None
        here.remove(turn.waiting)

    assert not first & {each.number for each in here}


@given(queues)
def test_the_rank_on_disk_gives_the_same_order(queue):
    by_rank = sorted(queue, key=lambda each: (rank(each, POLICY), each.number))

    assert [each.number for each in by_rank] == numbers(queue)
