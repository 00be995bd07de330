"""A number alone: who came with a paper form shows who they are, and the counter says which procedure it is, as with an entry."""

import asyncio

import msgspec
import pytest

from hub.office import Declined
from hub.wire import ActOnLeg, CheckIdentity, CorrectRecord, DecideProcedure, MergeVisits, PassOn, UndoStep
from tests.hub.small_office import (
    CERTIFICATES,
    INSURANCE,
    RESIDENCE,
    act,
    call,
    clerk,
    error_of,
    issue,
    moving,
    number_only,
    small_office,
    with_site,
)

CLERK = clerk(1)
STRICT = msgspec.structs.replace(RESIDENCE, identity="usual", decide_procedure=True)
PHOTO = msgspec.structs.replace(CERTIFICATES, identity="photo")
OFFICE = with_site(services=(STRICT, PHOTO, INSURANCE))
LICENCE = ("driving_licence",)


async def from_paper(office, visit):
    """Goes on as it is written on paper."""
    view = await office.records.record(CLERK, visit.visit)
    return await office.records.pass_on(CLERK, PassOn(visit.visit, len(view.unsettled), "on_paper"))


def filled_in(visit, view, **changes):
    return CorrectRecord(visit.visit, 0, changes, view.revision, "filled_in")


def at_reception(tmp_path, scenario, *opened):
    """`scenario` begins with the first of these visits being served at the first counter."""

    async def play():
        async with small_office(tmp_path, bundle=OFFICE) as office:
            for place, each in enumerate(opened or (number_only(),)):
                await issue(office, f"press-{place:04}", each)
            service = (opened or (number_only(),))[0].service or "residence"
            visit = await act(office, await call(office, 1), "reception", "start", 1, service)
            await scenario(office, visit)

    asyncio.run(play())


async def finished(office, visit, service="residence"):
    """The word why it is not, or the visit."""
    fresh = await office.visit(CLERK, visit.visit)
    try:
        return await act(office, fresh, "reception", "finish", 1, service)
    except Declined as declined:
        return declined.error


def decision(visit, procedure, instead_of=""):
    return DecideProcedure(visit.visit, visit.legs[0].leg, procedure, instead_of)


def test_a_number_alone_is_not_sent_on_before_somebody_looked_who_it_is_and_said_what_for(tmp_path):
    async def scenario(office, visit):
        view = await office.records.record(CLERK, visit.visit)
        assert view.identity_due and view.undecided.procedures == ("moving_in", "seal")
        assert await finished(office, visit) == "identity_needed"
        await office.records.check_identity(CLERK, CheckIdentity(visit.visit, "self", LICENCE))
        assert await finished(office, visit) == "procedure_open"

        assert (await office.records.decide_procedure(CLERK, decision(visit, "moving_in"))).undecided is None
        await from_paper(office, visit)
        after = await finished(office, visit)
        assert {leg.procedure for leg in after.legs} == {"moving_in"}, "the stages behind know what it is, too"
        assert (await call(office, 21, "examination")).number == visit.number

    at_reception(tmp_path, scenario)


def test_the_identity_check_is_that_of_the_procedure_once_it_is_decided(tmp_path):
    async def scenario(office, visit):
        assert not (await office.records.decide_procedure(CLERK, decision(visit, "seal"))).identity_due
        assert (await finished(office, visit)).number == visit.number

    at_reception(tmp_path, scenario)


def test_what_is_none_of_them_goes_on_with_a_reason_and_with_the_identity_check(tmp_path):
    async def scenario(office, visit):
        assert error_of(await office.records.pass_on(CLERK, PassOn(visit.visit, 1, ""))) == "reason_needed"
        view = await office.records.pass_on(CLERK, PassOn(visit.visit, 1, "not_needed"))
        assert view.undecided is None and view.identity_due
        assert await finished(office, visit) == "identity_needed"
        await office.records.check_identity(CLERK, CheckIdentity(visit.visit, "self", LICENCE))
        assert (await finished(office, visit)).number == visit.number

    at_reception(tmp_path, scenario)


def test_a_procedure_of_another_line_or_a_second_decision_is_refused(tmp_path):
    async def scenario(office, visit):
        assert error_of(await office.records.decide_procedure(CLERK, decision(visit, "certificates"))) == "record_conflict"
        await office.records.decide_procedure(CLERK, decision(visit, "moving_in"), "one-press-only")
        assert (await office.records.decide_procedure(CLERK, decision(visit, "moving_in"), "one-press-only")).undecided is None
        assert error_of(await office.records.decide_procedure(CLERK, decision(visit, "seal"), "another-press")) == "record_conflict"
        told = [each for each in await office.history(CLERK, visit.visit) if getattr(each, "what", "") == "procedure_decided"]
        assert [each.fields for each in told] == [("moving_in",)]

    at_reception(tmp_path, scenario)


