"""もどる, 修正する, another language, help: nothing a resident has entered or is entering is lost by them."""

from kiosk.flow import effects, events
from tests.kiosk.flow.resident import Resident, choosing, until


def moving_in():
    return Resident().choose_procedure("moving", "in").go_on().for_themselves()


def forth(resident, there):
    """つぎへ on pages that are answered, until `there`."""
    for _ in range(60):
        if there():
            return
        before = resident.where
        resident.go_on()
        assert resident.where != before, before
    raise AssertionError("never there")


def test_a_name_being_typed_is_there_again_with_its_candidate_after_back_and_forth():
    resident = moving_in().choose("japan").type("かわさき").touch(events.Candidate(2))

    resident.touch(events.Back())
    assert resident.where == "movers.0.nationality:choice"
    resident.go_on()

    assert resident.where == "movers.0.name:family"
    assert resident.session.entry.text == "かわさき"
    assert resident.session.entry.picked == 2
    resident.go_on().enter("たろう")
    assert resident.at("movers.0.name") == "川﨑 太郎"


def test_a_half_typed_date_is_there_again_with_its_era():
    resident = until(moving_in(), "movers.0.birth_date:date").choose("heisei").type("02")

    resident.touch(events.Back()).choose("male")

    assert resident.where == "movers.0.birth_date:date"
    assert (resident.session.entry.era, resident.session.entry.text) == ("heisei", "02//")


def test_text_typed_over_an_answer_comes_back_and_the_answer_stands_until_it_is_taken_over():
    resident = until(moving_in(), "old_address.building:words").enter("かわさき")
    resident.touch(events.Back(), events.Key("clear")).type("ほんまち").touch(events.Back())
    assert resident.at("old_address.building") == "川崎"

    resident.touch(events.Back()).go_on()

    assert resident.where == "old_address.building:words"
    assert resident.session.entry.text == "ほんまち"
    assert resident.session.entry.text == "ほんまち"
    resident.go_on()
    assert resident.at("old_address.building") == "本町"


def test_back_all_the_way_and_forward_again_changes_no_answer():
    resident = moving_in().answer({"q_care": choosing("yes")})
    before = resident.answers

    while not resident.session.over:
        resident.touch(events.Back())
    resident.touch(events.Back())
    assert resident.screen == "selection"
    assert resident.answers == before
    resident.touch(events.Choose("moving"), events.Choose("in")).go_on()

    assert resident.screen == "review"
    assert resident.answers == before
    assert resident.problems() == []


def test_an_edit_of_one_answer_goes_to_that_page_and_back_to_the_review():
    resident = moving_in().answer({})

    resident.touch(events.Edit("phone"))
    assert (resident.where, resident.session.entry.text) == ("phone:phone", "09000000000")
    resident.touch(events.Key("delete")).enter("1")

    assert resident.screen == "review"
    assert resident.at("phone") == "09000000001"
    assert resident.session.history[-1].screen != "review"  # もどる leads to before the review, not into the edit


def test_an_edit_left_by_back_changes_nothing():
    resident = moving_in().answer({})
    before = resident.answers

    resident.touch(events.Edit("phone"), events.Key("clear"), events.Back())

    assert resident.screen == "review"
    assert resident.answers == before


def test_a_person_is_corrected_page_by_page_with_everything_filled_in():
    resident = moving_in().answer({})

    resident.touch(events.Edit("movers.0"))
    seen = []
    for _ in range(40):
        if resident.screen != "page":
            break
        seen.append(resident.where)
        if resident.where == "movers.0.name:given":
            resident.touch(events.Key("clear")).type("じろう")
        resident.go_on()

    assert resident.screen == "review"
    assert resident.at("movers.0.name") == "川崎 次郎"
    assert resident.at("movers.0.birth_date") == "1980-02-17"
    assert seen[0] == "movers.0.nationality:choice"
    assert all(where.startswith("movers.0.") for where in seen)
    assert resident.problems() == []


def test_editing_a_name_offers_the_writing_that_stands():
    resident = Resident().choose_procedure("certificate").go_on().answer({})

    resident.touch(events.Edit("name"))

    assert resident.session.entry.text == "かわさき"
    assert "川崎" in resident.session.entry.candidates
    resident.go_on().go_on()
    assert resident.at("name") == "川崎 太郎"
    assert resident.screen == "review"


def test_an_edit_that_opens_questions_asks_them_and_only_them():
    resident = moving_in().answer({})

    resident.touch(events.Edit("q_insurance")).choose("yes")

    seen = []
    for _ in range(2):
        seen.append(resident.where)
        resident.choose("no")
    assert seen == ["left_job:yes_no", "pension_age:yes_no_unknown"]
    assert resident.screen == "review"


