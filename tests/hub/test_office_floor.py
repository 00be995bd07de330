"""The floor, the door and what is kept of people: heartbeats, help, papers, sign-in, devices, expiry."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from hub.domain import events
from hub.office.announce import to_wire
from hub.office.refusals import UnknownVisit
from hub.office.safe import take_out
from hub.office.staff import FIRST
from hub.security.actors import Board, Kiosk, Resident, Staff, System
from hub.security.may import NotAllowed
from hub.store import vault
from hub.store.doors import LoginTaken
from hub.store.transaction import Logged
from hub.wire import (
    BoardChanged,
    BoardHealth,
    Event,
    HelpCall,
    KioskChanged,
    KioskState,
    Notice,
    NoticesChanged,
    SlipPrinted,
    SlipReported,
)
from tests.hub.small_office import (
    KIOSK,
    NAME,
    NINE,
    Clock,
    act,
    call,
    clerk,
    error_of,
    issue,
    moving,
    small_office,
)

GUIDE = Staff("f1", "floor_guide", "フロア案内", "11" * 32)
DOOR = Resident("192.0.2.9")


def in_office(tmp_path, scenario, clock=None):
    async def play():
        async with small_office(tmp_path, clock) as office:
            await scenario(office)

    asyncio.run(play())


def test_a_heartbeat_is_a_fact_only_when_something_changed(tmp_path):
    heard: list[Event] = []
    clock = Clock()

    async def scenario(office):
        await office.devices.enrol_device(System(), "kiosk", "12")
        office.subscribe(heard.extend)
        idle = KioskState(state="idle", printer="ready")
        for _ in range(5):
            clock.forward(seconds=10)
            await office.floor.report_kiosk(KIOSK, idle)
        await office.floor.report_kiosk(KIOSK, KioskState(state="in_use", step=2, steps=7, printer="near_end"))
        (view,) = await office.floor.kiosks(GUIDE)
        assert (view.kiosk, view.state.step, view.last_seen) == ("12", 2, clock.now)

    in_office(tmp_path, scenario, clock)
    assert [(type(event), event.state.state) for event in heard] == [(KioskChanged, "idle"), (KioskChanged, "in_use")]


def test_a_kiosk_says_the_same_after_a_restart_of_the_hub_without_a_new_fact(tmp_path):
    heard: list[Event] = []

    async def scenario(office):
        office.subscribe(heard.extend)
        await office.floor.report_kiosk(KIOSK, KioskState(state="idle"))

    in_office(tmp_path, scenario)
    in_office(tmp_path, scenario)
    assert len(heard) == 1


def test_a_help_call_stands_until_somebody_goes(tmp_path):
    clock = Clock()

    async def scenario(office):
        await office.devices.enrol_device(System(), "kiosk", "12")
        await office.floor.call_help(KIOSK, HelpCall(on=True))
        clock.forward(minutes=2)
        await office.floor.call_help(KIOSK, HelpCall(on=True))
        assert (await office.floor.kiosks(GUIDE))[0].help_since == NINE
        await office.floor.take_help(GUIDE, "12")
        assert (await office.floor.kiosks(GUIDE))[0].help_since is None

    in_office(tmp_path, scenario, clock)


def test_the_others_see_for_two_minutes_who_goes_and_the_first_to_say_so_is_the_one(tmp_path):
    clock = Clock()

    async def scenario(office):
        await office.devices.enrol_device(System(), "kiosk", "12")
        ids = [
            await office.door.create_staff(System(), each, "floor_guide", each, "a-long-fictional-password")
            for each in ("三浦", "岸")
        ]
        other, first = (Staff(each, "floor_guide", "", "00") for each in ids)

        async def going():
            (view,) = await office.floor.kiosks(GUIDE)
            return view.going, view.going_since

        await office.floor.take_help(other, "12")
        assert await going() == ("", None), "nobody called there"
        await office.floor.call_help(KIOSK, HelpCall(on=True))
        await office.floor.take_help(other, "12")
        await office.floor.take_help(first, "12")
        assert await going() == ("三浦", clock.now)
        await office.floor.call_help(KIOSK, HelpCall(on=True))
        assert await going() == ("", None), "it calls again: somebody is needed again"
        await office.floor.take_help(first, "12")
        assert (await going())[0] == "岸"
        clock.forward(minutes=2)
        assert await going() == ("", None)

    in_office(tmp_path, scenario, clock)


def test_who_goes_is_known_after_a_restart_of_the_hub_too(tmp_path):
    clock = Clock()

    async def before(office):
        await office.devices.enrol_device(System(), "kiosk", "12")
        guide = await office.door.create_staff(System(), "miura", "floor_guide", "三浦", "a-long-fictional-password")
        await office.floor.call_help(KIOSK, HelpCall(on=True))
        await office.floor.take_help(Staff(guide, "floor_guide", "三浦", "00"), "12")

    async def after(office):
        clock.forward(seconds=119)
        (view,) = await office.floor.kiosks(GUIDE)
        assert (view.going, view.going_since, view.help_since) == ("三浦", NINE, None)
        clock.forward(seconds=1)
        (view,) = await office.floor.kiosks(GUIDE)
        assert (view.going, view.going_since) == ("", None)

    in_office(tmp_path, before, clock)
    in_office(tmp_path, after, clock)


def test_what_became_of_a_paper_stands_beside_the_number(tmp_path):
    heard: list[Event] = []

    async def scenario(office):
        ticket = await issue(office, "k1")
        office.subscribe(heard.extend)
        for result in ("held", "held", "printed"):
            await office.floor.report_slip(KIOSK, SlipPrinted(visit=ticket.visit, result=result))
        assert (await office.visit(clerk(1), ticket.visit)).slip == "printed"
        await office.floor.report_slip(KIOSK, SlipPrinted(visit=ticket.visit, result="uncertain", copy=2))
        assert (await office.visits(clerk(1)))[0].slip == "uncertain"

    in_office(tmp_path, scenario)
    assert [(type(event), event.result) for event in heard] == [
        (SlipReported, "held"),
        (SlipReported, "printed"),
        (SlipReported, "uncertain"),
    ]


def test_a_paper_in_trouble_is_known_until_it_is_out_or_its_number_is_called(tmp_path):
    clock = Clock()

    async def scenario(office):
        first, second, third = [await issue(office, f"k{index}") for index in range(3)]
        clock.forward(minutes=5)
        stopped = clock.now - timedelta(minutes=2)
        await office.floor.report_slip(KIOSK, SlipPrinted(visit=first.visit, result="held", fault="paper_end", at=stopped))
        await office.floor.report_slip(KIOSK, SlipPrinted(visit=second.visit, result="uncertain", at=clock.now))
        await office.floor.report_slip(KIOSK, SlipPrinted(visit=third.visit, result="printed"))
        assert [(one.number, one.result, one.fault, one.since) for one in await office.floor.papers(GUIDE)] == [
            (first.number, "held", "paper_end", stopped),
            (second.number, "uncertain", "", clock.now),
        ]
        await office.floor.report_slip(KIOSK, SlipPrinted(visit=second.visit, result="printed", copy=2))
        await call(office, 1)
        assert await office.floor.papers(GUIDE) == ()

    in_office(tmp_path, scenario, clock)


def test_a_paper_staff_saw_to_is_settled_and_one_report_of_the_kiosk_later_counts_again(tmp_path):
    heard: list[Event] = []

    async def scenario(office):
        ticket = await issue(office, "k1")
        await office.floor.report_slip(KIOSK, SlipPrinted(visit=ticket.visit, result="held", fault="cover"))
        office.subscribe(heard.extend)
        await office.floor.settle_paper(GUIDE, ticket.visit)
        assert await office.floor.papers(GUIDE) == ()
        with pytest.raises(UnknownVisit):
            await office.floor.settle_paper(GUIDE, "nobody")
        with pytest.raises(NotAllowed):
            await office.floor.settle_paper(KIOSK, ticket.visit)
        await office.floor.report_slip(KIOSK, SlipPrinted(visit=ticket.visit, result="held", fault="cutter"))
        assert [one.fault for one in await office.floor.papers(GUIDE)] == ["cutter"]

    in_office(tmp_path, scenario)
    assert [(event.result, event.fault) for event in heard] == [("settled", ""), ("held", "cutter")]


def test_a_kiosk_whose_clock_is_ahead_stops_no_paper_in_the_future(tmp_path):
    async def scenario(office):
        ticket = await issue(office, "k1")
        await office.floor.report_slip(KIOSK, SlipPrinted(visit=ticket.visit, result="held", at=NINE + timedelta(hours=3)))
        assert [one.since for one in await office.floor.papers(GUIDE)] == [NINE]

    in_office(tmp_path, scenario)


def test_a_board_without_sound_is_told_once_also_over_a_restart_of_the_hub(tmp_path):
    heard: list[Event] = []
    health = BoardHealth(speaker="no_device", since=NINE)

    async def scenario(office):
        await office.devices.enrol_device(System(), "board", "01")
        office.subscribe(heard.extend)
        for _ in range(3):
            await office.floor.report_board(Board("01"), health)
        (view,) = await office.floor.boards(GUIDE)
        assert (view.board, view.health, view.last_seen) == ("01", health, NINE)

    in_office(tmp_path, scenario)
    in_office(tmp_path, scenario)
    assert [(type(event), event.health) for event in heard] == [(BoardChanged, health)]


def test_words_of_a_device_are_words_and_never_what_somebody_typed():
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"state": "idle", "printer": "\u5ddd\u5d0e \u592a\u90ce"}', type=KioskState)


def test_notices_are_told_and_stay_over_a_restart(tmp_path):
    heard: list[Event] = []

    async def evening(office):
        office.subscribe(heard.extend)
        until = NINE + timedelta(hours=8)
        assert await office.hall.put_up_notice(Staff("m1", "manager", "", "00"), " 本日は17時まで\n受け付けます。", until) is None

    async def morning(office):
        assert (await office.hall.board_state(Board("01"))).notices == (
            Notice("本日は17時まで 受け付けます。", NINE + timedelta(hours=8)),
            Notice("番号札をお持ちください。"),
        )

    in_office(tmp_path, evening)
    in_office(tmp_path, morning)
    assert [each.text for each in heard[0].notices] == ["本日は17時まで 受け付けます。", "番号札をお持ちください。"]
    assert [type(event) for event in heard] == [NoticesChanged]


def test_a_listener_that_comes_later_gets_the_rest_from_the_log_and_too_long_an_absence_is_said(tmp_path):
    heard: list[Event] = []

    async def scenario(office):
        stop = office.subscribe(heard.extend)
        for index in range(5):
            await issue(office, f"k{index}")
        stop()
        await issue(office, "late")
        assert (await office.events_since(Board("01"), 0))[:5] == tuple(heard)
        assert [event.seq for event in await office.events_since(Board("01"), 4)] == [5, 6]
        assert await office.events_since(Board("01"), 6) == ()
        assert await office.events_since(Board("01"), 0, limit=5) is None
        assert await office.events_since(Board("01"), 99) is None, "a number of another log"

    in_office(tmp_path, scenario)
    assert len(heard) == 5


def test_the_first_people_can_sign_in_with_the_password_shown_once(tmp_path):
    async def scenario(office):
        people = await office.door.create_demo_staff(System())
        assert {person.role for person in people} == {"clerk", "floor_guide", "manager"}
        assert await office.door.create_demo_staff(System()) == ()
        signed_in = await office.door.sign_in(DOOR, people[0].login, people[0].password)
        staff = await office.door.session(System(), signed_in.token)
        assert (staff.role, staff.counter) == ("clerk", None)
        assert error_of(await office.door.take_counter(staff, 99)) == "unknown_counter"
        assert (await office.door.take_counter(staff, 2)).counter == 2
        assert (await office.door.session(System(), signed_in.token)).counter == 2
        await office.door.sign_out(staff)
        assert await office.door.session(System(), signed_in.token) is None

    in_office(tmp_path, scenario)


def test_a_session_ends_after_an_hour_without_a_request_and_after_twelve_in_all(tmp_path):
    clock = Clock()

    async def scenario(office):
        await office.door.create_staff(System(), "clerk1", "clerk", "窓口", "long enough")
        token = (await office.door.sign_in(DOOR, "clerk1", "long enough")).token
        for _ in range(13):
            clock.forward(minutes=50)
            assert await office.door.session(System(), token) is not None
        clock.forward(minutes=61)
        assert await office.door.session(System(), token) is None
        token = (await office.door.sign_in(DOOR, "clerk1", "long enough")).token
        for _ in range(15):
            clock.forward(minutes=50)
            await office.door.session(System(), token)
        assert await office.door.session(System(), token) is None

    in_office(tmp_path, scenario, clock)


def test_five_wrong_passwords_lock_the_name_and_say_until_when(tmp_path):
    clock = Clock()

    async def scenario(office):
        await office.door.create_staff(System(), "clerk1", "clerk", "窓口", "long enough")
        for _ in range(5):
            assert error_of(await office.door.sign_in(DOOR, "clerk1", "wrong")) == "wrong_password"
        locked = await office.door.sign_in(DOOR, "clerk1", "long enough")
        assert error_of(locked) == "too_many_tries" and "09:15" in locked.message
        assert error_of(await office.door.sign_in(DOOR, "nobody", "wrong")) == "wrong_password"
        clock.forward(minutes=15)
        assert (await office.door.sign_in(DOOR, "clerk1", "long enough")).staff.role == "clerk"

    in_office(tmp_path, scenario, clock)


def test_two_people_cannot_share_a_name(tmp_path):
    async def scenario(office):
        await office.door.create_staff(System(), "clerk1", "clerk", "窓口", "long enough")
        with pytest.raises(LoginTaken):
            await office.door.create_staff(System(), "clerk1", "manager", "課長", "long enough")

    in_office(tmp_path, scenario)


def test_a_device_is_known_by_its_token_until_it_is_replaced_or_taken_away(tmp_path):
    async def scenario(office):
        old = await office.devices.enrol_device(System(), "kiosk", "01")
        assert await office.devices.device(System(), old) == Kiosk("01")
        new = await office.devices.enrol_device(System(), "kiosk", "01")
        assert await office.devices.device(System(), old) is None
        assert await office.devices.device(System(), new) == Kiosk("01")
        board = await office.devices.enrol_device(System(), "board", "01")
        assert await office.devices.device(System(), board) == Board("01")
        assert await office.devices.revoke_device(System(), "kiosk", "01")
        assert not await office.devices.revoke_device(System(), "kiosk", "01")
        assert await office.devices.device(System(), new) is None
        assert await office.devices.device(System(), "uk_unknown") is None

    in_office(tmp_path, scenario)


def test_a_record_is_gone_after_its_days_and_its_key_after_its_month(tmp_path):
    clock = Clock()

    async def scenario(office):
        ticket = await issue(office, "k1", moving())

        async def kept():
            sealed = await office._store.read(lambda connection: vault.record(connection, ticket.visit))
            return sealed if sealed == "destroyed" else take_out(office._house, "records", ticket.visit, sealed)

        clock.forward(days=30)
        assert (await office.expire(System(), clock.now))["records"] == 0
        assert (await kept()).applications[0].answers["movers"][0]["name"] == NAME
        clock.forward(days=1)
        counts = await office.expire(System(), clock.now)
        assert (counts["records"], counts["month_keys"]) == (1, 0)
        assert await kept() == "destroyed"
        clock.forward(days=30)
        assert (await office.expire(System(), clock.now))["month_keys"] == 1
        assert (await office.expire(System(), clock.now))["month_keys"] == 0

    in_office(tmp_path, scenario, clock)


def test_destroying_the_key_of_a_month_closes_its_records_in_every_copy_of_the_database(tmp_path):
    clock = Clock()

    async def scenario(office):
        ticket = await issue(office, "k1", moving())
        await act(office, await call(office, 1), "reception", "start", 1)
        backup = await office._store.read(lambda c: c.execute("SELECT wrapped_key FROM records").fetchone())
        assert backup[0] is not None, "a copy of the database still has the wrapped key"
        office._house.keys.destroy_month("2027-04")
        assert error_of(await office.records.record(clerk(1), ticket.visit)) == "record_destroyed"

    in_office(tmp_path, scenario, clock)


def test_nothing_a_resident_entered_lies_in_clear_in_the_database_or_in_an_event(tmp_path):
    heard: list[Event] = []

    async def scenario(office):
        office.subscribe(heard.extend)
        await issue(office, "k1", moving())
        visit = await act(office, await call(office, 1), "reception", "start", 1)
        await office.records.record(clerk(1), visit.visit)

    in_office(tmp_path, scenario)
    for part in NAME.split():
        assert all(part not in msgspec.json.encode(event).decode() for event in heard)
        for path in tmp_path.rglob("*"):
            if path.is_file():
                assert part.encode() not in path.read_bytes(), path.name


def test_codes_tokens_and_passwords_are_stored_as_hashes_only(tmp_path):
    secrets: list[str] = []

    async def scenario(office):
        people = await office.door.create_demo_staff(System())
        secrets.extend(person.password for person in people)
        secrets.append((await office.door.sign_in(DOOR, people[0].login, people[0].password)).token)
        secrets.append(await office.devices.enrol_device(System(), "kiosk", "01"))
        ticket = await issue(office, "k1", moving())
        assert ticket.follow_url is not None
        secrets.append(ticket.follow_url.rsplit("/", 1)[1])

    in_office(tmp_path, scenario)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("hub.db*"))
    assert len(secrets) == len(set(secrets)) == len(FIRST) + 3
    assert not [secret for secret in secrets if secret.encode() in stored]


LINE = events.Line("residence", "A", 2)
EXAMPLES = {
    events.VisitOpened: {"visit": "v", "number": "A-001", "service": "residence", "line": LINE},
    events.LegCalled: {
        "visit": "v",
        "number": "A-001",
        "legs": ("l1",),
        "service": "residence",
        "stage": "reception",
        "counter": 1,
        "times": 1,
        "language": "ja",
        "line": LINE,
    },
    events.LegMoved: {
        "visit": "v",
        "number": "A-001",
        "legs": ("l1",),
        "service": "residence",
        "stage": "reception",
        "before": "called",
        "state": "absent",
        "counter": 1,
        "times": 2,
        "language": "ja",
        "off_board": True,
    },
    events.VisitEnded: {"visit": "v", "number": "A-001"},
    events.VisitReopened: {"visit": "v", "number": "A-001"},
    events.VisitSplit: {
        "visit": "n",
        "number": "A-002",
        "origin": "v",
        "origin_number": "A-001",
        "service": "residence",
        "people": 1,
        "standing": (events.Standing("residence", "reception", "waiting"),),
        "lines": (LINE,),
    },
    events.VisitMerged: {"visit": "n", "number": "A-002", "into": "v", "into_number": "A-001", "lines": (LINE,), "how": "undone"},
    events.RecordChanged: {"visit": "v", "number": "A-001", "what": "corrected", "counter": 1, "fields": ("moving_in.phone",)},
    events.RecordViewed: {"visit": "v", "number": "A-001", "staff": "manager:m1", "reason": "complaint"},
    events.KioskChanged: {"kiosk": "01", "state": {"state": "idle"}},
    events.BoardChanged: {"board": "01", "health": {"speaker": "ready"}},
    events.KioskUnlocked: {"kiosk": "12", "staff": "floor_guide:f1", "since": NINE, "ended": NINE, "done": ("reissued",)},
    events.SlipReported: {"visit": "v", "number": "A-001", "kiosk": "01", "result": "printed"},
    events.NoticesChanged: {"notices": ("x",)},
    events.AppointmentChanged: {"appointment": "a1", "service": "residence", "begins": NINE, "state": "booked"},
    events.SettingsChanged: {"bundle": "0123456789abcdef"},
    events.DayClosed: {"day": NINE.date()},
}


@pytest.mark.parametrize("kind", events.KINDS)
def test_every_domain_event_has_one_form_on_the_wire_that_survives_it(kind):
    event = kind(at=NINE, **EXAMPLES[kind])
    stored = msgspec.json.decode(msgspec.json.encode(event), type=events.Event)

    sent = to_wire(Logged(7, stored))

    assert stored == event
    assert (sent.seq, sent.at) == (7, NINE)
    assert type(sent).__struct_config__.tag == kind.__struct_config__.tag
    assert msgspec.json.decode(msgspec.json.encode(sent), type=Event) == sent


def test_an_absence_carries_the_row_of_the_missed_list():
    moved = events.LegMoved(at=NINE + timedelta(minutes=1), **EXAMPLES[events.LegMoved])

    sent = to_wire(Logged(1, moved))

    assert (sent.missed.number, sent.missed.counter, sent.missed.state) == ("A-001", 1, "absent")
