"""Staff at the kiosk: in with number and PIN, out by themselves or by the clock; the resident's entry is as it was."""

from datetime import timedelta

import pytest

from config.theme import LANDSCAPE
from hardware.printer.port import JobState, PrinterState
from hub import wire
from hub.wire import NextCall, Refusal, Reissued, Ticket, Unlocked
from kiosk.flow import effects, events
from kiosk.flow.unlocking import seconds_left
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import NOW, TODAY, Resident

TICKET = Ticket("visit", "A-024", TODAY, "residence", (), NOW, (NextCall("reception", (1,)),))
OTHER = Ticket("other", "C-007", TODAY, "certificates", (), NOW, (NextCall("reception", (1,)),))
UNLOCKED = events.KioskUnlocked(Unlocked("u1", "03", "floor_guide", 180))


def keys(text):
    return [events.Key(sign) for sign in text]


def knocked(resident):
    return resident.touch(events.StaffKnock())


def asked(resident):
    """Number and PIN are typed, the hub is asked."""
    return knocked(resident).touch(*keys("03"), events.Next(), *keys("482915"), events.Next())


def unlocked(resident=None):
    return asked(resident or Resident()).tell(UNLOCKED)


def filling():
    """A resident in the middle of a form."""
    return Resident().choose_procedure("moving", "in").go_on().for_themselves()


def with_number(state=JobState.PRINTED):
    resident = Resident().touch(events.NumberOnly(), events.Choose("residence")).tell(events.NumberTaken(TICKET))
    return resident.tell(events.SlipChanged(state))


def assist(resident):
    return resident.session.assist


def refuse(resident, error):
    return resident.tell(events.AssistRefused(Refusal(error, "", "")))


def test_number_and_pin_are_asked_at_the_hub_and_open_the_panel():
    resident = asked(Resident())

    assert resident.done(effects.Unlock) == [effects.Unlock(resident.session.devices.kiosk, "03", "482915")]
    assert assist(resident).waiting
    resident.tell(UNLOCKED)
    assert (assist(resident).page, assist(resident).staff, assist(resident).pin) == ("panel", "03", "")


def test_a_pin_is_never_in_a_repr():
    resident = knocked(Resident()).touch(*keys("03"), events.Next(), *keys("482915"))

    assert "482915" not in repr(resident.session) + repr(assist(resident)) + repr(effects.Unlock("01", "03", "482915"))


def test_a_wrong_pin_is_typed_again_and_opens_nothing():
    resident = refuse(asked(Resident()), "wrong_pin")

    assert (assist(resident).page, assist(resident).pin, assist(resident).told) == ("pin", "", "staff.refused.wrong_pin")
    resident.touch(events.Choose("reissue"), events.Choose("cancel"), events.Next())
    assert assist(resident).page == "pin"
    assert resident.done(effects.ReissueSlip) == []


def test_while_the_hub_is_away_nobody_gets_in_and_it_is_said():
    resident = knocked(Resident()).tell(events.HubChanged(False)).touch(*keys("03"), events.Next(), *keys("482915"), events.Next())

    assert resident.done(effects.Unlock) == []
    assert assist(resident).told == "staff.refused.hub_away"


def test_whoever_holds_the_corner_by_accident_goes_on_where_they_were():
    resident = filling()
    before = resident.session

    knocked(resident).touch(events.Back())

    assert assist(resident) is None
    assert (resident.where, resident.session.over, resident.answers) == (resident.where, "", before.answers)
    assert resident.session.page == before.page
    assert resident.done(effects.EndUnlock) == []


def test_a_pad_on_which_nobody_types_goes_by_itself():
    resident = knocked(filling()).wait(29)
    assert assist(resident) is not None
    resident.wait(1)
    assert assist(resident) is None


def test_after_three_minutes_the_kiosk_is_the_residents_again_with_all_their_time():
    resident = unlocked(filling())
    page = resident.session.page
    resident.touch(events.Choose("paper")).wait(120)
    assert assist(resident) is not None
    assert seconds_left(assist(resident), resident.around) < 61

    resident.wait(60)

    assert assist(resident) is None
    assert resident.done(effects.EndUnlock) == [effects.EndUnlock("u1")]
    assert resident.session.page == page
    assert resident.wait(60).session.over == "", "the clock of the resident stood still meanwhile"


