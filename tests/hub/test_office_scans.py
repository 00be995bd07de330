"""A paper beside the record: sealed, seen by who serves the visit only, destroyed with the visit; findings one by one."""

import asyncio
from datetime import timedelta

import pytest

from hub.domain.crosscheck import Box, Reading, Sheet
from hub.office import Declined
from hub.security.actors import System
from hub.store.database import connect
from hub.wire import ActOnLeg, Application, CallNext, CheckField, CheckIdentity, CorrectRecord, OpenVisit, RecordView
from tests.hub.scans.certificates import as_read, household
from tests.hub.small_office import Clock, act, call, clerk, error_of, issue, moving, small_office
from tests.hub.web.running_hub import demo_bundle, moving_in

SHEET = Sheet("moving_out_certificate", 1, {"householder": Reading(Box(0, 1.0, 2.0, 3.0, 4.0), "緑野花子", 0.9)}, ())
PICTURE = b"\xff\xd8 a picture of Hanako \xff\xd9"
MARK = "0123456789abcdef"


def found(visit, outcome="same", seen=0, path="movers.0.name", **more):
    return CheckField(visit=visit, application=0, path=path, outcome=outcome, against=MARK, seen=seen, **more)


async def served(office, counter=1):
    await issue(office, "press-0001", moving())
    return await act(office, await call(office, counter), "reception", "start", counter)


def play(tmp_path, scenario):
    async def whole():
        clock = Clock()
        async with small_office(tmp_path, clock) as office:
            await scenario(office, clock)

    asyncio.run(whole())


def test_a_paper_is_kept_as_it_was_read_and_nothing_of_it_lies_open_on_the_disk(tmp_path):
    async def scenario(office, clock):
        visit = await served(office)
        assert isinstance(await office.records.keep_scan(clerk(1), visit.visit, SHEET, (PICTURE,), 1), RecordView)
        kept = await office.records.scan(clerk(1), visit.visit)
        assert (kept.sheet, kept.pictures, kept.left_out, kept.counter) == (SHEET, (PICTURE,), 1, 1)

    play(tmp_path, scenario)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"Hanako" not in file.read_bytes() and "緑野花子".encode() not in file.read_bytes(), file


def test_only_the_desk_that_serves_the_visit_sees_or_changes_it(tmp_path):
    async def scenario(office, clock):
        visit = await served(office)
        await office.records.keep_scan(clerk(1), visit.visit, SHEET, (PICTURE,))
        assert error_of(await office.records.scan(clerk(2), visit.visit)) == "not_at_your_counter"
        assert error_of(await office.records.keep_scan(clerk(2), visit.visit, SHEET, ())) == "not_at_your_counter"
        assert error_of(await office.records.drop_scan(clerk(2), visit.visit)) == "not_at_your_counter"
        assert error_of(await office.records.check_field(clerk(2), found(visit.visit))) == "not_at_your_counter"

    play(tmp_path, scenario)


def test_another_familys_paper_is_taken_away_and_a_new_scan_takes_the_place_of_the_old_one(tmp_path):
    async def scenario(office, clock):
        visit = await served(office)
        assert error_of(await office.records.drop_scan(clerk(1), visit.visit)) == "nothing_changed"
        await office.records.keep_scan(clerk(1), visit.visit, SHEET, (PICTURE,))
        first = await office.records.scan(clerk(1), visit.visit)
        await office.records.keep_scan(clerk(1), visit.visit, SHEET, (PICTURE, PICTURE))
        second = await office.records.scan(clerk(1), visit.visit)
        assert second.id != first.id and len(second.pictures) == 2
        assert isinstance(await office.records.drop_scan(clerk(1), visit.visit), RecordView)
        assert await office.records.scan(clerk(1), visit.visit) is None

    play(tmp_path, scenario)


def test_the_pictures_are_destroyed_when_the_visit_is_over_and_the_findings_stay_with_the_record(tmp_path):
    async def scenario(office, clock):
        visit = await served(office)
        await office.records.keep_scan(clerk(1), visit.visit, SHEET, (PICTURE,))
        await office.records.check_field(clerk(1), found(visit.visit))
        assert (await office.expire(System(), clock()))["scans_of_ended"] == 0
        await act(office, await office.visit(clerk(1), visit.visit), "reception", "cancel", 1)
        assert (await office.expire(System(), clock()))["scans_of_ended"] == 1

    play(tmp_path, scenario)
    (row,) = connect(tmp_path / "hub.db").execute("SELECT wrapped_key, sealed FROM scans").fetchall()
    assert row == (None, b"")


def test_a_scan_goes_with_its_record_at_the_latest(tmp_path):
    async def scenario(office, clock):
        visit = await served(office)
        await office.records.keep_scan(clerk(1), visit.visit, SHEET, (PICTURE,))
        clock.now += timedelta(days=500)
        counts = await office.expire(System(), clock())
        assert counts["scans"] + counts["scans_of_ended"] == 1

    play(tmp_path, scenario)


