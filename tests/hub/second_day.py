"""A hub's folder as its first start leaves it, made in this process: its people, one kiosk. `python -m hub` begins with it.

The command line that enrols and the first start itself are tests/hub/test_hub_command.py's; elsewhere they cost two seconds.
"""

from pathlib import Path
from typing import NamedTuple

from config.bundle import Bundle
from hub.office import open_office
from hub.security.actors import System
from tests.hub.small_office import cheap_passwords, put_database


class FirstDay(NamedTuple):
    token: str  # of the kiosk
    passwords: dict[str, str]  # by login


async def first_day(state: Path, bundle: Bundle, kiosk: str = "01") -> FirstDay:
    """What the first start of the hub over `state` leaves."""
    passwords = cheap_passwords()
    put_database(state)
    async with open_office(state, bundle, passwords=passwords) as office:
        people = await office.door.create_demo_staff(System())
        token = await office.devices.enrol_device(System(), "kiosk", kiosk)
    passwords.close()
    return FirstDay(token, {each.login: each.password for each in people})
