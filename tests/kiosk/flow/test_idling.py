"""A kiosk that is left: a warning, time for whoever is still there, and nothing of the one who is gone."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hardware.cards.port import CardKind, Present
from kiosk.flow import effects, events
from kiosk.flow.idling import READ_A_SECOND, READING_PATIENCE, seconds_left, until_warning
from tests.kiosk.flow.resident import TODAY, Resident


def selecting():
    return Resident().touch(events.Begin())


def entering():
    return Resident().choose_procedure("moving", "in").go_on().for_themselves().choose("japan").type("かわ")


def test_a_minute_without_a_touch_warns_and_twenty_seconds_later_everything_is_forgotten():
    resident = selecting().wait(59)
    assert resident.session.over == ""
    resident.wait(2)
    assert resident.session.over == "idle"
    assert seconds_left(resident.session, resident.around) in (19, 20)

    resident.wait(21)

    assert resident.effects[-1] == effects.End()
    assert resident.forgotten


def test_what_is_short_is_read_in_the_usual_time_what_is_long_takes_longer_and_nothing_stands_there_for_ever():
    assert [until_warning(60, many) for many in (0, 60 * READ_A_SECOND)] == [60, 60]
    assert until_warning(60, 100 * READ_A_SECOND) == 100
    assert until_warning(60, 10_000) == READING_PATIENCE * 60


@given(st.integers(10, 300), st.integers(0, 3000), st.integers(0, 3000))
def test_more_to_read_is_never_less_time(usual, one, more):
    assert usual <= until_warning(usual, one) <= until_warning(usual, one + more) <= READING_PATIENCE * usual


def test_who_reads_a_long_screen_is_not_asked_after_a_minute():
    resident = selecting()
    for _ in range(140):
        resident.now += timedelta(seconds=1)
        resident.tell(events.Tick(150 * READ_A_SECOND))
    assert resident.session.over == ""
    resident.wait(1)
    assert resident.session.over == "idle", "a short one is left already"


def test_typing_takes_longer_and_any_touch_on_the_warning_goes_on_where_one_was():
    resident = entering().wait(119)
    assert resident.session.over == ""
    resident.wait(2)
    assert resident.session.over == "idle"

    resident.touch(events.Key("さ"))

    assert (resident.session.over, resident.session.entry.text) == ("", "かわ")
    resident.wait(100)
    assert resident.session.over == ""


def test_continue_and_a_finger_anywhere_keep_the_visit():
    resident = selecting().wait(61).touch(events.Continue()).wait(50).tell(events.Touched()).wait(50)

    assert (resident.session.over, resident.screen) == ("", "selection")


def test_more_time_doubles_all_times():
    resident = selecting().wait(61).touch(events.MoreTime()).wait(100)
    assert resident.session.over == ""

    resident.wait(30)

    assert resident.session.over == "idle"


def test_who_asked_for_more_time_is_also_warned_for_twice_as_long():
    resident = selecting().wait(61).touch(events.MoreTime()).wait(121)
    assert (resident.session.over, seconds_left(resident.session, resident.around)) in (("idle", 19), ("idle", 20))

    resident.wait(30)

    assert resident.session.over == "idle"
    assert seconds_left(resident.session, resident.around) in (4, 5)
    assert resident.wait(12).forgotten


def test_a_finger_beside_every_key_of_the_warning_is_somebody_who_is_there():
    resident = selecting().wait(65).tell(events.Touched())
    assert resident.session.over == "idle", "a key below the finger has still its time"

    resident.wait(3)

    assert (resident.session.over, resident.screen) == ("", "selection")


def test_a_finger_on_the_key_that_forgets_still_forgets():
    resident = selecting().wait(65).tell(events.Touched()).touch(events.Quit())

    assert resident.session.over == "quit"


def test_answers_left_behind_at_the_question_whether_to_erase_them_are_forgotten_too():
    resident = Resident().choose_procedure("moving", "in").go_on().for_themselves().choose("japan")
    while not resident.session.over:
        resident.touch(events.Back())
    assert (resident.session.over, resident.at("movers.0.nationality")) == ("quit", "japan")

    resident.wait(121)

    assert resident.forgotten


def test_a_language_left_behind_on_the_start_is_forgotten_and_an_untouched_start_stays():
    resident = Resident().wait(300)
    assert effects.End() not in resident.effects

    resident.touch(events.ChooseLanguage("en")).wait(61)

    assert resident.forgotten


def test_while_the_card_is_read_nobody_is_warned():
    resident = Resident(card=True).choose_procedure("moving", "in").go_on().for_themselves()
    resident.tell(events.CardSeen(Present(CardKind.MY_NUMBER))).enter("1234").wait(300)

    assert (resident.session.over, resident.session.card.reading) == ("", True)


def test_who_waits_for_help_has_ten_times_as_long_but_not_for_ever():
    resident = selecting().touch(events.Help()).wait(500)
    assert not resident.forgotten

    resident.wait(200)

    assert resident.forgotten


def test_after_a_window_that_ended_under_somebodys_hands_the_next_one_says_so_once():
    started = events.Started(today=TODAY, kiosk="01", interrupted=True)
    resident = Resident().tell(started)
    assert resident.session.over == "interrupted"
    resident.touch(events.Begin())
    assert (resident.screen, resident.session.over) == ("start", "interrupted")
    resident.touch(events.Continue(), events.Begin())
    assert (resident.screen, resident.session.over) == ("selection", "")

    left = Resident().tell(started).wait(59)
    assert left.session.over == "interrupted"
    left.wait(2)
    assert (left.screen, left.session.over) == ("start", "")


def test_quit_asks_once_and_then_erases():
    resident = entering().touch(events.Quit())
    assert resident.session.over == "quit"
    resident.touch(events.Back())
    assert (resident.session.over, resident.session.entry.text) == ("", "かわ")

    resident.touch(events.Quit(), events.Quit())

    assert resident.forgotten
