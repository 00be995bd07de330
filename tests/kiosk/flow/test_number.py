"""The number: one press one key, whatever hub and printer do; what is refused leads to where it can be mended."""

from datetime import timedelta

import pytest

from config.theme import LANDSCAPE
from hardware.printer.port import JobState, PrinterState
from hub.wire import NextCall, Refusal, Ticket
from kiosk.brain import Brain
from kiosk.flow import effects, events
from kiosk.flow.reduce import BOUNCE, reduce
from tests.kiosk.flow.resident import NOW, TODAY, Resident, choosing, entering

TICKET = Ticket("visit", "A-024", TODAY, "residence", ("moving_in",), NOW, (NextCall("reception", (1,)),), 8)


def reviewed(*options):
    return Resident().choose_procedure(*(options or ("moving", "in"))).go_on().answer({})


def ticketed():
    return reviewed().take_number().tell(events.NumberTaken(TICKET))


def refused(error, *problems):
    return events.NumberRefused(Refusal(error, "fictional", problems=problems))


def test_a_second_press_and_a_bouncing_panel_send_one_request_with_one_key():
    resident = reviewed()
    session, first = reduce(resident.session, events.Next(), NOW + timedelta(hours=1), resident.bundle)
    session, second = reduce(session, events.Next(), NOW + timedelta(hours=1) + BOUNCE / 2, resident.bundle)
    session, third = reduce(session, events.Next(), NOW + timedelta(hours=1, seconds=2), resident.bundle)

    sent = [effect for effect in (*first, *second, *third) if isinstance(effect, effects.TakeNumber)]
    assert [one.key for one in sent] == ["press-0"]
    assert session.screen == "sending"


def test_with_the_request_goes_what_the_paper_of_an_own_number_would_list():
    cards = {"q_card": choosing("yes"), "cards_today": choosing("all"), "pins_known": choosing("yes")}
    by_card = (
        Resident().choose_procedure("moving", "in").go_on().answer(cards | {"moved_out_with_card": choosing("card_or_online")})
    )

    [order] = by_card.take_number().done(effects.TakeNumber)

    assert {"bring.cards_of_all", "bring.pins"} <= set(order.bring)
    assert not any("moving_out_certificate" in key for key in order.bring)
    assert "card_address" in order.adds


def test_nothing_is_touched_while_the_number_is_on_its_way():
    resident = reviewed().take_number().touch(events.Back(), events.Quit(), events.Next(), events.Begin())

    assert (resident.screen, resident.session.over) == ("sending", "")
    resident.wait(600)
    assert resident.screen == "sending"


def test_the_number_is_shown_and_the_end_forgets_everything():
    resident = ticketed()
    assert (resident.screen, resident.session.ticket.number) == ("ticket", "A-024")

    resident.touch(events.Back(), events.Quit())
    assert resident.screen == "ticket"
    resident.wait(4).go_on()

    assert resident.effects[-1] == effects.End()
    assert resident.forgotten


def test_a_number_of_this_kiosk_while_the_hub_is_away_is_shown_as_such():
    resident = reviewed().take_number().tell(events.NumberTaken(TICKET, offline=True))

    assert (resident.screen, resident.session.offline) == ("ticket", True)


def test_a_number_that_comes_after_the_end_is_nobodys():
    resident = ticketed().wait(4).go_on().tell(events.NumberTaken(TICKET), events.SlipChanged(JobState.PRINTED))

    assert resident.session.ticket is None
    assert resident.screen == "start"


def test_a_paper_that_came_lets_the_screen_close_by_itself():
    resident = ticketed().tell(events.SlipChanged(JobState.PRINTED)).wait(29)
    assert resident.screen == "ticket"

    resident.wait(2)

    assert resident.forgotten


@pytest.mark.parametrize("state", [JobState.HELD, JobState.UNCERTAIN])
def test_a_paper_in_trouble_keeps_the_number_on_the_screen_for_staff_but_not_for_ever(state):
    resident = ticketed().tell(events.SlipChanged(state, PrinterState.PAPER_END)).wait(590)
    assert (resident.screen, resident.session.slip.fault) == ("ticket", PrinterState.PAPER_END)

    resident.wait(20)

    assert resident.forgotten


