"""A family on one number, parted and brought together: nobody loses the time they came at, nobody is served twice."""

from datetime import timedelta
from itertools import count

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain import family
from hub.domain.changes import events_between, services_told
from hub.domain.events import LegMoved, Line, VisitMerged, VisitSplit
from hub.domain.plan import plan
from hub.domain.stage import FINAL, Action, State
from hub.domain.transitions import IllegalAction, advance
from hub.domain.visit import Visit, ways
from tests.hub.small_office import BUNDLE, CERTIFICATES, INSURANCE, NINE, RESIDENCE

SERVICES = (RESIDENCE, CERTIFICATES, INSURANCE)
LATER = NINE + timedelta(minutes=20)
NEEDS = {each.id: each.after for each in BUNDLE.procedures.values()}
LINES = {service.id: Line(service.id, service.letter, 3) for service in SERVICES}
HANDS = [Action.CALL, Action.START, Action.FINISH, Action.MARK_ABSENT, Action.RETURN, Action.HOLD]


def visit_for(*procedures: str, name: str = "v", at=NINE, people: int = 3) -> Visit:
    chosen = [BUNDLE.procedures[each] for each in procedures]
    made = plan(SERVICES, chosen, RESIDENCE, (f"{name}-{i}" for i in count(1)), at)
    return Visit(name, NINE.date(), "A-001" if name == "v" else "A-002", made.lead.id, at, made.legs, people=people)


def at(visit: Visit, procedure: str, stage: str) -> State:
    return next(leg.state for leg in visit.legs if (leg.procedure, leg.stage) == (procedure, stage))


def leg(visit: Visit, procedure: str, stage: str = "reception") -> str:
    return next(leg.id for leg in visit.legs if (leg.procedure, leg.stage) == (procedure, stage))


def does(visit: Visit, procedure: str, *actions: Action, stage: str = "reception", counter: int = 1, now=NINE) -> Visit:
    for action in actions:
        visit = advance(visit, leg(visit, procedure, stage), action, now, counter=counter)
    return visit


def split(visit: Visit, *procedures: str, people: int = 1, now=LATER) -> tuple[Visit, Visit]:
    goes = family.going(visit, {leg(visit, each) for each in procedures}, NEEDS)
    empty = family.void(visit, "n", "A-009", goes[0].service, people, visit.record_ids)
    return family.parted(visit, empty, goes, (f"n-{i}" for i in count(1)), now)


def test_the_part_that_goes_waits_since_the_family_came_and_the_other_stays_at_the_counter():
    visit = does(visit_for("moving_in", "seal"), "moving_in", Action.CALL, Action.START)

    stays, goes = split(visit, "seal")

    assert stays.counter == 1 and at(stays, "moving_in", "reception") is State.SERVING
    first = goes.legs[0]
    assert (first.state, first.arrived, first.counter, first.called_times) == (State.WAITING, NINE, None, 0)
    assert (goes.opened_at, goes.counter, goes.number) == (NINE, None, "A-009")
    assert {each.procedure for each in stays.legs} == {"moving_in"} and goes.procedures == {"seal"}
    assert (stays.people, goes.people) == (2, 1)


def test_the_other_service_needs_no_longer_wait_for_the_first_one():
    visit = does(visit_for("moving_in", "nhi_join"), "moving_in", Action.CALL, Action.START)
    assert at(visit, "nhi_join", "reception") is State.BLOCKED

    _, goes = split(visit, "nhi_join")

    assert (goes.legs[0].state, goes.legs[0].arrived) == (State.WAITING, NINE)


def test_delivery_waits_only_for_what_stayed():
    visit = visit_for("moving_in", "seal")

    stays, goes = split(visit, "seal")

    assert all(
        set(each.after) | set(each.over) <= {other.id for other in part.legs} for part in (stays, goes) for each in part.legs
    )


def test_a_certificate_with_the_new_address_stays_with_the_move_until_that_is_verified():
    visit = visit_for("moving_in", "certificates")
    with pytest.raises(family.Inseparable):
        split(visit, "certificates")
    with pytest.raises(family.Inseparable):
        split(visit, "moving_in")

    verified = does(visit, "moving_in", Action.CALL, Action.START, Action.FINISH)
    for stage in ("examination", "entry", "verification"):
        verified = does(verified, "moving_in", Action.START, Action.FINISH, stage=stage, counter=21)
    _, goes = split(verified, "certificates")
    assert at(goes, "certificates", "reception") is State.WAITING


