"""When a card is asked for, and which fields the card of who stands there fills. Pure."""

from collections.abc import Mapping
from typing import Any

from config.bundle import Bundle
from config.form import Condition, Field, Form, answer_at, holds
from config.together import forms_of
from kiosk.flow.state import Session

CARD = "card"  # among the pages passed: a card was asked for, once


def may_read(session: Session, bundle: Bundle) -> bool:
    """Whether a card would fill something: a reader that works, a field it fills, and not read already."""
    if not session.devices.reader or session.card.read:
        return False
    return any(card_fields(form, session.answers) for _, form in forms_of(bundle, session.procedures))


def is_due(session: Session, bundle: Bundle) -> bool:
    """Whether the first answers have told whose card it is, and it would spare the questions that come."""
    if CARD in session.passed or not may_read(session, bundle):
        return False
    fields = [one for _, form in forms_of(bundle, session.procedures) for one in card_fields(form, session.answers)]
    return all(answer_at(session.answers, path) is None for path, _ in fields)


def card_fields(form: Form, answers: Mapping[str, Any]) -> list[tuple[str, Field]]:
    """Paths a card may fill as the answers are: of the form, and of the first person of a list."""
    found: list[tuple[str, Field]] = []
    for step in form.steps:
        for field in step.fields:
            if field.card is not None and _met(field.show_if, answers) and _met(field.card_if, answers):
                found.append((field.id, field))
            if field.kind == "person_list":
                found += [(f"{field.id}.0.{part.id}", part) for part in field.fields if part.card is not None]
    return found


def _met(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    return condition is None or holds(condition, answers)
