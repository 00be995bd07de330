"""Whose card fills what: the card of somebody who comes for another is theirs alone, in every form where a proxy may come."""

from datetime import date

import pytest

from config.checks.forms import form_problems
from config.form import differences
from config.laying import card_fields
from config.theme import LANDSCAPE
from config.together import forms_of
from hardware.cards.port import CardData, CardKind, Present
from kiosk.flow import events, reading
from kiosk.flow.state import change
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import Resident, choosing, demo, on, until

WORDS_OF_ITEMS = {"name": "お名前", "address": "ご住所", "birth_date": "生年月日", "sex": "性別"}
CARD = CardData(CardKind.MY_NUMBER, "緑野　花", "神奈川県みどり野市川辺区南町1-2", date(1971, 3, 5), "female")
# what a form asks about whoever stands there with a letter, by the question that decides
OF_A_PROXY = {
    "notifier": {"notifier_name", "notifier_birth_date", "notifier_address"},
    "requester": {"name", "birth_date", "address"},
    "applicant": {"proxy_name", "proxy_birth_date", "proxy_address"},
}
# and about somebody who comes for themselves: the first of those it is about
OF_THEMSELVES = {
    "notifier": {"name", "birth_date"},
    "requester": {"name", "birth_date", "address"},
    "applicant": {"name", "birth_date", "address"},
}


def deciding(form):
    return next((field.id for step in form.steps for field in step.fields if "proxy" in field.options), None)


WITH_PROXY = [
    (procedure, deciding(form)) for procedure, form in forms_of(demo(), tuple(demo().procedures)) if deciding(form) is not None
]


def at_the_question(*procedures):
    resident = Resident(card=True)
    resident.session = change(resident.session, screen="result", procedures=procedures)
    return resident.go_on()


def lays_down(resident, card=CARD):
    assert resident.screen == "card_place", resident.where
    return resident.tell(events.CardSeen(Present(CardKind.MY_NUMBER, tries_left=3))).enter("1234").tell(events.CardRead(card))


def came_as(who, procedure, question):
    """→ resident with the card read, the paths it filled."""
    resident = until(at_the_question(procedure), f"{question}:choice").answer_one({question: choosing(who)})
    before = resident.answers
    lays_down(resident)
    return resident, [path for path, _, _ in differences(before, resident.answers)]


def test_a_proxy_may_come_for_every_notification_and_request():
    forms = {form.id for form in demo().forms.values()}

    assert len(WITH_PROXY) == len(forms) == 9


@pytest.mark.parametrize(("procedure", "question"), WITH_PROXY)
def test_the_card_of_a_proxy_fills_what_is_asked_of_the_proxy_and_nothing_of_the_resident(procedure, question):
    _, filled = came_as("proxy", procedure, question)

    assert {path.partition(".")[0] for path in filled} == OF_A_PROXY[question]
    assert not [path for path in filled if path.startswith(("movers.", "members."))]


@pytest.mark.parametrize(("procedure", "question"), WITH_PROXY)
def test_the_card_of_somebody_who_comes_for_themselves_spares_their_own_name(procedure, question):
    _, filled = came_as("self", procedure, question)

    about = {path.rpartition(".0.")[2].partition(".")[0] for path in filled}
    assert about >= OF_THEMSELVES[question]
    assert not any(name.startswith(("notifier_", "proxy_")) for name in about)


@pytest.mark.parametrize(("procedure", "question"), [one for one in WITH_PROXY if one[1] == "notifier"])
def test_who_turns_out_to_be_a_proxy_after_the_card_takes_what_it_said_along(procedure, question):
    resident, filled = came_as("self", procedure, question)
    people = next(path for path in filled if path.endswith(".0.name"))
    typed = until(resident, "phone:phone").enter("0441234567").at("phone")

    resident.touch(events.Edit("notifier")).choose("proxy")

    assert [resident.at(path) for path in filled] == [None] * len(filled)
    assert resident.at("phone") == typed
    joins = {"members.relationship": choosing("child")} if procedure == "household_transfer" else {}
    resident.answer(joins | {"change_date": on(date(2026, 11, 20)), "letter_of_proxy": choosing("yes")})
    assert resident.screen == "review"
    assert resident.at(people) == "川崎 太郎"
    assert resident.at("notifier_name") == "川崎 太郎"


def test_a_householder_who_files_for_others_of_the_household_gives_the_address_but_is_not_one_of_them():
    _, filled = came_as("householder", "household_split", "notifier")

    assert {path.partition(".")[0] for path in filled} == {"notifier_name", "address"}


