"""Fictional applications of every form, filled in as a resident would: for the printed forms and whoever looks at them."""

from typing import Any

from hub.wire import Application
from tests.hub.web.running_hub import demo_bundle

RARE = "𠮷川 髙邉\U000e010f"  # a character beyond the first plane, a form of a shop sign, a form chosen by a selector
LONG = "緑野河原宮内 上総介花子さち子" * 2 + "緑野河原宮内上総介花"  # 40 characters: as long as a name may be

OTHER_FORM = "邉\U000e0101"  # a form of 邉 that no font here has

PERSON = {
    "nationality": "japan",
    "name_kana": "ヨシカワ　タカナベ",
    "name": RARE,
    "sex": "female",
    "birth_date": "1988-04-02",
    "relationship": "self",
    "domicile": "神奈川県みどり野市本町1番地",
    "domicile_head": RARE,
}
CHILD = PERSON | {
    "name": "𠮷川 はると",
    "name_kana": "ヨシカワ　ハルト",
    "sex": "male",
    "birth_date": "2019-05-01",
    "relationship": "child",
}
FOREIGN = {
    "nationality": "foreign",
    "name_latin": "GURUNG SITA",
    "name_kana": "グルン　シタ",
    "sex": "male",
    "birth_date": "1995-04-12",
    "relationship": "husband",
    "marriage_filed": True,
    "nationality_region": "NPL",
    "residence_category": "mid_long_term",
    "residence_status": "dependent",
    "period_expiry": "2028-07-15",
    "renewal_pending": False,
    "residence_card_when": "now",
    "residence_card_number": "AB12345678CD",
    "relationship_proof": "have",
}
# the register of the city has these: who moves inside it is not asked again
KNOWN_HERE = ("domicile", "domicile_head", "residence_category", "residence_status", "period_expiry")
KNOWN_HERE += ("renewal_pending", "residence_card_when")
HERE = {"postal_code": "2190001", "ward": "川辺区", "town": "南町", "lot": "1-1"}
FLAT = HERE | {"is_flat": True, "building": "みどり荘101"}
AWAY = {"kind": "japan", "postal_code": "2250013", "prefecture_city": "北浜県海野市", "town": "港町一丁目", "lot": "8-20"}
SURVEY = {
    "q_card": "yes",
    "cards_today": "all",
    "pins_known": True,
    "q_insurance": "no",
    "q_children": "yes",
    "public_school": True,
}
SURVEY |= {"nursery": False, "public_employee": False, "q_care": "no"}
NOTIFIER = {"notifier": "self", "phone": "0441234567", "consent": True}
MEMBERS = [
    {key: person[key] for key in ("nationality", "name_kana", "name", "birth_date", "relationship")} for person in (PERSON, CHILD)
]
HOUSEHOLD = {
    "members": MEMBERS,
    "address": HERE,
    "old_householder": "𠮷川 一",
    "new_householder": RARE,
    "change_date": "2027-03-20",
}


JOINED = HOUSEHOLD | {"members": [MEMBERS[0] | {"relationship": "relative"}]}


def family(people: int) -> list[dict[str, Any]]:
    """So many people: the one who stands there, one from Nepal, and children."""
    return [PERSON, FOREIGN, *(CHILD | {"name": f"𠮷川 {number}郎"} for number in range(3, 9))][:people]


def moving_in(people: int = 3, **other: Any) -> Application:
    answers = {
        "movers": family(people),
        "old_address": AWAY,
        "old_householder": RARE,
        "new_address": FLAT,
        "move_date": "2027-03-20",
        "new_household": "new",
        "moved_out_with_card": "card_or_online",
        "q_other": ["residence_certificate", "dog"],
        **({"residence_cards": True} if people > 1 else {}),
    }
    return _filled("moving_in", **answers | SURVEY | NOTIFIER | other)


def every_form() -> tuple[Application, ...]:
    """One of each form of the catalogue, the longest way where there is one."""
    others = {key: value for key, value in SURVEY.items() if key not in ("q_insurance",)}
    return (
        moving_in(),
        _filled(
            "moving_within",
            movers=[_without(each, *KNOWN_HERE) for each in family(2)],
            old_address=HERE,
            old_householder=RARE,
            whole_household=True,
            new_address=FLAT,
            move_date="2027-03-20",
            new_household="new",
            q_insurance="yes",
            left_job=True,
            pension_age="yes",
            residence_cards=True,
            **others | NOTIFIER,
        ),
        _filled(
            "moving_out",
            movers=[
                _without(PERSON, "relationship", "domicile", "domicile_head"),
                {key: FOREIGN[key] for key in ("nationality", "name_latin", "name_kana", "sex", "birth_date")},
            ],
            old_address=HERE,
            old_householder=RARE,
            whole_household=False,
            householder_moves="no",
            destination={"kind": "abroad", "country": "ネパール カトマンズ"},
            move_date="2027-04-10",
            q_card="yes",
            q_select_all=["nhi", "seal"],
            **NOTIFIER,
        ),
        _filled("householder_change", **HOUSEHOLD | NOTIFIER),
        _filled("household_split", **HOUSEHOLD | {"livelihood_separate": "yes"} | NOTIFIER),
        _filled("household_transfer", **JOINED | NOTIFIER),
        _filled("household_merge", **HOUSEHOLD | {"other_householder": "海野 一郎"} | NOTIFIER),
        _filled(
            "certificates",
            documents=["residence_certificate", "tax_certificate", "family_register_removed"],
            copies_residence_certificate=2,
            copies_tax_certificate=1,
            copies_family_register_removed=1,
            requester="proxy",
            name=RARE,
            name_kana="ヨシカワ　タカナベ",
            birth_date="1988-04-02",
            address=_without(AWAY, "kind"),
            phone="0441234567",
            subject_name="海野 一郎",
            subject_birth_date="1950-12-31",
            subject_address="みどり野市川辺区川岸2-3",
            letter_of_proxy=True,
            purpose="inheritance",
            scope="all",
            shown_items=["householder", "domicile"],
            style="household",
            own_city_register="yes",
            domicile="神奈川県みどり野市本町1番地",
            domicile_head="海野 一郎",
            register_range="海野 太郎の出生から死亡まで",
            tax_year="2026",
            tax_address="yes",
            consent=True,
        ),
        _filled(
            "seal_registration",
            applicant="self",
            photo_id_today=True,
            seal_ready=True,
            name=RARE,
            name_kana="ヨシカワ　タカナベ",
            birth_date="1988-04-02",
            address=HERE,
            phone="0441234567",
            certificate_copies=1,
            consent=True,
        ),
    )


def _without(answers: dict[str, Any], *left_out: str) -> dict[str, Any]:
    return {key: answer for key, answer in answers.items() if key not in left_out}


def _filled(form: str, **answers: Any) -> Application:
    return Application(form, demo_bundle().forms[form].version, answers)
