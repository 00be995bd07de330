"""Finding a visit by name: minimal, noted, limited, gone with the day, and no name in the database."""

import asyncio
from datetime import timedelta

import msgspec

from hub.office.records import SEARCHES
from hub.security.actors import System
from hub.store import names
from hub.store.visits import day_of
from hub.wire import Application, CorrectRecord, FindVisit, OpenVisit
from tests.hub.small_office import Clock, act, call, clerk, error_of, issue, number_only, small_office

PEOPLE = ("髙橋 花子", "高橋 太郎", "緑野 次郎")


def coming(*people):
    return OpenVisit("ja", applications=(Application("moving_in", "moving-1", {"movers": [{"name": each} for each in people]}),))


def in_office(tmp_path, scenario):
    async def play():
        clock = Clock()
        async with small_office(tmp_path, clock) as office:
            await scenario(office, clock)

    asyncio.run(play())


async def find(office, text, who="c1"):
    return await office.records.find_visit(clerk(1, who), FindVisit(text))


def numbers(found):
    return [each.number for each in found.visits]


def test_a_visit_is_found_by_number_and_by_name_and_never_says_the_name(tmp_path):
    async def scenario(office, clock):
        for key, person in enumerate(PEOPLE):
            await issue(office, f"press-{key}", coming(person))
        await issue(office, "press-9", number_only())
        assert numbers(await find(office, "高橋")) == ["A-001", "A-002"]
        assert numbers(await find(office, "高橋花子")) == ["A-001"]
        assert numbers(await find(office, "緑野 次郎")) == ["A-003"]
        for typed in ("A-004", "ａ4", "a004"):
            assert numbers(await find(office, typed)) == ["A-004"]
        assert numbers(await find(office, "A-099")) == [] == numbers(await find(office, "佐藤"))
        assert error_of(await find(office, "高")) == "too_short"
        assert "花子" not in msgspec.json.encode(await find(office, "高橋")).decode()

    in_office(tmp_path, scenario)


def test_a_crowd_is_cut_short_and_says_so(tmp_path):
    async def scenario(office, clock):
        for key in range(7):
            await issue(office, f"press-{key}", coming(f"高橋 {key}郎"))
        found = await find(office, "高橋")
        assert len(found.visits) == 5 and found.more

    in_office(tmp_path, scenario)


def test_a_corrected_name_is_found_and_the_old_one_no_more(tmp_path):
    async def scenario(office, clock):
        await issue(office, "press", coming("髙橋 花子"))
        visit = await act(office, await call(office, 1), "reception", "start", 1)
        change = {"movers.0.name": "緑野 花子"}
        await office.records.correct_record(clerk(1), CorrectRecord(visit.visit, 0, change, 0, "mistyped"))
        assert numbers(await find(office, "緑野")) == ["A-001"] and numbers(await find(office, "高橋")) == []

    in_office(tmp_path, scenario)


def test_searches_by_name_are_limited_per_clerk_and_noted_without_the_name(tmp_path):
    async def scenario(office, clock):
        await issue(office, "press", coming("髙橋 花子"))
        for _ in range(SEARCHES):
            await find(office, "高橋")
        assert error_of(await find(office, "高橋")) == "too_many_tries"
        assert numbers(await find(office, "A-001")) == ["A-001"], "a number in the hand is always looked up"
        assert numbers(await find(office, "高橋", "c2")) == ["A-001"]
        clock.forward(minutes=10)
        assert numbers(await find(office, "高橋")) == ["A-001"]
        noted = await office._store.read(
            lambda connection: connection.execute("SELECT subject FROM audit WHERE action = 'name_searched'").fetchall()
        )
        assert len(noted) == SEARCHES + 2 and {row[0] for row in noted} == {"1 found"}

    in_office(tmp_path, scenario)


def test_two_visits_of_one_name_have_nothing_in_common_in_the_database_and_all_have_as_many(tmp_path):
    async def scenario(office, clock):
        for key, person in enumerate(("高橋 花子", "高橋 花子", "王 明")):
            await issue(office, f"press-{key}", coming(person))
        rows = await office._store.read(lambda connection: names.of_day(connection, day_of(clock.now)))
        tokens = [{stored[at : at + 8] for at in range(0, len(stored), 8)} for _, stored in rows]
        assert len(tokens) == 3 and {len(each) for each in tokens} == {16}
        assert not tokens[0] & tokens[1]

    in_office(tmp_path, scenario)
    disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "高橋".encode() not in disk


def test_nobody_is_found_by_name_on_the_day_after(tmp_path):
    async def scenario(office, clock):
        await issue(office, "press", coming("髙橋 花子"))
        clock.forward(days=1)
        await office.expire(System(), clock.now)
        assert numbers(await find(office, "高橋")) == []
        left = await office._store.read(lambda connection: names.of_day(connection, day_of(clock.now) - timedelta(days=1)))
        assert left == []

    in_office(tmp_path, scenario)