def test_a_stopped_paper_that_comes_out_after_all_closes_the_screen_like_any_other():
    resident = ticketed().tell(events.SlipChanged(JobState.HELD, PrinterState.PAPER_END)).wait(300)
    resident.tell(events.SlipChanged(JobState.PRINTING), events.SlipChanged(JobState.PRINTED)).wait(25)
    assert resident.screen == "ticket", "whoever waited for it is told to take it"
    resident.wait(10)

    assert resident.forgotten


def test_a_number_without_paper_stays_long_enough_to_be_noted():
    resident = ticketed().tell(events.SlipChanged(JobState.FAILED_CLEAN, PrinterState.PAPER_END)).wait(115)
    assert resident.screen == "ticket"

    resident.wait(10)

    assert resident.forgotten


def out_of_paper():
    resident = ticketed().tell(events.PrinterChanged(PrinterState.PAPER_END))
    return resident.tell(events.SlipChanged(JobState.FAILED_CLEAN, PrinterState.PAPER_END))


def test_a_paper_nothing_of_which_was_printed_is_offered_again_when_the_printer_is_well():
    resident = out_of_paper().touch(events.PrintAgain())
    assert resident.session.slip.orders == 1
    resident.tell(events.PrinterChanged(PrinterState.READY))
    assert resident.session.slip.orders == 1, "never by itself"

    resident.touch(events.PrintAgain())
    resident.now += timedelta(seconds=1)
    resident.touch(events.PrintAgain())

    assert (resident.session.slip.orders, resident.session.slip.state, resident.session.slip.copy) == (2, None, 1)


@pytest.mark.parametrize("state", [state for state in JobState if state is not JobState.FAILED_CLEAN])
def test_a_paper_that_may_be_out_or_still_come_is_never_offered_again(state):
    resident = ticketed().tell(events.PrinterChanged(PrinterState.READY), events.SlipChanged(state)).touch(events.PrintAgain())

    assert resident.session.slip.orders == 1


def test_who_does_not_answer_whether_the_paper_came_gets_staff_once():
    resident = ticketed().tell(events.SlipChanged(JobState.UNCERTAIN)).wait(19)
    assert resident.done(effects.CallHelp) == []
    resident.wait(100)
    assert resident.done(effects.CallHelp) == [effects.CallHelp(True)]

    resident.touch(events.PaperCame(True))

    assert resident.done(effects.CallHelp) == [effects.CallHelp(True), effects.CallHelp(False)]
    assert resident.done(effects.ReportSlip) == [effects.ReportSlip("visit", True)]


def test_a_call_the_resident_made_is_not_taken_back_by_the_paper():
    resident = ticketed().touch(events.Help()).touch(events.Back()).tell(events.SlipChanged(JobState.UNCERTAIN)).wait(30)
    resident.touch(events.PaperCame(True))

    assert resident.done(effects.CallHelp) == [effects.CallHelp(True)]


def test_an_uncertain_paper_is_asked_about_once():
    resident = ticketed().touch(events.PaperCame(True))
    assert resident.done(effects.ReportSlip) == []
    resident.tell(events.SlipChanged(JobState.UNCERTAIN)).touch(events.PaperCame(True), events.PaperCame(False))

    assert resident.done(effects.ReportSlip) == [effects.ReportSlip("visit", True)]
    resident.wait(31)
    assert resident.forgotten


def test_a_paper_that_did_not_come_is_reported_and_the_number_stays():
    resident = ticketed().tell(events.SlipChanged(JobState.UNCERTAIN)).touch(events.PaperCame(False)).wait(60)

    assert resident.done(effects.ReportSlip) == [effects.ReportSlip("visit", False)]
    assert resident.done(effects.CallHelp) == [effects.CallHelp(True)]
    assert resident.screen == "ticket"


def test_a_refused_answer_leads_to_its_page_and_after_it_to_the_review():
    resident = (
        reviewed().take_number().tell(refused("invalid_answers", {"path": "nowhere"}, {"path": "phone", "code": "not_a_phone"}))
    )
    assert (resident.where, resident.session.entry.wrong) == ("phone:phone", "problem.not_a_phone")
    resident.touch(events.Key("delete")).enter("5")

    assert resident.screen == "review"
    resident.take_number()
    assert [one.key for one in resident.done(effects.TakeNumber)] == ["press-0", "press-1"]


