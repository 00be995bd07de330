"""Pre-entries: opaque codes, redeemed once, gone in time."""

import asyncio

import pytest

from hub.office.allowance import WINDOW
from hub.office.office import SAVED_BY_ONE, SAVED_FROM_OUTSIDE
from hub.security.actors import Resident, System
from hub.store.visits import day_of
from hub.wire import Application, FindEntry, FoundEntry, OpenVisit, SavedEntry, SaveEntry, Ticket
from tests.hub.small_office import (
    COPY,
    KIOSK,
    MOVE,
    NAME,
    NINE,
    Clock,
    act,
    call,
    clerk,
    error_of,
    issue,
    number_only,
    seal_visit,
    small_office,
)

HOME = Resident("192.0.2.7")
ENTRY = SaveEntry(language="en", applications=(MOVE,))


def in_office(tmp_path, scenario, clock=None):
    async def play():
        async with small_office(tmp_path, clock) as office:
            await scenario(office)

    asyncio.run(play())


async def saved(office, key="e1") -> SavedEntry:
    answer = await office.save_entry(HOME, ENTRY, key)
    assert isinstance(answer, SavedEntry), answer
    return answer


async def found(office, code: str) -> FoundEntry:
    answer = await office.find_entry(KIOSK, FindEntry(code=code))
    assert isinstance(answer, FoundEntry), answer
    return answer


def redeem(entry: FoundEntry, *applications: Application) -> OpenVisit:
    return OpenVisit(language="ja", reception_token=entry.reception_token, applications=applications)


@pytest.mark.parametrize("which", ["code", "short_code"])
def test_what_was_entered_at_home_is_found_by_either_code_and_becomes_a_visit(tmp_path, which):
    async def scenario(office):
        entry = await found(office, getattr(await saved(office), which))
        assert (entry.language, entry.entered_on, entry.applications) == ("en", NINE.date(), (MOVE,))
        await issue(office, "k1", redeem(entry))
        visit = await act(office, await call(office, 1), "reception", "start", 1)
        assert (visit.entered_at_home, visit.people) == (True, 2)
        record = await office.records.record(clerk(1), visit.visit)
        assert record.applications[0].answers["movers"][0]["name"] == NAME

    in_office(tmp_path, scenario)


def test_looking_at_an_entry_does_not_use_it_up_but_the_number_does(tmp_path):
    async def scenario(office):
        codes = await saved(office)
        entry = await found(office, codes.code)
        assert (await found(office, codes.short_code)) == entry
        first = await issue(office, "k1", redeem(entry))
        assert error_of(await office.find_entry(KIOSK, FindEntry(code=codes.code))) == "entry_used"
        assert error_of(await office.open_visit(KIOSK, redeem(entry), "k2")) == "entry_used"
        assert await office.open_visit(KIOSK, redeem(entry), "k1") == first

    in_office(tmp_path, scenario)


def test_two_kiosks_that_redeem_the_same_entry_at_once_make_one_visit(tmp_path):
    async def scenario(office):
        entry = await found(office, (await saved(office)).code)
        answers = await asyncio.gather(*(office.open_visit(KIOSK, redeem(entry), f"k{i}") for i in range(8)))
        assert sum(isinstance(answer, Ticket) for answer in answers) == 1
        assert {error_of(answer) for answer in answers if not isinstance(answer, Ticket)} == {"entry_used"}
        assert len(await office.visits(clerk(1))) == 1

    in_office(tmp_path, scenario)


def test_what_was_corrected_at_the_kiosk_is_what_counts(tmp_path):
    corrected = Application("moving_in", "moving-1", {"movers": [{"name": "緑野 次郎"}]})

    async def scenario(office):
        entry = await found(office, (await saved(office)).code)
        await issue(office, "k1", redeem(entry, corrected))
        visit = await act(office, await call(office, 1), "reception", "start", 1)
        record = await office.records.record(clerk(1), visit.visit)
        assert record.applications == (corrected,)

    in_office(tmp_path, scenario)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("https://example.com/menu", "foreign_code"),
        ("UK1:AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "foreign_code"),
        ("ABCD2345", "unknown_code"),
        ("", "foreign_code"),
    ],
)
def test_other_codes_are_told_apart(tmp_path, code, error):
    async def scenario(office):
        assert error_of(await office.find_entry(KIOSK, FindEntry(code=code))) == error

    in_office(tmp_path, scenario)


def test_guessing_is_stopped_and_foreign_codes_do_not_count_as_guesses(tmp_path):
    clock = Clock()

    async def scenario(office):
        codes = await saved(office)
        for _ in range(30):
            await office.find_entry(KIOSK, FindEntry(code="https://example.com"))
        for _ in range(10):
            assert error_of(await office.find_entry(KIOSK, FindEntry(code="ABCD2345"))) == "unknown_code"
        blocked = await office.find_entry(KIOSK, FindEntry(code=codes.short_code))
        assert error_of(blocked) == "too_many_tries" and "09:10" in blocked.message
        clock.forward(minutes=10)
        await found(office, codes.short_code)

    in_office(tmp_path, scenario, clock)


