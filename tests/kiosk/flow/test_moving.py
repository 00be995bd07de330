"""Residents who move: every page by touch, and answers the hub takes as they are."""

from datetime import timedelta

import pytest

from config.theme import LANDSCAPE
from hardware.printer.port import PrinterState
from hub.wire import NextCall, Ticket
from kiosk.flow import effects, events
from kiosk.flow.paging import known_names
from kiosk.flow.state import change
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import NOW, TODAY, Resident, choosing, demo, entering, nothing, on, replaced, ticking, until

TOWN = ("神奈川県", "みどり野市中央区", "本町", "ホンチョウ")


def moving_in(**options):
    return Resident(**options).choose_procedure("moving", "in").go_on().for_themselves()


def test_a_resident_who_moves_alone_answers_by_hand_and_takes_a_number():
    resident = moving_in()

    assert resident.where == "movers.0.nationality:choice"
    resident.choose("japan")
    assert resident.where == "movers.0.name:family"
    resident.enter("かわさき")
    assert resident.where == "movers.0.name:given"
    resident.type("たろう").touch(events.Candidate(1)).go_on()
    assert resident.at("movers.0.name") == "川崎 太朗"
    assert resident.at("movers.0.name_kana") == "カワサキ　タロウ"
    assert resident.where == "movers.0.sex:choice"
    resident.choose("male").born("showa", "550217")
    assert resident.at("movers.0.birth_date") == "1980-02-17"
    resident.answer({})

    assert resident.screen == "review"
    assert resident.problems() == []
    assert resident.at("old_address.prefecture_city") == "神奈川県横浜市青葉区"
    assert resident.at("new_address.ward") == "川辺区"
    resident.take_number()
    [sent] = resident.done(effects.TakeNumber)
    assert resident.screen == "sending"
    assert sent.visit.applications[0].procedure == "moving_in"
    assert sent.visit.applications[0].answers["consent"] is True
    assert sent.visit.service is None


def test_every_notification_and_request_ends_in_answers_the_hub_takes():
    for options in (("moving", "in"), ("moving", "within"), ("moving", "out"), ("certificate",), ("seal", "register")):
        resident = Resident().choose_procedure(*options).go_on().for_themselves().answer({})

        assert resident.screen == "review", options
        assert resident.problems() == []


@pytest.mark.parametrize(("tile", "relation"), [("householder", "self"), ("split", "self"), ("merge", "self")])
def test_a_household_changes_at_its_address_and_offers_its_members_as_householders(tile, relation):
    resident = Resident().choose_procedure("household", tile).go_on().for_themselves()
    resident.answer({"members.relationship": choosing(relation), "new_householder": choosing("0")})

    assert resident.screen == "review"
    assert resident.problems() == []
    assert resident.at("new_householder") == resident.at("members.0.name")


def test_who_joins_another_household_cannot_be_its_householder_and_is_told_so_at_once():
    resident = Resident().choose_procedure("household", "transfer").go_on().for_themselves()
    until(resident, "members.0.relationship:choice").choose("self")

    assert resident.where == "members.0.relationship:choice"
    assert resident.session.entry.wrong == "problem.householder_is_there"


def test_a_householder_who_was_named_is_offered_where_the_next_householder_is_asked():
    resident = Resident().choose_procedure("household", "merge").go_on().answer({"other_householder": entering("かわさきじろう")})
    assert resident.at("new_householder") == resident.at("members.0.name"), "who is listed as the householder"
    resident.touch(events.Edit("new_householder"), events.Key("clear")).choose("1")

    assert resident.at("new_householder") == resident.at("other_householder") != resident.at("members.0.name")


def test_a_room_number_can_be_typed_wherever_a_building_is_asked():
    def fields(several):
        return [one for field in several for one in (field, *fields(field.fields))]

    buildings = {
        (form.id, field.kind)
        for form in demo().forms.values()
        for step in form.steps
        for field in fields(step.fields)
        if field.id == "building"
    }

    assert len(buildings) >= 8
    assert {kind for _, kind in buildings} == {"text"}  # a name has no digits


