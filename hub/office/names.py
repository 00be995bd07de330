"""Finding a visit of today by a name without a name in the database (blind index).

Of each visit lie eight bytes for every spelling it can be found under: a keyed hash of the spelling *and the visit's id*. Two
visits of one name have nothing in common there, so that nobody counts how often a family name occurs; how many there are is filled
up to a multiple. Beginnings cost no more than that: whoever asks hashes once for each visit of the day. The key comes from the
month key that wraps the records and dies with it; the rows go with the day.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from hub.domain import name_keys
from hub.domain.numbering import meant
from hub.domain.retention import expires_on, key_month
from hub.office.house import House
from hub.office.refusals import refuse
from hub.office.views import visit_view
from hub.security.actors import Actor, name_of
from hub.security.tokens import keyed_hash
from hub.store import audit, names, visits
from hub.store.transaction import Operation, Transaction
from hub.wire import Found, Refusal

TOKEN = 8  # bytes: one false find in ten million days
FILLED = 16  # tokens
MOST = 5  # found visits shown: who asks for more types more


def tokens(house: House, visit: str, day: date, applications: Iterable[Mapping[str, Any]]) -> bytes:
    """What is stored of the names in these answers, in no order that says anything. `random` fills up."""
    key = _key(house, day)
    found = {_token(key, visit, each) for answers in applications for each in name_keys.keys_of(answers)}
    if not found:
        return b""
    missing = -len(found) % FILLED
    filler = house.random(TOKEN * missing) if missing else b""
    found |= {filler[start : start + TOKEN] for start in range(0, len(filler), TOKEN)}
    return b"".join(sorted(found))


def search(house: House, actor: Actor, typed: str) -> Operation[Found | Refusal]:
    """Visits of today, by number or by name, as few as somebody can mean. A search by name is one audit event, without the name."""
    now = house.clock()
    numbers, spelling = meant(typed), name_keys.asked(typed)

    def operation(tx: Transaction) -> Found | Refusal:
        if numbers:
            given = (visits.with_number(tx.connection, visits.day_of(now), each) for each in numbers)
            return Found(tuple(visit_view(tx.connection, each) for each in given if each is not None))
        if spelling is None:
            return refuse("too_short")
        found = _having(tx, house, spelling, now)
        audit.note(tx, now, name_of(actor), "name_searched", f"{len(found)} found")
        shown = visits.find_all(tx.connection, found[:MOST]).values()
        return Found(tuple(visit_view(tx.connection, each) for each in shown), more=len(found) > MOST)

    return operation


def _having(tx: Transaction, house: House, spelling: str, now: datetime) -> list[str]:
    day = visits.day_of(now)
    key = _key(house, day)
    found = []
    for visit, stored in names.of_day(tx.connection, day):
        token = _token(key, visit, spelling)
        if any(stored[start : start + TOKEN] == token for start in range(0, len(stored), TOKEN)):
            found.append(visit)
    return found


def _key(house: House, day: date) -> bytes:
    month = key_month(expires_on(day, house.site.retention.records_days))
    return keyed_hash(house.keys.month_key(month), f"names|{day.isoformat()}")


def _token(key: bytes, visit: str, spelling: str) -> bytes:
    return keyed_hash(key, msgspec.msgpack.encode((visit, spelling)))[:TOKEN]