def test_for_several_forms_the_card_comes_once_after_the_first_has_heard_who_it_is():
    resident = until(at_the_question("moving_in", "seal_registration"), "notifier:choice").choose("self")
    lays_down(resident)

    assert resident.at("movers.0.name") == "緑野　花".replace("　", " ")
    assert resident.at("name") == resident.at("movers.0.name")  # who stands here is to be registered, as far as one knows
    resident.answer({"applicant": choosing("proxy")})
    assert resident.at("name") != "緑野 花"
    assert resident.at("proxy_name") == "緑野 花"


def test_a_proxy_whose_card_gave_the_kanji_leaves_only_their_reading_to_the_counter():
    resident, _ = came_as("proxy", "moving_in", "notifier")
    until(resident, "notifier_name:family").type("みどり").touch(events.CheckAtCounter())

    assert resident.at("notifier_name") == "緑野 花"
    assert resident.at("notifier_name_kana") == {"needs_staff": True, "kana": "ミドリ"}
    assert not any(problem.path.startswith("notifier_name") for _, problem in resident.problems())


def test_a_form_that_would_take_the_card_of_a_proxy_for_the_residents_is_refused():
    form = demo().forms["moving_in"]
    steps = tuple(
        change(step, fields=tuple(change(field, card_if=None) if field.id == "old_address" else field for field in step.fields))
        for step in form.steps
    )

    [problem] = form_problems(change(form, steps=steps), "forms/moving_in.toml")
    assert (problem.place, problem.wrong) == ("steps[2].fields[0].card", "the card of a proxy would fill it")


ELSEWHERE = "神奈川県横浜市青葉区荏田町100番地2 ひばり荘201"


def lays_down_a_card_from(address, who, procedure, question):
    resident = until(at_the_question(procedure), f"{question}:choice").answer_one({question: choosing(who)})
    return lays_down(resident, change(CARD, address=address))


def test_the_address_on_the_card_of_who_moves_in_is_the_one_they_leave():
    resident = lays_down_a_card_from(ELSEWHERE, "self", "moving_in", "notifier")

    assert resident.at("old_address.prefecture_city") == "神奈川県横浜市青葉区"
    assert resident.at("old_address.building") == "ひばり荘201"
    assert resident.session.notice == reading.DONE


@pytest.mark.parametrize("procedure", ["moving_out", "moving_within", "householder_change"])
def test_who_has_an_address_of_another_city_on_the_card_is_told_that_it_is_asked_for(procedure):
    resident = lays_down_a_card_from(ELSEWHERE, "self", procedure, "notifier")

    assert resident.session.notice == reading.ELSEWHERE
    here = lays_down_a_card_from(CARD.address, "self", procedure, "notifier")
    assert here.session.notice == reading.DONE


@pytest.mark.parametrize(("procedure", "question"), WITH_PROXY)
@pytest.mark.parametrize("who", ["self", "householder", "proxy"])
def test_the_card_screen_names_what_it_will_fill_and_nothing_else(procedure, question, who):
    form = demo().forms[procedure]
    if who not in next(field.options for step in form.steps for field in step.fields if field.id == question):
        return
    resident = until(at_the_question(procedure), f"{question}:choice").answer_one({question: choosing(who)})
    screen = screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now)
    sub = next(box for box in screen.boxes if box.id == "sub")
    told = {item for item, words in WORDS_OF_ITEMS.items() if words in "".join(line.text for line in sub.lines)}
    before = resident.answers

    lays_down(resident)

    by_path = {path: field.card for path, field in card_fields([form], before)}
    filled = {card for path, card in by_path.items() if resident.at(path) is not None}
    assert told == filled


@pytest.mark.parametrize("order", [("seal_registration", "certificates"), ("certificates", "seal_registration")])
def test_a_card_spares_the_typing_where_only_the_first_of_two_forms_has_heard_who_stands_there(order):
    first = {"seal_registration": "applicant", "certificates": "requester"}[order[0]]
    resident = until(at_the_question(*order), f"{first}:choice").choose("self")

    lays_down(resident)

    assert (resident.at("name"), resident.at("birth_date")) == (CARD.name.replace("　", " "), CARD.birth_date.isoformat())


def test_who_turns_out_to_be_a_proxy_in_the_second_form_is_asked_for_the_other_name():
    resident = until(at_the_question("certificates", "seal_registration"), "requester:choice").choose("self")
    lays_down(resident)
    name = resident.at("name")

    resident = until(resident, "applicant:choice").choose("proxy").go_on()

    assert resident.at("name") != name
    assert until(resident, "name:family").where == "name:family"