def test_who_stays_when_the_householder_moves_out_is_asked_of_its_own():
    resident = Resident().choose_procedure("moving", "out").choose_procedure("household", "householder").go_on().for_themselves()
    resident.answer({"members.relationship": choosing("self")})

    assert resident.problems() == []
    assert {"movers", "members"} <= set(resident.answers)


def test_several_towns_on_one_postal_code_are_chosen_from():
    resident = until(moving_in(), "new_address.postal_code:postal_code")

    resident.type("2190002")
    assert len(resident.session.entry.towns) == 2
    resident.go_on()
    assert resident.session.entry.wrong == "problem.choose_town"
    resident.choose("1")

    assert resident.at("new_address") == {"postal_code": "2190002", "ward": "川辺区", "town": "川岸新田"}
    assert resident.where == "new_address.lot:lot"


def test_a_postal_code_nobody_knows_is_kept_and_the_address_asked():
    resident = until(moving_in(), "old_address.postal_code:postal_code")

    resident.type("9999999")
    assert resident.session.entry.no_town
    resident.go_on()

    assert resident.at("old_address.postal_code") == "9999999"
    assert resident.where == "old_address.prefecture_city:words"


def test_a_resident_who_does_not_know_the_code_says_so():
    resident = until(moving_in(), "old_address.postal_code:postal_code")

    resident.type("225").touch(events.CheckAtCounter())

    assert resident.at("old_address.postal_code") is None
    assert resident.where == "old_address.prefecture_city:words"


def test_a_place_with_numbers_is_typed_in_kana_and_digits_and_the_keys_stay_where_the_resident_left_them():
    resident = until(moving_in(), "movers.0.domicile:words")

    resident.type("えだちょう").touch(events.Key("digits")).type("12-3").touch(events.Key("delete")).type("4")
    assert resident.session.entry.layer == "digits"
    resident.touch(events.Key("kana")).type("ばんち")

    assert resident.session.entry.text == "えだちょう12-4ばんち"
    assert resident.done(effects.Convert)[-1] == effects.Convert("えだちょう12-4ばんち", "words")
    assert resident.go_on().at("movers.0.domicile") is not None
    assert resident.session.entry.layer == ""


def test_a_place_is_typed_with_words_from_keys_beside_the_digits_and_one_key_takes_a_word_away():
    resident = until(moving_in(), "movers.0.domicile:words").type("えだちょう").touch(events.Key("digits"))
    before = resident.now

    resident.touch(*(events.Key(key) for key in ("1", "丁目", "2", "番", "delete", "番地")))

    assert resident.session.entry.text == "えだちょう1丁目2番地"
    assert resident.now - before == timedelta(milliseconds=400) * 6
    assert resident.done(effects.Convert)[-1] == effects.Convert("えだちょう1丁目2番地", "words")


def test_a_building_has_its_own_words_and_an_address_has_not_those():
    address = until(moving_in(), "movers.0.domicile:words").type("さくら").touch(events.Key("ハイツ"))
    assert address.session.entry.text == "さくら"

    building = until(moving_in(), "old_address.building:words").type("さくら").touch(events.Key("荘"), events.Key("digits"))
    building.type("201").touch(events.Key("号室"))

    assert building.session.entry.text == "さくら荘201号室"
    assert building.done(effects.Convert)[-1] == effects.Convert("さくら荘201号室", "building")


def test_a_word_that_has_no_room_any_more_is_said_as_a_character_is():
    resident = until(moving_in(), "old_address.building:words").type("さ" * 58).touch(events.Key("マンション"))

    assert resident.session.entry.text == "さ" * 58
    assert resident.session.entry.wrong == "problem.too_long"


def test_the_long_mark_behind_a_digit_is_the_hyphen_that_was_meant():
    resident = until(moving_in(), "movers.0.domicile:words").type("ほー1ー2")

    assert resident.session.entry.text == "ほー1-2"