def test_an_entry_is_good_on_its_last_day_and_expired_on_the_next(tmp_path):
    clock = Clock()

    async def scenario(office):
        codes = await saved(office)
        entry = await found(office, codes.code)
        clock.forward(days=14)
        assert day_of(clock.now) == codes.expires_on
        await found(office, codes.code)
        clock.forward(days=1)
        assert error_of(await office.find_entry(KIOSK, FindEntry(code=codes.code))) == "entry_expired"
        assert error_of(await office.open_visit(KIOSK, redeem(entry), "k1")) == "entry_expired"

    in_office(tmp_path, scenario, clock)


def test_an_entry_with_wrong_answers_is_not_kept(tmp_path):
    async def scenario(office):
        wrong = Application("certificates", "certificates-1", {"copies": 11})
        refusal = await office.save_entry(HOME, SaveEntry(language="ja", applications=(MOVE, wrong)), "e1")
        assert error_of(refusal) == "invalid_answers"
        assert [(problem["application"], problem["path"]) for problem in refusal.problems] == [(1, "copies")]
        assert error_of(await office.save_entry(HOME, SaveEntry(language="ja", applications=()), "e2")) == "nothing_asked"

    in_office(tmp_path, scenario)


def test_a_page_sent_twice_keeps_one_entry_and_the_codes_shown_last_are_the_good_ones(tmp_path):
    async def scenario(office):
        first, second = await saved(office), await saved(office)
        assert error_of(await office.find_entry(KIOSK, FindEntry(code=first.code))) == "unknown_code"
        await found(office, second.code)
        count = await office._store.read(lambda connection: connection.execute("SELECT count(*) FROM entries").fetchone())
        assert count == (1,)

    in_office(tmp_path, scenario)


def test_an_entry_for_two_procedures_is_one_visit(tmp_path):
    async def scenario(office):
        answer = await office.save_entry(HOME, SaveEntry(language="ja", applications=(COPY, MOVE)), "e1")
        ticket = await issue(office, "k1", redeem(await found(office, answer.code)))
        assert (ticket.number, ticket.procedures) == ("A-001", ("moving_in", "certificates"))

    in_office(tmp_path, scenario)


def test_an_entry_that_met_a_used_up_series_is_still_good_the_next_day(tmp_path):
    clock = Clock()

    async def scenario(office):
        for index in range(3):
            await issue(office, f"k{index}", number_only("certificates"))
        codes = await office.save_entry(HOME, SaveEntry(language="ja", applications=(COPY,)), "e1")
        entry = await found(office, codes.code)
        assert error_of(await office.open_visit(KIOSK, redeem(entry), "k4")) == "numbers_used_up"
        clock.forward(days=1)
        assert (await issue(office, "k4", redeem(entry))).number == "C-001"

    in_office(tmp_path, scenario, clock)


def test_an_entry_redeemed_while_the_hub_was_away_is_the_same_visit_for_a_late_online_try(tmp_path):
    async def scenario(office):
        entry = await found(office, (await saved(office)).code)
        key = (await office.identity(System())).seal_key
        sealed = seal_visit(key, redeem(entry), "A-1201", NINE, "residence")
        ticket = await office.open_sealed_visit(KIOSK, sealed, "k1")
        assert await office.open_visit(KIOSK, redeem(entry), "k1") == ticket
        visit = await act(office, await call(office, 1), "reception", "start", 1)
        assert (visit.number, visit.entered_at_home) == ("A-1201", True)
        assert (await office.records.record(clerk(1), visit.visit)).applications == (MOVE,)

    in_office(tmp_path, scenario)


def test_one_address_cannot_fill_the_vault_and_may_go_on_after_ten_minutes(tmp_path):
    clock = Clock()

    async def scenario(office):
        for each in range(SAVED_BY_ONE):
            await saved(office, f"e{each}")
        refused = await office.save_entry(HOME, ENTRY, "one-more")
        assert error_of(refused) == "too_many_saved" and refused.until == NINE + WINDOW
        assert isinstance(await office.save_entry(HOME, ENTRY, "e3"), SavedEntry), "what is kept already is answered again"
        assert isinstance(await office.save_entry(Resident("192.0.2.8"), ENTRY, "neighbour"), SavedEntry)
        assert isinstance(await office.save_entry(KIOSK, ENTRY, "kiosk"), SavedEntry)
        clock.forward(minutes=10)
        await saved(office, "later")

    in_office(tmp_path, scenario, clock)


def test_nor_can_many_addresses_together(tmp_path):
    async def scenario(office):
        for each in range(SAVED_FROM_OUTSIDE):
            assert isinstance(await office.save_entry(Resident(f"192.0.2.{each // 2}"), ENTRY, f"e{each}"), SavedEntry)
        assert error_of(await office.save_entry(HOME, ENTRY, "one-more")) == "too_many_saved"
        assert isinstance(await office.save_entry(KIOSK, ENTRY, "kiosk"), SavedEntry), (
            "kiosks are not held up by what comes from outside"
        )

    in_office(tmp_path, scenario)
