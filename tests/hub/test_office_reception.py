"""One touch, one number (promise 1), and what is said where no number can be given."""

import asyncio

import msgspec
import pytest

from config.form import Condition
from config.procedure import GuidanceRule
from hub.office import KeyReused
from hub.security.actors import Kiosk, Resident, Staff
from hub.wire import Application, NextCall, OpenVisit, Ticket
from tests.hub.small_office import (
    BUNDLE,
    COPY,
    INSURE,
    KIOSK,
    MOVE,
    Clock,
    clerk,
    error_of,
    issue,
    moving,
    number_only,
    small_office,
)

GUIDE = Staff("f1", "floor_guide", "フロア案内", "11" * 32)


def in_office(tmp_path, scenario, clock=None, bundle=BUNDLE):
    """Play a scenario in a fresh office."""

    async def play():
        async with small_office(tmp_path, clock, bundle) as office:
            await scenario(office)

    asyncio.run(play())


def test_a_resident_gets_a_number_with_everything_the_slip_says(tmp_path):
    async def scenario(office):
        await issue(office, "k0")
        ticket = await issue(office, "k1", moving(COPY, INSURE))
        assert (ticket.number, ticket.service, ticket.people_waiting) == ("A-002", "residence", 1)
        assert ticket.procedures == ("moving_in", "nhi_join", "certificates")
        assert ticket.calls[0] == NextCall("reception", (1, 2), "residence")
        assert NextCall("delivery", (5,), "residence") in ticket.calls
        assert ticket.follow_url is not None and ticket.follow_url.startswith("HTTP://KAWABE.EXAMPLE/T/")
        assert ticket.bring == ("bring.identity",)

    in_office(tmp_path, scenario)


def test_what_the_answers_lead_to_is_on_the_same_number_where_it_is_done_here_without_a_form(tmp_path):
    leads_on = GuidanceRule("insurance", Condition("insured", is_=True), adds=("nhi_join", "certificates", "stray", "unheard_of"))
    bundle = msgspec.structs.replace(BUNDLE, guidance=(leads_on,))
    insured = Application("moving_in", "moving-1", {**MOVE.answers, "insured": True})

    async def scenario(office):
        ticket = await issue(office, "k1", OpenVisit(language="ja", applications=(insured,)))
        assert ticket.procedures == ("moving_in", "nhi_join")
        assert NextCall("reception", (7,), "insurance") in ticket.calls

    in_office(tmp_path, scenario, bundle=bundle)


def test_the_answers_decide_what_to_bring(tmp_path):
    insured = Application("moving_in", "moving-1", {**MOVE.answers, "insured": True})

    async def scenario(office):
        ticket = await issue(office, "k1", OpenVisit(language="ja", applications=(insured,)))
        assert ticket.bring == ("bring.identity", "bring.insurance_paper")

    in_office(tmp_path, scenario)


def test_a_second_press_gets_the_same_ticket_and_no_second_number(tmp_path):
    async def scenario(office):
        tickets = await asyncio.gather(*(office.open_visit(KIOSK, moving(), "k1") for _ in range(20)))
        assert all(ticket == tickets[0] for ticket in tickets)
        assert (await issue(office, "k2")).number == "A-002"

    in_office(tmp_path, scenario)


def test_the_same_ticket_comes_again_after_the_hub_was_restarted(tmp_path):
    tickets = []

    async def scenario(office):
        tickets.append(await issue(office, "k1", moving()))

    in_office(tmp_path, scenario)
    in_office(tmp_path, scenario)

    assert tickets[0] == tickets[1]


def test_a_key_used_for_another_message_changes_nothing(tmp_path):
    async def scenario(office):
        await issue(office, "k1")
        with pytest.raises(KeyReused):
            await office.open_visit(KIOSK, moving(), "k1")
        assert len(await office.visits(clerk(1))) == 1

    in_office(tmp_path, scenario)


def test_the_keys_of_two_kiosks_do_not_meet(tmp_path):
    async def scenario(office):
        one = await office.open_visit(Kiosk("01"), number_only(), "k1")
        two = await office.open_visit(Kiosk("02"), number_only(), "k1")
        assert (one.number, two.number) == ("A-001", "A-002")

    in_office(tmp_path, scenario)


def test_sixteen_kiosks_at_once_get_different_numbers_without_a_gap(tmp_path):
    async def scenario(office):
        async def kiosk(name):
            return [(await office.open_visit(Kiosk(f"{name:02d}"), number_only(), f"k{i}")).number for i in range(30)]

        numbers = [number for own in await asyncio.gather(*(kiosk(name) for name in range(16))) for number in own]
        assert sorted(numbers) == [f"A-{index:03d}" for index in range(1, 481)]

    in_office(tmp_path, scenario)


def test_each_day_begins_with_the_first_number(tmp_path):
    clock = Clock()

    async def scenario(office):
        assert (await issue(office, "k1")).number == "A-001"
        clock.forward(days=1)
        assert (await issue(office, "k2")).number == "A-001"

    in_office(tmp_path, scenario, clock)