def test_a_second_householder_is_told_at_once():
    resident = until(moving_in(), "movers:people").touch(events.PersonAdd())
    resident = until(resident, "movers.1.relationship:choice").choose("self")

    assert (resident.where, resident.session.entry.wrong) == ("movers.1.relationship:choice", "problem.one_householder")
    assert resident.at("movers.1.relationship") is None
    resident.choose("sibling").choose("younger_sister").answer({})
    assert resident.screen == "review"
    assert resident.problems() == []


def test_the_number_of_a_room_is_typed_with_the_name_of_the_building():
    resident = until(moving_in(), "old_address.building:words")
    assert resident.type("めぞん").touch(events.Key("digits")).type("203").session.entry.text == "めぞん203"


def test_a_name_has_no_digits():
    resident = until(moving_in(), "movers.0.name:family").type("か").touch(events.Key("digits"))

    assert (resident.session.entry.text, resident.session.entry.layer) == ("か", "")


def test_the_code_of_another_ward_fills_that_ward_and_says_where_to_file():
    resident = until(moving_in(), "new_address.postal_code:postal_code")

    resident.enter("2190011")

    assert resident.at("new_address.ward") == "中央区"
    assert resident.session.notice == "guidance.other_ward"
    assert resident.answer({}).problems() == []  # a warning, never a refusal


def test_the_code_of_another_city_is_no_new_address_here():
    resident = until(moving_in(), "new_address.postal_code:postal_code")

    resident.type("2250013")
    assert (resident.session.entry.towns, resident.session.entry.elsewhere) == ((), True)
    resident.go_on()
    assert (resident.where, resident.session.entry.wrong) == ("new_address.postal_code:postal_code", "problem.other_city")
    assert resident.touch(events.Back()).where != "new_address.postal_code:postal_code"
    while resident.where != "new_address.postal_code:postal_code":
        resident.go_on()
    assert resident.go_on().session.entry.wrong == "problem.other_city", "nor by もどる"

    resident.touch(events.Key("delete"))
    assert resident.type("3").session.entry.elsewhere
    resident.touch(events.CheckAtCounter())
    assert resident.where == "new_address.ward:choice", "who does not know it goes on without"
    assert resident.at("new_address.postal_code") is None


def test_of_a_code_that_two_cities_share_the_towns_here_are_left():
    resident = until(moving_in(), "new_address.postal_code:postal_code")
    resident.answers_effects = False
    there, here = ("神奈川県", "横浜市青葉区", "荏田町", "エダチョウ"), ("神奈川県", "みどり野市川辺区", "南町", "ミナミマチ")

    resident.type("2190001").tell(events.Towns("2190001", (there, here)))
    assert resident.session.entry.towns == (here,)
    assert resident.go_on().at("new_address.ward") == "川辺区"


def test_a_lot_that_another_town_erased_is_asked_for_though_one_goes_back_before_it():
    resident = moving_in().answer({"old_address.postal_code": entering("2190001"), "old_address.building": nothing})
    assert resident.at("old_address.lot") is not None
    resident.touch(events.Edit("old_address")).choose("japan")
    resident.touch(events.Key("clear")).enter("2190011")
    assert resident.where == "old_address.lot:lot", "what the code fills was never shown, and is not shown now"

    resident.touch(events.Back()).go_on()

    assert (resident.where, resident.at("old_address.lot")) == ("old_address.lot:lot", None)


def test_another_town_asks_for_the_lot_again():
    resident = moving_in().answer({})

    resident.touch(events.Edit("new_address"), events.Key("clear")).type("2190002").choose("0")

    assert resident.at("new_address.town") == "川岸"
    assert resident.at("new_address.lot") is None
    resident.answer({})
    assert resident.screen == "review"
    assert resident.problems() == []


def test_a_move_of_tomorrow_is_refused_on_the_spot_and_of_four_weeks_ago_only_remarked_on():
    resident = until(moving_in(), "move_date:date")
    resident.choose("western").enter((TODAY + timedelta(days=1)).strftime("%Y%m%d"))
    assert resident.where == "move_date:date"
    assert resident.session.entry.wrong == "problem.too_late"

    on(TODAY - timedelta(days=28))(resident)

    assert resident.session.notice == "guidance.late_filing"
    assert resident.answer({}).problems() == []


