"""お知らせ: what the branch wrote, each until its time, and after it what the configuration says."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from config.languages import SOURCE
from hub.domain.events import NoticesChanged
from hub.domain.notice import Notice, Wrong, running, what_is_wrong
from hub.office.house import House
from hub.store import floor
from hub.store.database import Connection
from hub.store.transaction import Operation, Transaction

SETTING = "notices"
_decoder = msgspec.json.Decoder(tuple[Notice | str, ...])  # str: written before a notice had an end


def written(connection: Connection, now: datetime) -> tuple[Notice, ...]:
    """The branch's own, not over, in the order they were written."""
    kept = floor.setting(connection, SETTING)
    found = _decoder.decode(kept) if kept is not None else ()
    return running([each if isinstance(each, Notice) else Notice(each, id=f"old-{at}") for at, each in enumerate(found)], now)


def notices_of(connection: Connection, house: House, now: datetime) -> tuple[Notice, ...]:
    """All on the boards now."""
    return (*written(connection, now), *(Notice(notice["ja"], others=others_of(house, notice)) for notice in house.site.notices))


def others_of(house: House, texts: Mapping[str, str]) -> dict[str, str]:
    """Of texts by language those this office speaks besides Japanese, in its order."""
    written_in = {language: " ".join(texts.get(language, "").split()) for language in house.site.languages if language != SOURCE}
    return {language: text for language, text in written_in.items() if text}


def put_up(
    house: House, who: str, text: str, until: datetime, now: datetime, others: Mapping[str, str] | None = None
) -> Operation[Wrong | None]:
    """One more, unless something is wrong with it. `others`: by language, empty ones are left out."""
    notice = Notice(" ".join(text.split()), until, house.new_id(), others_of(house, others or {}))

    def operation(tx: Transaction) -> Wrong | None:
        before = written(tx, now)
        wrong = what_is_wrong(notice, before, now)
        if wrong is None:
            _keep(tx, house, who, (*before, notice), now)
        return wrong

    return operation


def take_down(house: House, who: str, id_: str, now: datetime) -> Operation[None]:
    """The one with this id; that it is gone already is no fault."""

    def operation(tx: Transaction) -> None:
        before = written(tx, now)
        after = tuple(notice for notice in before if notice.id != id_)
        if after != before:
            _keep(tx, house, who, after, now)

    return operation


def _keep(tx: Transaction, house: House, who: str, notices: tuple[Notice, ...], now: datetime) -> None:
    floor.put_setting(tx, SETTING, msgspec.json.encode(notices).decode())
    tx.emit(NoticesChanged(at=now, notices=notices_of(tx, house, now)), who)
