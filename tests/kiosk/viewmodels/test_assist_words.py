"""The staff's screen before a resident who reads no Japanese: the way back, and the question whether staff may help."""

import pytest

from config.theme import LANDSCAPE, PORTRAIT
from kiosk.flow import events
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.test_assisting import filling, knocked, unlocked


def boxes(resident, panel):
    return {box.id: box for box in screen_of(resident.session, resident.bundle, panel, resident.now).boxes}


def words(box):
    return "".join(line.text for line in box.lines)


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_who_comes_to_the_staffs_screen_by_accident_reads_the_way_back(panel):
    astray = boxes(knocked(filling().touch(events.ChooseLanguage("en"))), panel)

    assert words(astray["back"]) in words(astray["astray"])
    assert words(astray["next"]) == "つぎへ"


@pytest.mark.parametrize(("language", "sign"), [("ja", "circle"), ("ja-easy", "circle"), ("en", "check"), ("ne", "check")])
def test_yes_is_a_circle_in_japanese_alone(language, sign):
    resident = unlocked(filling().touch(events.ChooseLanguage(language))).touch(events.Choose("take_over"))

    assert boxes(resident, LANDSCAPE)["consent.yes"].icon == sign