def test_a_person_on_the_list_is_corrected_and_the_list_comes_again():
    resident = until(moving_in(), "movers:people")

    resident.touch(events.Edit("movers.0"))
    forth(resident, lambda: resident.where == "movers:people")
    resident.go_on()

    assert resident.where == "old_address.kind:choice"


def test_an_address_left_to_the_counter_is_one_answer_and_back_brings_its_parts_again():
    resident = Resident().choose_procedure("certificate").go_on()
    until(resident, "address.lot:lot").type("1-2").touch(events.Back())
    assert resident.where == "address.postal_code:postal_code"
    resident.go_on()
    assert resident.session.entry.text == "1-2"
    parts = resident.at("address")

    resident.touch(events.Edit("address.town"), events.CheckAtCounter())
    assert resident.at("address")["needs_staff"] is True
    assert resident.where == "phone:phone"
    assert resident.problems() != []  # the telephone is still to come, the address is not
    assert not any(problem.path.startswith("address") for _, problem in resident.problems())
    resident.touch(events.Back())

    assert resident.at("address") == parts


def test_another_language_on_any_page_keeps_answers_page_and_typing():
    resident = moving_in().choose("japan").type("かわさ")

    resident.touch(events.ShowLanguages(), events.ChooseLanguage("en"))

    assert resident.session.language == "en"
    assert resident.session.over == ""
    assert resident.session.entry.text == "かわさ"
    assert resident.where == "movers.0.name:family"
    assert resident.done(effects.Hush)


def test_help_keeps_everything_and_is_taken_back_by_a_second_press():
    resident = moving_in().choose("japan").type("かわ").touch(events.Help())
    assert (resident.session.over, resident.done(effects.CallHelp)) == ("help", [effects.CallHelp(True)])
    resident.tell(events.HelpSeen()).touch(events.Back())
    assert (resident.session.help_called, resident.session.help_seen, resident.session.over) == (True, True, "")
    assert resident.session.entry.text == "かわ"

    resident.touch(events.Help())

    assert resident.done(effects.CallHelp)[-1] == effects.CallHelp(False)
    assert not resident.session.help_called


def test_a_look_is_changed_on_any_page():
    resident = moving_in().touch(events.ShowAppearance(), events.ChooseAppearance(size="XL", contrast="black", voice=True))
    assert (resident.session.size, resident.session.contrast, resident.session.voice) == ("XL", "black", True)

    resident.touch(events.ChooseAppearance(voice=False), events.Back())

    assert resident.session.voice is False
    assert resident.where == "movers.0.nationality:choice"
    assert resident.done(effects.Hush)


def test_an_answer_of_the_converter_that_comes_too_late_is_dropped():
    resident = moving_in().choose("japan").type("かわさき").touch(events.Key("delete"))

    resident.tell(events.Candidates("かわさき", ("川先",)))

    assert "川先" not in resident.session.entry.candidates


def test_the_kana_keys_turn_the_last_kana_and_the_candidates_turn_round():
    resident = moving_in().choose("japan").type("かは").touch(events.Key("voiced"))
    assert resident.session.entry.text == "かば"
    resident.touch(events.Key("clear")).type("ち").touch(events.Key("small")).type("やx ")
    assert resident.session.entry.text == "ちや"
    resident.tell(events.Candidates("ちや", tuple("茶千矢地也知哉八屋谷")))

    resident.touch(events.Page(1))
    assert resident.session.entry.first == 5
    resident.touch(events.Page(1))

    assert resident.session.entry.first == 0


def test_back_to_the_start_with_answers_asks_whether_to_erase_them():
    resident = until(Resident().choose_procedure("moving", "in").go_on().for_themselves(), "movers.0.name:family")
    for _ in range(30):
        if resident.session.over:
            break
        resident.touch(events.Back())

    assert (resident.session.over, bool(resident.answers)) == ("quit", True)

    resident.touch(events.Back())
    assert resident.answers

    resident.touch(events.Back(), events.Quit())
    assert resident.forgotten


def test_who_has_no_telephone_says_so_once_and_it_stands_when_one_comes_back():
    resident = until(moving_in_asked_who(), "phone:phone").type("09").touch(events.CheckAtCounter())

    assert resident.at("phone") == {"none": True}
    assert resident.where != "phone:phone"
    resident.touch(events.Back())
    assert (resident.where, resident.session.entry.text) == ("phone:phone", "")
    resident.go_on()
    assert resident.at("phone") == {"none": True}
    assert not any(problem.path == "phone" for _, problem in resident.problems())


def test_a_telephone_that_comes_to_mind_takes_the_place_of_none():
    resident = until(moving_in_asked_who(), "phone:phone").touch(events.CheckAtCounter(), events.Back()).enter("09000000000")

    assert resident.at("phone") == "09000000000"


def moving_in_asked_who():
    return Resident().choose_procedure("moving", "in").go_on()
