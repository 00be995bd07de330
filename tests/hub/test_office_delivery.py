"""交付: nothing ends before everything is handed over and paid, nor a stage with 窓口で確認 open; 確かめること is kept."""

import asyncio

import msgspec
import pytest

from hub.office import Declined
from hub.wire import (
    ActOnLeg,
    Application,
    CallNext,
    CheckIdentity,
    CorrectRecord,
    HandOver,
    OpenVisit,
    PassOn,
    RecordChanged,
    RecordView,
    SettleFee,
    TickItem,
)
from tests.hub.small_office import Clock, clerk, error_of, issue, small_office
from tests.hub.web.running_hub import demo_bundle, moving_in

RECEPTION, DELIVERY = clerk(3), clerk(6)
RESIDENCE, SEAL = "certificates.residence_certificate", "certificates.seal_certificate"


def certificates(**changed):
    answers = {
        "documents": ["residence_certificate", "seal_certificate"],
        "copies_residence_certificate": 2,
        "copies_seal_certificate": 1,
        "requester": "self",
        "name": "緑野 花子",
        "name_kana": "ミドリノ　ハナコ",
        "birth_date": "1988-04-02",
        "address": {"prefecture_city": "神奈川県みどり野市川辺区", "town": "南町", "lot": "1"},
        "phone": "0441234567",
        "scope": "all",
        "shown_items": ["none"],
        "style": "household",
        "registration_card": True,
        "consent": True,
    }
    return Application("certificates", demo_bundle().forms["certificates"].version, answers | changed)


def in_office(tmp_path, scenario, **answers):
    """`scenario` begins with the visit being served at reception."""

    async def play():
        async with small_office(tmp_path, Clock(), demo_bundle()) as office:
            await issue(office, "press-one", OpenVisit("ja", applications=(certificates(**answers),)))
            called = (await office.call_next(RECEPTION, CallNext(counter=3, stage="reception"))).called
            visit = await does(office, RECEPTION, called, "reception", "start")
            await office.records.check_identity(RECEPTION, CheckIdentity(visit.visit, "self", ("driving_licence",)))
            await scenario(office, visit)

    asyncio.run(play())


async def does(office, who, visit, stage, action):
    leg = next(leg for leg in visit.legs if leg.stage == stage)
    return await office.act(who, ActOnLeg(visit.visit, leg.leg, action, visit.version))


async def at_delivery(office, visit):
    await does(office, RECEPTION, visit, "reception", "finish")
    called = (await office.call_next(DELIVERY, CallNext(counter=6, stage="delivery"))).called
    return await does(office, DELIVERY, called, "delivery", "start")


async def hand(office, visit, item, copies, outcome="handed", reason=""):
    return await office.records.hand_over(DELIVERY, HandOver(visit.visit, item, copies, outcome, reason))


async def declined(finished):
    with pytest.raises(Declined) as trouble:
        await finished
    return trouble.value.error


def test_the_visit_ends_when_all_is_handed_over_and_the_fee_is_taken(tmp_path):
    async def scenario(office, visit):
        visit = await at_delivery(office, visit)
        shown = (await office.records.record(DELIVERY, visit.visit)).delivery
        assert [(each.item, each.copies, each.said) for each in shown.items] == [(RESIDENCE, 2, None), (SEAL, 1, None)]
        assert shown.amount == 900

        assert await declined(does(office, DELIVERY, visit, "delivery", "finish")) == "not_handed"
        assert isinstance(await hand(office, visit, RESIDENCE, 2), RecordView)
        assert error_of(await hand(office, visit, SEAL, 1, "withheld")) == "reason_needed"
        await hand(office, visit, SEAL, 1, "withheld", "not_wanted")
        assert await declined(office.call_next(DELIVERY, CallNext(counter=6, stage="delivery", finish=True))) == "fee_open"

        assert error_of(await office.records.settle_fee(DELIVERY, SettleFee(visit.visit, 600, "paid"))) == "record_conflict"
        await office.records.settle_fee(DELIVERY, SettleFee(visit.visit, 900, "paid"))
        assert [each.state for each in (await does(office, DELIVERY, visit, "delivery", "finish")).legs] == ["done", "done"]

    in_office(tmp_path, scenario)


