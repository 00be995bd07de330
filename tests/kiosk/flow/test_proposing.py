"""A family: what the first person said stands on the pages of the others, and is theirs only once they agree."""

import pytest

from config.form import answer_at
from config.theme import LANDSCAPE
from kiosk.flow import effects, events
from kiosk.flow.proposing import proposed
from kiosk.flow.state import Entry, change
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import Resident, choosing, entering, until

PEOPLE = "movers:people"
LEFT = {"needs_staff": True}
HOME = {"movers.domicile": entering("みどりのし"), "movers.domicile_head": entering("かわさき")}


def second(procedure=("moving", "in"), *, first=None):
    """At the first page of a second person."""
    resident = Resident().choose_procedure(*procedure).go_on().for_themselves()
    for _ in range(60):
        if resident.where == PEOPLE:
            return resident.touch(events.PersonAdd())
        resident.answer_one({**HOME, **(first or {})})
    raise AssertionError("never at the list of people")


def on_to(resident, key):
    for _ in range(40):
        if resident.where == key:
            return resident
        resident.answer_one(HOME)
    raise AssertionError(f"never at {key}")


def test_the_family_name_of_the_first_person_is_agreed_to_with_one_touch():
    resident = on_to(second(), "movers.1.name:family")
    assert (resident.session.entry.text, resident.session.entry.candidates) == ("かわさき", ("川崎",))

    resident.go_on().enter("はなこ")

    assert (resident.at("movers.1.name_kana"), resident.at("movers.1.name")) == ("カワサキ　ハナコ", "川崎 花子")


def test_another_family_name_is_written_in_its_place():
    resident = on_to(second(), "movers.1.name:family").touch(events.Key("clear")).name("ほんまち", "はなこ")

    assert resident.at("movers.1.name") == "本町 花子"


def test_a_proposal_nobody_agreed_to_is_no_answer():
    resident = on_to(second(), "movers.1.name:family")
    resident.touch(events.Back(), events.Back(), events.Back())

    assert resident.at("movers.1.name") is None
    assert resident.at("movers.1.name_kana") is None


def test_the_first_character_typed_takes_the_place_of_what_stood_there_as_chosen():
    resident = on_to(second(), "movers.1.name:family")
    (field,) = (box for box in screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes if box.id == "field")
    assert field.selected

    resident.name("ほんまち", "はなこ")

    assert (resident.at("movers.1.name_kana"), resident.at("movers.1.name")) == ("ホンマチ　ハナコ", "本町 花子")


def test_one_character_less_of_it_is_written_on_and_asks_for_kanji_anew():
    resident = on_to(second(), "movers.1.name:family").touch(events.Key("delete")).type("だ")

    assert resident.done(effects.Convert)[-1].kana == "かわさだ"


def test_the_nationality_of_the_first_person_stands_chosen_and_next_takes_it():
    resident = on_to(second(), "movers.1.nationality:choice")
    assert proposed(resident.session, resident.page) == "japan"

    assert resident.go_on().at("movers.1.nationality") == "japan"


def test_the_registered_domicile_of_the_first_person_is_agreed_to_with_one_touch():
    resident = on_to(second(), "movers.1.domicile:words")
    assert resident.session.entry.text == resident.at("movers.0.domicile")

    resident.go_on()
    assert resident.at("movers.1.domicile") == resident.at("movers.0.domicile")
    assert resident.go_on().at("movers.1.domicile_head") == resident.at("movers.0.domicile_head")


def at_the_counter(resident):
    resident.touch(events.CheckAtCounter())


def past(resident, wanted):
    """Paths asked up to the list of everybody."""
    asked = []
    while resident.where != PEOPLE:
        asked.append(resident.page.path)
        resident.answer_one(wanted)
    return asked


def test_a_domicile_the_first_person_left_to_the_counter_is_left_there_for_all_and_asked_of_nobody():
    unknown = {"movers.domicile": at_the_counter, "movers.domicile_head": at_the_counter}
    resident = second(first=unknown)

    assert not [path for path in past(resident, {}) if "domicile" in path]
    assert (resident.at("movers.1.domicile"), resident.at("movers.1.domicile_head")) == (LEFT, LEFT)
    assert not any("domicile" in problem.path for _, problem in resident.problems())


def test_only_what_the_first_person_left_open_is_not_asked_and_of_nobody_without_a_japanese_family_register():
    resident = second(first={"movers.domicile_head": at_the_counter})

    foreign = {"movers.nationality": choosing("foreign"), "movers.residence_category": choosing("special_permanent")}
    asked = past(resident, foreign)
    assert not [path for path in asked if "domicile" in path]
    assert resident.at("movers.1.domicile_head") is None

    resident.touch(events.PersonAdd())
    assert [path for path in past(resident, HOME | {"movers.nationality": choosing("japan")}) if "domicile" in path] == [
        "movers.2.domicile"
    ]
    assert resident.at("movers.2.domicile_head") == LEFT


