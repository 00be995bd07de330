"""What one form of the visit knows, the next does not ask (config.carrying); nor what a card that was read says by itself. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.bundle import Bundle
from config.carrying import carried_over
from config.form import Form
from config.together import forms_of, people_of
from hardware.cards.port import CardKind
from kiosk.flow.answers import people, put, without
from kiosk.flow.pages import Page, pages
from kiosk.flow.state import Session, change

OF_CARD = ("q_card", "cards_today", "pins_known")  # of a form with movers: who has a card, is it here, is its number known


def carry(session: Session, bundle: Bundle) -> Session:
    """`session` with everything filled that another answer already says. Only empty fields, and those filled by this before."""
    session = _with_what_a_card_says(session, bundle)
    answers, carried = carried_over(bundle, session.procedures, session.answers, session.carried, session.devices.today)
    if answers is session.answers:
        return session
    # what an address left out where it was asked (a building) is not asked again either
    optional = {page.key for page in pages(bundle, session.procedures, answers) if _is_optional_part(page, carried)}
    return change(session, answers=dict(answers), carried=dict(carried), passed=session.passed | optional)


def _with_what_a_card_says(session: Session, bundle: Bundle) -> Session:
    """A resident's own answer stays; one from here goes where it no longer holds."""
    said = dict(_said_by_card(session, [form for _, form in forms_of(bundle, session.procedures)]))
    answers, carried = session.answers, session.carried
    for path in OF_CARD:
        if path in carried and answers.get(path) == carried[path] != said.get(path):
            answers, carried = without(answers, path), without(carried, path)
        if path in said and answers.get(path) is None:
            answers, carried = put(answers, path, said[path]), {**carried, path: said[path]}
    return session if answers is session.answers else change(session, answers=answers, carried=carried)


def _said_by_card(session: Session, forms: list[Form]) -> Iterator[tuple[str, str | bool]]:
    """Who laid down their own My Number Card has one; of a family nothing is known of the others' cards."""
    card = session.card
    if not card.read or card.kind is not CardKind.MY_NUMBER or session.answers.get("notifier") != "self":
        return
    for form in forms:
        asked = {field.id for step in form.steps for field in step.fields}
        one = len(people(session.answers, people_of(form))) == 1
        known: tuple[tuple[str, str | bool, bool], ...] = (
            ("q_card", "yes", True),
            ("cards_today", "all", one),
            ("pins_known", True, one and card.by_pin),
        )
        yield from ((path, answer) for path, answer, is_known in known if is_known and path in asked)


def _is_optional_part(page: Page, carried: Mapping[str, Any]) -> bool:
    return page.path.startswith("address.") and not page.field.required and "address.town" in carried
