"""持ち物 beside the record: what the answers ask for now."""

import msgspec

from hub.web.pages.papers_to_bring import to_bring
from hub.wire import Application, RecordView
from tests.hub.small_office import NINE
from tests.hub.web.running_hub import demo_bundle, moving_in

CARDS = {"q_card": "yes", "cards_today": "all", "pins_known": "yes", "moved_out_with_card": "card_or_online"}


def told(application: Application) -> tuple[str, ...]:
    return to_bring(demo_bundle(), RecordView("v", "A-001", (application,)), NINE.date())


def test_the_clerk_reads_what_the_resident_was_asked_to_bring_without_the_identity_documents():
    assert told(moving_in()) == ("転出証明書（カードで転出した方は不要）",)


def test_an_answer_that_is_corrected_changes_what_is_asked_for():
    form = moving_in(people=2)
    corrected = msgspec.structs.replace(form, answers={**form.answers, **CARDS})

    assert set(told(corrected)) - set(told(form)) == {"引っ越した方全員のマイナンバーカード", "カードの暗証番号（数字4けた）"}


def test_a_number_alone_asks_for_nothing():
    assert to_bring(demo_bundle(), RecordView("v", "A-001", ()), NINE.date()) == ()
