"""The record at the counter: corrected with its history, read by others, noted on, and finished only with the identity check."""

import asyncio

import msgspec
import pytest

from config.procedure import Procedure
from hub.domain.stage import Action
from hub.office import Declined
from hub.security.actors import System
from hub.store.database import connect
from hub.wire import (
    ActOnLeg,
    Application,
    CallNext,
    CheckIdentity,
    CorrectRecord,
    RecordChanged,
    RecordView,
    WriteNote,
)
from tests.hub.small_office import BUNDLE, INSURE, MOVE, NAME, Clock, act, call, clerk, error_of, issue, moving, small_office

DEMANDING = msgspec.structs.replace(
    BUNDLE,
    procedures=BUNDLE.procedures
    | {
        "moving_in": msgspec.structs.replace(BUNDLE.procedures["moving_in"], identity="usual"),
        "seal": Procedure("seal", identity="photo"),
    },
)
LICENCE = ("driving_licence",)
TWO = ("eligibility", "cash_card")
NEW_NAME = "緑野 はな"


def in_office(tmp_path, scenario, bundle=BUNDLE):
    async def play():
        clock = Clock()
        async with small_office(tmp_path, clock, bundle) as office:
            await scenario(office, clock)

    asyncio.run(play())


async def serving(office, counter=1, message=None):
    """Somebody sits at the counter."""
    await issue(office, f"press-{counter}", message or moving())
    called = await call(office, counter)
    return await act(office, called, "reception", "start", counter)


def correction(visit, revision=0, reason="resident_said", **changes):
    wanted = changes or {"movers.0.name": NEW_NAME}
    return CorrectRecord(visit=visit.visit, application=0, changes=wanted, revision=revision, reason=reason)


def identity(visit, documents=LICENCE, person="self", **more):
    return CheckIdentity(visit=visit.visit, person=person, documents=documents, **more)


def test_a_correction_keeps_what_was_there_and_the_next_stage_sees_the_new_answer(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office)
        clock.forward(minutes=2)
        view = await office.records.correct_record(clerk(1), correction(visit))
        (made,) = view.corrections
        assert (made.path, made.before, made.after, made.reason, made.counter) == (
            "movers.0.name",
            NAME,
            NEW_NAME,
            "resident_said",
            1,
        )
        assert made.at == clock.now and made.staff == "c1"
        await office.call_next(clerk(1), CallNext(counter=1, stage="reception", finish=True))
        behind = await call(office, 21, "examination")
        seen = await office.records.record(clerk(21, "c2"), behind.visit)
        assert seen.applications[0].answers["movers"][0]["name"] == NEW_NAME
        assert seen.corrections == view.corrections, "with its history"

    in_office(tmp_path, scenario)


def test_of_two_corrections_of_what_the_same_clerks_saw_the_second_is_told(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office)
        both = await asyncio.gather(
            *(office.records.correct_record(clerk(1), correction(visit, **{"movers.1.name": each})) for each in "花海")
        )
        errors = [error_of(each) for each in both if not isinstance(each, RecordView)]
        assert errors == ["record_conflict"]
        view = await office.records.record(clerk(1), visit.visit)
        assert view.revision == 1

    in_office(tmp_path, scenario)


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ({"reason": ""}, "reason_needed"),
        ({"reason": "because"}, "reason_needed"),
        ({"movers.0.name": NAME}, "nothing_changed"),
        ({"movers.0.name": None}, "invalid_answers"),
        ({"movers.0.phone": "1"}, "invalid_answers"),
        ({"stranger": "x"}, "invalid_answers"),
        ({"movers.0.name": "123456789018"}, "my_number_written"),
        ({"revision": 7}, "record_conflict"),
    ],
)
def test_what_cannot_be_corrected_is_said_and_nothing_changes(tmp_path, wanted, error):
    async def scenario(office, clock):
        visit = await serving(office)
        assert error_of(await office.records.correct_record(clerk(1), correction(visit, **wanted))) == error
        view = await office.records.record(clerk(1), visit.visit)
        assert (view.revision, view.applications) == (0, (MOVE,))

    in_office(tmp_path, scenario)


def test_a_correction_sent_twice_is_made_once(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office)
        first = await office.records.correct_record(clerk(1), correction(visit), "press-0001")
        again = await office.records.correct_record(clerk(1), correction(visit), "press-0001")
        assert first == again and again.revision == 1

    in_office(tmp_path, scenario)


