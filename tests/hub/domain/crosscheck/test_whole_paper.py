"""The whole paper beside the whole entry: who is who, who is missing, and which answers a paper proves."""

from hub.domain.crosscheck import Box, Outcome, PaperPerson, Reading, Sheet, crosscheck, entry_of
from tests.hub.scans.certificates import as_read, household, paper
from tests.hub.web.running_hub import demo_bundle, moving_in

BOX = Box(0, 0.0, 0.0, 10.0, 5.0)
FORM = demo_bundle().forms["moving_in"]


def checked(house, sheet):
    return crosscheck(entry_of(paper(), FORM, house.answers), sheet)


def doubtful(check):
    return [(row.entered.path, row.finding.outcome) for row in check.rows if row.finding.outcome is not Outcome.SAME]


def test_a_paper_that_says_the_same_leaves_nothing_to_decide():
    for seed in range(40):
        house = household(seed, people=5)
        check = checked(house, as_read(house))

        assert (doubtful(check), check.not_on_paper, check.not_entered) == ([], (), ()), seed
        assert len(check.rows) == len(paper().fields) + 5 * len(paper().people.fields)


def test_people_are_found_by_birth_date_and_name_and_not_by_their_row():
    house = household(3, people=4)

    assert doubtful(checked(house, as_read(house, order=[2, 0, 3, 1]))) == []


def test_who_is_only_on_one_side_is_named_and_nobody_else_is_taken_for_them():
    house = household(3, people=4)
    check = checked(house, as_read(house, order=[0, 1, 3]))
    assert (check.not_on_paper, check.not_entered, doubtful(check)) == ((2,), (), [])

    house.answers["movers"].pop(1)
    check = checked(house, as_read(house))
    assert check.not_on_paper == ()
    assert [person.text("name") for person in check.not_entered] == [house.people[1].name]
    assert doubtful(check) == []


def test_a_wrong_birth_date_is_a_difference_and_not_another_person():
    house = household(3, people=2)
    house.answers["movers"][1]["birth_date"] = "1901-01-01"

    check = checked(house, as_read(house))
    assert doubtful(check) == [("movers.1.birth_date", Outcome.MISMATCH)]
    assert not check.not_on_paper and not check.not_entered


def test_twins_are_told_apart_by_their_names():
    house = household(3, people=3)
    house.people[2].birth = house.people[1].birth
    house.answers["movers"][2]["birth_date"] = house.answers["movers"][1]["birth_date"]

    assert doubtful(checked(house, as_read(house, order=[0, 2, 1]))) == []


def test_the_city_that_the_form_fixes_is_part_of_the_new_address():
    entry = entry_of(paper(), FORM, moving_in().answers)

    new = next(each for each in entry.values if each.field == "new_address")
    assert (new.path, new.text) == ("new_address", "神奈川県みどり野市川辺区南町2-3-14")


def test_what_was_left_to_the_counter_is_not_entered():
    answers = moving_in().answers | {"old_householder": {"needs_staff": True, "kana": "ミドリノ"}}

    householder = next(each for each in entry_of(paper(), FORM, answers).values if each.field == "householder")
    assert householder.text == ""


def test_a_foreign_national_is_found_by_the_name_in_latin_letters():
    answers = moving_in().answers
    answers["movers"] = [
        {key: answer for key, answer in answers["movers"][0].items() if key not in ("name", "domicile", "domicile_head")}
        | {"nationality": "foreign", "name_latin": "NGUYEN THI LAN", "name_kana": "グエン　ティ　ラン"}
    ]

    name = next(each for each in entry_of(paper(), FORM, answers).people[0] if each.field == "name")
    assert (name.path, name.text) == ("movers.0.name_latin", "NGUYEN THI LAN")


def test_without_a_paper_every_value_is_left_to_eyes():
    check = crosscheck(entry_of(paper(), FORM, moving_in(people=2).answers), None)

    assert {row.finding.outcome for row in check.rows} == {Outcome.UNREADABLE}
    assert len(check.rows) == 4 + 2 * 7


def test_a_paper_no_machine_has_read_is_laid_beside_the_entry_row_by_row():
    house = household(1, people=3)
    unread = Sheet(
        paper().id,
        1,
        {field: Reading(BOX) for field in house.values},
        tuple(PaperPerson({field: Reading(BOX) for field in each.printed()}) for each in house.people),
    )

    check = checked(house, unread)
    assert {row.finding.reason for row in check.rows} == {"not_read"}
    assert [row.person for row in check.rows if row.entered.field == "name"] == [0, 1, 2]