def test_what_was_decided_may_be_changed_until_the_reception_is_done_with_it(tmp_path):
    async def scenario(office, visit):
        first = await office.records.decide_procedure(CLERK, decision(visit, "seal"))
        assert (first.decided.chosen, first.decided.procedures, first.identity_due) == ("seal", ("moving_in", "seal"), False)
        same = decision(visit, "seal", "seal")
        assert error_of(await office.records.decide_procedure(CLERK, same)) == "nothing_changed"
        late = decision(visit, "seal", "moving_in")
        assert error_of(await office.records.decide_procedure(CLERK, late)) == "record_conflict", "of two pages the second is told"
        changed = await office.records.decide_procedure(CLERK, decision(visit, "moving_in", "seal"))
        assert changed.decided.chosen == "moving_in"
        told = [each for each in await office.history(CLERK, visit.visit) if getattr(each, "what", "") == "procedure_changed"]
        assert [each.fields for each in told] == [("moving_in",)]

        await office.records.check_identity(CLERK, CheckIdentity(visit.visit, "self", LICENCE))
        await from_paper(office, visit)
        after = await finished(office, visit)
        assert {leg.procedure for leg in after.legs} == {"moving_in"}
        taken = await call(office, 21, "examination")
        assert (await office.records.record(clerk(21), taken.visit)).decided is None

    at_reception(tmp_path, scenario)


def test_what_was_entered_is_never_called_another_procedure(tmp_path):
    async def scenario(office, visit):
        view = await office.records.record(CLERK, visit.visit)
        assert view.undecided is None and view.decided is None
        assert error_of(await office.records.decide_procedure(CLERK, decision(visit, "seal", "moving_in"))) == "record_conflict"

    at_reception(tmp_path, scenario, moving())


def test_a_number_that_goes_on_as_none_of_them_may_still_be_decided_on(tmp_path):
    async def scenario(office, visit):
        view = await office.records.pass_on(CLERK, PassOn(visit.visit, 1, "not_needed"))
        assert view.decided is not None and view.decided.chosen == ""
        assert (await office.records.decide_procedure(CLERK, decision(visit, "seal"))).decided.chosen == "seal"

    at_reception(tmp_path, scenario)


def test_a_wrong_decision_is_taken_back_for_a_minute(tmp_path):
    async def scenario(office, visit):
        await office.records.decide_procedure(CLERK, decision(visit, "seal"))
        assert (await office.last_step(CLERK, 1)).action == "decide"
        await office.undo(CLERK, UndoStep(counter=1))
        view = await office.records.record(CLERK, visit.visit)
        assert view.undecided is not None and view.identity_due

    at_reception(tmp_path, scenario)


def test_who_only_asked_something_is_finished_without_either(tmp_path):
    async def scenario(office, visit):
        asked = ActOnLeg(visit.visit, visit.legs[0].leg, "finish", visit.version, reason="guided")
        assert (await office.act(CLERK, asked)).legs[0].state == "done"

    at_reception(tmp_path, scenario)


@pytest.mark.parametrize(("documents", "left"), [(LICENCE, False), (("eligibility", "cash_card"), True)])
def test_a_line_that_wants_a_photo_wants_it_of_a_number_alone_too(tmp_path, documents, left):
    async def scenario(office, visit):
        answer = await office.records.check_identity(CLERK, CheckIdentity(visit.visit, "self", documents))
        assert (error_of(answer) if left else answer.identity_due) == ("identity_lacking" if left else False)
        assert ((await finished(office, visit, "certificates")) == "identity_needed") is left

    at_reception(tmp_path, scenario, number_only("certificates"))


def test_who_entered_everything_is_asked_nothing_of_it(tmp_path):
    async def scenario(office, visit):
        assert (await office.records.record(CLERK, visit.visit)).undecided is None
        assert (await finished(office, visit)).number == visit.number

    at_reception(tmp_path, scenario, moving())


def test_what_was_decided_opens_an_empty_application_to_be_filled_in(tmp_path):
    async def scenario(office, visit):
        before = await office.records.record(CLERK, visit.visit)
        assert (before.applications, before.to_show) == ((), ())

        view = await office.records.decide_procedure(CLERK, decision(visit, "moving_in"))

        assert [(each.procedure, each.answers) for each in view.applications] == [("moving_in", {"movers": [{}]})]
        assert view.by_counter == (0,)
        assert view.unsettled == ("0.movers.0.name",)
        after = await office.records.correct_record(CLERK, filled_in(visit, view, insured=True))
        assert after.applications[0].answers == {"movers": [{}], "insured": True}, "one at a time: the rest is still to come"
        assert after.unsettled == ("0.movers.0.name",)
        assert after.decided is None, "what was entered is of this procedure"

    at_reception(tmp_path, scenario)


