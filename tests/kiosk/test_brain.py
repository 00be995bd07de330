"""What is decided beside the flow: papers are ordered once an order, and who listens hears what becomes of theirs."""

from datetime import timedelta

from config.theme import LANDSCAPE
from hardware.printer.port import JobState, PrinterState
from hub.wire import NextCall, Ticket
from kiosk.brain import Brain
from kiosk.flow import effects, events
from tests.kiosk.flow.resident import NOW, TODAY, demo

TICKET = Ticket("visit", "A-024", TODAY, "residence", ("moving_in",), NOW, (NextCall("reception", (1,)),), 8)


def at_the_number(*happened, voice=True):
    """(effects) of each event after the number was taken."""
    brain, now = Brain(demo(), LANDSCAPE), NOW
    session, done = brain.start(), []
    begun = (
        events.Started(today=TODAY, kiosk="01", printer=PrinterState.READY),
        events.ChooseAppearance(voice=voice),
        events.NumberOnly(),
        events.Choose("residence"),
        events.NumberTaken(TICKET),
    )
    for event in (*begun, *happened):
        now += timedelta(seconds=1)
        session, decided = brain.reduce(session, event, now)
        done.append(decided)
    return done[len(begun) - 1 :]


def spoken(decided):
    return [effect.text for one in decided for effect in one if isinstance(effect, effects.Speak)]


def papers(decided):
    return [(effect.visit, effect.copy) for one in decided for effect in one if isinstance(effect, effects.PrintSlip)]


def test_who_listens_hears_that_the_paper_stopped_and_that_it_came_and_nothing_twice():
    said = spoken(
        at_the_number(
            events.SlipChanged(JobState.QUEUED),
            events.SlipChanged(JobState.SENDING),
            events.SlipChanged(JobState.PRINTING),
            events.SlipChanged(JobState.HELD, PrinterState.PAPER_END),
            events.SlipChanged(JobState.PRINTING),
            events.SlipChanged(JobState.PRINTED),
            events.Tick(),
        )
    )

    assert ["印刷しています" in one for one in said] == [True, False, True, False]
    assert "止まりました" in said[1]
    assert "お取りください" in said[3]


def test_without_a_voice_nothing_is_said():
    assert spoken(at_the_number(events.SlipChanged(JobState.PRINTED), voice=False)) == []


def test_one_paper_is_ordered_with_the_number_and_one_more_only_when_the_resident_asks():
    failed = events.SlipChanged(JobState.FAILED_CLEAN, PrinterState.PAPER_END)
    printer = (events.PrinterChanged(PrinterState.PAPER_END), failed, events.PrinterChanged(PrinterState.READY), events.Tick())

    assert papers(at_the_number(*printer)) == [("visit", 1)]
    assert papers(at_the_number(*printer, events.PrintAgain(), events.SlipChanged(JobState.QUEUED))) == [("visit", 1)] * 2


def selecting(*happened, voice):
    """(effects) of each event after the first question stands there."""
    brain, now = Brain(demo(), LANDSCAPE), NOW
    session, done = brain.start(), []
    begun = (events.Started(today=TODAY, kiosk="01"), events.ChooseAppearance(voice=voice), events.Begin())
    for seconds, event in ((1, begun[0]), (1, begun[1]), (1, begun[2]), *happened):
        now += timedelta(seconds=seconds)
        session, decided = brain.reduce(session, event, now)
        done.append(decided)
    return done[len(begun) :]


def test_the_warning_is_said_to_everybody_and_once_more_halfway():
    said = [spoken([one]) for one in selecting((61, events.Tick()), *[(1, events.Tick())] * 12, voice=False)]

    assert ["つづける" in "".join(one) for one in said] == [True, *[False] * 9, True, False, False]


def test_the_warning_is_silent_as_soon_as_somebody_is_there():
    *_, going_on = selecting((61, events.Tick()), (1, events.Continue()), voice=False)

    assert effects.Hush() in going_on and spoken([going_on]) == []


def test_who_listens_hears_the_screen_again_in_the_language_just_chosen():
    said = spoken(selecting((1, events.ShowLanguages()), (1, events.ChooseLanguage("en")), voice=True))

    assert said[-1].startswith("What")


def test_who_turns_the_voice_on_hears_at_once_where_they_are():
    assert spoken(selecting((1, events.ChooseAppearance(voice=True)), voice=False)) != []


def test_who_ends_with_a_card_on_the_tray_is_told_aloud_though_no_voice_was_asked_for():
    ending = (
        events.SlipChanged(JobState.PRINTED),
        events.CardLies(True),
        *[events.Tick()] * 4,
        events.Next(),
        events.CardLies(False),
    )

    decided = at_the_number(*ending, voice=False)

    [said] = spoken(decided)
    assert said.startswith("カードをわすれないでください。")
    assert effects.End() in decided[-1]
