"""Pages with one answer: nothing looks chosen before it is, and whoever comes back to an answer finds it, and the way on."""

import pytest

from config.theme import LANDSCAPE
from kiosk.flow import events
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import Resident
from tests.kiosk.viewmodels import measuring

ONE_ANSWER = ("yes_no", "yes_no_unknown", "choice", "count")


def boxes(resident):
    screen = screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now)
    assert not measuring.words_outside(screen)
    return {box.id: box for box in screen.boxes}


def marked(resident):
    """Keys of the page that look chosen, by their state or by a ✓ on them."""
    return [id for id, box in boxes(resident).items() if id.startswith("choice.") and (box.selected or box.icon == "check")]


@pytest.mark.parametrize("language", ["ja", "en", "vi"])
@pytest.mark.parametrize(
    "way", [("moving", "in"), ("moving", "within"), ("seal", "register"), ("household", "split")], ids="-".join
)
def test_every_page_with_one_answer_is_blank_before_and_leads_on_afterwards(way, language):
    resident = Resident().choose_procedure(*way).touch(events.ChooseLanguage(language)).go_on()
    seen = set()
    for _ in range(120):
        page, before = resident.page, resident.session
        if page is None:
            break
        if page.kind in ONE_ANSWER and page.key not in seen:
            seen.add(page.key)
            assert marked(resident) == [], page.key
            assert "next" not in boxes(resident), page.key
            resident.answer_one()
            after = resident.session
            if after.screen != "page":
                break
            resident.touch(events.Back())
            if resident.page is not None and resident.page.key == page.key:
                assert len(marked(resident)) == 1, page.key
                assert boxes(resident)["next"].enabled, page.key
                resident.go_on()
            assert (resident.where, resident.answers) == (after.page, after.answers)
        else:
            resident.answer_one()
        assert resident.session != before
    assert len(seen) > 2
