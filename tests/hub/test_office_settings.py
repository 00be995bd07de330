"""設定: a change is taken whole or not at all, begins when it was said to, comes back with one press, and survives a restart."""

import asyncio
from datetime import date, time, timedelta

import pytest
from msgspec.structs import replace

from config.site import Opening
from hub.security.actors import Kiosk, Staff, System
from hub.security.may import NotAllowed
from hub.wire import CallNext, Refusal, SettingsChanged, Ticket
from tests.hub.small_office import NINE, Clock, clerk, number_only, small_office

CHIEF = Staff("m1", "manager", "課長", "0" * 64, None)
TODAY = NINE.date()
TOMORROW = TODAY + timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
LATE = (Opening(WEEKDAYS, time(8, 30), time(19)),)


def with_office(scenario, tmp_path, clock=None):
    async def run():
        async with small_office(tmp_path, clock or Clock()) as office:
            return await scenario(office)

    return asyncio.run(run())


async def last(office, subject):
    version = (await office.branch.settings(CHIEF)).last(subject)
    return version.id if version else 0


def test_a_change_of_today_holds_at_once_and_everybody_in_the_house_is_told(tmp_path):
    async def scenario(office):
        before, heard = office.bundle, []
        office.subscribe(heard.extend)
        answer = await office.branch.change_settings(CHIEF, "hours", LATE, TODAY, 0)
        return before, answer, office.bundle, heard, await office.identity(System())

    before, answer, after, heard, identity = with_office(scenario, tmp_path)

    assert answer is None
    assert after.site.hours == LATE and before.site.hours != LATE
    assert [type(event) for event in heard] == [SettingsChanged]
    assert heard[0].bundle == after.hash == identity.bundle


def test_a_change_of_tomorrow_begins_tomorrow(tmp_path):
    clock = Clock()

    async def scenario(office):
        await office.branch.change_settings(CHIEF, "closed", (date(2027, 5, 6),), TOMORROW, 0)
        today = office.bundle.site.closed
        clock.forward(days=1)
        await office.expire(System(), clock())
        return today, office.bundle.site.closed

    assert with_office(scenario, tmp_path, clock) == ((), (date(2027, 5, 6),))


def test_a_wrong_change_is_refused_with_its_place_and_nothing_holds(tmp_path):
    async def scenario(office):
        answer = await office.branch.change_settings(CHIEF, "hours", (Opening(WEEKDAYS, time(9), time(8)),), TODAY, 0)
        return answer, office.bundle.site.hours, (await office.branch.settings(CHIEF)).versions

    answer, hours, versions = with_office(scenario, tmp_path)

    assert [each.place for each in answer] == ["hours[0].closes"]
    assert hours != () and versions == ()


def test_a_change_that_would_break_a_later_one_is_refused_too(tmp_path):
    async def scenario(office):
        counters = office.bundle.site.counters
        residence = tuple(each for each in counters if each.number != 1)
        await office.branch.change_settings(CHIEF, "counters", residence, TOMORROW, 0)
        # without desk 1 and desk 5 nobody would take certificates; from today on there would be desk 1 alone
        return await office.branch.change_settings(CHIEF, "counters", counters[:1], TODAY, await last(office, "counters"))

    assert with_office(scenario, tmp_path)


def test_two_managers_at_once_the_second_is_told_and_nothing_of_theirs_is_taken(tmp_path):
    async def scenario(office):
        first = await office.branch.change_settings(CHIEF, "hours", LATE, TODAY, 0)
        second = await office.branch.change_settings(CHIEF, "hours", (Opening(WEEKDAYS, time(7), time(12)),), TODAY, 0)
        return first, second, office.bundle.site.hours

    first, second, hours = with_office(scenario, tmp_path)

    assert first is None
    assert isinstance(second, Refusal) and second.error == "conflict"
    assert hours == LATE


