"""The whole paper beside the whole entry: who is missing first, then every field in the order of the paper."""

from collections.abc import Iterator

import msgspec

from hub.domain.crosscheck.compare import compare
from hub.domain.crosscheck.entered import Entered, Entry
from hub.domain.crosscheck.finding import Finding, Outcome
from hub.domain.crosscheck.paper import PaperPerson, Reading, Sheet
from hub.domain.crosscheck.people import aligned

NOT_READ = Finding(Outcome.UNREADABLE, "not_read")


class Row(msgspec.Struct, frozen=True):
    """One field. `person`: place in the entry, from 0. `reading` None: there is no paper, or this person is not on it."""

    entered: Entered
    reading: Reading | None
    finding: Finding
    person: int | None = None


class Check(msgspec.Struct, frozen=True):
    """`not_on_paper`: places in the entry of people the paper does not name; `not_entered`: people only the paper names."""

    rows: tuple[Row, ...]
    not_on_paper: tuple[int, ...] = ()
    not_entered: tuple[PaperPerson, ...] = ()

    @property
    def lonely(self) -> int:
        """People who are on one side only."""
        return len(self.not_on_paper) + len(self.not_entered)


def crosscheck(entry: Entry, sheet: Sheet | None) -> Check:
    """Every field that stands on either side. Without a sheet each is for the clerk's eyes."""
    if sheet is None:
        by_hand = [Row(each, None, NOT_READ) for each in entry.values if each.text]
        by_hand += [Row(each, None, NOT_READ, index) for index, person in enumerate(entry.people) for each in person if each.text]
        return Check(tuple(by_hand))
    if all(reading.text is None for person in sheet.people for reading in person.fields.values()):
        places: tuple[int | None, ...] = tuple(range(len(sheet.people)))[: len(entry.people)]
        places += (None,) * (len(entry.people) - len(places))  # unread: row by row, eyes will see
    else:
        places = aligned(entry.people, sheet.people)
    rows = list(_rows(entry.values, sheet.fields, None))
    for index, (person, place) in enumerate(zip(entry.people, places, strict=True)):
        if place is not None:
            rows += _rows(person, sheet.people[place].fields, index)
    return Check(
        tuple(rows),
        tuple(index for index, place in enumerate(places) if place is None),
        tuple(person for place, person in enumerate(sheet.people) if place not in places),
    )


def _rows(values: tuple[Entered, ...], readings: dict[str, Reading], person: int | None) -> Iterator[Row]:
    for each in values:
        reading = readings.get(each.field)
        finding = compare(each, reading) if reading is not None else None
        if finding is not None:
            yield Row(each, reading, finding, person)
