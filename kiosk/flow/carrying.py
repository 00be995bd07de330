"""What one form of the visit knows, the next does not ask (config.carrying). Pure."""

from collections.abc import Mapping
from typing import Any

from config.bundle import Bundle
from config.carrying import carried_over
from kiosk.flow.pages import Page, pages
from kiosk.flow.state import Session, change


def carry(session: Session, bundle: Bundle) -> Session:
    """`session` with everything filled that another answer already says. Only empty fields, and those filled by this before."""
    answers, carried = carried_over(bundle, session.procedures, session.answers, session.carried, session.devices.today)
    if answers is session.answers:
        return session
    # what an address left out where it was asked (a building) is not asked again either
    optional = {page.key for page in pages(bundle, session.procedures, answers) if _is_optional_part(page, carried)}
    return change(session, answers=dict(answers), carried=dict(carried), passed=session.passed | optional)


def _is_optional_part(page: Page, carried: Mapping[str, Any]) -> bool:
    return page.path.startswith("address.") and not page.field.required and "address.town" in carried