def test_what_was_decided_anew_shows_the_application_of_that_alone(tmp_path):
    async def scenario(office, visit):
        await office.records.decide_procedure(CLERK, decision(visit, "moving_in"))
        other = await office.records.decide_procedure(CLERK, decision(visit, "seal", "moving_in"))
        assert "moving_in" not in {each.procedure for each in other.applications}
        again = await office.records.decide_procedure(CLERK, decision(visit, "moving_in", "seal"))
        assert [each.procedure for each in again.applications] == ["moving_in"]

        await office.undo(CLERK, UndoStep(counter=1))
        assert "moving_in" not in {each.procedure for each in (await office.records.record(CLERK, visit.visit)).applications}

    at_reception(tmp_path, scenario)


def test_an_application_left_on_paper_is_not_asked_for_again_behind(tmp_path):
    async def scenario(office, visit):
        await office.records.check_identity(CLERK, CheckIdentity(visit.visit, "self", LICENCE))
        await office.records.decide_procedure(CLERK, decision(visit, "moving_in"))
        assert await finished(office, visit) == "answers_open"
        assert (await from_paper(office, visit)).unsettled == ()
        await finished(office, visit)
        taken = await call(office, 21, "examination")
        behind = await office.records.record(clerk(21), taken.visit)
        assert behind.unsettled == () and behind.by_counter == (0,)

    at_reception(tmp_path, scenario)


def merged(office, visit, number):
    return office.merge_visits(CLERK, MergeVisits(visit.visit, visit.version, number))


def open_leg(visit):
    return next(leg.leg for leg in visit.legs if not leg.procedure)


def test_the_second_of_a_family_who_is_here_for_the_same_gets_an_empty_application_too(tmp_path):
    async def scenario(office, visit):
        together = await merged(office, visit, "A-002")
        assert len((await office.records.record(CLERK, visit.visit)).applications) == 1, "what the kiosk sent"
        decide = DecideProcedure(visit.visit, open_leg(together), "moving_in")
        view = await office.records.decide_procedure(CLERK, decide)
        assert [len(each.answers["movers"]) for each in view.applications] == [2, 1]
        assert view.by_counter == (1,), "nothing that was entered is asked for again"
        assert view.unsettled == ("1.movers.0.name",)

        await office.undo(CLERK, UndoStep(counter=1))
        view = await office.records.record(CLERK, visit.visit)
        assert [len(each.answers["movers"]) for each in view.applications] == [2] and view.unsettled == ()
        again = await office.records.decide_procedure(CLERK, decide)
        assert [len(each.answers["movers"]) for each in again.applications] == [2, 1], "not a third"

    at_reception(tmp_path, scenario, moving(), number_only())


def test_two_numbers_alone_for_the_same_are_two_applications(tmp_path):
    async def scenario(office, visit):
        together = await merged(office, visit, "A-002")
        assert together.people == 2
        first = await office.records.decide_procedure(CLERK, decision(visit, "moving_in"))
        assert first.by_counter == (0,) and first.applications[0].answers == {"movers": [{}]}, "the other is one, too"
        still_open = open_leg(await office.visit(CLERK, visit.visit))
        view = await office.records.decide_procedure(CLERK, DecideProcedure(visit.visit, still_open, "moving_in"))
        assert [each.answers for each in view.applications] == [{"movers": [{}]}, {"movers": [{}]}]
        assert (view.by_counter, view.unsettled) == ((0, 1), ("0.movers.0.name", "1.movers.0.name"))

    at_reception(tmp_path, scenario, number_only(), number_only())


def test_what_was_left_on_paper_is_asked_after_all(tmp_path):
    async def scenario(office, visit):
        await office.records.decide_procedure(CLERK, decision(visit, "moving_in"))
        left = (await from_paper(office, visit)).left_on_paper
        assert left == ("0.movers.0.name",)
        wrong = PassOn(visit.visit, 2, "on_paper", done=False)
        assert error_of(await office.records.pass_on(CLERK, wrong)) == "record_conflict"
        view = await office.records.pass_on(CLERK, PassOn(visit.visit, 1, "on_paper", done=False))
        assert (view.unsettled, view.left_on_paper) == (left, ())

    at_reception(tmp_path, scenario)


def test_what_a_kiosk_sent_is_no_application_of_the_counter(tmp_path):
    async def scenario(office, visit):
        assert (await office.records.record(CLERK, visit.visit)).by_counter == ()

    at_reception(tmp_path, scenario, moving())