def test_taking_a_correction_back_is_a_correction_of_its_own(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office)
        await office.records.correct_record(clerk(1), correction(visit))
        view = await office.records.correct_record(clerk(1), correction(visit, 1, **{"movers.0.name": NAME}))
        assert [(each.before, each.after) for each in view.corrections] == [(NAME, NEW_NAME), (NEW_NAME, NAME)]

    in_office(tmp_path, scenario)


def test_nobody_but_the_desk_that_serves_the_visit_sees_or_changes_its_record(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office)
        for other in (clerk(2, "c2"), clerk(None, "c3")):
            assert error_of(await office.records.record(other, visit.visit)) == "not_at_your_counter"
            assert error_of(await office.records.correct_record(other, correction(visit))) == "not_at_your_counter"
            assert error_of(await office.records.write_note(other, WriteNote(visit=visit.visit, text="x"))) == "not_at_your_counter"
            assert error_of(await office.records.check_identity(other, identity(visit))) == "not_at_your_counter"

    in_office(tmp_path, scenario)


def test_who_serves_another_part_of_the_visit_reads_what_the_holder_may_change(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office, message=moving(INSURE))
        await office.call_next(clerk(1), CallNext(counter=1, stage="reception", finish=True))
        await call(office, 21, "examination")
        await act(office, await call(office, 7), "reception", "start", 7, "insurance")
        behind, front = clerk(21, "c2"), clerk(7, "c3")
        assert (await office.records.record(behind, visit.visit)).holder == 7
        with pytest.raises(Declined, match="record_held"):
            await office.records.correct_record(behind, correction(visit))
        with pytest.raises(Declined, match="record_held"):
            await office.records.check_identity(behind, identity(visit))
        assert isinstance(await office.records.write_note(behind, WriteNote(visit=visit.visit, text="住所を確認")), RecordView)
        assert isinstance(await office.records.correct_record(front, correction(visit)), RecordView)

    in_office(tmp_path, scenario)


def test_notes_travel_with_the_visit_and_hold_no_my_number(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office)
        written = await office.records.write_note(clerk(1), WriteNote(visit=visit.visit, text="  ベビーカーの方。\n入口側で  "))
        assert [each.text for each in written.notes] == ["ベビーカーの方。 入口側で"]
        refused = await office.records.write_note(clerk(1), WriteNote(visit=visit.visit, text="番号 1234 5678 9018"))
        assert error_of(refused) == "my_number_written"
        assert error_of(await office.records.write_note(clerk(1), WriteNote(visit=visit.visit, text=" \n "))) == "nothing_changed"
        await office.call_next(clerk(1), CallNext(counter=1, stage="reception", finish=True))
        behind = await call(office, 21, "examination")
        assert (await office.records.record(clerk(21, "c2"), behind.visit)).notes == written.notes

    in_office(tmp_path, scenario)


def test_a_number_without_an_entry_can_be_noted_on_and_checked(tmp_path):
    async def scenario(office, clock):
        await issue(office, "press")
        visit = await act(office, await call(office, 1), "reception", "start", 1)
        assert (await office.records.record(clerk(1), visit.visit)).applications == ()
        await office.records.write_note(clerk(1), WriteNote(visit=visit.visit, text="紙の届出書"))
        view = await office.records.check_identity(clerk(1), identity(visit))
        assert view.identity.documents == LICENCE and len(view.notes) == 1

    in_office(tmp_path, scenario)


def test_the_reception_of_a_procedure_that_demands_it_is_not_finished_without_the_identity_check(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office)
        with pytest.raises(Declined, match="identity_needed"):
            await act(office, visit, "reception", "finish", 1)
        with pytest.raises(Declined, match="identity_needed"):
            await office.call_next(clerk(1), CallNext(counter=1, stage="reception", finish=True))
        assert isinstance(await office.records.check_identity(clerk(1), identity(visit)), RecordView)
        done = await act(office, visit, "reception", "finish", 1)
        assert done.legs[0].state == "done"

    in_office(tmp_path, scenario, DEMANDING)


