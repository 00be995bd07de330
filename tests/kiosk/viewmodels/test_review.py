"""What is sent is seen before: every answer stands on the review once, below whom it is of."""

from datetime import timedelta

import pytest

from config.form import asked
from config.theme import LANDSCAPE, PORTRAIT
from hardware.cards.port import CardData, CardKind, Present
from kiosk.brain import Brain
from kiosk.flow import events
from kiosk.flow.effects import Speak
from kiosk.flow.state import change
from kiosk.viewmodels import screen_of
from kiosk.viewmodels.grid import grid
from kiosk.viewmodels.review import Placed, pages
from kiosk.viewmodels.reviewed import groups, rows
from kiosk.viewmodels.stage import Stage
from kiosk.views.keypad import KeyPad, groups_of
from tests.kiosk.flow.resident import Resident, choosing, demo, entering

HER = {"movers.sex": choosing("female"), "movers.relationship": choosing("wife")}
IN_NO_WORDS = ("name_kana", "consent")


def stage(resident, panel=LANDSCAPE, size="M"):
    return Stage(change(resident.session, size=size), demo(), grid(panel, size), resident.now)


def reviewed(resident):
    """What stands on the review, by the path its key leads to."""
    return {row.path: row for row in rows(stage(resident))}


def shown(resident, panel=LANDSCAPE):
    return {box.id: box for box in screen_of(resident.session, demo(), panel, resident.now).boxes}


def listed(*others):
    """Somebody and `others` on the list; each of `others`: what their pages say."""
    resident = Resident().choose_procedure("moving", "in").go_on().for_themselves()
    for at, says in enumerate(({}, *others)):
        if at:
            resident.touch(events.PersonAdd())
        while resident.where != "movers:people":
            resident.answer_one(says)
    return resident.go_on().answer({"movers.relationship": choosing("wife")})


def child(born):
    return {"movers.relationship": choosing("child"), "movers.birth_date": lambda resident: resident.born("western", born)}


def a_couple(second):
    """Two people on the list; `second`: what the second page after page says."""
    return listed(second)


def a_family(second=HER):
    """Two parents and two children."""
    return listed(second, child("20150707"), child("20190303"))


def test_where_a_family_is_registered_under_whom_and_who_is_a_man_is_seen_before_it_is_sent():
    shown = reviewed(Resident().choose_procedure("moving", "in").go_on().answer({}))

    assert shown["movers.0.domicile"].label == "本籍" and shown["movers.0.domicile"].value
    assert shown["movers.0.domicile_head"].label == "筆頭者" and shown["movers.0.domicile_head"].value
    assert shown["movers.0.nationality"].value == "日本国籍" and shown["movers.0"].second.endswith("男")


def test_what_two_people_say_alike_stands_once_before_them_and_the_rest_below_each():
    resident = a_couple({**HER, "movers.domicile": entering("ひばりそう")})
    alike, first, second = (group for group in groups(stage(resident)) if group.rows[0].path.startswith("movers."))

    assert alike.heading == "2人とも同じです"
    assert [row.path for row in alike.rows] == ["movers.0.nationality", "movers.0.domicile_head"]
    assert [(row.path, row.value) for row in first.rows][1:] == [("movers.0.domicile", "本町")]
    assert [row.path for row in second.rows] == ["movers.1", "movers.1.marriage_filed", "movers.1.domicile"]
    assert second.rows[2].value == "ひばり荘"


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
@pytest.mark.parametrize("size", ["M", "L", "XL"])
def test_every_answer_stands_on_one_page_and_nobody_is_torn_apart(size, panel):
    made = stage(a_family(), panel, size)
    placed = [[one.row for one in page if isinstance(one, Placed)] for page in pages(made)]

    assert [row for page in placed for row in page] == list(rows(made))
    for group in groups(made):
        if group.whole:
            assert sum(any(row in page for row in group.rows) for page in placed) == 1, group.rows[0].label
    low, high = made.grid.title.bottom, made.grid.foot.y
    assert all(low <= one.rect.y and one.rect.bottom <= high for page in pages(made) for one in page)


def test_a_family_of_four_looks_over_three_pages_where_it_were_five():
    assert len(pages(stage(a_family()))) == 3


def test_what_one_form_tells_the_next_about_who_came_stands_once():
    resident = Resident().choose_procedure("moving", "in").choose_procedure("seal", "register").go_on().answer({})
    shown = reviewed(resident)

    assert {"name", "birth_date", "address"} <= set(resident.answers), "sent all the same"
    assert not {"name", "birth_date", "address"} & set(shown)
    assert {"movers.0", "new_address", "seal_ready"} <= set(shown)
    heading = next(group.heading for group in groups(stage(resident)) if any(row.path == "seal_ready" for row in group.rows))
    assert heading == "印鑑登録"


