"""申し送り as staff read it: when, who and from where, what. Pure."""

from hub.office.floor_numbers import FloorNotes
from hub.web.pages.corrections import who
from hub.web.pages.dates import hour
from hub.wire import RecordView


def lines(view: RecordView) -> tuple[tuple[str, str, str], ...]:
    """(10:14, フロア 三浦, words), the oldest first."""
    return tuple(
        (hour(each.at), f"{'フロア ' if each.floor else ''}{who(view, each.staff, each.counter)}", each.text) for each in view.notes
    )


def of_floor(found: FloorNotes) -> tuple[tuple[str, str, str], ...]:
    """The same of what the floor wrote, before the record is open."""
    return tuple((hour(each.at), f"フロア {found.names.get(each.staff, '')}".strip(), each.text) for each in found.notes)


def of_sending_back(view: RecordView) -> tuple[str, str, str] | None:
    """The last one of a desk that sent it back."""
    index = max((index for index, each in enumerate(view.notes) if each.back), default=None)
    return None if index is None else lines(view)[index]