@pytest.mark.parametrize(
    ("documents", "person", "papers", "code"),
    [
        (LICENCE, "self", (), None),
        (TWO, "self", (), None),
        (("eligibility",), "self", (), "document"),
        (("student_card", "cash_card"), "self", (), "document"),
        ((), "self", (), "document"),
        (("number_of_the_licence",), "self", (), "document"),
        (LICENCE, "proxy", (), "authority"),
        (LICENCE, "proxy", ("letter_of_proxy",), None),
        (LICENCE, "legal_representative", ("letter_of_proxy",), "authority"),
        (LICENCE, "legal_representative", ("family_register",), None),
    ],
)
def test_one_with_a_photo_or_two_of_which_one_is_of_an_office_and_a_letter_of_who_acts_for_another(
    tmp_path, documents, person, papers, code
):
    async def scenario(office, clock):
        visit = await serving(office)
        answer = await office.records.check_identity(clerk(1), identity(visit, documents, person, papers=papers))
        if code is None:
            assert answer.identity.papers == papers
        else:
            assert error_of(answer) == "identity_lacking" and answer.problems[0]["code"] == code

    in_office(tmp_path, scenario, DEMANDING)


def test_a_manager_allows_an_exception_beside_the_clerk_and_it_is_kept_who(tmp_path):
    async def scenario(office, clock):
        await office.door.create_staff(System(), "kacho", "manager", "課長", "a-long-password")
        await office.door.create_staff(System(), "floor", "floor_guide", "案内", "a-long-password")
        pin, floor_pin = await office.door.set_pin(System(), "kacho", "02"), await office.door.set_pin(System(), "floor", "03")
        visit = await serving(office)
        lone = identity(visit, ("cash_card",), reason="questions_answered")
        assert error_of(await office.records.check_identity(clerk(1), lone)) == "identity_lacking"
        for number, typed, error in (("02", "0000", "wrong_pin"), ("03", floor_pin, "not_allowed"), ("09", pin, "wrong_pin")):
            tried = msgspec.structs.replace(lone, approver=number, pin=typed)
            assert error_of(await office.records.check_identity(clerk(1), tried)) == error
        without = msgspec.structs.replace(lone, approver="02", pin=pin, reason="")
        assert error_of(await office.records.check_identity(clerk(1), without)) == "reason_needed"
        view = await office.records.check_identity(clerk(1), msgspec.structs.replace(lone, approver="02", pin=pin))
        assert view.identity.reason == "questions_answered" and view.names[view.identity.approved_by] == "課長"
        await act(office, visit, "reception", "finish", 1)

    in_office(tmp_path, scenario, DEMANDING)


def test_two_documents_without_a_photo_do_not_do_where_a_photo_is_demanded(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office, message=moving(Application("seal", "", {})))
        answer = await office.records.check_identity(clerk(1), identity(visit, TWO))
        assert error_of(answer) == "identity_lacking" and answer.problems[0]["code"] == "photo"

    in_office(tmp_path, scenario, DEMANDING)


def test_identity_again_as_a_reason_to_send_back_asks_for_it_again(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office)
        await office.records.check_identity(clerk(1), identity(visit))
        await act(office, visit, "reception", "finish", 1)
        behind = await call(office, 21, "examination")
        leg = next(leg for leg in behind.legs if leg.state == "serving")
        back = ActOnLeg(visit=behind.visit, leg=leg.leg, action=Action.SEND_BACK, version=behind.version, reason="identity_again")
        await office.act(clerk(21, "c2"), back)
        again = await act(office, await call(office, 1), "reception", "start", 1)
        with pytest.raises(Declined, match="identity_needed"):
            await act(office, again, "reception", "finish", 1)

    in_office(tmp_path, scenario, DEMANDING)


def test_the_log_says_what_was_done_and_never_a_value(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office)
        await office.records.correct_record(clerk(1), correction(visit))
        await office.records.write_note(clerk(1), WriteNote(visit=visit.visit, text="申し送りの言葉"))
        await office.records.check_identity(clerk(1), identity(visit))
        told = [each for each in await office.history(clerk(1), visit.visit) if isinstance(each, RecordChanged)]
        assert [(each.what, each.fields) for each in told] == [
            ("corrected", ("moving_in.movers.0.name",)),
            ("noted", ()),
            ("identity_checked", ()),
        ]

    in_office(tmp_path, scenario)
    disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for word in (NAME, NEW_NAME, "申し送りの言葉", "driving_licence"):
        assert word.encode() not in disk


def test_a_record_drawn_again_and_again_is_one_opening(tmp_path):
    async def scenario(office, clock):
        visit = await serving(office)
        for _ in range(5):
            await office.records.record(clerk(1), visit.visit)
        await office.records.record(clerk(1), visit.visit)

    in_office(tmp_path, scenario)
    assert openings(tmp_path) == 1


def openings(folder):
    connection = connect(folder / "hub.db")
    found = connection.execute("SELECT count(*) FROM audit WHERE action = 'record_opened'").fetchone()[0]
    connection.close()
    return found
