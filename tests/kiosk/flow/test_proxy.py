"""委任状: who comes without it is told, may print the form, and takes a number all the same."""

from datetime import date

import pytest

from config.theme import LANDSCAPE
from hardware.cards.port import CardData, CardKind, Present
from hardware.printer.port import JobState, PrinterState
from kiosk.flow import effects, events
from kiosk.flow.checking import notices
from kiosk.flow.state import change
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import Resident, all_pages, choosing, ticking, until

FOR_ANOTHER = {
    "documents": ticking("residence_certificate"),
    "requester": choosing("proxy"),
    "letter_of_proxy": choosing("no"),
}


def without_letter():
    resident = Resident()
    resident.passes_by = {}
    resident.choose_procedure("certificate").go_on()
    for _ in range(40):
        if resident.screen == "proxy":
            return resident
        resident.answer_one(FOR_ANOTHER)
    raise AssertionError("never told")


def test_a_proxy_without_a_letter_is_told_once_and_takes_a_number_all_the_same():
    resident = without_letter()
    assert resident.session.notice == ""  # the screen says it already

    resident.go_on().answer(FOR_ANOTHER)
    assert resident.screen == "review"
    assert resident.take_number().screen == "sending"


def test_a_proxy_with_a_letter_is_not_stopped():
    resident = Resident().choose_procedure("certificate").go_on()
    resident.answer(FOR_ANOTHER | {"letter_of_proxy": choosing("yes")})
    assert resident.screen == "review"


def test_back_leads_to_the_question_of_the_letter():
    assert without_letter().touch(events.Back()).where == "letter_of_proxy:yes_no"


def test_the_form_is_printed_and_what_became_of_it_is_known():
    resident = without_letter().choose("print")
    sheet = resident.session.sheet
    assert sheet.kind == "proxy"

    resident.tell(events.SlipChanged(JobState.PRINTED, None, sheet.name))
    assert resident.session.sheet.state is JobState.PRINTED
    assert resident.session.slip.state is None  # no paper of a number


def test_nobody_prints_paper_without_end():
    resident = without_letter()
    for _ in range(6):
        resident.choose("print").tell(events.SlipChanged(JobState.PRINTED, None, resident.session.sheet.name))
    assert resident.session.sheets == 3


def test_without_paper_nothing_is_asked_for():
    resident = without_letter().tell(events.PrinterChanged(PrinterState.PAPER_END)).choose("print")
    assert resident.session.sheet is None


def test_who_wants_only_the_form_gets_it_without_a_number_and_leaves_nothing():
    resident = Resident()
    resident.passes_by = {}
    resident.touch(events.Begin(), events.Choose("other"), events.Choose("proxy_form"))
    assert resident.screen == "proxy"

    resident.choose("print").go_on()
    assert resident.forgotten
    assert resident.done(effects.TakeNumber) == []


def test_who_wants_the_form_beside_a_procedure_goes_on_with_that():
    resident = Resident()
    resident.passes_by = {}
    resident.choose_procedure("seal", "register").choose_procedure("other", "proxy_form")
    assert resident.go_on().screen == "result"
    assert until(resident.go_on(), "review").screen == "review"


# --- 印鑑登録 for somebody else ---

PROXY_CARD = CardData(CardKind.MY_NUMBER, "多摩　花子", "神奈川県みどり野市川辺区南町4-5", date(1992, 5, 6), "female")
FOR_A_PARENT = {"applicant": choosing("proxy"), "letter_of_proxy": choosing("yes")}


def registering(applicant):
    """With a reader, past the first question."""
    resident = Resident(card=True).choose_procedure("seal", "register").go_on()
    assert resident.where == "applicant:choice"  # whose card it must be depends on this
    return resident.answer_one({"applicant": choosing(applicant)})


def read_card(resident):
    return resident.tell(events.CardSeen(Present(CardKind.MY_NUMBER, tries_left=3))).enter("1234").tell(events.CardRead(PROXY_CARD))


def test_the_card_of_a_proxy_never_fills_the_name_of_the_person_to_register():
    resident = read_card(registering("proxy"))
    for _ in range(20):
        if resident.where == "name:family":
            break
        resident.answer_one({"letter_of_proxy": choosing("yes")})
    assert resident.at("proxy_name") == "多摩 花子"
    assert resident.at("proxy_address") == "神奈川県みどり野市川辺区南町4-5"
    assert resident.at("name") is None
    assert resident.at("address") is None

    resident.answer({})
    assert resident.screen == "review"
    assert resident.problems() == []


def test_who_registers_their_own_seal_has_the_card_read_after_saying_so():
    resident = read_card(registering("self"))
    assert resident.at("name") == "多摩 花子"
    assert resident.at("proxy_name") is None


def test_without_the_card_it_is_not_offered_again_but_back_leads_to_it():
    resident = registering("self").touch(events.UseCard("none"))
    assert resident.where == "photo_id_today:yes_no"
    resident.touch(events.Back())
    assert resident.screen == "card_place"
    resident.touch(events.Back())
    assert resident.where == "applicant:choice"

    resident.go_on().touch(events.UseCard("none")).answer({})
    assert resident.screen == "review"


def test_a_seal_that_takes_two_visits_asks_for_no_certificate_of_today():
    resident = Resident().choose_procedure("seal", "register").go_on().answer(FOR_A_PARENT)
    assert "certificate_copies" not in {page.path for page in all_pages(resident.session, resident.around)}
    assert "guidance.seal_two_visits" in notices(resident.session, resident.bundle)