def test_back_from_a_refused_answer_is_the_review():
    resident = (
        reviewed().take_number().tell(refused("invalid_answers", {"path": "phone", "code": "not_a_phone"})).touch(events.Back())
    )

    assert resident.screen == "review"


def test_a_refusal_without_a_place_says_so_and_another_press_uses_the_same_key():
    resident = reviewed().take_number().tell(refused("closed"))
    assert (resident.screen, resident.session.refusal.error) == ("refused", "closed")

    resident.go_on().tell(refused("closed")).go_on()

    assert {one.key for one in resident.done(effects.TakeNumber)} == {"press-0"}
    resident.tell(refused("closed")).touch(events.Back())
    assert resident.screen == "consent"
    assert resident.at("phone") == "09000000000"


def test_number_only_takes_one_touch_and_back_after_a_refusal_leads_to_the_services():
    resident = Resident().touch(events.NumberOnly(), events.Choose("certificates"))
    [sent] = resident.done(effects.TakeNumber)
    assert (sent.visit.service, sent.visit.applications) == ("certificates", ())

    resident.tell(refused("closed")).touch(events.Back())

    assert resident.screen == "services"


def test_who_does_not_know_gets_to_the_services_and_an_unknown_one_is_none():
    resident = Resident().touch(events.Begin(), events.Choose("unknown"))
    assert (resident.screen, resident.session.service) == ("services", "general")

    resident.touch(events.Choose("no_such_service"))

    assert resident.screen == "services"


def test_a_procedure_without_questions_gives_its_number_at_once():
    resident = Resident().choose_procedure("family_register", "birth").go_on().for_themselves()

    [sent] = resident.done(effects.TakeNumber)
    assert [one.procedure for one in sent.visit.applications] == ["birth"]


def test_two_procedures_ask_nothing_twice():
    resident = Resident().choose_procedure("certificate").choose_procedure("moving", "in")
    assert resident.session.procedures == ("moving_in", "certificates")
    resident.go_on()
    asked = []
    for _ in range(100):
        if resident.page is None:
            break
        asked.append(resident.page.path)
        resident.answer_one()

    assert resident.screen == "review"
    assert resident.problems() == []
    assert not {"name", "birth_date", "address.town", "address.prefecture_city", "address.lot"} & set(asked)
    assert asked.count("phone") == 1
    assert resident.at("name") == "川崎 太郎"
    assert resident.at("address.prefecture_city") == "神奈川県みどり野市川辺区"
    resident.take_number()
    assert [one.procedure for one in resident.done(effects.TakeNumber)[0].visit.applications] == ["moving_in", "certificates"]


def of_a_household_that_changes(**others):
    """Paths asked where the old household changes with the move, and the resident at the review."""
    resident = Resident().choose_procedure("moving", "within").choose_procedure("household", "householder").go_on().for_themselves()
    wanted = {"whole_household": choosing("no"), "householder_moves": choosing("no"), "old_address.lot": entering("7-8"), **others}
    asked = []
    for _ in range(100):
        if resident.page is None:
            return asked, resident
        asked.append(resident.page.path)
        resident.answer_one(wanted)
    raise AssertionError("never at the review")


def test_a_household_that_stays_while_part_of_it_moves_keeps_its_address():
    asked, resident = of_a_household_that_changes()
    assert resident.problems() == []
    assert resident.at("address.lot") == "7-8"
    assert [path for path in asked if path.startswith("address.")] == []  # the building was asked with the old address


def test_a_household_that_moves_as_a_whole_has_its_new_address():
    _, resident = of_a_household_that_changes(whole_household=choosing("yes"))
    assert resident.at("address.lot") == "5-6"


def test_what_was_carried_follows_a_correction_until_it_is_corrected_itself():
    resident = Resident().choose_procedure("moving", "in").choose_procedure("seal", "register").go_on().answer({})
    assert resident.problems() == []
    resident.touch(events.Edit("movers.0.birth_date"), events.Choose("showa"), events.Key("clear")).enter("560217")
    assert resident.at("birth_date") == "1981-02-17"

    resident.touch(events.Edit("birth_date"), events.Choose("showa"), events.Key("clear")).enter("570217")
    resident.touch(events.Edit("movers.0.birth_date"), events.Choose("showa"), events.Key("clear")).enter("580217")

    assert resident.at("birth_date") == "1982-02-17"
    assert resident.at("movers.0.birth_date") == "1983-02-17"