def test_the_time_does_not_start_again_with_a_touch():
    resident = unlocked()
    for _ in range(18):
        resident.wait(10).touch(events.Choose("nothing"))

    assert assist(resident) is None


def test_the_way_back_ends_the_unlock_once():
    resident = unlocked(filling()).touch(events.Next())

    assert resident.done(effects.EndUnlock) == [effects.EndUnlock("u1")]
    assert resident.session.over == ""


def test_an_answer_that_comes_when_nobody_waits_any_more_ends_the_unlock_at_once():
    resident = asked(Resident())
    resident.now += timedelta(seconds=31)
    resident.tell(events.Tick(), UNLOCKED)

    assert assist(resident) is None
    assert resident.done(effects.EndUnlock) == [effects.EndUnlock("u1")]


def test_what_the_resident_waits_for_comes_while_staff_are_here():
    resident = Resident().touch(events.NumberOnly(), events.Choose("residence"))
    unlocked(resident).tell(events.NumberTaken(TICKET), events.SlipChanged(JobState.PRINTED))

    assert resident.touch(events.Next()).screen == "ticket"
    assert resident.session.slip.state is JobState.PRINTED


def test_taking_over_needs_the_residents_own_yes():
    resident = unlocked(filling()).touch(events.Choose("take_over"))
    assert assist(resident).page == "consent"

    resident.touch(events.Choose("no"))
    assert (assist(resident).page, assist(resident).told) == ("panel", "staff.not_agreed")
    assert resident.done(effects.NoteAssistance) == []

    resident.touch(events.Choose("take_over"), events.Choose("yes"))
    assert assist(resident) is None
    assert resident.done(effects.NoteAssistance) == [effects.NoteAssistance(wire.Assistance("u1", "took_over"))]
    assert resident.screen == "page"


def test_who_is_asked_to_consent_finds_the_language_and_size_they_can_read_and_is_asked_again():
    resident = unlocked(filling()).touch(events.Choose("take_over"))
    screen = screen_of(resident.session, resident.around.bundle, LANDSCAPE, NOW)
    offered = {box.id: box.event for box in screen.boxes if box.event is not None}

    resident.touch(offered["languages"], events.ChooseLanguage("ne"))
    assert (resident.session.over, resident.session.language, assist(resident).page) == ("assist", "ne", "consent")

    resident.touch(offered["appearance"], events.ChooseAppearance(size="XL", voice=True), events.Back())
    assert (resident.session.over, resident.session.size, resident.session.voice) == ("assist", "XL", True)

    resident.touch(events.Choose("yes"))
    assert (resident.session.over, resident.session.language, resident.screen) == ("", "ne", "page")


def test_the_language_screen_of_the_consent_goes_with_the_time_of_staff():
    resident = unlocked(filling()).touch(events.Choose("take_over"), events.ShowLanguages())
    resident.wait(200)

    assert (assist(resident), resident.session.over) == (None, "")


def test_the_call_for_help_ends_where_the_helper_takes_over():
    resident = filling().touch(events.Help(), events.Back())
    assert resident.session.help_called
    unlocked(resident).touch(events.Choose("take_over"), events.Choose("yes"))

    assert not resident.session.help_called
    assert resident.done(effects.CallHelp)[-1] == effects.CallHelp(False)


def test_at_the_start_there_is_nothing_to_take_over():
    assert assist(unlocked().touch(events.Choose("take_over"))).page == "panel"


def test_a_second_paper_of_this_number_has_its_copy_and_is_waited_for():
    resident = unlocked(with_number()).touch(events.Choose("reissue"))
    assert resident.done(effects.ReissueSlip) == [effects.ReissueSlip(wire.Reissue("u1", "A-024"))]

    resident.tell(events.SlipReissued(Reissued(TICKET, "ja", 2)))

    assert (assist(resident).copy, assist(resident).orders, assist(resident).told) == (2, 1, "staff.reissued")
    assert (resident.session.slip.copy, resident.session.slip.state) == (2, None)
    resident.tell(events.SlipChanged(JobState.PRINTED, None, "visit"))
    assert (assist(resident).paper, resident.session.slip.state) == (JobState.PRINTED, JobState.PRINTED)


