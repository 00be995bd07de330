"""手で書く: a kanji that the reading does not bring is written on the pad, and the reading stays."""

import pytest

from config.theme import LANDSCAPE, PORTRAIT
from kiosk.flow import effects, events
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import Resident, until

LINE = ((150, 300), (850, 300))
FALL = ((500, 100), (500, 900))


def at_family():
    return until(Resident().choose_procedure("moving", "in").go_on().for_themselves(), "movers.0.name:family")


def writing():
    return at_family().type("きむら").touch(events.WriteByHand())


def offered(resident, *characters):
    return resident.tell(events.Characters(resident.session.entry.hand.turn, characters))


def test_the_reading_comes_first():
    resident = at_family().touch(events.WriteByHand())

    assert resident.session.entry.hand is None

    resident.type("き").touch(events.WriteByHand())

    assert resident.session.entry.hand is not None


def test_each_stroke_asks_for_the_whole_drawing():
    resident = writing().touch(events.StrokeDrawn(LINE), events.StrokeDrawn(FALL))

    drawings = [asked.strokes for asked in resident.done(effects.Recognise)]

    assert drawings == [(), (LINE,), (LINE, FALL)]


def test_an_answer_to_an_older_drawing_is_dropped():
    resident = writing().touch(events.StrokeDrawn(LINE))
    turn = resident.session.entry.hand.turn
    resident.touch(events.StrokeDrawn(FALL)).tell(events.Characters(turn, ("一",)))

    assert resident.session.entry.hand.characters == ()


def test_the_characters_chosen_become_the_first_candidate_and_the_reading_stays():
    resident = offered(writing().touch(events.StrokeDrawn(LINE)), "木", "斗").touch(events.Candidate(0))
    resident = offered(resident.touch(events.StrokeDrawn(FALL)), "邨").touch(events.Candidate(0), events.Next())

    entry = resident.session.entry
    assert (entry.text, entry.candidates[0], entry.picked, entry.hand) == ("きむら", "木邨", 0, None)

    resident.go_on().enter("たろう")

    assert (resident.at("movers.0.name"), resident.at("movers.0.name_kana")) == ("木邨 太郎", "キムラ　タロウ")


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_a_drawing_nobody_chose_from_leads_nowhere_and_the_screen_asks_to_choose(panel):
    resident = offered(writing().touch(events.StrokeDrawn(LINE)), "一")
    shown = {box.id: box for box in screen_of(resident.session, resident.bundle, panel, resident.now).boxes}

    assert not shown["next"].enabled and "えらんで" in shown["sub"].lines[0].text
    assert resident.go_on().session.entry.hand.strokes == (LINE,)


def test_the_delete_key_takes_back_a_stroke_then_a_character():
    resident = offered(writing().touch(events.StrokeDrawn(LINE)), "木").touch(events.Candidate(0))
    resident.touch(events.StrokeDrawn(LINE), events.StrokeDrawn(FALL), events.Key("delete"))

    assert resident.session.entry.hand.strokes == (LINE,)

    resident.touch(events.Key("clear"), events.Key("delete"))

    assert (resident.session.entry.hand.strokes, resident.session.entry.hand.written) == ((), "")


def test_back_leads_to_the_keys_and_keeps_what_was_written():
    resident = offered(writing().touch(events.StrokeDrawn(LINE)), "木").touch(events.Candidate(0), events.Back())

    assert resident.where == "movers.0.name:family"
    assert resident.session.entry.candidates[0] == "木"


def test_a_reading_corrected_afterwards_keeps_the_written_word_first():
    resident = offered(writing().touch(events.StrokeDrawn(LINE)), "木").touch(events.Candidate(0), events.Next())
    resident.touch(events.Key("delete"))

    entry = resident.session.entry
    assert (entry.text, entry.candidates[0], entry.picked) == ("きむ", "木", 0)


def test_a_kanji_that_cannot_be_written_either_is_left_to_the_counter():
    resident = writing().touch(events.StrokeDrawn(LINE), events.CheckAtCounter())

    assert resident.session.entry.hand is None
    assert resident.where == "movers.0.name:given"


def test_forty_strokes_are_enough():
    resident = writing()
    for at in range(60):
        resident.touch(events.StrokeDrawn(((at, 0), (at, 999))))

    assert len(resident.session.entry.hand.strokes) == 40
