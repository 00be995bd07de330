"""A card on the tray: nobody goes without it, nothing else waits with it, and nobody is asked for somebody else's PIN."""

from datetime import date, timedelta

import pytest

from hardware.cards.port import CardData, CardKind, Present
from hardware.printer.port import JobState
from hub.wire import NextCall, Ticket
from kiosk.flow import effects, events
from kiosk.flow.closing import DEAF
from kiosk.flow.reading import DONE
from kiosk.flow.state import EMPTY, change
from kiosk.flow.tray import FORGOTTEN, HELP_PATIENCE
from tests.kiosk.flow.resident import NOW, TODAY, Resident, demo

MY_NUMBER = Present(CardKind.MY_NUMBER, tries_left=3)
FACE = CardData(CardKind.MY_NUMBER, "川崎　太郎", "神奈川県横浜市青葉区荏田町1-2", date(1980, 2, 17), "male")
TICKET = Ticket("visit", "A-024", TODAY, "residence", (), NOW, (NextCall("reception", (1,)),))
WARNING = demo().site.idle.warning_seconds


def at_the_card():
    resident = Resident(card=True).choose_procedure("moving", "in").go_on()
    while resident.page is not None:
        resident.answer_one()
    return resident


def card_read():
    """Read, and still lying there."""
    resident = at_the_card().tell(events.CardSeen(MY_NUMBER)).enter("1234").tell(events.CardRead(FACE), events.CardLies(True))
    resident.effects.clear()
    return resident


def with_a_number():
    resident = card_read().for_themselves().answer({}).take_number()
    resident.tell(events.NumberTaken(TICKET), events.SlipChanged(JobState.PRINTED))
    resident.now += DEAF
    return resident.tell(events.Tick())


def ended(resident):
    return effects.End() in resident.effects


def test_after_the_reading_the_tray_is_watched_and_what_it_holds_is_known():
    resident = at_the_card().tell(events.CardSeen(MY_NUMBER)).enter("1234").tell(events.CardRead(FACE))
    assert effects.WatchTray() in resident.effects[-3:]

    assert (resident.session.card_lies, resident.session.notice) == (True, DONE)
    resident.tell(events.CardLies(False))
    assert (resident.session.card_lies, resident.session.notice) == (False, "")


def test_who_stops_with_the_card_on_the_tray_is_held_and_all_else_is_forgotten_at_once():
    resident = card_read().touch(events.Quit(), events.Quit())

    assert (resident.screen, resident.session.card_lies, ended(resident)) == (FORGOTTEN, True, False)
    assert resident.effects[-1] == effects.WatchTray()
    told = ("answers", "typed", "drafts", "carried", "procedures", "history", "card", "ticket", "home", "entry")
    assert all(getattr(resident.session, one) == getattr(EMPTY, one) for one in told)

    resident.tell(events.CardLies(False))
    assert ended(resident)
    assert resident.session == EMPTY


@pytest.mark.parametrize("ending", ["touch", "time"])
def test_under_a_number_too_the_card_comes_first(ending):
    resident = with_a_number()
    assert resident.screen == "ticket"
    resident.effects.clear()

    if ending == "touch":
        resident.touch(events.Next())
    else:
        resident.now += timedelta(hours=1)
        resident.tell(events.Tick())

    assert (resident.screen, resident.session.ticket, ended(resident)) == (FORGOTTEN, None, False)


def test_who_has_taken_the_card_ends_as_always():
    resident = with_a_number().tell(events.CardLies(False)).touch(events.Next())

    assert ended(resident)
    assert resident.session == EMPTY


def test_the_kiosk_is_held_no_longer_than_a_warning_stands():
    resident = card_read().touch(events.Quit(), events.Quit()).wait(WARNING - 1)
    assert resident.screen == FORGOTTEN

    resident.wait(1)

    assert ended(resident)
    assert resident.session == EMPTY


def test_who_calls_staff_for_the_card_is_waited_for():
    resident = card_read().touch(events.Quit(), events.Quit(), events.Help(), events.Back()).wait(WARNING * 2)
    assert resident.screen == FORGOTTEN
    assert effects.CallHelp(True) in resident.effects

    resident.wait(WARNING * HELP_PATIENCE)
    assert ended(resident)


def test_nothing_leads_back_from_there():
    resident = card_read().touch(events.Quit(), events.Quit())

    resident.touch(events.Back(), events.Next(), events.Quit(), events.SaveForLater(), events.Begin())

    assert (resident.screen, resident.session.over, resident.answers) == (FORGOTTEN, "", {})


def test_whoever_is_there_is_spoken_to_as_before():
    resident = card_read().touch(events.ChooseLanguage("vi"), events.ChooseAppearance(size="XL", voice=True))
    resident.touch(events.Quit(), events.Quit())

    session = resident.session
    assert (session.screen, session.language, session.size, session.voice) == (FORGOTTEN, "vi", "XL", True)


def lay_before():
    return at_the_card().tell(events.CardLay())


def test_a_card_from_before_the_visit_is_never_asked_for_its_pin():
    resident = lay_before()
    assert (resident.screen, resident.session.card_before) == ("card_trouble", True)
    assert resident.effects[-1] == effects.WatchTray()

    resident.tell(events.CardLies(True), events.CardSeen(MY_NUMBER)).touch(events.Next(), events.UseCard("pin"))
    resident.tell(events.CardLies(True), events.CardSeen(MY_NUMBER)).enter("1234")

    assert resident.screen == "card_trouble"
    assert resident.done(effects.ReadCard) == []


def test_once_it_is_gone_another_or_the_same_laid_down_again_is_read():
    resident = lay_before().tell(events.CardLies(False))
    assert (resident.screen, resident.effects[-1]) == ("card_place", effects.WaitForCard())

    resident.tell(events.CardSeen(MY_NUMBER)).enter("1234")

    assert len(resident.done(effects.ReadCard)) == 1


def test_who_goes_on_without_a_card_is_not_told_to_take_somebody_elses():
    resident = lay_before().touch(events.UseCard("none"))
    assert effects.WatchTray() in resident.effects[-3:]
    resident.effects.clear()

    resident.tell(events.CardLies(True)).touch(events.Quit(), events.Quit())

    assert ended(resident)
    assert resident.session == EMPTY


def test_its_printed_numbers_are_not_tried_on_it_either():
    resident = lay_before().touch(events.UseCard("code_b")).tell(events.CardLies(True)).enter("55021720301234")
    assert (resident.screen, resident.session.card.awaited) == ("card_code_b", True)
    assert resident.done(effects.ReadCard) == []

    resident.tell(events.CardLies(False), events.CardLies(True))

    assert len(resident.done(effects.ReadCard)) == 1


def test_in_training_no_card_is_missed():
    resident = Resident(card=True)
    resident.tell(events.Started(today=TODAY, kiosk="12", reader=True, hub=True, training=True))
    resident.choose_procedure("moving", "in").go_on()
    while resident.page is not None:
        resident.answer_one()

    resident.tell(events.CardSeen(MY_NUMBER)).enter("1234").tell(events.CardRead(FACE)).touch(events.Quit(), events.Quit())

    assert ended(resident)


def test_who_begins_after_somebody_went_back_to_the_start_is_not_asked_the_pin_of_their_card():
    resident = Resident(card=True)
    resident.session = change(resident.session, card_met=True, card_lies=True)

    resident.choose_procedure("moving", "in").go_on()
    while resident.page is not None:
        resident.answer_one()

    assert (resident.screen, resident.session.card_before) == ("card_trouble", True)
    resident.tell(events.CardLies(False))
    assert resident.screen == "card_place"
