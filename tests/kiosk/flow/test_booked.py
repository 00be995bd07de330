"""予約 at the kiosk: shown first, one press to its number, the form first for who wants; and a clear way where numbers are out."""

from datetime import timedelta

import pytest

from config.days import in_words
from config.theme import LANDSCAPE, PORTRAIT
from hub.wire import Application, FoundAppointment, FoundEntry, Refusal
from kiosk.flow import effects, events
from kiosk.flow.booked import has_form
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import NOW, TODAY, Resident

CODE = f"UK1:{'A' * 26}BC"


def shown(procedure="card_pickup", service="my_number_card"):
    appointment = FoundAppointment("token", procedure, service, NOW)
    found = FoundEntry("", "ja", (), TODAY, appointment=appointment)
    return Resident().touch(events.HaveCode()).tell(events.CodeSeen(CODE), events.EntryFound(found))


def words_of(resident):
    screen = screen_of(resident.session, resident.around.bundle, LANDSCAPE, NOW)
    return "".join(line.text for box in screen.boxes for line in box.lines).replace(" ", "")


def sent(resident):
    [order] = resident.done(effects.TakeNumber)
    return order.visit


def test_the_code_of_an_appointment_shows_what_was_booked_before_anything_is_taken():
    resident = shown()

    assert resident.screen == "appointment"
    assert resident.done(effects.StopScanner) and not resident.done(effects.TakeNumber)


def test_one_press_brings_the_number_of_the_appointment():
    resident = shown().touch(events.Next())

    assert resident.screen == "sending"
    assert (sent(resident).appointment, sent(resident).applications, sent(resident).service) == ("token", (), "my_number_card")


def test_who_wants_fills_in_first_and_the_number_is_for_the_appointment_all_the_same():
    resident = shown("moving_in", "residence")
    assert has_form(resident.session, resident.around)

    resident.touch(events.Choose("form")).answer({})
    resident.take_number()

    assert sent(resident).appointment == "token"
    assert [each.procedure for each in sent(resident).applications] == ["moving_in"]


def test_what_needs_no_form_offers_none():
    resident = shown()

    assert resident.touch(events.Choose("form")).screen == "appointment"


def test_back_leads_to_the_camera_and_the_appointment_comes_again_with_the_code():
    assert shown().touch(events.Back()).screen == "code_scan"


def test_an_appointment_found_too_late_for_the_session_is_dropped():
    late = FoundEntry("", "ja", (), TODAY, appointment=FoundAppointment("token", "card_pickup", "my_number_card", NOW))

    assert Resident().tell(events.EntryFound(late)).screen == "start"


@pytest.mark.parametrize("error", ["appointment_used", "appointment_over", "appointment_other_day"])
def test_a_code_that_opens_no_appointment_today_says_why_and_the_camera_goes_on(error):
    resident = Resident().touch(events.HaveCode()).tell(events.CodeSeen(CODE), events.EntryRefused(Refusal(error, "fictional")))

    assert (resident.screen, resident.session.code_wrong) == ("code_scan", f"error.{error}")


def test_a_code_for_another_day_says_which_day_and_time_it_is_for_in_the_resident_s_words():
    begins = NOW.replace(hour=9, minute=5) + timedelta(days=3)
    refusal = Refusal("appointment_other_day", "fictional", until=begins)
    resident = Resident().touch(events.HaveCode()).tell(events.CodeSeen(CODE), events.EntryRefused(refusal))

    assert f"{in_words(begins.date(), 'ja')} 9:05".replace(" ", "") in words_of(resident)
    resident.tell(events.EntryRefused(Refusal("unknown_code", "fictional")))
    assert "9:05" not in words_of(resident)


def test_where_no_number_is_left_one_of_the_information_desk_is_another_press_with_another_key():
    resident = Resident().touch(events.NumberOnly(), events.Choose("my_number_card"))
    resident.tell(events.NumberRefused(Refusal("quota_reached", "fictional")))
    assert resident.screen == "refused"

    resident.touch(events.Choose("general"))

    first, second = resident.done(effects.TakeNumber)
    assert first.key != second.key and second.visit.service == "general"


def with_entry():
    """The one code of somebody who entered at home and booked a time for it."""
    at_home = Resident().choose_procedure("moving", "in").go_on().for_themselves().answer({}).answers
    appointment = FoundAppointment("token", "moving_in", "residence", NOW)
    found = FoundEntry("entry", "ja", (Application("moving_in", "version", at_home),), TODAY, appointment=appointment)
    return Resident().touch(events.HaveCode()).tell(events.CodeSeen(CODE), events.EntryFound(found))


def test_one_code_shows_the_time_then_what_was_entered_and_the_number_is_for_both():
    resident = with_entry()
    assert resident.screen == "appointment" and not has_form(resident.session, resident.around)

    resident.touch(events.Next())
    assert resident.screen == "review"
    resident.take_number()

    assert (sent(resident).appointment, sent(resident).reception_token, sent(resident).applications) == ("token", "entry", ())


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_who_entered_at_home_is_led_to_what_was_entered_by_the_key_that_is_drawn(panel):
    resident = with_entry()
    [key] = [box for box in screen_of(resident.session, resident.bundle, panel, resident.now).boxes if box.id == "next"]

    assert key.enabled and key.lines[0].text == "つぎへ"
    assert resident.touch(key.event).screen == "review"


def test_another_paper_shown_after_it_brings_nothing_of_the_first():
    appointment = FoundAppointment("other", "card_pickup", "my_number_card", NOW)
    resident = with_entry().touch(events.Back())
    resident.tell(
        events.CodeSeen(CODE.replace("A", "B")), events.EntryFound(FoundEntry("", "ja", (), TODAY, appointment=appointment))
    )
    resident.touch(events.Next())

    assert (sent(resident).appointment, sent(resident).reception_token, sent(resident).applications) == ("other", None, ())