def test_dates_that_do_not_exist_are_named_and_a_mistaken_era_keeps_the_digits():
    resident = until(moving_in(), "movers.0.birth_date:date")

    resident.born("showa", "550230")
    assert resident.session.entry.wrong == "problem.date.day"
    resident.touch(events.Key("clear")).type("1002").choose("heisei")
    assert resident.session.entry.text == "10/02/"
    resident.type("03")
    assert resident.session.entry.era == "heisei"
    resident.go_on()

    assert resident.at("movers.0.birth_date") == "1998-02-03"


def test_the_questionnaire_opens_its_follow_ups_and_says_what_to_know():
    resident = moving_in()
    seen = []
    original = resident._step

    def watching(event):
        original(event)
        seen.append(resident.session.notice)

    resident._step = watching
    resident.answer(
        {
            "q_card": choosing("yes"),
            "cards_today": choosing("some"),
            "pins_known": choosing("no"),
            "moved_out_with_card": choosing("not_yet"),
            "q_insurance": choosing("yes"),
            "q_children": choosing("yes"),
            "q_care": choosing("yes"),
            "care_needs": ticking("over_75", "care_level"),
            "q_other": ticking("dog", "seal_registration"),
        }
    )

    assert resident.screen == "review"
    assert resident.problems() == []
    assert resident.at("care_needs") == ["over_75", "care_level"]
    assert "guidance.not_moved_out_yet" in seen


def test_a_question_with_several_answers_asks_for_one_and_keeps_none_alone():
    resident = until(moving_in(), "q_other:multi")

    resident.go_on()
    assert resident.session.entry.wrong == "problem.missing"
    resident.choose("dog").choose("moped").choose("none")
    assert resident.at("q_other") == ["none"]
    resident.choose("water")

    assert resident.at("q_other") == ["water"]


def test_an_answer_that_opened_follow_ups_can_be_changed_and_they_are_not_sent():
    resident = moving_in().answer({"q_care": choosing("yes"), "care_needs": ticking("handbook")})

    resident.touch(events.Edit("q_care")).choose("no")

    assert resident.screen == "review"
    assert resident.problems() == []
    resident.take_number()
    assert "care_needs" not in resident.done(effects.TakeNumber)[0].visit.applications[0].answers


def test_somebody_who_files_for_others_gives_name_and_address():
    resident = Resident().choose_procedure("moving", "in").go_on()
    resident.answer({"notifier": choosing("proxy"), "letter_of_proxy": choosing("no")})

    assert resident.screen == "review"
    assert resident.problems() == []
    assert resident.at("notifier_name") == "川崎 太郎"
    assert resident.session.notice == "" or resident.session.notice.startswith("guidance.")
    assert "guidance.letter_of_proxy" in resident.session.noticed


def test_two_people_move_and_one_is_taken_out_again():
    resident = until(moving_in(), "movers:people")

    resident.touch(events.PersonAdd())
    assert resident.where == "movers.1.nationality:choice"
    resident.choose("japan").go_on().enter("はなこ").choose("female").born("heisei", "020304").choose("wife").choose("yes")
    assert resident.where == "movers.1.domicile:words"
    resident.go_on().go_on()  # the first person's domicile and its head
    assert resident.where == "movers:people"
    resident.touch(events.PersonAdd()).go_on().go_on().enter("じろう").choose("male").born("reiwa", "030405").choose("child")
    resident.go_on().go_on()
    assert [one["name"] for one in resident.at("movers")] == ["川崎 太郎", "川崎 花子", "川崎 次郎"]

    resident.touch(events.PersonRemove(1), events.Continue(), events.PersonRemove(1), events.PersonRemove(2))
    assert len(resident.at("movers")) == 3  # each was only asked about
    resident.touch(events.PersonRemove(1), events.PersonRemove(1))

    assert [one["name"] for one in resident.at("movers")] == ["川崎 太郎", "川崎 次郎"]
    assert resident.where == "movers:people"
    assert resident.answer({}).problems() == []


