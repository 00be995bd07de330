"""お知らせ: what a manager set, else what the configuration says."""

import msgspec

from hub.office.house import House
from hub.store import floor
from hub.store.database import Connection

NOTICES = "notices"


def notices_of(connection: Connection, house: House) -> tuple[str, ...]:
    """The notices on the boards now, in Japanese."""
    said = floor.setting(connection, NOTICES)
    if said is not None:
        return msgspec.json.decode(said, type=tuple[str, ...])
    return tuple(notice["ja"] for notice in house.site.notices)
