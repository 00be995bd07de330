from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.policy import Desk, Policy, Waiting, line, next_leg, place_after_return, rank
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