def test_a_certificate_and_a_seal_share_name_and_address():
    resident = Resident().choose_procedure("certificate").choose_procedure("seal", "register").go_on().answer({})

    assert resident.problems() == []
    assert resident.at("address.ward") == "川辺区"


def test_of_two_notifications_about_a_move_the_later_choice_stands():
    resident = Resident().choose_procedure("moving", "in").choose_procedure("moving", "out")

    assert resident.session.procedures == ("moving_out",)


def test_choosing_again_begins_with_nothing_chosen():
    resident = Resident().choose_procedure("moving", "in").choose("again")

    assert (resident.screen, resident.session.procedures) == ("selection", ())
    resident.touch(events.Back())
    assert resident.screen == "start"


def test_several_documents_each_have_their_copies():
    resident = (
        Resident()
        .choose_procedure("certificate")
        .go_on()
        .answer(
            {
                "documents": lambda one: one.choose("residence_certificate").choose("seal_certificate").go_on(),
                "copies_seal_certificate": choosing("3"),
            }
        )
    )

    assert resident.at("copies_residence_certificate") == 2
    assert resident.at("copies_seal_certificate") == 3
    assert resident.problems() == []


def test_a_certificate_for_somebody_else_asks_about_both():
    resident = (
        Resident()
        .choose_procedure("certificate")
        .go_on()
        .answer({"requester": choosing("proxy"), "letter_of_proxy": choosing("no")})
    )

    assert resident.problems() == []
    assert resident.at("subject_name") is not None
    assert "guidance.letter_of_proxy" in resident.session.noticed


def test_what_follows_from_the_answers_is_shown_once_before_the_review():
    resident = reviewed().touch(events.Back())

    assert resident.screen == "guidance"

    resident.touch(events.Next())
    assert resident.screen == "review"
    resident.touch(events.Edit("phone")).go_on()
    assert resident.screen == "review"


def test_what_follows_is_shown_again_where_going_back_one_answers_otherwise():
    resident = Resident().choose_procedure("moving", "in").go_on()
    resident.reads_on = False
    resident.answer({})
    assert resident.screen == "guidance"
    said = resident.session.guided

    def insured(option):
        resident.touch(events.Back())
        while resident.page is None or resident.page.path != "q_insurance":
            resident.touch(events.Back())
        resident.choose(option).answer({})

    insured("yes")
    assert resident.screen == "guidance"
    assert resident.session.guided != said
    assert resident.go_on().screen == "review"

    insured("yes")
    assert resident.screen == "review", "with the same to say not a second time"


def test_who_asks_for_a_strangers_certificate_takes_a_number_without_a_form():
    resident = Resident().choose_procedure("other", "third_party")
    assert (resident.screen, resident.session.service, resident.session.procedures) == ("services", "certificates", ())

    resident.choose("certificates")

    visit = resident.done(effects.TakeNumber)[0].visit
    assert (visit.service, visit.applications) == ("certificates", ())


def test_who_presses_twice_for_a_number_sees_it_and_ends_when_it_was_seen():
    resident = ticketed().tell(events.SlipChanged(JobState.PRINTED))
    for _ in range(6):  # a run of presses on one spot, 0.9 s apart: longer than the screen is deaf by itself
        resident.now += timedelta(milliseconds=900)
        resident.tell(events.Touched()).touch(events.Next())
    assert resident.screen == "ticket"

    resident.wait(2).touch(events.Next())

    assert resident.forgotten


def test_a_call_for_staff_that_cannot_be_sent_does_not_say_that_they_come():
    resident = Resident().touch(events.Begin(), events.Help()).tell(events.HubChanged(False))

    def title():
        shown = Brain(resident.bundle, LANDSCAPE).screen(resident.session, resident.now)
        return next(box.lines[0].text for box in shown.boxes if box.id == "title")

    assert title() == "通信が切れています"
    resident.tell(events.HubChanged(True))  # the call is sent by itself (kiosk.floor)
    assert title() == "職員をよびました"
