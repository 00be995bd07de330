"""委任状: who comes without it is told, may print the form, and takes a number all the same."""

from hardware.printer.port import JobState, PrinterState
from kiosk.flow import effects, events
from tests.kiosk.flow.resident import Resident, choosing, ticking, until

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