def test_a_series_that_is_used_up_says_so_and_the_next_day_goes_on(tmp_path):
    clock = Clock()

    async def scenario(office):
        for index in range(3):
            await issue(office, f"k{index}", number_only("certificates"))
        assert error_of(await office.open_visit(KIOSK, number_only("certificates"), "k4")) == "numbers_used_up"
        assert (await issue(office, "k5")).number == "A-001"
        clock.forward(days=1)
        assert (await issue(office, "k6", number_only("certificates"))).number == "C-001"

    in_office(tmp_path, scenario, clock)


def broken(**answers):
    return OpenVisit(language="ja", applications=(Application("moving_in", "moving-1", {**MOVE.answers, **answers}),))


@pytest.mark.parametrize(
    ("message", "error", "problem"),
    [
        (OpenVisit(language="ja"), "nothing_asked", None),
        (number_only("taxes"), "unknown_service", None),
        (OpenVisit(language="ja", applications=(Application("marriage", "m-1", {}),)), "unknown_procedure", None),
        (OpenVisit(language="ja", applications=(Application("stray", "", {}),)), "unknown_procedure", None),
        (OpenVisit(language="ja", applications=(Application("moving_in", "moving-0", {}),)), "unknown_form", None),
        (OpenVisit(language="ja", applications=(Application("moving_in", "certificates-1", {"copies": 1}),)), "unknown_form", None),
        (OpenVisit(language="ja", applications=(Application("nhi_join", "", {"x": 1}),)), "unknown_form", None),
        (broken(movers=[]), "invalid_answers", ("movers.0.name", "missing")),
        (broken(nickname="はな"), "invalid_answers", ("nickname", "unknown_field")),
        (broken(movers=[{"name": "緑" * 41}]), "invalid_answers", ("movers.0.name", "too_long")),
        (broken(insured="maybe"), "invalid_answers", ("insured", "wrong_kind")),
        (OpenVisit(language="ja", reception_token="e1.AAAA"), "unknown_code", None),
        (msgspec.structs.replace(number_only(), number="A-1201"), "malformed_number", None),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_word_a_message_and_a_cure_and_costs_no_number(tmp_path, message, error, problem):
    async def scenario(office):
        refusal = await office.open_visit(KIOSK, message, "k1")
        assert error_of(refusal) == error
        assert refusal.message and refusal.cure
        if problem:
            assert problem in [(each["path"], each["code"]) for each in refusal.problems]
            assert {each["application"] for each in refusal.problems} == {0}
        assert (await issue(office, "k1")).number == "A-001"

    in_office(tmp_path, scenario)


def test_nothing_a_resident_wrote_comes_back_in_a_refusal(tmp_path):
    async def scenario(office):
        refusal = await office.open_visit(KIOSK, broken(movers=[{"name": "緑野 花子", "phone": "緑野"}]), "k1")
        assert "緑野" not in msgspec.json.encode(refusal).decode()

    in_office(tmp_path, scenario)


def test_an_accepted_visit_stays_accepted_when_the_form_changes_before_the_kiosk_hears_of_it(tmp_path):
    newer = msgspec.structs.replace(BUNDLE, forms={}, procedures={})
    tickets: list[Ticket] = []

    async def before(office):
        tickets.append(await issue(office, "k1", moving()))

    async def after(office):
        assert await office.open_visit(KIOSK, moving(), "k1") == tickets[0]

    in_office(tmp_path, before)
    in_office(tmp_path, after, bundle=newer)


def test_answers_given_to_an_older_version_of_the_form_are_still_taken(tmp_path):
    newer = msgspec.structs.replace(
        BUNDLE, forms={**BUNDLE.forms, "moving_in": msgspec.structs.replace(BUNDLE.forms["moving_in"], version="moving-2")}
    )

    async def nothing(office):
        assert error_of(await office.open_visit(KIOSK, broken(movers=1), "k0")) == "invalid_answers"

    async def after(office):
        assert (await issue(office, "k1", moving())).number == "A-001"

    in_office(tmp_path, nothing)
    in_office(tmp_path, after, bundle=newer)


def test_a_floor_guide_gives_a_number_for_a_paper_form(tmp_path):
    async def scenario(office):
        ticket = await office.open_visit(GUIDE, msgspec.structs.replace(number_only(), channel="paper"), "k1")
        (visit,) = await office.visits(clerk(1))
        assert (ticket.number, visit.channel, visit.people) == ("A-001", "paper", 1)

    in_office(tmp_path, scenario)


def test_a_phone_sees_how_many_are_ahead_and_where_it_is_called(tmp_path):
    clock = Clock()

    async def scenario(office):
        await issue(office, "k1")
        token = (await issue(office, "k2", moving())).follow_url.rsplit("/", 1)[1]
        mine = await office.follow(Resident(), token.lower())
        assert (mine.number, mine.stage, mine.state, mine.people_ahead) == ("A-002", "reception", "waiting", 1)
        assert mine.counters == (1, 2)
        assert [step.stage for step in mine.way] == ["reception", "examination", "entry", "verification", "delivery"]
        clock.forward(days=1)
        assert error_of(await office.follow(Resident(), token)) == "unknown_code"
        assert error_of(await office.follow(Resident(), "AAAAAAAAAAAAA")) == "unknown_code"

    in_office(tmp_path, scenario, clock)
