"""Whose card fills what: the card of somebody who comes for another is theirs alone, in every form where a proxy may come."""

from datetime import date

import pytest

from config.checks.forms import form_problems
from config.form import differences
from config.together import forms_of
from hardware.cards.port import CardData, CardKind, Present
from kiosk.flow import events
from kiosk.flow.state import change
from tests.kiosk.flow.resident import Resident, choosing, demo, on, until

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


def lays_down(resident):
    assert resident.screen == "card_place", resident.where
    return resident.tell(events.CardSeen(Present(CardKind.MY_NUMBER, tries_left=3))).enter("1234").tell(events.CardRead(CARD))


def came_as(who, procedure, question):
    """→ resident with the card read, the paths it filled."""
    resident = until(at_the_question(procedure), f"{question}:choice").choose(who)
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
