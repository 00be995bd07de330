"""When a card is asked for: as soon as one knows whose it is, and before it is of no use any more. Pure."""

from config.bundle import Bundle
from config.form import Form, answer_at
from config.laying import card_fields, is_undecided
from config.together import forms_of
from kiosk.flow.answers import without
from kiosk.flow.state import Card, Session, change

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


def may_exchange(session: Session) -> bool:
    """Whether another card can be read instead of the one that was: it may have been somebody else's of the family."""
    return session.devices.reader and session.card.read and bool(session.by_card)


def forget_card(session: Session) -> Session:
    """`session` without what the card filled that was read before; what the resident made of it since stays."""
    stood = [path for path in session.by_card if answer_at(session.answers, path) == session.carried.get(path)]
    answers = session.answers
    for path in stood:
        answers = without(answers, path)
    carried = {path: answer for path, answer in session.carried.items() if path not in session.by_card}
    groups = {path.rpartition(".")[0] or path for path in stood}  # whose empty parts were not asked for
    passed = frozenset(key for key in session.passed if key.partition(":")[0].rpartition(".")[0] not in groups)
    drafts = {path: draft for path, draft in session.drafts.items() if path not in stood}
    typed = {key: entry for key, entry in session.typed.items() if key.rpartition(":")[0] not in stood}
    return change(
        session, answers=answers, carried=carried, passed=passed, drafts=drafts, typed=typed, by_card=frozenset(), card=Card()
    )


def forms_in(session: Session, bundle: Bundle) -> list[Form]:
    """The forms of this visit."""
    return [form for _, form in forms_of(bundle, session.procedures)]
