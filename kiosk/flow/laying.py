"""When a card is asked for: as soon as one knows whose it is, and before it is of no use any more. Pure."""

from config.bundle import Bundle
from config.form import Form, answer_at
from config.laying import card_fields, is_undecided
from config.together import forms_of
from kiosk.flow.state import Session

CARD = "card"  # among the pages passed: a card was asked for, once


def may_read(session: Session, bundle: Bundle) -> bool:
    """Whether a card would fill something: a reader that works, a field it fills, whose card it is, and not read already."""
    if not session.devices.reader or session.card.read:
        return False
    forms = forms_in(session, bundle)
    return not is_undecided(forms, session.answers) and bool(card_fields(forms, session.answers))


def is_due(session: Session, bundle: Bundle) -> bool:
    """Whether the first answers have told whose card it is, and it would spare the questions that come."""
    if CARD in session.passed or not may_read(session, bundle):
        return False
    fields = card_fields(forms_in(session, bundle), session.answers)
    return all(answer_at(session.answers, path) is None for path, _ in fields)


def forms_in(session: Session, bundle: Bundle) -> list[Form]:
    """The forms of this visit."""
    return [form for _, form in forms_of(bundle, session.procedures)]
