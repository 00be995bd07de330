"""あとで つづける: nothing typed is lost by leaving, and nothing stays at the kiosk."""

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.theme import LANDSCAPE
from hardware.cards.port import CardKind, Present
from hardware.printer.port import JobState
from hub.wire import Application, FoundEntry, Refusal, SavedEntry
from kiosk.flow import effects, events
from kiosk.flow.saving import SAVEABLE, may_quit, paper_of
from kiosk.flow.state import Entry, change
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import NOW, TODAY, Resident, demo, until

CODES = SavedEntry("UK1:" + "A" * 28, "7GQ2XN4K", date(2026, 12, 1))
AWAY = Refusal(error="hub_away", message="away")


def ids_of(session):
    return {box.id for box in screen_of(session, demo(), LANDSCAPE, NOW).boxes}


def halfway(key="movers.0.birth_date:date"):
    return until(Resident().choose_procedure("moving", "in").go_on().for_themselves(), key)


def left(resident):
    """やめる, and あとで つづける in place of it; what the hub has been sent."""
    resident.touch(events.Quit(), events.SaveForLater())
    return resident.done(effects.SaveEntry)[-1].message


def sent_and_found(message):
    """Through JSON, as over the wire and out of the vault."""
    found = FoundEntry("token", message.language, message.applications, TODAY, message.unfinished)
    return msgspec.json.decode(msgspec.json.encode(found), type=FoundEntry)


def taken_up(message, resident=None):
    resident = resident or Resident()
    return resident.touch(events.HaveCode()).tell(events.CodeSeen(CODES.code), events.EntryFound(sent_and_found(message)))


def test_who_saves_gets_a_code_and_the_kiosk_forgets_the_entry():
    resident = halfway()
    left(resident)
    assert resident.screen == "saving"
    resident.tell(events.EntrySaved(CODES))

    assert (resident.screen, resident.session.saved) == ("saved", CODES)
    assert (resident.answers, resident.session.drafts, resident.session.typed) == ({}, {}, {})
    assert resident.wait(4).go_on().forgotten


def test_nobody_comes_any_more_for_who_saves_after_all():
    resident = halfway().touch(events.Help())
    assert resident.done(effects.CallHelp) == [effects.CallHelp(True)]

    resident.touch(events.SaveForLater())

    assert resident.screen == "saving" and not resident.session.help_called
    assert resident.done(effects.CallHelp) == [effects.CallHelp(True), effects.CallHelp(False)]


def test_who_is_asked_whether_they_are_still_there_may_save_instead():
    resident = halfway().wait(125)
    assert resident.session.over == "idle"

    resident.touch(events.SaveForLater())

    assert (resident.screen, len(resident.done(effects.SaveEntry))) == ("saving", 1)


def at_the_card():
    """Who files is answered, the card is asked for."""
    resident = Resident(card=True).choose_procedure("moving", "in").go_on().for_themselves()
    assert resident.screen == "card_place"
    return resident


def test_who_forgot_the_card_may_save_there_and_is_asked_for_it_again():
    before = at_the_card()
    before_saving = before.answers
    after = taken_up(left(before), Resident(card=True))

    assert before.screen == "saving"
    assert (after.screen, after.answers) == ("card_place", before_saving)


def test_after_a_refused_saving_at_the_card_it_is_still_asked_for():
    resident = at_the_card()
    left(resident)
    resident.tell(events.EntryNotSaved(AWAY)).touch(events.Back()).go_on().for_themselves()

    assert resident.screen == "card_place"


def test_a_card_that_is_being_read_is_waited_for():
    resident = at_the_card().tell(events.CardSeen(Present(CardKind.MY_NUMBER, 3))).enter("1234")
    assert resident.session.card.reading
    resident.touch(events.Quit(), events.SaveForLater())

    assert (resident.screen, resident.session.over) == ("card_pin", "")
    assert not resident.done(effects.SaveEntry)


@pytest.mark.parametrize(
    "screen", ["selection", "services", "result", "card_place", "page", "proxy", "review", "refused", "code_scan"]
)
def test_whoever_has_begun_may_stop_after_calling_staff(screen):
    session = change(halfway().session, screen=screen)
    assert may_quit(session)
    assert {"quit", "help"} <= ids_of(change(session, over="help"))