def test_a_family_name_of_this_visit_is_offered_before_others_of_the_same_reading():
    resident = moving_in().answer_one().name("かわさき", "たろう")
    resident.session = change(
        resident.session, answers={**resident.answers, "movers": [{**resident.at("movers")[0], "name": "河﨑 太郎"}]}
    )
    until(resident, "movers.0.domicile_head:family")
    resident.answers_effects = False
    resident.type("かわさき")
    asked = resident.done(effects.Convert)[-1]

    resident.tell(events.Candidates(asked.kana, ("川崎", "川﨑")))

    assert asked.meant == "family"
    assert resident.session.entry.candidates == ("河﨑", "川崎", "川﨑")
    resident.answers_effects = True
    resident.go_on().enter("じろう")
    assert resident.at("movers.0.domicile_head") == "河﨑 次郎"


def test_who_presses_remove_twice_in_the_same_place_by_mistake_keeps_everybody():
    resident = until(moving_in(), "movers:people").touch(events.PersonAdd())
    while resident.where != "movers:people":
        resident.answer_one()

    def boxes():
        return {box.id: box for box in screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes}

    first = boxes()["remove.1"]
    resident.touch(first.event)
    asked = boxes()
    (under,) = (box for box in asked.values() if box.event and (box.x, box.y) == (first.x, first.y))

    assert "はずしますか" in asked["person.1.kana"].lines[0].text
    resident.touch(under.event)
    assert len(resident.at("movers")) == 2
    assert resident.session.removing == 0


def test_what_follows_from_an_answer_is_said_on_its_page_and_gone_with_it():
    resident = until(moving_in(), "move_date:date")
    on(TODAY - timedelta(days=28))(resident)

    assert (resident.where, resident.session.notice) == ("move_date:date", "guidance.late_filing")
    assert "notice" in boxes_of(resident) and "sub" not in boxes_of(resident)
    assert resident.session.entry.text, "the day stands there still, to be mended"
    resident.go_on()
    assert (resident.where == "move_date:date", resident.session.notice) == (False, "")
    assert "notice" not in boxes_of(resident)
    resident.touch(events.Back())
    assert resident.where == "move_date:date" and "notice" not in boxes_of(resident)
    assert resident.go_on().where != "move_date:date", "said once"


def test_a_choice_that_leads_to_something_waits_until_that_was_read_and_the_same_touch_goes_on():
    resident = until(moving_in(), "moved_out_with_card:choice", {"q_card": choosing("yes")}).choose("not_yet")

    assert (resident.where, resident.session.notice) == ("moved_out_with_card:choice", "guidance.not_moved_out_yet")
    found = boxes_of(resident)
    assert found["choice.not_yet"].selected and found["next"].enabled
    assert resident.choose("not_yet").where != "moved_out_with_card:choice"


def test_another_answer_takes_back_what_the_first_would_have_led_to():
    resident = until(moving_in(), "moved_out_with_card:choice", {"q_card": choosing("yes")}).choose("not_yet").choose("paper")

    assert (resident.at("moved_out_with_card"), resident.session.notice) == ("paper", "")
    assert resident.where != "moved_out_with_card:choice"


def test_one_of_several_towns_of_another_ward_is_chosen_once():
    resident = until(moving_in(), "new_address.postal_code:postal_code")
    resident.type("2190011").tell(events.Towns("2190011", (TOWN, (*TOWN[:2], "本町西", "ホンチョウニシ")))).choose("1")

    assert (resident.session.notice, resident.at("new_address.town")) == ("guidance.other_ward", "本町西")
    assert boxes_of(resident)["next"].enabled
    assert not resident.go_on().where.startswith("new_address.postal_code")
    assert resident.at("new_address.town") == "本町西"


def boxes_of(resident):
    return {box.id: box for box in screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes}