def test_one_press_brings_back_what_held_before_and_the_history_keeps_both(tmp_path):
    async def scenario(office):
        files = office.bundle.site.hours
        await office.branch.change_settings(CHIEF, "hours", LATE, TODAY, 0)
        await office.branch.change_settings(
            CHIEF, "hours", (Opening(WEEKDAYS, time(7), time(12)),), TODAY, await last(office, "hours")
        )
        await office.branch.undo_settings(CHIEF, await last(office, "hours"))
        after_one = office.bundle.site.hours
        too_late = await office.branch.undo_settings(CHIEF, 1)
        told = await office.branch.settings(CHIEF)
        return files, after_one, too_late, told

    _, after_one, too_late, told = with_office(scenario, tmp_path)

    assert after_one == LATE
    assert isinstance(too_late, Refusal) and too_late.error == "conflict"
    assert [each.undoes for each in told.versions] == [None, None, 2]


def test_a_change_yet_to_begin_can_be_taken_back_before_it_does(tmp_path):
    clock = Clock()

    async def scenario(office):
        before = office.bundle.site.closed
        await office.branch.change_settings(CHIEF, "closed", (date(2027, 5, 6),), TOMORROW, 0)
        await office.branch.undo_settings(CHIEF, await last(office, "closed"))
        clock.forward(days=2)
        await office.expire(System(), clock())
        return before, office.bundle.site.closed

    before, after = with_office(scenario, tmp_path, clock)

    assert before == after


def test_what_was_changed_holds_after_a_restart_and_its_files_come_back_with_one_press(tmp_path):
    async def change(office):
        files = office.bundle.hash
        await office.branch.change_settings(CHIEF, "hours", LATE, TODAY, 0)
        return files

    async def back(office):
        changed = office.bundle.site.hours
        await office.branch.change_settings(CHIEF, "hours", None, TODAY, await last(office, "hours"))
        return changed, office.bundle.hash

    files = with_office(change, tmp_path)

    assert with_office(back, tmp_path) == (LATE, files)


def test_a_desk_that_was_given_a_service_calls_its_numbers_from_then_on(tmp_path):
    async def scenario(office):
        given = ("insurance", "residence")
        counters = tuple(replace(each, services=given) if each.number == 7 else each for each in office.bundle.site.counters)
        ticket = await office.open_visit(Kiosk("12"), number_only(), "one-press-of-a-resident")
        assert isinstance(ticket, Ticket)
        before = await office.call_next(clerk(7), CallNext(counter=7, stage="reception", finish=False))
        await office.branch.change_settings(CHIEF, "counters", counters, TODAY, 0)
        after = await office.call_next(clerk(7), CallNext(counter=7, stage="reception", finish=False))
        return before.called, after.called.number, ticket.number

    before, called, number = with_office(scenario, tmp_path)

    assert before is None
    assert called == number


def test_numbers_are_refused_on_a_day_the_office_closes_itself(tmp_path):
    async def scenario(office):
        await office.branch.change_settings(CHIEF, "closed", (TODAY,), TODAY, 0)
        return office.bundle.site.closed

    assert with_office(scenario, tmp_path) == (TODAY,)


def test_nobody_but_a_manager_changes_anything_and_each_change_is_in_the_audit_without_values(tmp_path):
    async def scenario(office):
        for somebody in (clerk(1), Staff("f1", "floor_guide", "案内", "1" * 64, None), Kiosk("12"), System()):
            with pytest.raises(NotAllowed):
                await office.branch.change_settings(somebody, "hours", LATE, TODAY, 0)
        await office.branch.change_settings(CHIEF, "hours", LATE, TODAY, 0)
        await office.branch.undo_settings(CHIEF, 1)
        rows = "SELECT actor, action, subject FROM audit WHERE action LIKE 'settings%' ORDER BY id"
        return await office._store.read(lambda connection: connection.execute(rows).fetchall())

    assert [tuple(row) for row in with_office(scenario, tmp_path)] == [
        ("manager:m1", "settings_changed", "hours:1"),
        ("manager:m1", "settings_undone", "hours:2"),
    ]


def test_a_change_cannot_begin_in_the_past(tmp_path):
    async def scenario(office):
        return await office.branch.change_settings(CHIEF, "hours", LATE, TODAY - timedelta(days=1), 0)

    assert with_office(scenario, tmp_path).error == "unusable_time"
