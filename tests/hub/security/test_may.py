"""Nothing is open that the table does not open, and every use case asks it first."""

import asyncio
import inspect

import pytest

from hub.office import Office
from hub.office.assistance import AtKiosk
from hub.office.bookings import Bookings
from hub.office.branch import Branch
from hub.office.devices import Devices
from hub.office.floor import Floor
from hub.office.hall import Hall
from hub.office.records import Records
from hub.office.roster import Roster
from hub.office.staff import FrontDoor
from hub.security.actors import Board, Kiosk, Resident, Staff, System, name_of
from hub.security.may import MAY, NotAllowed, ask, may
from tests.hub.small_office import small_office

ACTORS = (
    Resident("192.0.2.1"),
    Kiosk("01"),
    Board("01"),
    Staff("c1", "clerk", "", "00"),
    Staff("f1", "floor_guide", "", "00"),
    Staff("m1", "manager", "", "00"),
    Staff("c2", "clerk", "", "00", 1, away=True),
    System(),
)
PARTS: dict[str, type] = {
    "": Office,
    "assistance": AtKiosk,
    "bookings": Bookings,
    "branch": Branch,
    "devices": Devices,
    "door": FrontDoor,
    "floor": Floor,
    "hall": Hall,
    "records": Records,
    "roster": Roster,
}
ACTIONS = {  # where one right opens several questions, or stands under a longer name
    "usual": "surroundings",
    "late_after": "surroundings",
    "numbers_alike": "floor_number",
    "stages_to_come": "surroundings",
    "flow": "surroundings",
    "backlogs": "surroundings",
    "outlook": "congestion",
    "reception_minutes": "congestion",
    "way_takes": "follow",
    "seats": "take_counter",
    "free_days": "free_times",
    "free_slots": "free_times",
    "other_times": "free_times",
    "book": "book_appointment",
    "find": "appointment",
    "change": "change_appointment",
    "of_day": "appointments",
    "on_closed_days": "appointments",
}
OWN = {"apply"}  # what the hub does of itself: nobody asks for it
USE_CASES = [
    (part, name)
    for part, kind in PARTS.items()
    for name, method in vars(kind).items()
    if inspect.iscoroutinefunction(method) and not name.startswith("_") and name not in OWN
]


def test_what_is_not_in_the_table_is_forbidden_to_everybody():
    assert not any(may(actor, "read_my_number") for actor in ACTORS)
    with pytest.raises(NotAllowed):
        ask(System(), "read_my_number")


def test_the_office_has_its_use_cases():
    assert len(USE_CASES) >= 80


@pytest.mark.parametrize(("part", "name"), USE_CASES)
def test_every_use_case_stands_in_the_table(part, name):
    assert ACTIONS.get(name, name) in MAY


@pytest.mark.parametrize(("part", "name"), USE_CASES)
def test_every_use_case_asks_before_it_looks_at_anything(tmp_path, part, name):
    async def scenario():
        async with small_office(tmp_path) as office:
            method = getattr(getattr(office, part) if part else office, name)
            rest = len([p for p in inspect.signature(method).parameters.values() if p.default is p.empty]) - 1
            for actor in ACTORS:
                if not may(actor, ACTIONS.get(name, name)):
                    with pytest.raises(NotAllowed):
                        await method(actor, *[None] * rest)

    asyncio.run(scenario())


@pytest.mark.parametrize("action", ["record", "visits", "visit", "call_next", "act"])
def test_only_clerks_come_near_residents_records(action):
    assert [actor for actor in ACTORS if may(actor, action)] == [ACTORS[3]]


def test_who_is_away_can_only_come_back_or_go():
    away = ACTORS[6]
    own = {action for action, roles in MAY.items() if may(away, action) and not may(Resident(), action)}
    assert own == {"sign_out", "come_back", "left_behind"}


def test_a_device_cannot_make_devices_or_people():
    for action in ("enrol_device", "revoke_device", "create_staff", "create_demo_staff", "expire"):
        assert [actor for actor in ACTORS if may(actor, action)] == [System()]


def test_the_log_names_roles_and_ids_and_never_a_person():
    assert name_of(Staff("c1", "clerk", "緑野 花子", "00")) == "clerk:c1"
    assert name_of(Resident("192.0.2.1")) == "resident"
