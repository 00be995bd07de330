"""Whose certificate it is: those known already are offered, and when they were born is not asked again."""

from kiosk.flow import events
from kiosk.flow.paging import offered_names
from kiosk.flow.state import change
from tests.kiosk.flow.resident import Resident, choosing, entering

SECOND_BORN = "1986-03-05"


def name(resident):
    given = "はなこ" if resident.page.path.startswith("movers.1.") else "たろう"
    resident.enter("かわさき" if resident.page.kind == "family" else given)


def birth_date(resident):
    resident.born("showa", "610305" if resident.page.path.startswith("movers.1.") else "550217")


def one_more(resident):
    resident.touch(events.PersonAdd()) if len(resident.at("movers")) == 1 else resident.go_on()


COUPLE = {"movers.name": name, "movers.birth_date": birth_date, "movers": one_more}


def asked_whose(**wanted):
    """Two people move in, and one who stands there asks for the certificate of somebody else. → at whose it is."""
    resident = Resident()
    resident.session = change(resident.session, screen="result", procedures=("moving_in", "certificates"))
    resident.go_on()
    for _ in range(150):
        if resident.where == "subject_name:family":
            return resident
        resident.answer_one(COUPLE | {"requester": choosing("same_household"), "letter_of_proxy": choosing("yes")} | wanted)
    raise AssertionError("never asked whose it is")


def offered(resident):
    return offered_names(resident.session, resident.around, resident.page)


def to_the_review(resident, **wanted):
    """→ paths asked on the way."""
    asked = []
    while resident.page is not None:
        asked.append(resident.page.path)
        resident.answer_one(wanted)
    assert resident.screen == "review"
    return asked


def test_the_others_who_move_are_offered_but_not_who_asks_for_the_certificate_of_another():
    resident = asked_whose()

    assert resident.at("name") == "川崎 太郎"
    assert offered(resident)[0] == "川崎 花子"
    assert "川崎 太郎" not in offered(resident)


def test_a_proxy_is_offered_everybody_who_moves():
    assert offered(asked_whose(notifier=choosing("proxy"), notifier_name=entering("みどり")))[:2] == (
        "川崎 太郎",
        "川崎 花子",
    )


def test_who_is_chosen_is_not_asked_when_they_were_born():
    resident = asked_whose().choose("0")

    assert resident.at("subject_name") == "川崎 花子"
    assert "subject_birth_date" not in to_the_review(resident)
    assert resident.at("subject_birth_date") == SECOND_BORN
    assert resident.problems() == []


def test_the_birth_date_follows_the_person_and_is_asked_of_one_who_is_not_known():
    resident = asked_whose().choose("0")
    to_the_review(resident)
    resident.touch(events.Edit("movers.1.birth_date"), events.Choose("showa"), events.Key("clear")).enter("620405")
    assert resident.at("subject_birth_date") == "1987-04-05"

    resident.touch(events.Edit("subject_name"), events.Key("clear")).enter("ほんまち")
    assert "subject_birth_date" in to_the_review(resident)
    assert resident.at("subject_birth_date") == "1980-02-17"


def test_a_birth_date_that_was_typed_for_somebody_else_goes_when_a_name_is_chosen_after_all():
    resident = asked_whose().enter("ほんまち")
    assert "subject_birth_date" in to_the_review(resident)
    resident.touch(events.Edit("subject_name"), events.Key("clear")).choose("0")

    assert (resident.at("subject_name"), resident.at("subject_birth_date")) == ("川崎 花子", SECOND_BORN)


def test_of_two_namesakes_it_is_asked_when_the_one_meant_was_born():
    same = {"movers.name": lambda resident: resident.enter("かわさき" if resident.page.kind == "family" else "はなこ")}
    resident = asked_whose(notifier=choosing("proxy"), notifier_name=entering("みどり"), **same).choose("0")

    assert "subject_birth_date" in to_the_review(resident)


def test_without_anybody_known_nothing_is_offered():
    resident = Resident().choose_procedure("certificate").go_on()
    while resident.where != "subject_name:family":
        resident.answer_one({"requester": choosing("same_household")})

    assert offered(resident) == ()