@pytest.mark.parametrize("chosen", [("moving_in",), ("moving_in", "nhi_join"), ()])
def test_somebody_stays_at_the_counter_and_somebody_goes(chosen):
    visit = does(visit_for("moving_in", "nhi_join"), "moving_in", Action.CALL, Action.START)
    with pytest.raises(family.NotApart):
        split(visit, *chosen)


def test_who_is_absent_goes_nowhere():
    visit = visit_for("moving_in", "nhi_join")
    visit = does(visit, "moving_in", Action.CALL, Action.START, Action.FINISH)
    visit = does(visit, "nhi_join", Action.CALL, Action.MARK_ABSENT, counter=7)
    with pytest.raises(family.NotApart):
        split(visit, "nhi_join")


def test_two_numbers_are_served_as_one_where_the_first_stands_just_now():
    other = visit_for("seal", name="w", at=NINE - timedelta(minutes=10), people=1)
    visit = does(visit_for("moving_in"), "moving_in", Action.CALL, Action.START)

    together, empty = family.merged(visit, other, LATER)

    assert at(together, "seal", "reception") is State.SERVING and together.counter == 1
    assert (together.opened_at, together.people, together.number) == (other.opened_at, 4, "A-001")
    assert empty.ended and empty.merged_into.number == "A-001" and empty.version == other.version + 1
    finished = does(together, "moving_in", Action.FINISH)
    assert at(finished, "seal", "examination") is State.WAITING


def test_one_delivery_for_both():
    on_paper = (Action.START, Action.FINISH)
    other = does(visit_for("seal", name="w"), "seal", Action.CALL, Action.START, Action.FINISH, counter=2)
    other = does(other, "seal", *on_paper, stage="examination", counter=21)
    visit, _ = family.merged(visit_for("moving_in"), other, LATER)
    for stage in ("entry", "verification"):
        visit = does(visit, "seal", *on_paper, stage=stage, counter=21)
    assert at(visit, "seal", "delivery") is State.BLOCKED, "the other procedure is not even received"

    visit = does(visit, "moving_in", Action.CALL, Action.START, Action.FINISH)
    for stage in ("examination", "entry", "verification"):
        assert {at(visit, name, "delivery") for name in ("moving_in", "seal")} == {State.BLOCKED}
        visit = does(visit, "moving_in", *on_paper, stage=stage, counter=21)

    assert {at(visit, name, "delivery") for name in ("moving_in", "seal")} == {State.WAITING}


def test_the_earlier_arrival_counts_for_both():
    early, late = visit_for("moving_in"), visit_for("nhi_join", name="w", at=LATER)
    for together, _ in (family.merged(early, late, LATER), family.merged(late, early, LATER)):
        assert {each.arrived for each in together.legs if each.state is State.WAITING} == {NINE}


def test_two_people_with_the_same_procedure_are_two_ways():
    together, _ = family.merged(visit_for("moving_in"), visit_for("moving_in", name="w"), LATER)

    assert [len(way) for way in ways(together.legs)] == [5, 5]
    served = does(together, "moving_in", Action.CALL, Action.START, Action.FINISH)
    examined = does(served, "moving_in", Action.START, Action.FINISH, stage="examination", counter=21)
    assert all(each.state is State.DONE for each in examined.legs if each.stage == "examination")
    back = advance(examined, "w-3", Action.START, LATER, counter=21)
    back = advance(back, "w-3", Action.SEND_BACK, LATER)
    assert {each.state for each in back.legs if each.stage == "examination"} == {State.WAITING}


@pytest.mark.parametrize("what", ["itself", "over", "another day", "at another counter"])
def test_what_cannot_be_one_is_refused(what):
    visit, other = visit_for("moving_in"), visit_for("seal", name="w")
    match what:
        case "itself":
            other = visit
        case "over":
            other = does(other, "seal", Action.CALL, Action.MARK_NO_SHOW)
        case "another day":
            other = msgspec.structs.replace(other, day=NINE.date() - timedelta(days=1))
        case _:
            other = does(other, "seal", Action.CALL, counter=2)
    with pytest.raises(family.NotTogether):
        family.merged(visit, other, LATER)


def told(before, after, how=""):
    services = services_told(before, after, ())
    return events_between(before, after, LATER, {service: LINES[service] for service in services}, how)


