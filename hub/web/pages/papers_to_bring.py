"""持ち物 beside the record: what the answers as they are now ask for, in the words the resident was told. Pure."""

from datetime import date

from config.bundle import Bundle
from config.guidance import guidance
from config.words import words
from hub.wire import RecordView

IDENTITY = ("bring.identity", "bring.photo_identity")  # has a panel of its own


def to_bring(bundle: Bundle, view: RecordView, today: date) -> tuple[str, ...]:
    """One line each, without the identity documents."""
    applied = [(each.procedure, each.answers) for each in view.applications if each.procedure in bundle.procedures]
    told = guidance(bundle, applied, today).bring
    return tuple(words(bundle, "ja", key) for key in told if key not in IDENTITY)