@pytest.mark.parametrize("state", [JobState.SENDING, JobState.HELD])
def test_a_paper_that_is_still_to_come_is_not_given_a_second_time(state):
    resident = unlocked(with_number(state)).touch(events.Choose("reissue"))

    assert resident.done(effects.ReissueSlip) == []


def test_without_paper_in_the_printer_nothing_is_given_again():
    resident = unlocked(with_number().tell(events.PrinterChanged(PrinterState.PAPER_END))).touch(events.Choose("reissue"))

    assert resident.done(effects.ReissueSlip) == []
    resident.tell(events.PrinterChanged(PrinterState.READY)).touch(events.Choose("reissue"))
    assert len(resident.done(effects.ReissueSlip)) == 1


def test_a_number_whose_resident_has_gone_on_is_typed():
    resident = unlocked().touch(events.Choose("reissue"), *keys("7A024"), events.Key("B"), events.Next())
    assert resident.done(effects.ReissueSlip) == [effects.ReissueSlip(wire.Reissue("u1", "A-024"))]

    refuse(resident, "unknown_number")
    assert (assist(resident).page, assist(resident).told) == ("number", "staff.refused.unknown_number")


def test_a_number_is_cancelled_with_a_reason_only():
    resident = unlocked().touch(events.Choose("cancel"), *keys("A024"), events.Next())
    assert (assist(resident).page, resident.done(effects.CancelNumber)) == ("reason", [])

    resident.touch(events.Choose("because"), events.Choose("twice"))
    assert (assist(resident).page, resident.done(effects.CancelNumber)) == ("confirm", [])
    resident.touch(events.Next())
    assert resident.done(effects.CancelNumber) == [effects.CancelNumber(wire.CancelNumber("u1", "A-024", "twice"))]
    resident.tell(events.NumberCancelled("A-024"))
    assert (assist(resident).page, assist(resident).told, assist(resident).about) == ("panel", "staff.cancelled", "A-024")


def test_with_its_number_the_visit_on_this_screen_is_over():
    resident = unlocked(with_number()).touch(events.Choose("cancel"), events.Choose("left"), events.Next())
    resident.tell(events.NumberCancelled("A-024"))

    assert resident.done(effects.EndUnlock) == [effects.EndUnlock("u1")]
    assert effects.End() in resident.effects
    assert resident.session.ticket is None


def test_an_entry_is_cancelled_with_a_reason_and_forgotten():
    resident = unlocked(filling()).touch(events.Choose("cancel"), events.Choose("left"), events.Next())

    assert resident.done(effects.NoteAssistance) == [effects.NoteAssistance(wire.Assistance("u1", "entry_cancelled", "left"))]
    assert effects.End() in resident.effects
    assert resident.answers == {}


def test_a_paper_form_gets_a_number_for_the_service_people_language_and_care_chosen():
    resident = unlocked().touch(events.Choose("paper"), events.Next())
    assert resident.done(effects.HandNumber) == [], "a service must be chosen"

    resident.touch(events.Choose("certificates"), events.Choose("more"), events.Choose("more"), events.Choose("fewer"))
    resident.touch(events.Choose("language"), events.Choose("consideration"), events.Next())

    (handed,) = resident.done(effects.HandNumber)
    visit = wire.OpenVisit(language="ja-easy", channel="paper", service="certificates", people=2, consideration=True)
    assert handed == effects.HandNumber("press-paper-0", wire.HandNumber("u1", visit))
    resident.tell(events.NumberHanded(OTHER))
    assert (assist(resident).about, assist(resident).copy, assist(resident).orders) == ("C-007", 1, 1)


def test_the_next_paper_form_is_another_press():
    resident = unlocked()
    for _ in range(2):
        resident.touch(events.Choose("paper"), events.Choose("certificates"), events.Next()).tell(events.NumberHanded(OTHER))

    assert [effect.key for effect in resident.done(effects.HandNumber)] == ["press-paper-0", "press-paper-1"]


