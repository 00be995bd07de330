"""An entry begun at a kiosk (一時保存): kept sealed under its own code, gone on with as often as needed, used up by a number."""

import asyncio

import msgspec
import pytest

from hub.office.codes import WINDOW, WRONG_FROM_OUTSIDE, WRONG_OF_ONE
from hub.office.entries import LARGEST
from hub.security.actors import Board, Resident, System
from hub.security.may import NotAllowed
from hub.store.visits import day_of
from hub.wire import Application, FindEntry, FoundEntry, OpenVisit, SavedEntry, SaveEntry
from tests.hub.small_office import BUNDLE, KIOSK, MOVE, NAME, NINE, Clock, clerk, error_of, issue, small_office, with_site

HALF = Application("moving_in", MOVE.form_version, {"movers": [{"name": NAME}, {}]})
HOME = Resident("192.0.2.7")
BEGUN = SaveEntry("en", (HALF,), unfinished={"page": "movers.0.birth_date:date"})


def in_office(tmp_path, scenario, clock=None, bundle=BUNDLE):
    async def play():
        async with small_office(tmp_path, clock, bundle) as office:
            await scenario(office)

    asyncio.run(play())


async def saved(office, message=BEGUN, key="press-1") -> SavedEntry:
    answer = await office.save_entry(KIOSK, message, key)
    assert isinstance(answer, SavedEntry), answer
    return answer


async def found(office, code: str) -> FoundEntry:
    answer = await office.find_entry(KIOSK, FindEntry(code=code))
    assert isinstance(answer, FoundEntry), answer
    return answer


@pytest.mark.parametrize("which", ["code", "short_code"])
def test_half_a_form_is_kept_as_it_is_and_found_by_either_code(tmp_path, which):
    async def scenario(office):
        entry = await found(office, getattr(await saved(office), which))

        assert (entry.language, entry.applications, entry.unfinished) == ("en", (HALF,), BEGUN.unfinished)

    in_office(tmp_path, scenario)


def test_a_finished_entry_still_has_to_be_right(tmp_path):
    async def scenario(office):
        assert error_of(await office.save_entry(KIOSK, SaveEntry("ja", (HALF,)), "press-1")) == "invalid_answers"

    in_office(tmp_path, scenario)


def test_a_resident_who_looks_and_leaves_again_may_come_back_until_a_number_is_taken(tmp_path):
    async def scenario(office):
        codes = await saved(office)
        await found(office, codes.code)
        entry = await found(office, codes.short_code)
        await issue(office, "k1", OpenVisit("ja", applications=(MOVE,), reception_token=entry.reception_token))

        assert error_of(await office.find_entry(KIOSK, FindEntry(codes.code))) == "entry_used"

    in_office(tmp_path, scenario)


def test_half_a_form_is_no_visit(tmp_path):
    async def scenario(office):
        entry = await found(office, (await saved(office)).code)
        refusal = await office.open_visit(KIOSK, OpenVisit("ja", reception_token=entry.reception_token), "k1")

        assert error_of(refusal) == "invalid_answers"

    in_office(tmp_path, scenario)


def test_what_was_begun_at_a_kiosk_is_no_entry_made_at_home(tmp_path):
    async def scenario(office):
        entry = await found(office, (await saved(office)).code)
        await issue(office, "k1", OpenVisit("ja", applications=(MOVE,), reception_token=entry.reception_token))

        assert [visit.entered_at_home for visit in await office.visits(clerk(1))] == [False]

    in_office(tmp_path, scenario)


def test_saving_again_gives_a_new_code_and_the_entry_before_is_gone(tmp_path):
    async def scenario(office):
        first = await saved(office)
        entry = await found(office, first.code)
        again = await saved(office, msgspec.structs.replace(BEGUN, replaces=entry.reception_token), "press-2")

        assert error_of(await office.find_entry(KIOSK, FindEntry(first.code))) == "unknown_code"
        assert (await found(office, again.code)).unfinished == BEGUN.unfinished

    in_office(tmp_path, scenario)


def test_a_token_of_the_residents_own_making_takes_nobodys_entry_away(tmp_path):
    async def scenario(office):
        first = await saved(office)
        entry = await found(office, first.code)
        forged = entry.reception_token[:-1] + ("A" if entry.reception_token[-1] != "A" else "B")
        await saved(office, msgspec.structs.replace(BEGUN, replaces=forged), "press-2")

        assert (await found(office, first.code)) == entry

    in_office(tmp_path, scenario)


def test_an_entry_that_came_to_a_number_is_not_taken_away_by_a_later_saving(tmp_path):
    async def scenario(office):
        first = await saved(office)
        token = (await found(office, first.code)).reception_token
        await issue(office, "k1", OpenVisit("ja", applications=(MOVE,), reception_token=token))
        await saved(office, msgspec.structs.replace(BEGUN, replaces=token), "press-2")

        assert error_of(await office.find_entry(KIOSK, FindEntry(first.code))) == "entry_used"

    in_office(tmp_path, scenario)