def test_the_first_person_cannot_be_taken_out_and_nobody_is_added_past_the_most():
    resident = until(moving_in(bundle=replaced(demo(), people_max=2)), "movers:people")

    resident.touch(events.PersonRemove(0), events.PersonRemove(5))
    assert len(resident.at("movers")) == 1
    resident.touch(events.PersonAdd(), events.Back(), events.PersonAdd())
    resident.choose("japan").name("かわさき", "はなこ").choose("female").born("heisei", "020304").choose("child")
    resident.enter("ほんまち").name("かわさき", "たろう").touch(events.PersonAdd())

    assert resident.where == "movers:people"
    assert len(resident.at("movers")) == 2


def test_a_person_added_by_mistake_is_not_on_the_list_after_back():
    resident = until(moving_in(), "movers:people")

    resident.touch(events.PersonAdd(), events.Back())

    assert resident.where == "movers:people"
    assert len(resident.at("movers")) == 1


def test_who_joins_a_household_is_offered_the_householder_who_went_ahead_and_nobody_who_moves_there_now():
    resident = moving_in().answer(
        {"movers.relationship": choosing("husband"), "new_household": choosing("join"), "new_householder": choosing("0")}
    )

    assert resident.screen == "review"
    assert resident.at("new_householder") == resident.at("old_householder") != resident.at("movers.0.name")
    assert resident.problems() == []


def test_a_foreign_national_is_asked_in_latin_letters_and_for_the_residence_card():
    resident = moving_in().answer(
        {
            "movers.nationality": choosing("foreign"),
            "movers.name_latin": entering("GURUNG SITA"),
            "movers.name_kanji": lambda one: one.go_on(),
            "movers.relationship": choosing("husband"),
            "movers.relationship_proof": choosing("not_today"),
            "movers.period_expiry": on(TODAY + timedelta(days=200)),
            "movers.residence_card_when": choosing("now"),
            "movers.residence_status": choosing("student"),
            "new_household": choosing("join"),
        }
    )

    assert resident.screen == "review"
    assert resident.problems() == []
    assert resident.at("movers.0.name_latin") == "GURUNG SITA"
    assert resident.at("movers.0.residence_card_number") == "AB12345678CD"
    assert "guidance.relationship_paper" in resident.session.noticed


KANA_PAGES = {"family", "given", "kana", "words"}


def test_who_reads_no_japanese_moves_in_from_abroad_and_takes_a_number_without_one_kana():
    resident = Resident().touch(events.ChooseLanguage("en")).choose_procedure("moving", "in").go_on().for_themselves()
    wanted = {
        "movers.nationality": choosing("foreign"),
        "movers.name_kanji": lambda one: one.go_on(),
        "movers.relationship": choosing("self"),
        "movers.nationality_region": choosing("other"),
        "movers.residence_category": choosing("special_permanent"),
        "movers.residence_card_number": nothing,
        "old_address.kind": choosing("abroad"),
        "arrived_from_abroad": on(TODAY - timedelta(days=5)),
        "new_address.is_flat": choosing("yes"),
        "q_other": ticking("none"),
    }
    names = []
    while resident.page is not None:
        page = resident.page
        names.append(page.path.rpartition(".")[2])
        leave = page.kind in KANA_PAGES and names[-1] != "name_kanji"
        resident.answer_one(
            {**wanted, ".".join(part for part in page.path.split(".") if part != "0"): nothing} if leave else wanted
        )

    assert names[:4] == ["nationality", "nationality_region", "nationality_other", "name_latin"]
    assert names.index("country") + 1 == names.index("first_time")
    # who lives in Japan for the first time has neither an address nor a card from before, nor an insurance to leave with a job
    assert not {"last_registered", "q_card", "left_job"} & set(names)
    assert resident.screen == "review"
    assert resident.at("movers.0.name_latin") == "GURUNG SITA"
    assert resident.at("movers.0.name_kana") == {"needs_staff": True}
    assert resident.at("movers.0.residence_card_number") == {"needs_staff": True}
    assert resident.at("old_address.country") == {"needs_staff": True}
    assert resident.problems() == []
    resident.take_number()
    [sent] = resident.done(effects.TakeNumber)
    assert sent.visit.language == "en"
    ticket = Ticket("visit", "A-007", TODAY, "residence", ("moving_in",), NOW, (NextCall("reception", (1,)),))
    assert resident.tell(events.NumberTaken(ticket, False)).screen == "ticket"


