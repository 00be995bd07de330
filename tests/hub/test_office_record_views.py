"""閲覧: who is in charge reads a record that is not in their hands, for a reason that is kept; the words go with the record."""

import asyncio

import pytest

from hub.security.actors import Staff, System
from hub.security.may import NotAllowed
from hub.store.database import connect
from hub.wire import RecordView, RecordViewed, ViewRecord
from tests.hub.small_office import NAME, Clock, clerk, error_of, issue, moving, small_office

MANAGER = Staff("m1", "manager", "課長", "00")
WORDS = "電話の問い合わせに答える"


def in_office(tmp_path, scenario):
    async def play():
        clock = Clock()
        async with small_office(tmp_path, clock) as office:
            ticket = await issue(office, "press", moving())
            await scenario(office, clock, ticket)

    asyncio.run(play())


def look(ticket, reason="question_of_resident", words=WORDS, **more):
    return ViewRecord(ticket.number, reason, words, **more)


def test_each_look_is_an_event_and_a_line_of_the_audit_before_anything_is_shown(tmp_path):
    async def scenario(office, clock, ticket):
        for _ in range(2):
            view = await office.records.view_record(MANAGER, look(ticket))
            assert isinstance(view, RecordView) and NAME in str(view.applications)
            assert view.holder is None, "nobody may change it from here"
        told = [each for each in await office.history(clerk(1), ticket.visit) if isinstance(each, RecordViewed)]
        assert [(each.staff, each.reason, each.at) for each in told] == [("manager:m1", "question_of_resident", clock())] * 2
        with connect(tmp_path / "hub.db") as database:
            audited = database.execute("SELECT actor, subject FROM audit WHERE action = 'record_viewed'").fetchall()
        assert audited == [("manager:m1", f"{ticket.visit} question_of_resident")] * 2

    in_office(tmp_path, scenario)


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"reason": ""}, "reason_needed"),
        ({"reason": "curious"}, "reason_needed"),
        ({"words": "見る"}, "reason_needed"),
        ({"words": "番号 123456789018 を調べる"}, "my_number_written"),
    ],
)
def test_without_a_reason_nothing_is_shown(tmp_path, sent, error):
    async def scenario(office, clock, ticket):
        assert error_of(await office.records.view_record(MANAGER, look(ticket, **sent))) == error
        assert await office.records.looks(MANAGER) == ()

    in_office(tmp_path, scenario)


def test_clerks_and_guides_do_not_look(tmp_path):
    async def scenario(office, clock, ticket):
        for actor in (clerk(1), Staff("f1", "floor_guide", "", "00")):
            with pytest.raises(NotAllowed):
                await office.records.view_record(actor, look(ticket))

    in_office(tmp_path, scenario)


def test_the_words_are_sealed_and_end_with_the_record_while_the_look_stays(tmp_path):
    async def scenario(office, clock, ticket):
        day = clock().date()
        await office.records.view_record(MANAGER, look(ticket))
        assert [(each.number, each.words) for each in await office.records.looks(MANAGER)] == [(ticket.number, WORDS)]
        assert WORDS.encode() not in b"".join(each.read_bytes() for each in tmp_path.glob("hub.db*"))

        clock.forward(days=1)
        await office.expire(System(), clock())
        assert isinstance(await office.records.view_record(MANAGER, look(ticket, day=day)), RecordView), "a day later, by its day"

        clock.forward(days=60)
        await office.expire(System(), clock())
        assert [each.words for each in await office.records.looks(MANAGER)] == ["", ""]
        assert error_of(await office.records.view_record(MANAGER, look(ticket, day=day))) == "record_destroyed"

    in_office(tmp_path, scenario)