def test_a_merge_is_told_once_by_the_number_that_is_called_no_more():
    visit, other = visit_for("moving_in"), visit_for("nhi_join", name="w")
    together, empty = family.merged(visit, other, LATER)

    assert told(visit, together) == ()
    (event,) = told(other, empty)
    assert isinstance(event, VisitMerged)
    assert (event.number, event.into_number, event.lines) == ("A-002", "A-001", (LINES["insurance"],))


def test_a_split_says_where_the_new_number_stands_and_whose_it_was():
    visit = does(visit_for("moving_in", "seal"), "moving_in", Action.CALL)
    goes = family.going(visit, {leg(visit, "seal")}, NEEDS)
    empty = family.void(visit, "n", "A-009", "residence", 1, ("v",))
    stays, new = family.parted(visit, empty, goes, (f"n-{i}" for i in count(1)), LATER)

    assert told(visit, stays) == ()
    (event,) = told(empty, new)
    assert isinstance(event, VisitSplit)
    assert (event.number, event.origin_number, event.procedures) == ("A-009", "A-001", ("seal",))
    assert [(each.stage, each.state) for each in event.standing] == [("reception", "waiting")]


def test_a_merge_taken_back_puts_who_was_absent_on_the_missed_list_again():
    visit = visit_for("moving_in")
    other = does(visit_for("nhi_join", name="w"), "nhi_join", Action.CALL, Action.MARK_ABSENT, counter=7)
    _, empty = family.merged(visit, other, LATER)
    again = msgspec.structs.replace(other, version=empty.version + 1)

    split_off, moved = told(empty, again, "undone")

    assert isinstance(split_off, VisitSplit) and split_off.how == "undone"
    assert isinstance(moved, LegMoved) and (moved.state, moved.off_board) == ("absent", False)


@given(st.data())
def test_in_any_order_every_procedure_is_in_exactly_one_visit_and_all_come_to_an_end(data):
    names = ("moving_in", "seal", "nhi_join", "certificates")
    open_ = {"v": visit_for(*data.draw(st.sets(st.sampled_from(names), min_size=1))), "w": visit_for("seal", name="w", at=LATER)}
    wanted = sorted((leg.procedure, leg.stage) for visit in open_.values() for leg in visit.legs)
    fresh = count(1)
    for _ in range(data.draw(st.integers(1, 14))):
        visit = open_[data.draw(st.sampled_from(sorted(open_)))]
        match data.draw(st.sampled_from(["act", "act", "split", "merge"])):
            case "act":
                chosen = data.draw(st.sampled_from(visit.legs))
                try:
                    open_[visit.id] = advance(visit, chosen.id, data.draw(st.sampled_from(HANDS)), LATER, counter=1)
                except IllegalAction:
                    continue
            case "split":
                name = f"n{next(fresh)}"
                chosen = data.draw(st.sets(st.sampled_from([leg.id for leg in visit.legs]), min_size=1))
                try:
                    goes = family.going(visit, chosen, NEEDS)
                except (family.NotApart, family.Inseparable):
                    continue
                empty = family.void(visit, name, "A-009", goes[0].service, 1, visit.record_ids)
                open_[visit.id], open_[name] = family.parted(visit, empty, goes, (f"{name}-{i}" for i in count(1)), LATER)
            case _:
                other = open_[data.draw(st.sampled_from(sorted(open_)))]
                try:
                    open_[visit.id], empty = family.merged(visit, other, LATER)
                except family.NotTogether:
                    continue
                assert empty.ended
                del open_[other.id]
        legs = [leg for visit in open_.values() for leg in visit.legs]
        assert len({leg.id for leg in legs}) == len(legs)
        assert sorted((leg.procedure, leg.stage) for leg in legs) == wanted
        for visit in open_.values():
            counters = {leg.counter for leg in visit.legs if leg.at_counter}
            assert len(counters) <= 1
            places = {(leg.service, leg.stage) for leg in visit.legs if leg.at_counter}
            assert len(places) <= 1, "a person stands at one counter"
    for last in open_.values():
        visit = last
        while not visit.ended:
            now = next(leg for leg in visit.legs if leg.state not in FINAL and leg.state is not State.BLOCKED)
            visit = advance(visit, now.id, Action.CANCEL if now.state is not State.SERVING else Action.FINISH, LATER)