def test_every_page_with_a_kana_keyboard_has_a_way_on_without_it():
    for options in (("moving", "in"), ("moving", "within"), ("moving", "out"), ("certificate",), ("seal", "register")):
        resident = Resident().choose_procedure(*options).go_on().for_themselves()
        while (page := resident.page) is not None:
            resident.touch(events.CheckAtCounter()) if page.kind in KANA_PAGES else resident.answer_one({})
            assert resident.session.page != page.key or resident.page is None, page.key

        assert resident.screen == "review", options
        assert resident.problems() == []


def test_a_name_left_to_the_counter_can_be_typed_after_all():
    resident = until(moving_in(), "movers.0.name:family")

    resident.touch(events.CheckAtCounter())
    assert resident.at("movers.0.name") == {"needs_staff": True}
    assert resident.at("movers.0.name_kana") == {"needs_staff": True}
    resident.touch(events.Back()).name("かわさき", "たろう")

    assert resident.at("movers.0.name") == "川崎 太郎"
    assert resident.at("movers.0.name_kana") == "カワサキ　タロウ"


def test_from_abroad_the_country_and_the_day_of_arrival_are_asked():
    resident = moving_in().answer(
        {
            "old_address.kind": choosing("abroad"),
            "old_address.country": entering("ネパール"),
            "q_insurance": choosing("yes"),
            "last_registered": lambda one: one.touch(events.CheckAtCounter()),
            "arrived_from_abroad": on(TODAY - timedelta(days=5)),
        }
    )

    assert resident.screen == "review"
    assert resident.problems() == []
    assert "postal_code" not in resident.at("old_address")


def test_a_move_before_the_day_of_arrival_is_told_on_its_page():
    resident = moving_in()
    abroad = {"old_address.kind": choosing("abroad"), "arrived_from_abroad": on(TODAY - timedelta(days=2))}
    while resident.where != "move_date:date":
        resident.answer_one(abroad)

    on(TODAY - timedelta(days=3))(resident)
    assert (resident.where, resident.session.entry.wrong) == ("move_date:date", "problem.moved_before_arriving")
    on(TODAY - timedelta(days=2))(resident)
    assert resident.where != "move_date:date"
    assert resident.answer({}).problems() == []


def from_abroad(nationalities, first_time):
    """Paths asked of those who move in from abroad."""
    resident, asked = Resident().choose_procedure("moving", "in").go_on(), []
    wanted = {
        "movers": lambda one: one.touch(events.PersonAdd()) if len(one.at("movers")) < len(nationalities) else one.go_on(),
        "movers.nationality": lambda one: one.choose(nationalities[int(one.page.path.split(".")[1])]),
        "old_address.kind": choosing("abroad"),
        "arrived_from_abroad": on(TODAY - timedelta(days=5)),
        "first_time": choosing(first_time),
        "q_insurance": choosing("yes"),
    }
    while resident.page is not None:
        asked.append(resident.page.path)
        resident.answer_one(wanted)
    assert resident.screen == "review"
    assert resident.problems() == []
    return asked


@pytest.mark.parametrize(
    ("nationalities", "first_time", "was_here"),
    [(("foreign",), "yes", False), (("foreign",), "no", True), (("japan",), "", True), (("foreign", "japan"), "yes", True)],
)
def test_an_address_a_card_and_a_job_from_before_are_asked_of_those_who_were_here(nationalities, first_time, was_here):
    asked = from_abroad(nationalities, first_time)

    assert [path in asked for path in ("last_registered", "q_card", "left_job")] == [was_here] * 3
    assert ("first_time" in asked) == bool(first_time)
    assert "moved_out_with_card" not in asked


def test_moving_out_the_householder_leaves_and_names_the_next():
    resident = (
        Resident()
        .choose_procedure("moving", "out")
        .go_on()
        .answer({"whole_household": choosing("no"), "householder_moves": choosing("yes"), "q_householder_leaves": choosing("yes")})
    )

    assert resident.screen == "review"
    assert resident.problems() == []
    assert resident.at("next_householder") == "本町 花子"


