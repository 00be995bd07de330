"""The strip of steps: nobody who goes on is shown fewer of them than before."""

import pytest

from config.theme import LANDSCAPE
from hardware.cards.port import CardData, CardKind, Present
from kiosk.flow import events
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import Resident

CARD = CardData(CardKind.MY_NUMBER, "川崎　太郎", "神奈川県みどり野市川辺区南町1-2", None, "male")


def step_now(resident):
    """The number of the step shown as the present one; None where there is no strip."""
    shown = screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes
    return next((int(box.id.removeprefix("step.")) for box in shown if box.role == "step_now"), None)


@pytest.mark.parametrize("options", [("certificate",), ("seal", "register"), ("moving", "in"), ("moving", "out")])
def test_steps_never_go_back_on_the_way_to_the_review(options):
    resident = Resident(card=True).choose_procedure(*options).go_on()
    steps, screens = [], []
    while resident.screen != "review":
        steps.append(step_now(resident))
        screens.append(resident.where)
        if resident.screen == "card_place":
            resident.tell(events.CardSeen(Present(CardKind.MY_NUMBER, tries_left=3)))
            steps.append(step_now(resident))
            resident.enter("1234").tell(events.CardRead(CARD))
        else:
            resident.answer_one()

    assert "card_place" in screens
    assert None not in steps
    assert steps == sorted(steps), list(zip(screens, steps, strict=False))