def test_who_has_to_leave_saves_without_ringing_for_staff():
    resident = halfway()
    assert "stop" in ids_of(resident.session)
    [stop] = (box for box in screen_of(resident.session, resident.bundle, LANDSCAPE, NOW).boxes if box.id == "stop")
    resident.touch(stop.event)

    assert {"continue", "save", "quit"} <= ids_of(resident.session)
    resident.touch(events.SaveForLater())
    assert resident.screen == "saving"
    assert resident.done(effects.CallHelp) == []


def test_the_key_to_stop_loses_nothing_by_itself():
    resident = halfway()
    before = resident.answers
    resident.touch(events.Quit(), events.Back())

    assert (resident.session.over, resident.answers) == ("", before)


@pytest.mark.parametrize("screen", ["saving", "saved", "sending", "ticket", "start"])
def test_there_is_nothing_to_stop_before_the_beginning_and_after_the_end(screen):
    assert not may_quit(change(halfway().session, screen=screen))


@pytest.mark.parametrize("screen", sorted(SAVEABLE))
def test_the_question_whether_to_stop_offers_to_save_wherever_there_is_something(screen):
    session = change(halfway().session, screen=screen, over="quit")
    assert {"continue", "save", "quit"} <= ids_of(session)
    assert "save" not in ids_of(change(session, answers={}, drafts={}, typed={}, entry=Entry()))


def test_the_entry_goes_on_at_the_first_page_that_is_not_done_with_everything_as_it_was():
    before = halfway()
    after = taken_up(left(before))

    assert after.where == "movers.0.birth_date:date"
    assert after.answers == before.answers
    assert after.session.notice == "kiosk.saved.going_on"
    assert after.session.passed == before.session.passed


def test_a_name_of_which_the_second_half_is_missing_is_not_asked_from_the_beginning():
    before = halfway("movers.0.name:given")
    after = taken_up(left(before))

    assert after.where == "movers.0.name:given"
    after.enter("たろう")
    assert after.at("movers.0.name") == "川崎 太郎"


def test_what_was_being_typed_stands_in_its_field_again():
    before = halfway().choose("showa").type("5502")
    after = taken_up(left(before))

    assert (after.session.entry.era, after.session.entry.text) == ("showa", "55/02/")


def test_back_leads_through_the_pages_done_before():
    after = taken_up(left(halfway()))
    keys = [after.touch(events.Back()).where for _ in range(3)]

    assert keys == ["movers.0.sex:choice", "movers.0.name:given", "movers.0.name:family"]


def test_an_entry_left_at_the_consent_comes_back_to_the_review():
    resident = halfway().answer({}).go_on()
    assert resident.screen == "consent"
    after = taken_up(left(resident))

    assert after.screen == "review"
    assert not after.problems()


def test_a_finished_number_redeems_the_saved_entry_with_answers_that_are_checked_again():
    after = taken_up(left(halfway())).answer({}).take_number()
    visit = after.done(effects.TakeNumber)[0].visit

    assert visit.reception_token == "token"
    assert [one.procedure for one in visit.applications] == ["moving_in"]


def test_saving_again_takes_the_place_of_the_entry_before():
    after = taken_up(left(halfway()))
    again = left(after.born("showa", "550217"))

    assert again.replaces == "token"


def test_while_the_hub_is_away_nothing_is_kept_and_the_entry_goes_on():
    resident = halfway().tell(events.HubChanged(False)).touch(events.Quit(), events.SaveForLater())

    assert not resident.done(effects.SaveEntry)
    assert (resident.session.over, resident.session.save_wrong) == ("quit", "kiosk.saved.no_hub")
    assert resident.touch(events.Back()).where == "movers.0.birth_date:date"


@pytest.mark.parametrize(("refusal", "word"), [(AWAY, "no_hub"), (Refusal("entry_too_large", ""), "failed")])
def test_what_the_hub_does_not_take_is_said_and_nothing_typed_is_lost(refusal, word):
    resident = halfway().choose("showa").type("5502")
    left(resident)
    resident.tell(events.EntryNotSaved(refusal))

    assert (resident.session.over, resident.session.save_wrong) == ("quit", f"kiosk.saved.{word}")
    resident.touch(events.Back())
    assert (resident.where, resident.session.entry.text) == ("movers.0.birth_date:date", "55/02/")