def test_another_persons_paper_does_not_touch_the_one_of_this_visit():
    resident = unlocked(with_number()).touch(events.Choose("paper"), events.Choose("certificates"), events.Next())
    resident.tell(events.NumberHanded(OTHER), events.SlipChanged(JobState.HELD, PrinterState.PAPER_END, "other"))

    assert (assist(resident).paper, resident.session.slip.state) == (JobState.HELD, JobState.PRINTED)


def test_the_call_for_help_is_ended_from_the_panel():
    resident = unlocked(filling().touch(events.Help())).touch(events.Help())

    assert resident.done(effects.CallHelp) == [effects.CallHelp(True), effects.CallHelp(False)]
    assert assist(resident).page == "panel"


def test_who_strayed_to_the_pad_can_call_staff_from_there():
    resident = knocked(filling()).touch(events.Help())

    assert (assist(resident), resident.session.over) == (None, "help")


def test_an_unlock_that_ran_out_at_the_hub_asks_for_the_pin_again():
    resident = unlocked(with_number()).touch(events.Choose("reissue"))
    refuse(resident, "not_unlocked")

    assert (assist(resident).page, assist(resident).unlock) == ("pin", "")


def test_training_is_switched_where_nobody_is_served_and_begins_with_a_new_window():
    resident = unlocked(filling()).touch(events.Choose("training"))
    assert resident.done(effects.SetTraining) == []

    resident = unlocked().touch(events.Choose("training"))
    assert resident.done(effects.SetTraining) == [effects.SetTraining(True)]
    assert effects.End() in resident.effects


def test_the_look_is_changed_from_the_panel():
    resident = unlocked(filling()).touch(events.Choose("look"))

    assert (resident.session.over, assist(resident)) == ("appearance", None)
    assert resident.done(effects.EndUnlock) == [effects.EndUnlock("u1")]


def test_a_spare_takes_the_role_staff_choose_and_no_other_tablet_does():
    spare = asked(Resident()).tell(events.KioskUnlocked(Unlocked("u1", "03", "floor_guide", 180, True)))
    spare.touch(events.Choose("role"), events.Choose("99"), events.Choose("2"))
    assert spare.done(effects.TakeRole) == [effects.TakeRole(wire.TakeRole("u1", 2))]
    spare.tell(events.RoleTaken(2))
    assert (assist(spare).counter, assist(spare).told) == (2, "staff.role_taken")
    spare.touch(events.Choose("role"), events.Choose("writing_desk"))
    assert spare.done(effects.TakeRole)[1:] == [effects.TakeRole(wire.TakeRole("u1"))]

    assert assist(unlocked().touch(events.Choose("role"))).page == "panel"


def test_back_from_the_last_question_cancels_nothing():
    resident = unlocked(filling()).touch(events.Choose("cancel"), events.Choose("left"), events.Back())

    assert (assist(resident).page, assist(resident).reason) == ("panel", "")
    assert resident.done(effects.NoteAssistance) == []


def test_a_test_print_is_told_as_far_as_it_has_come_and_belongs_to_nobody():
    resident = unlocked().touch(events.Choose("test"))
    sheet = resident.session.sheet
    assert (sheet.kind, sheet.state, assist(resident).told) == ("test", None, "staff.tested")

    resident.touch(events.Choose("test"))
    assert resident.session.sheets == 1  # the first is still under way
    resident.tell(events.SlipChanged(JobState.PRINTED, None, sheet.name)).touch(events.Choose("test"))
    assert resident.session.sheets == 2
    assert resident.session.sheet.name != sheet.name


def test_a_printer_that_stands_still_is_not_tested():
    resident = unlocked().tell(events.PrinterChanged(PrinterState.COVER)).touch(events.Choose("test"))
    assert resident.session.sheets == 0


def test_the_roll_is_changed_step_by_step_and_then_tested():
    resident = unlocked().touch(events.Choose("roll"))
    assert assist(resident).page == "roll"

    resident.touch(events.Next())
    assert (assist(resident).page, resident.session.sheets) == ("panel", 1)