def test_once_the_first_person_knows_it_after_all_it_is_proposed_to_the_others():
    unknown = {"movers.domicile": at_the_counter, "movers.domicile_head": at_the_counter}
    resident = second(first=unknown)
    past(resident, {})

    resident.touch(events.Edit("movers.0.domicile")).enter("みどりのし")
    on_to(resident, "movers.1.domicile:words")
    assert resident.session.entry.text == resident.at("movers.0.domicile")
    assert resident.at("movers.1.domicile_head") == LEFT


def test_half_a_domicile_goes_to_the_counter_as_the_first_person_wrote_it_and_another_is_typed_over_it():
    unknown = {"movers.domicile": lambda one: one.type("みどりの").touch(events.CheckAtCounter())}
    resident = second(first=unknown)
    while resident.where != "movers.1.domicile:words":
        resident.answer_one(unknown)
    assert resident.session.entry.text == "みどりの"

    assert resident.go_on().at("movers.1.domicile") == {"needs_staff": True, "text": "みどりの"}
    resident.touch(events.Back(), events.Key("clear")).enter("ほんまち")
    assert resident.at("movers.1.domicile") == "本町"


def test_a_name_left_to_the_counter_is_proposed_to_nobody():
    resident = second(first={"movers.name": lambda one: one.type("かわさき").touch(events.CheckAtCounter())})
    assert answer_at(resident.answers, "movers.0.name")["needs_staff"]

    assert on_to(resident, "movers.1.name:family").session.entry.text == ""


def test_the_head_of_a_family_register_is_proposed_to_nobody_of_another_register():
    resident = on_to(second(), "movers.1.domicile:words").touch(events.Key("clear")).enter("ほんまち")

    assert resident.where == "movers.1.domicile_head:family"
    assert resident.session.entry.text == ""


def test_a_foreign_family_has_a_nationality_in_common_and_no_status_of_residence():
    foreign = {
        "movers.nationality": choosing("foreign"),
        "movers.residence_category": choosing("mid_long_term"),
        "movers.residence_status": choosing("engineer"),
    }
    resident = second(first=foreign)
    assert resident.go_on().at("movers.1.nationality") == "foreign"
    seen = {}
    while resident.where != PEOPLE:
        seen[resident.page.path] = proposed(resident.session, resident.page)
        resident.answer_one(foreign)

    assert seen["movers.1.nationality_region"] == resident.at("movers.0.nationality_region")
    assert seen["movers.1.residence_category"] is None
    assert seen["movers.1.residence_status"] is None


@pytest.mark.parametrize("field", ["birth_date", "sex", "relationship"])
def test_what_is_each_persons_own_is_never_proposed(field):
    resident = second()
    for _ in range(40):
        if resident.page is not None and resident.page.path == f"movers.1.{field}":
            break
        resident.answer_one(HOME)

    assert resident.page.path == f"movers.1.{field}"
    assert proposed(resident.session, resident.page) is None


@pytest.mark.parametrize("tile", ["merge", "split"])
def test_members_of_a_household_that_changes_are_proposed_the_same(tile):
    resident = Resident().choose_procedure("household", tile).go_on().for_themselves()
    until(resident, "members:people").touch(events.PersonAdd())
    for _ in range(10):
        if resident.where == "members.1.name:family":
            break
        resident.answer_one()

    assert resident.session.entry.text == "かわさき"


def test_a_family_of_four_touches_the_glass_a_seventh_less():
    def keys(agree):
        resident = Resident().choose_procedure("moving", "in").go_on().for_themselves()
        relations, touched = ["self", "wife", "child", "child"], 0
        for _ in range(150):
            if resident.page is None:
                break
            page, before = resident.page, resident.now
            person = int(page.path.split(".")[1]) if page.path.startswith("movers.") else 0
            if resident.where == PEOPLE and len(resident.answers["movers"]) < 4:
                resident.touch(events.PersonAdd())
            elif page.path == "movers.1.sex":
                resident.choose("female")
            elif page.path.endswith(".relationship"):
                resident.choose(relations[person])
            elif agree and proposed(resident.session, page) is not None:
                resident.go_on()
            else:
                if page.kind in ("family", "words"):
                    resident.session = change(resident.session, entry=Entry())
                resident.answer_one(HOME)
            touched += round((resident.now - before).total_seconds() / 0.4)
        assert resident.screen == "review"
        return touched

    assert keys(agree=True) < keys(agree=False) * 0.85
