from datetime import time, timedelta

from hub.domain.skills import Desk, Help, at_work
from tests.hub.small_office import NINE

RECEPTION = ("reception",)
CERTIFICATES = Desk(1, RECEPTION, ("certificates",), (Help(("seal",), RECEPTION, below=5),))
MOVES = Desk(15, RECEPTION, ("residence",), (Help(("certificates",), RECEPTION, begins=time(12), ends=time(13)),))


def test_a_desk_helps_another_line_while_few_wait_for_its_own():
    free, busy = at_work(CERTIFICATES, {"certificates": 4}, NINE), at_work(CERTIFICATES, {"certificates": 5}, NINE)

    assert free.serves("seal", "reception") and free.lines() == ("certificates", "seal")
    assert not busy.serves("seal", "reception") and busy.lines() == ("certificates",)


def test_a_desk_helps_at_noon_alone_and_may_be_asked_to_by_hand_at_any_time():
    noon = NINE + timedelta(hours=3)

    assert not at_work(MOVES, {}, NINE).serves("certificates", "reception")
    assert at_work(MOVES, {}, noon).serves("certificates", "reception")
    assert not at_work(MOVES, {}, noon + timedelta(hours=1)).serves("certificates", "reception")
    assert MOVES.may_serve("certificates", "reception") and not MOVES.may_serve("certificates", "delivery")