def test_findings_are_told_by_field_and_never_by_value_to_log_and_audit(tmp_path):
    async def scenario(office, clock):
        visit = await served(office)
        view = await office.records.check_field(clerk(1), found(visit.visit, "variant"))
        assert [(each.path, each.outcome, each.staff) for each in view.checks] == [("movers.0.name", "variant", "c1")]
        events = await office.history(clerk(1), visit.visit)
        assert [(each.what, each.fields) for each in events if hasattr(each, "what")] == [("checked", ("moving_in.movers.0.name",))]

    play(tmp_path, scenario)
    audit = connect(tmp_path / "hub.db").execute("SELECT action, subject FROM audit").fetchall()
    assert ("record_checked",) in [row[:1] for row in audit]
    assert not any("緑野" in text for row in audit for text in row)


def test_two_clerks_who_saw_the_same_state_do_not_overwrite_each_other(tmp_path):
    async def scenario(office, clock):
        visit = await served(office)
        await office.records.check_field(clerk(1), found(visit.visit, "mismatch"))
        assert error_of(await office.records.check_field(clerk(1), found(visit.visit, "same"))) == "record_conflict"
        view = await office.records.check_field(clerk(1), found(visit.visit, "mismatch", seen=1, kept=True))
        assert [each.kept for each in view.checks] == [False, True]

    play(tmp_path, scenario)


def test_a_press_sent_again_is_one_finding(tmp_path):
    async def scenario(office, clock):
        visit = await served(office)
        for _ in range(2):
            view = await office.records.check_field(clerk(1), found(visit.visit), "press-0100")
        assert len(view.checks) == 1

    play(tmp_path, scenario)


def test_an_application_that_is_not_there_is_refused(tmp_path):
    async def scenario(office, clock):
        visit = await served(office)
        message = CheckField(visit=visit.visit, application=7, path="name", outcome="same", against=MARK, seen=0)
        assert error_of(await office.records.check_field(clerk(1), message)) == "no_such_application"

    play(tmp_path, scenario)


def test_who_does_not_hold_the_record_reads_the_paper_and_changes_nothing(tmp_path):
    async def scenario(office, clock):
        visit = await served(office)
        await office.records.keep_scan(clerk(1), visit.visit, SHEET, (PICTURE,))
        done = await act(office, visit, "reception", "finish", 1)
        taken = await call(office, 21, "examination")
        assert taken.visit == done.visit
        assert (await office.records.scan(clerk(21), visit.visit)).sheet == SHEET
        assert error_of(await office.records.scan(clerk(1), visit.visit)) == "not_at_your_counter"
        await office.records.check_field(clerk(21), found(visit.visit))

    play(tmp_path, scenario)


def test_the_last_comparison_is_not_over_while_the_paper_differs_in_what_nobody_settled(tmp_path):
    bundle = demo_bundle()
    family = household(2, people=2)
    family.answers["movers"][1]["birth_date"] = "1901-02-03"
    filled = moving_in()
    application = Application(filled.procedure, filled.form_version, filled.answers | family.answers | {"q_care": "unknown"})

    def at(stage):
        return next(each.number for each in bundle.site.counters if stage in each.stages and "residence" in each.services)

    async def scenario():
        async with small_office(tmp_path, Clock(), bundle) as office:
            await issue(office, "press-0001", OpenVisit(language="ja", applications=(application,)))
            visit = await act(office, await call(office, at("reception")), "reception", "start", at("reception"))
            desk = clerk(at("reception"))
            await office.records.keep_scan(desk, visit.visit, as_read(family), (PICTURE,))
            await office.records.check_identity(
                desk, CheckIdentity(visit=visit.visit, person="self", documents=("driving_licence",))
            )
            await act(office, visit, "reception", "finish", at("reception"))  # what differs does not hold up the reception
            for number, stage in enumerate(("examination", "entry")):
                taken = await call_as(office, at(stage), stage, f"back-{number}")
                await finish_as(office, taken, stage, at(stage), f"back-{number}")

            taken = await call_as(office, at("verification"), "verification", "back-9")
            with pytest.raises(Declined, match="certificate_open"):
                await finish_as(office, taken, "verification", at("verification"), "back-9")
            with pytest.raises(Declined, match="certificate_open"):
                message = CallNext(counter=at("verification"), stage="verification", finish=True)
                await office.call_next(clerk(at("verification"), "back-9"), message)

            correct = CorrectRecord(
                visit=visit.visit,
                application=0,
                changes={"movers.1.birth_date": household(2, people=2).answers["movers"][1]["birth_date"]},
                revision=0,
                reason="certificate_says",
            )
            assert isinstance(await office.records.correct_record(clerk(at("verification"), "back-9"), correct), RecordView)
            done = await finish_as(office, taken, "verification", at("verification"), "back-9")
            assert {leg.state for leg in done.legs if leg.stage == "verification"} == {"done"}

    asyncio.run(scenario())


async def call_as(office, counter, stage, name):
    """Taken by somebody of their own: who entered does not compare."""
    called = (await office.call_next(clerk(counter, name), CallNext(counter=counter, stage=stage))).called
    assert called is not None
    return called


async def finish_as(office, visit, stage, counter, name):
    now = await office.visit(clerk(counter, name), visit.visit)
    leg = next(leg for leg in now.legs if leg.stage == stage and leg.state == "serving")
    return await office.act(clerk(counter, name), ActOnLeg(visit=visit.visit, leg=leg.leg, action="finish", version=now.version))
