"""What of the answers is sent, what the hub would refuse in it, and what it leads to: the hub's own verdict. Pure."""

from typing import Any

from config.bundle import Bundle
from config.form import Problem, asked, check
from config.guidance import Guidance, guidance
from config.together import forms_of
from hub.wire import Application
from kiosk.flow.state import Session

CONSENT = "consent"


def applications(session: Session, bundle: Bundle) -> tuple[Application, ...]:
    """Of every form only what shows. Pressing 番号札をとる is the consent."""
    forms = dict(forms_of(bundle, session.procedures))
    found: list[Application] = []
    for procedure in session.procedures:
        form = forms.get(procedure)
        if form is None:
            found.append(Application(procedure, "", {}))
        else:
            answers: dict[str, Any] = {**session.answers, CONSENT: True}
            found.append(Application(procedure, form.version, asked(form, answers, "kiosk")))
    return tuple(found)


def problems(session: Session, bundle: Bundle) -> tuple[Problem, ...]:
    """Everything the hub would refuse, by the hub's own rules, in the order of the procedures."""
    forms = dict(forms_of(bundle, session.procedures))
    return tuple(
        problem
        for one in applications(session, bundle)
        if one.procedure in forms
        for problem in check(forms[one.procedure], one.answers, "kiosk", session.devices.today, bundle.site)
    )


def following(session: Session, bundle: Bundle) -> Guidance:
    """What the answers lead to today: further procedures, deadlines, what to bring (手続きのご案内)."""
    applied = [(one.procedure, one.answers) for one in applications(session, bundle)]
    return guidance(bundle, applied, session.devices.today)


def notices(session: Session, bundle: Bundle) -> tuple[str, ...]:
    """Text keys of what the resident should know before going on: file elsewhere, not yet, two visits. None of them refuses."""
    return following(session, bundle).notices