def test_a_tick_taken_back_and_another_number_of_copies_open_the_thing_again(tmp_path):
    async def scenario(office, visit):
        visit = await at_delivery(office, visit)
        await hand(office, visit, RESIDENCE, 2)
        await office.records.settle_fee(DELIVERY, SettleFee(visit.visit, 900, "paid"))
        await hand(office, visit, RESIDENCE, 2, "open")
        await hand(office, visit, SEAL, 1)
        change = CorrectRecord(visit.visit, 0, {"copies_seal_certificate": 3}, 0, "resident_said")
        shown = (await office.records.correct_record(DELIVERY, change)).delivery
        assert [each.said for each in shown.items] == [None, None]
        assert (shown.amount, shown.fee) == (1500, None)
        assert error_of(await hand(office, visit, SEAL, 1)) == "record_conflict"

    in_office(tmp_path, scenario)


def test_a_thing_nobody_asked_for_is_not_handed_over_and_a_press_counts_once(tmp_path):
    async def scenario(office, visit):
        visit = await at_delivery(office, visit)
        assert error_of(await hand(office, visit, "certificates.family_register_full", 1)) == "record_conflict"
        message = HandOver(visit.visit, RESIDENCE, 2, "handed")
        for _ in range(2):
            await office.records.hand_over(DELIVERY, message, "one-press-only")
        kept = [each for each in await office.history(DELIVERY, visit.visit) if getattr(each, "what", "") == "handed"]
        assert len(kept) == 1 and kept[0].fields == (RESIDENCE,)

    in_office(tmp_path, scenario)


def test_reception_is_not_over_while_an_answer_is_left_to_it(tmp_path):
    async def scenario(office, visit):
        assert (await office.records.record(RECEPTION, visit.visit)).unsettled == ("0.name",)
        assert await declined(does(office, RECEPTION, visit, "reception", "finish")) == "answers_open"
        change = CorrectRecord(visit.visit, 0, {"name": "緑野 花子"}, 0, "resident_said")
        assert (await office.records.correct_record(RECEPTION, change)).unsettled == ()
        assert (await at_delivery(office, visit)).number == visit.number

    in_office(tmp_path, scenario, name={"needs_staff": True})


def test_an_answer_goes_on_open_only_knowingly_and_with_a_reason(tmp_path):
    async def scenario(office, visit):
        press = PassOn(visit.visit, 1, "asked_and_unknown")
        assert error_of(await office.records.pass_on(RECEPTION, msgspec.structs.replace(press, reason=""))) == "reason_needed"
        assert error_of(await office.records.pass_on(RECEPTION, msgspec.structs.replace(press, seen=2))) == "record_conflict"
        assert (await office.records.pass_on(RECEPTION, press)).unsettled == ()
        # what is passed on stays open in the record itself
        assert (await office.records.record(RECEPTION, visit.visit)).applications[0].answers["name"] == {"needs_staff": True}
        assert (await at_delivery(office, visit)).number == visit.number

    in_office(tmp_path, scenario, name={"needs_staff": True})


