"""Who has entered at home: the code by camera or typed, shown for review, sent as it was unless it was changed."""

import pytest

from config.theme import LANDSCAPE, PORTRAIT
from hub.wire import Application, FoundEntry, Refusal
from kiosk.flow import effects, events
from kiosk.flow.checking import applications
from kiosk.flow.state import change
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import TODAY, Resident, demo, replaced, ticking

CODE = f"UK1:{'A' * 26}BC"
OTHER = f"UK1:{'B' * 26}BC"


def entered(language="ja"):
    resident = Resident().choose_procedure("moving", "in").go_on().for_themselves().answer({})
    answers = {**resident.answers, "visit_site": "kawabe", "visit_date": TODAY.isoformat(), "visit_band": "morning"}
    del answers["q_other"]
    answers["q_other"] = ["dog"]
    return FoundEntry("token", language, (Application("moving_in", "version", answers),), TODAY)


def scanning(**given):
    return Resident(**given).touch(events.HaveCode())


def refused(error):
    return events.EntryRefused(Refusal(error, "fictional"))


def test_a_seen_code_is_looked_up_once_and_its_entry_sent_by_its_token_alone():
    resident = scanning().tell(events.CodeSeen(CODE), events.CodeSeen(CODE))
    assert resident.done(effects.FindEntry) == [effects.FindEntry(CODE)]
    resident.tell(events.EntryFound(entered()))
    assert resident.screen == "review"
    assert resident.done(effects.StopScanner)

    resident.take_number()

    [sent] = resident.done(effects.TakeNumber)
    assert (sent.visit.reception_token, sent.visit.applications, sent.visit.service) == ("token", (), None)
    assert sent.adds[0] == "moving_in", "the paper of an own number names it"


@pytest.mark.parametrize("procedures", [("seal_registration", "certificates"), ("certificates", "seal_registration")])
def test_two_forms_that_ask_for_other_parts_of_one_address_are_both_whole(procedures):
    at_home = Resident()
    at_home.session = change(at_home.session, screen="result", procedures=procedures)
    at_home.go_on().answer({})
    sent_from_home = applications(at_home.session, at_home.bundle)
    parts = [set(one.answers["address"]) for one in sent_from_home]
    assert parts[0] != parts[1]

    resident = scanning().tell(events.CodeSeen(CODE), events.EntryFound(FoundEntry("token", "ja", sent_from_home, TODAY)))
    assert resident.problems() == []
    resident.take_number()

    [sent] = resident.done(effects.TakeNumber)
    assert (sent.visit.reception_token, sent.visit.applications) == ("token", ())


def test_a_changed_entry_is_sent_with_its_answers_and_only_the_change_is_asked():
    resident = scanning().tell(events.CodeSeen(CODE), events.EntryFound(entered()))

    resident.touch(events.Edit("q_other"))
    ticking("water")(resident)
    assert resident.screen == "review"
    resident.take_number()

    [sent] = resident.done(effects.TakeNumber)
    assert sent.visit.reception_token == "token"
    assert sent.visit.applications[0].answers["q_other"] == ["dog", "water"]


def test_an_entry_that_lacks_something_leads_to_it_before_the_number():
    found = entered()
    del found.applications[0].answers["phone"]
    resident = scanning().tell(events.CodeSeen(CODE), events.EntryFound(found)).go_on()

    assert (resident.where, resident.session.entry.wrong) == ("phone:phone", "problem.missing")
    resident.enter("09000000000")
    assert resident.screen == "review"
    resident.take_number()
    assert resident.screen == "sending"


def test_the_language_of_the_entry_is_spoken_where_nobody_chose_another():
    office = replaced(demo(), languages=("ja", "en"))
    assert scanning(bundle=office).tell(events.EntryFound(entered("en"))).session.language == "en"
    assert scanning(bundle=office).tell(events.EntryFound(entered("vi"))).session.language == "ja", "not spoken here"


def test_a_web_address_is_never_looked_up():
    resident = scanning().tell(events.CodeSeen("https://example.com/UK1:"))

    assert resident.done(effects.FindEntry) == []
    assert resident.session.code_wrong == "code.foreign"


@pytest.mark.parametrize("error", ["unknown_code", "code_expired", "code_used"])
def test_a_refused_code_says_so_once_and_the_camera_goes_on(error):
    resident = scanning().tell(events.CodeSeen(CODE), refused(error), events.CodeSeen(CODE))
    assert resident.session.code_wrong == f"error.{error}"
    assert len(resident.done(effects.FindEntry)) == 1

    resident.tell(events.CodeSeen(OTHER))

    assert resident.session.code_wrong == ""
    assert len(resident.done(effects.FindEntry)) == 2


def test_the_code_is_typed_where_the_camera_does_not_see_it_and_mended_after_a_mistake():
    resident = scanning().choose("type")
    assert (resident.screen, resident.effects[-1]) == ("code_type", effects.StopScanner())
    resident.type("abcdOILU").enter("23")
    assert (resident.session.entry.text, resident.session.code_wrong) == ("ABCD23", "code.too_short")
    resident.type("45678").go_on()
    assert resident.done(effects.FindEntry) == [effects.FindEntry("ABCD2345")]
    resident.tell(refused("unknown_code"))
    assert resident.session.entry.text == "ABCD2345"

    resident.touch(events.Key("delete")).enter("6").tell(events.EntryFound(entered()))

    assert resident.done(effects.FindEntry)[-1] == effects.FindEntry("ABCD2346")
    assert resident.screen == "review"


def test_back_to_the_camera_opens_it_again_and_the_same_code_counts():
    resident = scanning().choose("type").touch(events.Back())
    assert (resident.screen, resident.effects[-1]) == ("code_scan", effects.StartScanner())
    resident.tell(events.CodeSeen(CODE), events.EntryFound(entered())).touch(events.Back())
    assert resident.screen == "code_scan"

    resident.tell(events.CodeSeen(CODE))

    assert len(resident.done(effects.FindEntry)) == 2


def test_without_a_camera_the_code_is_typed():
    resident = scanning(camera=False)

    assert resident.screen == "code_type"
    resident.choose("scan")
    assert resident.screen == "code_type"


@pytest.mark.parametrize("state", ["no_camera", "no_picture"])
def test_a_camera_that_shows_nothing_gives_way_to_the_keys_says_why_and_leaves_the_way_back_open(state):
    resident = scanning().tell(events.CameraChanged(state))
    assert resident.screen == "code_type" and resident.done(effects.StopScanner)
    for panel in (LANDSCAPE, PORTRAIT):
        shown = {box.id: box for box in screen_of(resident.session, resident.bundle, panel, resident.now).boxes}
        assert "カメラが使えません" in shown["wrong"].lines[0].text and "camera" not in shown

    assert resident.choose("scan").screen == "code_scan"
    assert resident.tell(events.CameraChanged(state)).touch(events.Back()).screen == "start"


def test_a_code_seen_elsewhere_means_nothing():
    resident = Resident().tell(events.CodeSeen(CODE), events.EntryFound(entered()), refused("unknown_code"))

    assert resident.screen == "start"
    assert resident.effects == []
