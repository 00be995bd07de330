"""One press, one number: from the hub, or the kiosk's own while it is away, delivered once."""

import asyncio
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from config.guidance import guidance, without_form
from config.load import load_site
from hub.client import Unreachable
from hub.domain.plan import plan
from hub.domain.stage import Place
from hub.security.sealing import Opener
from hub.wire import Application, NextCall, OpenVisit, Refusal, Ticket
from kiosk.flow.events import NumberRefused, NumberTaken
from kiosk.journal import Journal
from kiosk.numbers import Numbers
from kiosk.personal import sealed_press
from kiosk.pipe import TakeSealed
from kiosk.tickets import lead_service, own_ticket

JST = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 21, 10, 32, tzinfo=JST)
BUNDLE = load_site(Path("config/sites/demo"))
KEY = "0123456789abcdef"
OFFICE = Opener(b"h" * 32)
VISIT = OpenVisit("ja", applications=(Application("moving_in", "v1", {"marker": "川辺 花子"}),))
TICKET = Ticket("v1", "A-024", NOW.date(), "residence", ("moving_in",), NOW, ())


class AnsweringHub:
    """The smallest honest stand-in for the hub: says what it is told to say, remembers what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.sealed = []

    async def open_visit_unread(self, call, key):
        self.asked.append(key)
        answer = self.answers.pop(0) if self.answers else Unreachable("away")
        if answer == "silent":
            await asyncio.Event().wait()
        return answer

    async def open_sealed_visit(self, visit, key):
        self.sealed.append((key, visit))
        return self.answers.pop(0) if self.answers else Unreachable("away")


@pytest.fixture
def journal(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    yield journal
    journal.close()


def take(journal, hub, *, up=True, visit=VISIT, times=1, seal_key=OFFICE.seal_key):
    async def scenario():
        numbers = Numbers(hub, journal, "12", lambda: NOW)
        numbers.seal_key = seal_key
        numbers.hub_up = up
        taken = [await numbers.take(sealed_press(seal_key, KEY, visit), BUNDLE) for _ in range(times)]
        return taken if times > 1 else taken[0]

    return asyncio.run(scenario())


def test_the_hubs_number_is_taken_where_it_answers(journal):
    assert take(journal, AnsweringHub(TICKET)) == NumberTaken(TICKET)
    assert journal.waiting() == []


def test_a_busy_hub_is_asked_again_with_the_same_key(journal):
    hub = AnsweringHub(Refusal("busy", "…"), Unreachable("TimeoutError"), TICKET)

    assert take(journal, hub) == NumberTaken(TICKET)
    assert hub.asked == [KEY] * 3


def test_what_the_resident_can_mend_is_told_and_no_own_number_is_given(journal):
    refusal = Refusal("invalid_answers", "…", problems=({"path": "move_date", "code": "missing"},))

    assert take(journal, AnsweringHub(refusal)) == NumberRefused(refusal)
    assert journal.waiting() == []


@pytest.mark.parametrize("error", ["unknown_device", "failed", "bad_message", "unknown_form", "foreign_seal"])
def test_trouble_between_hub_and_kiosk_never_costs_the_resident_a_number(journal, error):
    taken = take(journal, AnsweringHub(*[Refusal(error, "…")] * 40), up=error != "failed")

    assert taken.offline
    assert taken.ticket.number == "A-1201"


def test_with_the_hub_away_the_kiosk_gives_its_own_number(journal):
    taken = take(journal, AnsweringHub(), up=False)

    assert taken.offline
    assert taken.ticket.number == "A-1201"
    assert taken.ticket.issued_at == NOW
    assert taken.ticket.people_waiting is None
    assert taken.ticket.follow_url is None
    assert all(key in BUNDLE.texts["ja"] for key in taken.ticket.bring)
    stages = {call.stage: call for call in taken.ticket.calls}
    assert isinstance(stages["reception"], NextCall)
    assert stages["reception"].counters


def test_the_paper_of_its_own_number_lists_what_the_answers_ask_for(journal):
    async def scenario():
        numbers = Numbers(AnsweringHub(), journal, "12", lambda: NOW)
        numbers.seal_key = OFFICE.seal_key
        return await numbers.take(sealed_press(OFFICE.seal_key, KEY, VISIT, ("bring.identity", "bring.pins")), BUNDLE)

    assert asyncio.run(scenario()).ticket.bring == ("bring.identity", "bring.pins")


def test_a_second_press_while_the_hub_is_away_brings_the_same_number(journal):
    first, second = take(journal, AnsweringHub(), up=False, times=2)

    assert first == second
    assert len(journal.waiting()) == 1


def test_a_hub_that_falls_silent_is_waited_for_no_longer_than_a_resident_waits(journal):
    taken = take(journal, AnsweringHub("silent"), up=False)

    assert taken.offline


def test_what_waits_on_disk_can_be_read_by_the_hub_alone(journal, tmp_path):
    take(journal, AnsweringHub(), up=False)
    ((key, sealed),) = journal.waiting()

    assert (key, sealed.press, sealed.number) == (KEY, KEY, "A-1201")
    assert OFFICE.open(sealed) == VISIT
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "花子".encode() not in on_disk


def test_a_kiosk_that_never_met_its_hub_says_so_and_gives_no_number(journal):
    taken = take(journal, AnsweringHub(), up=False, seal_key="")

    assert isinstance(taken, NumberRefused)
    assert taken.refusal.error == "hub_away"


def test_own_numbers_are_delivered_in_order_each_once_and_a_refused_one_does_not_hold_the_others(journal):
    async def scenario():
        hub = AnsweringHub()
        numbers = Numbers(hub, journal, "12", lambda: NOW)
        numbers.seal_key = OFFICE.seal_key
        for i in range(3):
            await numbers.take(sealed_press(OFFICE.seal_key, f"press-number-{i}", VISIT), BUNDLE)
        hub.answers = [TICKET, Refusal("number_taken", "…"), TICKET]
        first = await numbers.deliver_now()
        hub.answers = [TICKET]
        second = await numbers.deliver_now()
        third = await numbers.deliver_now()
        return first, second, third, [key for key, _ in hub.sealed]

    first, second, third, keys = asyncio.run(scenario())

    assert (first, second, third) == (1, 0, 0)
    assert keys == ["press-number-0", "press-number-1", "press-number-2", "press-number-1"]


def test_a_number_the_hub_refuses_is_known_to_the_staff_once_until_it_is_taken_over(journal):
    async def scenario():
        settled = []
        taken, busy = Refusal("number_taken", "…"), Refusal("busy", "…")
        hub = AnsweringHub(Unreachable("away"), busy, taken, taken, TICKET)
        numbers = Numbers(hub, journal, "12", lambda: NOW, lambda: settled.append(numbers.refused))
        numbers.seal_key = OFFICE.seal_key
        await numbers.take(sealed_press(OFFICE.seal_key, KEY, VISIT), BUNDLE)
        seen = []
        for _ in range(4):
            await numbers.deliver_now()
            seen.append([(one.number, one.error, one.since) for one in numbers.refused])
        return seen, settled

    seen, settled = asyncio.run(scenario())

    refused = ("A-1201", "number_taken", NOW)
    assert seen == [[], [refused], [refused], []]
    assert [len(one) for one in settled] == [1, 0], "told once, and once more when it is settled"


def test_delivery_stops_at_the_first_silence_and_keeps_everything(journal):
    async def scenario():
        hub = AnsweringHub()
        numbers = Numbers(hub, journal, "12", lambda: NOW)
        numbers.seal_key = OFFICE.seal_key
        for i in range(2):
            await numbers.take(sealed_press(OFFICE.seal_key, f"press-number-{i}", VISIT), BUNDLE)
        return await numbers.deliver_now()

    assert asyncio.run(scenario()) == 1
    assert len(journal.waiting()) == 2


@pytest.mark.parametrize(
    ("visit", "letter"),
    [
        (OpenVisit("ja", applications=(Application("certificates", "v", {}),)), "C"),
        (OpenVisit("ja", service="insurance"), "K"),
        (OpenVisit("ja", reception_token="x"), "T"),
    ],
)
def test_the_letter_follows_the_service_asked_for(visit, letter):
    assert lead_service(BUNDLE, sealed_press(OFFICE.seal_key, KEY, visit)).letter == letter


FAMILY = {"q_insurance": "yes", "pension_age": "yes", "q_children": "yes", "q_card": "yes", "q_other": ["seal_registration"]}


@pytest.mark.parametrize(
    ("procedures", "answers"),
    [
        (("moving_in",), {"q_insurance": "yes"}),
        (("moving_in",), FAMILY),
        (("moving_within",), FAMILY),
        (("moving_in", "seal_registration", "certificates"), FAMILY),
        (("moving_out",), {"q_select_all": ["nhi", "children", "care", "school"], "q_householder_leaves": True}),
        (("certificates",), {}),
        ((), {}),
    ],
)
def test_its_own_number_names_the_calls_and_procedures_the_hub_will_plan(procedures, answers):
    led = guidance(BUNDLE, [(each, answers) for each in procedures], NOW.date())
    press = TakeSealed(KEY, "", procedures, None if procedures else "insurance", led.bring, without_form(BUNDLE, led))
    service = lead_service(BUNDLE, press)
    own = own_ticket("A-1201", NOW, service, press, BUNDLE)

    wanted = [BUNDLE.procedures[each] for each in (*procedures, *without_form(BUNDLE, led))]
    made = plan(BUNDLE.site.services, wanted, service, (f"v-{at}" for at in range(1, 100)), NOW)
    stops = dict.fromkeys((leg.service, leg.stage) for leg in made.legs if leg.place is Place.COUNTER)
    assert [(call.service, call.stage) for call in own.calls] == list(stops)
    assert own.procedures == made.procedures
    assert all(call.counters for call in own.calls)


def test_who_joins_the_insurance_is_told_of_its_window_while_the_hub_is_away_too():
    led = guidance(BUNDLE, [("moving_in", {"q_insurance": "yes"})], NOW.date())
    press = TakeSealed(KEY, "", ("moving_in",), None, led.bring, without_form(BUNDLE, led))
    own = own_ticket("A-1201", NOW, lead_service(BUNDLE, press), press, BUNDLE)

    assert own.procedures == ("moving_in", "nhi_join")
    assert [call.service for call in own.calls] == ["residence", "insurance", "residence"]