def test_the_certificate_of_the_seal_is_ticked_already_for_who_came_for_it():
    resident = Resident().choose_procedure("seal", "certificate").go_on()
    assert resident.where == "documents:multi"
    assert resident.at("documents") == ["seal_certificate"]
    assert resident.go_on().where == "copies_seal_certificate:count"


def test_another_errand_adds_its_certificate_to_those_ticked_before():
    resident = Resident().choose_procedure("certificate").go_on().choose("residence_certificate").touch(events.Back())
    assert resident.screen == "result"
    resident.touch(events.Choose("more"), events.Choose("seal"), events.Choose("certificate"))

    assert resident.session.procedures == ("certificates",)
    assert resident.at("documents") == ["residence_certificate", "seal_certificate"]
    resident.touch(events.Choose("more"), events.Choose("seal"), events.Choose("certificate"))
    assert resident.at("documents") == ["residence_certificate", "seal_certificate"], "and twice is once"
    assert resident.go_on().where == "documents:multi"


def test_who_chooses_again_finds_nothing_ticked():
    resident = Resident().choose_procedure("seal", "certificate").choose("again").choose("certificate").go_on()
    assert resident.where == "documents:multi"
    assert not resident.at("documents")


def test_who_takes_another_procedure_after_reading_the_card_may_lay_it_down_again():
    resident = read_card(registering("self"))
    resident.touch(events.Back(), events.Back(), events.Back())
    assert resident.screen == "result"

    resident.choose("again").choose("moving").choose("within").go_on().choose("self")
    assert resident.screen == "card_place"


# --- several forms on one visit ---

WHO_COMES = ("notifier", "requester", "applicant")


def asked_of(wanted, *, procedures=("moving_in", "certificates", "seal_registration")):
    """→ questions about who comes that were asked on the way to the review, the resident there."""
    resident = Resident()
    resident.session = change(resident.session, screen="result", procedures=procedures)
    resident.go_on()
    asked = []
    for _ in range(200):
        if resident.screen == "review":
            return asked, resident
        if resident.page.path in WHO_COMES:
            asked.append(resident.page.path)
        resident.answer_one({"letter_of_proxy": choosing("yes")} | wanted)
    raise AssertionError("never at the review")


def test_a_proxy_says_so_once_for_every_form_of_the_visit():
    asked, resident = asked_of({"notifier": choosing("proxy")})

    assert asked == ["notifier"]
    assert [resident.at(question) for question in WHO_COMES] == ["proxy"] * 3
    assert resident.problems() == []


def test_without_a_notification_the_first_form_asks_for_the_others():
    asked, resident = asked_of({"requester": choosing("proxy")}, procedures=("certificates", "seal_registration"))

    assert asked == ["requester"]
    assert resident.at("applicant") == "proxy"


def test_what_another_form_has_no_word_for_is_asked_there():
    asked, resident = asked_of({"notifier": choosing("legal_representative")})

    assert asked == ["notifier", "applicant"]
    assert resident.at("requester") == "legal_representative"


def test_who_moves_or_heads_the_household_may_want_the_certificate_of_another_and_is_asked():
    for who in ("self", "householder", "same_household"):
        assert asked_of({"notifier": choosing(who)})[0] == list(WHO_COMES)


def test_who_is_no_proxy_after_all_is_asked_for_the_other_forms_too():
    _, resident = asked_of({"notifier": choosing("proxy")})
    resident.touch(events.Edit("notifier")).choose("self")
    asked = []
    while resident.page is not None:
        asked.append(resident.page.path)
        resident.answer_one()

    assert {"requester", "applicant"} <= set(asked)
    assert [resident.at(question) for question in WHO_COMES] == ["self"] * 3
    assert resident.problems() == []


def test_a_proxy_who_asks_for_a_certificate_of_their_own_says_so_on_the_review():
    _, resident = asked_of({"notifier": choosing("proxy")}, procedures=("moving_in", "certificates"))
    resident.touch(events.Edit("requester")).choose("self").answer({})

    assert (resident.at("notifier"), resident.at("requester")) == ("proxy", "self")
    assert resident.screen == "review"


def test_the_letter_is_asked_for_right_behind_who_comes_before_anything_about_anybody():
    """Who has none finds it out before ten pages of names and addresses."""
    resident = without_letter()

    assert set(resident.answers) <= {"documents", "copies_residence_certificate", "requester", "letter_of_proxy"}


@pytest.mark.parametrize(
    ("path", "question", "needing"),
    [
        (("moving", "in"), "notifier:choice", {"proxy"}),
        (("certificate",), "requester:choice", {"relative", "proxy"}),
        (("seal", "register"), "applicant:choice", {"proxy"}),
    ],
)
def test_the_key_of_who_needs_the_letter_says_so(path, question, needing):
    resident = until(Resident().choose_procedure(*path).go_on(), question, FOR_ANOTHER)
    boxes = screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes

    said = {box.id.removeprefix("choice.") for box in boxes if any("委任状" in line.text for line in box.lines)}
    assert said == needing


def test_no_letter_is_named_where_the_registration_card_of_the_seal_is_the_authority():
    seal = {"documents": ticking("seal_certificate")}
    resident = until(Resident().choose_procedure("certificate").go_on(), "requester:choice", seal)
    boxes = screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes

    assert not [box.id for box in boxes if any("委任状" in line.text for line in box.lines)]