def test_the_people_of_a_second_form_stand_below_its_name_and_an_address_it_took_over_says_so():
    resident = Resident().choose_procedure("moving", "within").go_on()
    resident.session = change(resident.session, procedures=("moving_within", "household_split"))
    resident.answer({"whole_household": choosing("no")})
    made = groups(stage(resident))

    assert [group.heading for group in made if group.rows[0].path in ("movers.0", "members.0")] == ["", "世帯分離"]
    assert reviewed(resident)["address"].note == "ほかの答えから", "the one they leave, where the others stay"


def test_an_address_that_two_forms_ask_in_different_parts_stands_once_and_names_its_ward_once():
    resident = Resident().choose_procedure("moving", "in").go_on()
    procedures = ("moving_in", "certificates", "seal_registration")
    resident.session = change(resident.session, procedures=procedures)
    resident.answer({"notifier": choosing("proxy"), "letter_of_proxy": choosing("yes")})
    every = [row for row in rows(stage(resident)) if row.path == "address"]

    assert [row.value.count("川辺区") for row in every] == [1]
    assert len({row.path for row in rows(stage(resident))}) == len(rows(stage(resident)))


def test_a_name_typed_for_the_second_form_itself_is_seen():
    resident = Resident().choose_procedure("moving", "in").choose_procedure("seal", "register").go_on()
    resident = resident.answer({"notifier": choosing("proxy"), "letter_of_proxy": choosing("yes")})
    shown = reviewed(resident)

    assert shown["name"].value and shown["name"].note == ""


def test_what_the_dates_of_birth_answered_says_that_nobody_gave_it_and_what_was_given_does_not():
    shown = reviewed(a_family())

    assert (shown["q_children"].value, shown["q_children"].note) == ("18歳までの子がいます", "ほかの答えから")
    assert {row.path for row in shown.values() if row.note} <= {"new_household", "q_children", "nursery", "public_school"}


def test_whoever_corrects_what_was_filled_in_has_given_it():
    resident = a_family().touch(events.Edit("q_children"), events.Next())

    assert resident.screen == "review"
    assert reviewed(resident)["q_children"].note == ""


def test_of_two_people_who_agree_where_a_third_does_not_it_is_said_whose_answer_was_taken_over():
    elsewhere = {**HER, "movers.domicile": entering("ひばりそう")}
    shown = reviewed(a_family(elsewhere))

    assert [shown[f"movers.{at}.domicile"].note for at in range(4)] == ["", "", "1人目の方と同じ", "1人目の方と同じ"]


def test_a_foreign_resident_sees_country_and_status_and_corrects_one_alone():
    resident = Resident().choose_procedure("moving", "in").go_on().answer({"movers.nationality": choosing("foreign")})
    shown = reviewed(resident)

    answered = list(asked(demo().forms["moving_in"], resident.answers, "kiosk")["movers"][0])
    assert {"nationality_region", "residence_category"} < set(answered)
    inside = {"name_latin", "name_kana", "birth_date", "sex", "relationship", "name"}
    assert {f"movers.0.{part}" for part in answered if part not in inside} <= set(shown)
    resident.touch(events.Edit("movers.0.nationality_region"))
    assert resident.where == "movers.0.nationality_region:choice"
    resident.answer_one()
    assert resident.screen == "review"


# --- its pages -----------------------------------------------------------------------------------------------------------------


def at_last_page(resident):
    while shown(resident)["next"].event != events.Next():
        resident.touch(shown(resident)["next"].event)
    return resident


def test_the_number_is_behind_the_last_page_alone_and_back_leads_page_by_page():
    resident = a_family()
    seen = [shown(resident)["page"].lines[0].text]
    while shown(resident)["next"].event != events.Next():
        assert resident.screen == "review"
        resident.touch(shown(resident)["next"].event)
        seen.append(shown(resident)["page"].lines[0].text)
    assert seen == ["1 / 3", "2 / 3", "3 / 3"]
    resident.touch(shown(resident)["back"].event)
    assert shown(resident)["page"].lines[0].text == "2 / 3"
    resident.touch(shown(resident)["back"].event)
    assert shown(resident)["back"].event == events.Back()


def test_after_larger_letters_back_still_leads_one_page_back():
    resident = at_last_page(a_family().touch(events.ChooseAppearance(size="XL")))
    last = resident.session.list_page
    resident.touch(events.ChooseAppearance(size="M"))

    assert last > 2 and shown(resident)["page"].lines[0].text == "3 / 3"
    assert shown(resident.touch(shown(resident)["back"].event))["page"].lines[0].text == "2 / 3"


def test_who_corrects_an_answer_of_the_last_page_stands_on_that_page_again():
    resident = at_last_page(a_family()).touch(events.Edit("public_employee"))
    before = reviewed(resident)["public_employee"].value
    resident.choose("no")

    assert resident.screen == "review"
    assert "edit.public_employee" in shown(resident) and reviewed(resident)["public_employee"].value != before
    assert shown(resident)["page"].lines[0].text == "3 / 3"