def test_a_kanji_that_is_not_found_goes_to_the_counter_with_its_reading():
    resident = until(moving_in(), "movers.0.name:family")

    resident.type("かわさき").touch(events.CheckAtCounter())
    assert resident.where == "movers.0.name:given"
    resident.enter("たろう")

    assert resident.at("movers.0.name") == {"needs_staff": True, "kana": "カワサキ　タロウ"}
    assert resident.at("movers.0.name_kana") == "カワサキ　タロウ"
    assert resident.answer({}).problems() == []


def test_an_unknown_birth_day_is_a_matter_for_the_counter():
    resident = moving_in().answer({"movers.birth_date": lambda one: one.touch(events.CheckAtCounter())})

    assert resident.at("movers.0.birth_date") == {"needs_staff": True}
    assert resident.screen == "review"
    assert resident.problems() == []


def test_the_printer_does_not_stand_in_the_way():
    resident = moving_in().tell(events.PrinterChanged(PrinterState.PAPER_END)).answer({}).take_number()

    assert resident.screen == "sending"


def moving_within():
    return Resident().choose_procedure("moving", "within").go_on()


def test_the_address_so_far_as_the_new_one_is_told_at_its_number_once_the_address_is_whole():
    same = {"old_address.postal_code": entering("2190001"), "old_address.building": nothing, "new_address.lot": entering("1-2")}
    resident = moving_within()
    for _ in range(60):
        if resident.where == "new_address.is_flat:yes_no":
            break
        resident.answer_one(same)
    old = {part: resident.at(f"old_address.{part}") for part in ("ward", "town", "lot")}
    assert {part: resident.at(f"new_address.{part}") for part in old} == old  # not yet whole: nothing is said

    resident.choose("no")
    assert (resident.where, resident.session.entry.wrong) == ("new_address.lot:lot", "problem.same_address")
    resident.go_on()
    assert resident.session.entry.wrong == "problem.same_address"  # nothing leads past it

    resident.touch(events.Key("clear")).enter("9-9").answer({})
    assert resident.screen == "review"
    assert resident.problems() == []


def test_a_no_against_a_child_on_the_list_is_told_on_its_page_and_mended_there():
    resident = until(moving_in(), "movers:people")
    resident.touch(events.PersonAdd()).go_on().go_on().enter("じろう").choose("male").born("reiwa", "030405").choose("child")
    resident.answer({}).touch(events.Edit("q_children")).choose("no")

    assert (resident.where, resident.session.entry.wrong) == ("q_children:yes_no_unknown", "problem.child_is_listed")
    resident.go_on()
    assert (resident.where, resident.session.entry.wrong) == ("q_children:yes_no_unknown", "problem.child_is_listed")
    assert resident.choose("yes").answer({}).screen == "review"
    assert resident.problems() == []


def test_a_date_of_birth_corrected_on_the_review_leads_to_the_no_it_contradicts():
    resident = moving_in().answer({})
    resident.touch(events.Edit("movers.0.birth_date"), events.Choose("showa"), events.Key("clear")).enter("200217")

    assert (resident.where, resident.session.entry.wrong) == ("q_care:yes_no_unknown", "problem.elder_is_listed")
    assert resident.choose("yes").answer({}).screen == "review"
    assert resident.problems() == []


def test_the_householder_so_far_as_the_new_one_is_told_and_may_be_left_to_the_counter():
    resident = Resident().choose_procedure("household", "householder").go_on().answer({})
    resident.touch(events.Edit("new_householder"), events.Key("clear"))
    assert resident.at("old_householder") not in known_names(resident.session, resident.around, resident.page)
    resident.name("ほんまち", "じろう")
    assert resident.at("new_householder") == resident.at("old_householder")
    assert (resident.where, resident.session.entry.wrong) == ("new_householder:family", "problem.same_householder")

    left = resident.touch(events.CheckAtCounter(), events.CheckAtCounter()).answer({})  # two people may have the same name
    assert left.screen == "review"
    assert left.problems() == []