def test_who_made_sure_of_what_is_kept_and_can_be_taken_back(tmp_path):
    async def play():
        async with small_office(tmp_path, Clock(), demo_bundle()) as office:
            await issue(office, "press-one", OpenVisit("ja", applications=(moving_in(),)))
            visit = (await office.call_next(clerk(1), CallNext(counter=1, stage="reception"))).called
            visit = await does(office, clerk(1), visit, "reception", "start")
            assert (await office.records.record(clerk(1), visit.visit)).checklist == (), "reception has no list of its own"
            await office.records.check_identity(clerk(1), CheckIdentity(visit.visit, "self", ("driving_licence",)))
            visit = await does(office, clerk(1), visit, "reception", "finish")
            examiner = clerk(21)
            visit = await does(office, examiner, visit, "examination", "start")
            tick = TickItem(visit.visit, "moving_in.move_date")
            for done in (True, False, True):
                view = await office.records.tick_item(examiner, msgspec.structs.replace(tick, done=done))
                said = {each.item: each.said for each in view.checklist}[tick.item]
                assert (said is not None and said.staff == examiner.id) is done
            assert error_of(await office.records.tick_item(examiner, TickItem(visit.visit, "moving_in.seal"))) == "record_conflict"
            # it asks at the page and does not stop; what went on unseen is named, and by whom
            assert (await does(office, examiner, visit, "examination", "finish")).number == visit.number
            told = [each for each in await office.history(examiner, visit.visit) if isinstance(each, RecordChanged)][-1]
            assert (told.what, told.counter, len(told.fields)) == ("not_all_made_sure", 21, 5)
            assert "moving_in.household" in told.fields and "moving_in.move_date" not in told.fields

    asyncio.run(play())


async def taken_by_the_examiner(office):
    """Papers of a move in, received at desk 1 and taken at desk 21."""
    await issue(office, "press-one", OpenVisit("ja", applications=(moving_in(),)))
    visit = (await office.call_next(clerk(1), CallNext(counter=1, stage="reception"))).called
    visit = await does(office, clerk(1), visit, "reception", "start")
    await office.records.check_identity(clerk(1), CheckIdentity(visit.visit, "self", ("driving_licence",)))
    visit = await does(office, clerk(1), visit, "reception", "finish")
    return await does(office, clerk(21), visit, "examination", "start")


def test_an_office_may_demand_every_check_before_papers_go_on(tmp_path):
    bundle = demo_bundle()
    strict = msgspec.structs.replace(bundle, site=msgspec.structs.replace(bundle.site, every_check=True))

    async def play():
        async with small_office(tmp_path, Clock(), strict) as office:
            examiner, visit = clerk(21), await taken_by_the_examiner(office)
            with pytest.raises(Declined, match="checks_open"):
                await office.call_next(examiner, CallNext(counter=21, stage="examination", finish=True))
            for each in (await office.records.record(examiner, visit.visit)).checklist:
                await office.records.tick_item(examiner, TickItem(visit.visit, each.item))
            assert (await does(office, examiner, visit, "examination", "finish")).number == visit.number
            told = [each.what for each in await office.history(examiner, visit.visit) if isinstance(each, RecordChanged)]
            assert "not_all_made_sure" not in told

    asyncio.run(play())


def test_what_was_made_sure_of_before_papers_were_sent_back_is_asked_anew(tmp_path):
    async def play():
        async with small_office(tmp_path, clock := Clock(), demo_bundle()) as office:
            examiner, visit = clerk(21), await taken_by_the_examiner(office)
            for each in (await office.records.record(examiner, visit.visit)).checklist:
                await office.records.tick_item(examiner, TickItem(visit.visit, each.item))
            visit = await does(office, examiner, visit, "examination", "finish")
            visit = await does(office, clerk(22), visit, "entry", "start")
            clock.forward(minutes=3)
            back = next(leg for leg in visit.legs if leg.stage == "entry")
            sent = ActOnLeg(
                visit.visit,
                back.leg,
                "send_back",
                visit.version,
                counter=22,
                reason="entered_wrongly",
                note="番地",
                to_stage="examination",
            )
            visit = await office.act(clerk(22), sent)
            clock.forward(minutes=1)
            visit = await does(office, examiner, visit, "examination", "start")
            again = (await office.records.record(examiner, visit.visit)).checklist
            assert again and all(each.said is None for each in again)
            await office.records.tick_item(examiner, TickItem(visit.visit, again[0].item))
            said = [each.said is not None for each in (await office.records.record(examiner, visit.visit)).checklist]
            assert said == [True, *[False] * (len(again) - 1)]

    asyncio.run(play())