def test_who_thinks_better_of_correcting_stands_on_the_same_page_too():
    resident = at_last_page(a_family()).touch(events.Edit("q_care"), events.Back())

    assert (resident.screen, "edit.q_care" in shown(resident)) == ("review", True)


def test_an_answer_that_moves_to_another_page_is_followed_there():
    resident = a_family()
    resident.touch(events.Edit("movers.0.domicile"), events.Key("clear")).enter("ひばりそう")

    assert resident.screen == "review"
    there = {box for box in shown(resident) if box.startswith("edit.")}
    assert "edit.movers.0.domicile" in there and "edit.movers.0.nationality" in there


def test_back_from_what_is_agreed_to_is_the_last_page():
    resident = at_last_page(a_family()).touch(events.Next())
    assert resident.screen == "consent"

    assert shown(resident.touch(events.Back()))["page"].lines[0].text == "3 / 3"


CARD = CardData(CardKind.MY_NUMBER, "川崎　太郎", "神奈川県横浜市青葉区荏田町1-2", None, "male")


def test_what_a_card_says_by_itself_is_said_to_come_from_it():
    resident = Resident(card=True).choose_procedure("moving", "in").go_on()
    while resident.screen == "page":
        resident.answer_one()
    resident.tell(events.CardSeen(Present(CardKind.MY_NUMBER, 3))).enter("1234").tell(events.CardRead(CARD), events.CardLies(False))
    shown = reviewed(resident.answer({}))

    assert (shown["q_card"].note, shown["q_insurance"].note) == ("カードから", "")


# --- heard, and walked with five keys --------------------------------------------------------------------------------------------


def heard(resident, *, headphones):
    devices = change(resident.session.devices, headphones=headphones)
    return screen_of(change(resident.session, devices=devices), demo(), LANDSCAPE, resident.now).spoken


def test_every_page_says_which_it_is_and_reads_itself_to_who_hears_it_alone():
    resident = a_family()
    first, second = (heard(resident.touch(*turned), headphones=True) for turned in ((), (events.Page(1),)))

    assert "3ページのうち1ページ目です" in first and "3ページのうち2ページ目です" in second
    assert "09000000000" in first and "川崎" in second and "09000000000" not in second
    alone = heard(resident, headphones=False)
    assert "3ページのうち2ページ目です" in alone and "川崎" not in alone


def test_a_turned_page_is_said():
    brain, resident = Brain(demo(), LANDSCAPE), a_family().touch(events.ChooseAppearance(voice=True))
    _, effects = brain.reduce(resident.session, events.Page(1), resident.now + timedelta(seconds=1))

    assert any("2ページ目" in effect.text for effect in effects if isinstance(effect, Speak))


def test_the_key_pad_begins_at_what_was_just_corrected_and_comes_past_everything():
    resident = at_last_page(a_family()).touch(events.Edit("public_employee")).choose("no")
    screen = screen_of(resident.session, demo(), LANDSCAPE, resident.now)
    pad = KeyPad()
    pad.key("down", screen)

    assert pad.ringed(screen) == {"edit.public_employee"}
    assert pad.key("back", screen).event == shown(resident)["back"].event != events.Back()


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_no_page_of_it_needs_more_than_two_dozen_steps_of_the_key_pad(panel):
    resident = a_family()
    for at in range(3):
        screen = screen_of(change(resident.session, list_page=at), demo(), panel, resident.now)
        assert len(groups_of(screen)) <= 24


def asking_for(*documents):
    """At the review of somebody who asks for these certificates, two copies of each."""
    resident = Resident().choose_procedure("certificate").go_on()
    while resident.where != "documents:multi":
        resident.answer_one()
    return resident.touch(*(events.Choose(one) for one in documents)).go_on().answer({})


def test_what_the_certificates_cost_stands_on_the_review_and_changes_with_the_copies():
    resident = asking_for("residence_certificate", "family_register_full")
    fee = reviewed(resident)["fee"]
    assert (fee.label, fee.value, fee.second) == ("手数料", "1,500円", "窓口で払います")
    order = list(reviewed(resident))
    assert order.index("fee") == order.index("copies_family_register_full") + 1

    resident.touch(events.Edit("copies_family_register_full")).choose("1")
    assert reviewed(resident)["fee"].value == "1,050円"


def test_nobody_is_asked_to_change_a_fee():
    boxes = shown(asking_for("residence_certificate"))

    assert "row.fee" in boxes
    assert "edit.fee" not in boxes


def test_a_move_costs_nothing_and_says_nothing_of_it():
    assert "fee" not in reviewed(Resident().choose_procedure("moving", "in").go_on().answer({}))
