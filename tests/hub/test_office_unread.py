"""What a resident typed may come to the office as only the office reads it: the same answers, nothing readable on the way."""

import asyncio

import pytest

from hub.sealing import BadSeal, ReplyKey, seal_call
from hub.security.actors import Kiosk, System
from hub.wire import FindEntry, FoundEntry, OpenVisit, SavedEntry, SaveEntry, SealedCall, SealedReply, Ticket, Unlock, Unlocked
from tests.hub.small_office import KIOSK, MOVE, NAME, clerk, error_of, moving, small_office


def in_office(tmp_path, scenario):
    async def play():
        async with small_office(tmp_path) as office:
            await scenario(office, (await office.identity(System())).seal_key)

    asyncio.run(play())


def test_a_number_is_given_for_forms_nobody_on_the_way_has_read(tmp_path):
    async def scenario(office, key):
        call = seal_call(key, "open_visit", moving(), key="press-1")
        again = seal_call(key, "open_visit", moving(), key="press-1")
        ticket = await office.open_visit_unread(KIOSK, call, "press-1")

        assert isinstance(ticket, Ticket)
        assert ticket.number == "A-001"
        assert await office.open_visit_unread(KIOSK, again, "press-1") == ticket, (
            "one press, one number, however often it is sealed"
        )
        assert NAME not in call.sealed

    in_office(tmp_path, scenario)


def test_forms_that_are_wrong_are_refused_by_their_place_and_never_by_their_words(tmp_path):
    async def scenario(office, key):
        wrong = OpenVisit(
            "ja", applications=(MOVE.__class__("moving_in", "moving-1", {"movers": [{"name": NAME, "phone": NAME}]}),)
        )
        refusal = await office.open_visit_unread(KIOSK, seal_call(key, "open_visit", wrong, key="press-1"), "press-1")

        assert refusal.error == "invalid_answers"
        assert [problem["path"] for problem in refusal.problems] == ["movers.0.phone"]
        assert NAME not in repr(refusal)

    in_office(tmp_path, scenario)


def test_an_entry_is_kept_and_found_again_with_nothing_readable_on_the_way(tmp_path):
    async def scenario(office, key):
        mine, other = ReplyKey(), ReplyKey()
        saving = seal_call(key, "save_entry", SaveEntry("ja", (MOVE,)), key="press-1", reply_key=mine.public)
        saved = await office.save_entry_unread(KIOSK, saving, "press-1")
        codes = mine.open(saved, "save_entry", SavedEntry)
        asking = seal_call(key, "find_entry", FindEntry(codes.code), reply_key=mine.public)
        answer = await office.find_entry_unread(KIOSK, asking)
        found = mine.open(answer, "find_entry", FoundEntry)

        assert isinstance(answer, SealedReply)
        assert found.applications == (MOVE,)
        with pytest.raises(BadSeal):
            other.open(answer, "find_entry", FoundEntry)
        unknown = seal_call(key, "find_entry", FindEntry("ABCD2345"), reply_key=mine.public)
        assert error_of(await office.find_entry_unread(KIOSK, unknown)) == "unknown_code"

    in_office(tmp_path, scenario)


def test_a_kiosk_is_unlocked_with_a_pin_nobody_on_the_way_has_read_and_only_the_kiosk_it_was_typed_at(tmp_path):
    async def scenario(office, key):
        await office.door.create_demo_staff(System())
        pin = await office.door.set_pin(System(), "floor", "03")
        call = seal_call(key, "unlock_kiosk", Unlock("03", pin), key=KIOSK.id)
        elsewhere = await office.assistance.unlock_kiosk_unread(Kiosk("13"), call)
        here = await office.assistance.unlock_kiosk_unread(KIOSK, call)

        assert error_of(elsewhere) == "foreign_seal"
        assert isinstance(here, Unlocked)
        assert pin not in call.sealed

    in_office(tmp_path, scenario)


@pytest.mark.parametrize("sent", ["to another press", "without a key for the answer", "nonsense"])
def test_what_was_not_sealed_for_this_question_is_refused_and_changes_nothing(tmp_path, sent):
    async def scenario(office, key):
        match sent:
            case "to another press":
                answer = await office.open_visit_unread(KIOSK, seal_call(key, "open_visit", moving(), key="press-1"), "press-2")
            case "without a key for the answer":
                saving = seal_call(key, "save_entry", SaveEntry("ja", (MOVE,)), key="press-1")
                code = await office.save_entry(KIOSK, SaveEntry("ja", (MOVE,)), "press-0")
                answer = await office.find_entry_unread(KIOSK, seal_call(key, "find_entry", FindEntry(code.code)))
                assert error_of(await office.save_entry_unread(KIOSK, saving, "press-1")) == "foreign_seal"
            case _:
                answer = await office.find_entry_unread(KIOSK, SealedCall("AAAA", "AAAA"))

        assert error_of(answer) == "foreign_seal"
        assert await office.visits(clerk(1)) == ()

    in_office(tmp_path, scenario)