def test_another_press_after_a_refusal_is_another_key():
    resident = halfway()
    left(resident)
    resident.tell(events.EntryNotSaved(AWAY)).touch(events.SaveForLater())

    first, second = resident.done(effects.SaveEntry)
    assert first.key != second.key


def test_who_was_mending_one_answer_still_comes_back_to_the_review_when_saving_failed():
    resident = halfway().answer({}).touch(events.Edit("phone"))
    left(resident)
    resident.tell(events.EntryNotSaved(AWAY)).touch(events.Back()).enter("09011112222")

    assert resident.screen == "review"


def test_there_is_nothing_to_save_before_anything_was_entered_nor_in_practice():
    fresh = Resident().choose_procedure("moving", "in").touch(events.Quit(), events.SaveForLater())
    trained = Resident()
    trained.tell(events.Started(today=TODAY, kiosk="12", hub=True, training=True))
    until(trained.choose_procedure("moving", "in").go_on().for_themselves(), "movers.0.birth_date:date").touch(
        events.SaveForLater()
    )

    assert not fresh.done(effects.SaveEntry)
    assert not trained.done(effects.SaveEntry)


def test_a_code_that_comes_after_the_end_is_nobodys():
    resident = halfway()
    left(resident)
    resident.answers_effects = False
    resident.tell(events.EntryNotSaved(AWAY)).touch(events.Quit()).tell(events.EntrySaved(CODES))

    assert resident.session.saved is None


def test_the_screen_with_the_code_closes_by_itself_later_where_no_paper_came():
    idle = Resident().bundle.site.idle
    for state, seconds in ((JobState.PRINTED, idle.ticket_seconds), (JobState.FAILED_CLEAN, 4 * idle.ticket_seconds)):
        resident = halfway()
        left(resident)
        resident.tell(events.EntrySaved(CODES))
        resident.tell(events.SlipChanged(state, visit=paper_of(resident.session)))
        resident.wait(seconds - 2)
        assert not resident.forgotten, state
        assert resident.wait(3).forgotten, state


def test_the_papers_of_others_say_nothing_about_this_one():
    resident = halfway()
    left(resident)
    resident.tell(events.EntrySaved(CODES), events.SlipChanged(JobState.PRINTED, visit="another"))

    assert resident.session.slip.state is None


@settings(max_examples=12)
@given(st.integers(min_value=1, max_value=28))
def test_wherever_it_is_left_the_entry_comes_to_the_same_number(pages):
    resident = Resident().choose_procedure("moving", "in").go_on().for_themselves()
    for _ in range(pages):
        if resident.page is not None:
            resident.answer_one()
    if resident.screen in ("page", "review"):
        resident = taken_up(left(resident))
    resident.answer({})
    whole = Resident().choose_procedure("moving", "in").go_on().for_themselves().answer({})

    assert resident.screen == "review"
    assert resident.answers == whole.answers


def test_an_entry_of_another_version_of_this_program_keeps_its_answers():
    message = left(halfway())
    strange = msgspec.structs.replace(message, unfinished={"passed": 7, "unknown": []})
    after = taken_up(strange)

    assert after.at("movers.0.name") == "川崎 太郎"
    assert after.screen == "page"


def test_what_was_begun_at_home_goes_on_at_the_first_page_with_something_to_do():
    before = halfway()
    after = taken_up(msgspec.structs.replace(left(before), unfinished={"leaf": "old_home"}))

    assert (after.where, after.answers) == ("movers.0.birth_date:date", before.answers)
    assert after.session.notice == "kiosk.saved.going_on"


def test_a_reading_without_its_kanji_that_was_saved_at_home_is_offered_its_kanji_here():
    begun = {"notifier": "self", "phone": "09000000000", "movers": [{"nationality": "japan", "name_kana": "カワサキ　タロウ"}]}
    found = FoundEntry("", "ja", (Application("moving_in", "version", begun),), TODAY, unfinished={})
    resident = Resident().touch(events.HaveCode()).tell(events.CodeSeen("UK1:CODE"), events.EntryFound(found))

    assert resident.where == "movers.0.name:family"
    assert (resident.session.entry.text, resident.session.entry.candidates[:1]) == ("かわさき", ("川崎",))
    resident.go_on().go_on()
    assert resident.at("movers.0.name") == "川崎 太郎"
    assert resident.at("movers.0.name_kana") == "カワサキ　タロウ"
