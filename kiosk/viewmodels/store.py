"""コンビニで取ると: what a certificate costs there today, and how it is had. Nobody is pushed. Box ids: store."""

import msgspec

from config.fees import StoreHint, one_copy, store_hint
from kiosk.flow.carrying import has_people
from kiosk.flow.pages import forms_of
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.grid import Rect
from kiosk.viewmodels.stage import Stage


def store_banner(stage: Stage, rect: Rect) -> tuple[Box, ...]:
    """Empty where no store has it cheaper today, or this resident cannot have it there."""
    found = _hint(stage)
    if found is None:
        return ()
    name, hint = found
    price = stage.say("hint.price", store_fee=hint.store_fee, difference=hint.difference)
    joint = "　" if stage.session.language in ("ja", "ja-easy", "zh") else ": "
    lead = f"{stage.say(f'fee.{name}')}{joint}{price}" if name else price
    return (msgspec.structs.replace(stage.banner("store", "banner_success", rect, lead, stage.say("hint.time")), icon="shop"),)


def _hint(stage: Stage) -> tuple[str, StoreHint] | None:
    """(certificate, prices) of one copy before anything is asked; then ("", prices) of everything asked for."""
    session, bundle = stage.session, stage.bundle
    asked = [one for one in session.procedures if bundle.procedures[one].fees and bundle.procedures[one].form]
    moves = any(has_people(form) for _, form in forms_of(bundle, session.procedures))
    no_card = session.answers.get("q_card") == "no"
    if not asked or moves or no_card:
        return None
    day = session.devices.today
    if not session.answers.get("documents"):
        return one_copy(bundle, bundle.procedures[asked[0]].fees, day)
    hint = store_hint(bundle, session.answers, day, card_at_hand=True, move_filed=False)
    return ("", hint) if hint else None
