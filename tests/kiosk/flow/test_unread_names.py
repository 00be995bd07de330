"""Names of which no reading is kept (a householder's) are asked in two parts: no family name is lost in a given one."""

from config.theme import LANDSCAPE
from kiosk.flow import effects, events
from kiosk.flow.state import change
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import Resident, choosing, demo, until

KANJI = {"たま": ("玉", "多摩"), "いちろう": ("一郎", "一朗")}


def at_the_householder():
    resident = until(Resident().choose_procedure("moving", "in").go_on(), "old_householder:family")
    resident.answers_effects = False
    return resident


def typed(resident, kana):
    return resident.type(kana).tell(events.Candidates(kana, KANJI[kana]))


def test_family_and_given_name_are_converted_each_for_itself_and_stand_together_in_the_answer():
    resident = typed(at_the_householder(), "たま")
    assert resident.done(effects.Convert)[-1].meant == "family"

    typed(resident.go_on(), "いちろう")
    assert resident.where == "old_householder:given"
    assert resident.done(effects.Convert)[-1] == effects.Convert("いちろう", "given")

    assert resident.go_on().at("old_householder") == "玉 一郎"
    assert resident.where != "old_householder:given"
    assert "old_householder_kana" not in resident.answers


def test_both_pages_say_whose_name_it_is_and_which_part():
    resident = at_the_householder()

    def said():
        drawn = screen_of(resident.session, demo(), LANDSCAPE, resident.now)
        return [line.text for box in drawn.boxes if box.id in ("title", "sub") for line in box.lines], drawn.spoken

    family, aloud = said()
    assert family == ["いままでの世帯主", "名字（せい）"]
    assert "どなた" in aloud and "名字" in aloud
    typed(resident, "たま").go_on()
    assert said()[0] == ["いままでの世帯主", "名前（めい）"]


def test_a_name_entered_before_is_one_touch_and_stays_what_it_was_on_the_way_back():
    resident = at_the_householder().choose("0")
    assert resident.at("old_householder") == resident.at("movers.0.name")

    before = resident.where
    resident.touch(events.Back())
    assert (resident.where, resident.session.entry.text) == ("old_householder:family", "川崎")
    resident.go_on().go_on()
    assert (resident.where, resident.at("old_householder")) == (before, "川崎 太郎")


def test_the_family_name_of_the_householder_is_the_first_offered_to_the_next_of_the_same_reading():
    resident = typed(until(Resident().choose_procedure("household", "merge").go_on(), "old_householder:family"), "たま")
    resident.touch(events.Candidate(1)).go_on().enter("たろう")
    until(resident, "other_householder:family").type("たま").tell(events.Candidates("たま", ("玉", "多摩")))

    assert resident.session.entry.candidates == ("多摩", "玉")


def test_who_does_not_know_the_householder_says_so_at_once():
    resident = at_the_householder().touch(events.CheckAtCounter())

    assert resident.at("old_householder") == {"needs_staff": True}
    assert not resident.where.startswith("old_householder")


def test_kanji_that_are_not_found_go_to_the_counter_with_both_parts_as_they_were_typed():
    resident = typed(at_the_householder(), "たま").touch(events.CheckAtCounter())
    assert resident.where == "old_householder:given"
    typed(resident, "いちろう").go_on()

    assert resident.at("old_householder") == {"needs_staff": True, "text": "たま いちろう"}
    resident.answers_effects = True
    assert resident.answer({}).problems() == []


def test_an_answer_that_stands_is_mended_in_one_of_its_parts():
    resident = typed(typed(at_the_householder(), "たま").go_on(), "いちろう").go_on()
    resident.answers_effects = True
    resident.answer({}).touch(events.Edit("old_householder"), events.Key("clear"))
    resident.answers_effects = False
    typed(resident, "たま").touch(events.Candidate(1)).go_on()
    assert resident.where == "old_householder:given"
    resident.go_on()

    assert (resident.screen, resident.at("old_householder")) == ("review", "多摩 一郎")


def test_a_name_that_came_without_a_space_stays_on_one_page():
    resident = at_the_householder()
    resident.session = change(resident.session, answers={**resident.answers, "old_householder": "玉一郎"})

    resident.touch(events.Edit("old_householder"))

    assert (resident.where, resident.session.entry.text) == ("old_householder:words", "玉一郎")


def test_gone_through_once_more_a_person_has_the_proposed_head_of_the_register_taken_whole():
    home = {"movers.nationality": choosing("japan")}
    resident = until(Resident().choose_procedure("moving", "in").go_on(), "movers:people").touch(events.PersonAdd())
    while resident.where != "movers.1.domicile_head:family":
        resident.answer_one(home) if not resident.session.entry.text else resident.go_on()
    assert resident.session.entry.text == resident.at("movers.0.domicile_head")

    resident.go_on()

    assert resident.at("movers.1.domicile_head") == resident.at("movers.0.domicile_head")
    assert resident.where == "movers:people"


def test_kana_typed_where_the_kanji_of_an_answer_stand_take_their_place():
    resident = at_the_householder().choose("0")
    resident.answers_effects = True
    resident.answer({}).touch(events.Edit("old_householder")).name("ほんまち", "じろう")

    assert (resident.screen, resident.at("old_householder")) == ("review", "本町 次郎")
