"""申し送り as staff read it: when, who and from where, what. Pure."""

from hub.office.floor_numbers import FloorNotes
from hub.web.pages.corrections import who
from hub.web.pages.dates import hour
from hub.wire import Note, RecordView


def lines(view: RecordView) -> tuple[tuple[str, str, str], ...]:
    """(10:14, フロア 三浦, words), the oldest first."""
    return tuple(
        (hour(each.at), f"{'フロア ' if each.floor else ''}{who(view, each.staff, each.counter)}", each.text) for each in view.notes
    )


def of_floor(found: FloorNotes) -> tuple[tuple[str, str, str], ...]:
    """The same of what is told before the record is open: what the floor wrote, and why it was sent back."""
    return tuple((hour(each.at), _before(found, each), each.text) for each in found.notes)


def heed(view: RecordView | None, before: FloorNotes | None) -> tuple[str, ...]:
    """What the floor wrote of somebody who needs consideration: nobody else says what it is."""
    notes = view.notes if view is not None else before.notes if before is not None else ()
    return tuple(each.text for each in notes if each.floor)


def _before(found: FloorNotes, note: Note) -> str:
    name, where = found.names.get(note.staff, ""), f"（{note.counter}番）" if note.counter is not None else ""
    return f"{'差し戻し' if note.back else 'フロア'} {name}{where}".strip()


def of_sending_back(view: RecordView) -> tuple[str, str, str] | None:
    """The last one of a desk that sent it back."""
    index = max((index for index, each in enumerate(view.notes) if each.back), default=None)
    return None if index is None else lines(view)[index]