def test_a_repeat_of_the_press_brings_codes_of_the_same_entry(tmp_path):
    async def scenario(office):
        first, again = await saved(office), await saved(office)

        assert error_of(await office.find_entry(KIOSK, FindEntry(first.code))) == "unknown_code"
        assert (await found(office, again.code)).applications == (HALF,)

    in_office(tmp_path, scenario)


def test_it_is_kept_as_long_as_the_site_says_and_then_nobody_can_open_it(tmp_path):
    clock = Clock()

    async def scenario(office):
        codes = await saved(office)
        clock.forward(days=3)
        await found(office, codes.code)
        clock.forward(days=1)
        assert error_of(await office.find_entry(KIOSK, FindEntry(codes.code))) == "entry_expired"
        assert (await office.expire(System(), clock()))["entries"] == 1

    retention = msgspec.structs.replace(BUNDLE.site.retention, saved_entry_days=3)
    in_office(tmp_path, scenario, clock, with_site(retention=retention))
    assert day_of(NINE) < day_of(clock())


@pytest.mark.parametrize(
    ("message", "error"),
    [
        (SaveEntry("ja", (), unfinished={}), "nothing_asked"),
        (SaveEntry("ja", (Application("flying", "", {}),), unfinished={}), "unknown_procedure"),
        (SaveEntry("ja", (Application("moving_in", "another", {}),), unfinished={}), "unknown_form"),
        (msgspec.structs.replace(BEGUN, unfinished={"typed": "あ" * LARGEST}), "entry_too_large"),
    ],
)
def test_what_is_no_entry_of_this_office_is_not_kept(tmp_path, message, error):
    async def scenario(office):
        assert error_of(await office.save_entry(KIOSK, message, "press-1")) == error

    in_office(tmp_path, scenario)


def test_a_board_keeps_nobodys_half_form(tmp_path):
    async def scenario(office):
        with pytest.raises(NotAllowed):
            await office.save_entry(Board("01"), BEGUN, "press-1")

    in_office(tmp_path, scenario)


def test_what_was_begun_at_a_kiosk_goes_on_at_home_and_the_other_way_round(tmp_path):
    async def scenario(office):
        at_kiosk = await saved(office)
        entry = await office.find_entry(HOME, FindEntry(at_kiosk.short_code))
        assert (entry.applications, entry.unfinished) == ((HALF,), BEGUN.unfinished)
        further = msgspec.structs.replace(BEGUN, unfinished={"leaf": "people"}, replaces=entry.reception_token)
        at_home = await office.save_entry(HOME, further, "press-2")

        assert error_of(await office.find_entry(KIOSK, FindEntry(at_kiosk.code))) == "unknown_code"
        assert (await found(office, at_home.code)).unfinished == {"leaf": "people"}

    in_office(tmp_path, scenario)


def test_outside_no_answer_tells_a_used_or_expired_code_from_one_that_never_was(tmp_path):
    clock = Clock()

    async def scenario(office):
        used, old = await saved(office), await saved(office, BEGUN, "press-2")
        token = (await found(office, used.code)).reception_token
        await issue(office, "k1", OpenVisit("ja", applications=(MOVE,), reception_token=token))
        clock.forward(days=8)
        codes = (used.code, used.short_code, old.code, old.short_code, "ABCD2345", "https://example.com/menu", "")
        answers = [await office.find_entry(Resident("192.0.2.7"), FindEntry(code)) for code in codes]

        assert {error_of(answer) for answer in answers} == {"unknown_code"} and len(set(map(repr, answers))) == 1

    in_office(tmp_path, scenario, clock)


def test_guesses_from_many_addresses_are_stopped_together_and_stop_no_kiosk_and_no_scanned_code(tmp_path):
    clock = Clock()

    async def scenario(office):
        codes = await saved(office)
        for number in range(WRONG_FROM_OUTSIDE):
            guess = await office.find_entry(Resident(f"192.0.2.{number}"), FindEntry("ABCD2345"))
            assert error_of(guess) == "unknown_code"
        stopped = await office.find_entry(Resident("198.51.100.1"), FindEntry(codes.short_code))
        assert (error_of(stopped), stopped.until) == ("too_many_tries", NINE + WINDOW)
        await found(office, codes.short_code)
        assert await office.find_entry(HOME, FindEntry(codes.code)) == await found(office, codes.code)
        clock.forward(minutes=10)
        assert isinstance(await office.find_entry(HOME, FindEntry(codes.short_code)), FoundEntry)

    in_office(tmp_path, scenario, clock)


def test_who_guesses_ten_times_from_one_address_waits_alone(tmp_path):
    async def scenario(office):
        codes = await saved(office)
        for _ in range(WRONG_OF_ONE):
            await office.find_entry(HOME, FindEntry("ABCD2345"))
        assert error_of(await office.find_entry(HOME, FindEntry(codes.short_code))) == "too_many_tries"
        assert isinstance(await office.find_entry(Resident("198.51.100.1"), FindEntry(codes.short_code)), FoundEntry)

    in_office(tmp_path, scenario)


def test_nothing_of_it_is_readable_in_the_hubs_files(tmp_path):
    async def scenario(office):
        await saved(office)

    in_office(tmp_path, scenario)
    files = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert not any(NAME.encode() in file or b"birth_date" in file for file in files)
