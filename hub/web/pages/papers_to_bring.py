"""持ち物 beside the record: what the answers ask for, in the words the resident was told, and what was seen of it. Pure."""

from config.bundle import Bundle
from config.words import words
from hub.web.pages.checklist import Check, told
from hub.wire import RecordView


def to_bring(bundle: Bundle, view: RecordView) -> tuple[Check, ...]:
    """In the order they were told, without the identity documents."""
    return tuple(Check(each.item, words(bundle, "ja", each.item), told(view, each)) for each in view.to_show)
