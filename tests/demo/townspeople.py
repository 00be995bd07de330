"""Fictional people of みどり野市 and the forms they fill in. None of them exists: common names, put together at random."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from config.bundle import Bundle
from hub.wire import Application

FAMILIES = (
    ("佐藤", "サトウ"), ("鈴木", "スズキ"), ("高橋", "タカハシ"), ("田中", "タナカ"), ("伊藤", "イトウ"), ("渡邉", "ワタナベ"),
    ("山本", "ヤマモト"), ("中村", "ナカムラ"), ("小林", "コバヤシ"), ("加藤", "カトウ"), ("吉田", "ヨシダ"), ("山田", "ヤマダ"),
    ("佐々木", "ササキ"), ("山口", "ヤマグチ"), ("松本", "マツモト"), ("井上", "イノウエ"), ("木村", "キムラ"), ("林", "ハヤシ"),
    ("斎藤", "サイトウ"), ("清水", "シミズ"), ("山﨑", "ヤマザキ"), ("森", "モリ"), ("池田", "イケダ"), ("橋本", "ハシモト"),
    ("阿部", "アベ"), ("石川", "イシカワ"), ("前田", "マエダ"), ("藤田", "フジタ"), ("小川", "オガワ"), ("髙木", "タカギ"),
)  # fmt: skip
# who moves inside the city is not asked again for what its register has
KNOWN_HERE = {"domicile", "domicile_head", "residence_category", "residence_status", "period_expiry", "renewal_pending"}
KNOWN_HERE |= {"residence_card_when"}
WOMEN = (
    ("陽菜", "ヒナ"), ("結衣", "ユイ"), ("美咲", "ミサキ"), ("さくら", "サクラ"), ("千尋", "チヒロ"), ("由美子", "ユミコ"),
    ("恵", "メグミ"), ("和子", "カズコ"), ("久美", "クミ"), ("葵", "アオイ"),
)  # fmt: skip
MEN = (
    ("翔太", "ショウタ"), ("大輝", "ダイキ"), ("健", "ケン"), ("蓮", "レン"), ("浩二", "コウジ"), ("正", "タダシ"),
    ("悠人", "ユウト"), ("直樹", "ナオキ"), ("隆", "タカシ"), ("陸", "リク"),
)  # fmt: skip
FROM_ABROAD = (
    ("GURUNG SITA", "グルン　シタ", "NPL", "female"), ("NGUYEN VAN MINH", "グエン　ヴァン　ミン", "VNM", "male"),
    ("SILVA ANA", "シルバ　アナ", "BRA", "female"), ("CRUZ JUAN", "クルス　フアン", "PHL", "male"),
)  # fmt: skip
TOWNS = ("北浜県海野市", "海原県磯辺市", "高原県峰町")
HOUSES = ("みどり荘", "本町ハイツ", "コーポさくら", "メゾン川辺")


@dataclass(frozen=True, slots=True)
class Town:
    """Where the office is. `today`: moves lie in the days before it."""

    bundle: Bundle
    today: date

    @property
    def ward(self) -> str:
        return self.bundle.site.address.ward or ""

    def streets(self) -> list[tuple[str, str]]:
        """(postal code, town) of the ward."""
        return [(town.postal_code, town.town) for town in self.bundle.site.address.towns if town.city.endswith(self.ward)]


class Household:
    """People who live together, and what they write in forms. The first is who stands at the tablet."""

    def __init__(self, town: Town, chance: random.Random, people: int = 1, *, abroad: bool = False) -> None:
        self.town, self.chance = town, chance
        self.family, self.kana = chance.choice(FAMILIES)
        self.abroad = chance.choice(FROM_ABROAD) if abroad else None
        self.people = [self._person(place) for place in range(people)]
        self.cards = chance.random() < 0.5  # they have My Number Cards
        self.unsure = chance.random() < 0.1  # whom the old certificate names: left to the counter
        self.phone = f"044{chance.randrange(10**7):07}"

    @property
    def head(self) -> str:
        return str(self.people[0].get("name") or self.people[0]["name_latin"])

    def moving_in(self) -> Application:
        abroad = {"residence_cards": True} if self.abroad else {}
        return self._filled(
            "moving_in",
            movers=self.people,
            old_address=self._away(),
            old_householder={"needs_staff": True} if self.unsure else self.head,
            new_address=self._flat(),
            move_date=self._lately(),
            new_household="new",
            q_other=["none"],
            **abroad,
            **self._survey(),
            **({"moved_out_with_card": "card_or_online"} if self.cards else {}),
            **self._notifier(),
        )

    def moving_within(self) -> Application:
        people = [{key: value for key, value in each.items() if key not in KNOWN_HERE} for each in self.people]
        abroad = {"residence_cards": True} if self.abroad else {}
        return self._filled(
            "moving_within",
            movers=people,
            old_address=self._here(),
            old_householder=self.head,
            whole_household=True,
            new_address=self._flat(),
            move_date=self._lately(),
            new_household="new",
            **abroad,
            **self._survey(),
            **self._notifier(),
        )

    def moving_out(self) -> Application:
        wanted = ("nationality", "name", "name_latin", "name_kana", "sex", "birth_date")
        return self._filled(
            "moving_out",
            movers=[{key: value for key, value in each.items() if key in wanted} for each in self.people],
            old_address=self._here(),
            old_householder=self.head,
            whole_household=True,
            destination=self._away(),
            move_date=(self.town.today + timedelta(days=self.chance.randint(1, 20))).isoformat(),
            q_card="no",
            q_select_all=["none"],
            **self._notifier(),
        )

    def householder_change(self) -> Application:
        wanted = ("nationality", "name_kana", "name", "birth_date", "relationship", "marriage_filed")
        return self._filled(
            "householder_change",
            members=[{key: value for key, value in each.items() if key in wanted} for each in self.people],
            address=self._here(),
            old_householder=f"{self.family} 一",
            new_householder=self.head,
            change_date=self._lately(),
            **self._notifier(),
        )

    def certificates(self) -> Application:
        me = self.people[0]
        documents = self.chance.choice(
            (["residence_certificate"], ["seal_certificate"], ["residence_certificate", "seal_certificate"])
        )
        details = {"scope": "all", "style": "household", "shown_items": ["householder", "domicile"]}
        details = details if "residence_certificate" in documents else {}
        details |= {"registration_card": True} if "seal_certificate" in documents else {}
        return self._filled(
            "certificates",
            documents=documents,
            **{f"copies_{each}": self.chance.choice((1, 1, 2)) for each in documents},
            requester="self",
            name=me["name"],
            name_kana=me["name_kana"],
            birth_date=me["birth_date"],
            address={key: value for key, value in self._away().items() if key != "kind"},
            phone=self.phone,
            consent=True,
            **details,
        )

    def seal_registration(self) -> Application:
        me = self.people[0]
        return self._filled(
            "seal_registration",
            applicant="self",
            photo_id_today=True,
            seal_ready=True,
            name=me["name"],
            name_kana=me["name_kana"],
            birth_date=me["birth_date"],
            address=self._here(),
            phone=self.phone,
            certificate_copies=1,
            consent=True,
        )

    def _person(self, place: int) -> dict[str, Any]:
        chance = self.chance
        born = self.town.today - timedelta(
            days=round(365.25 * (min(chance.randint(22, 78), 74) if place < 2 else chance.randint(1, 17)))
        )
        spouse = "husband" if self.abroad and self.abroad[3] == "female" else "wife"
        person: dict[str, Any] = {"birth_date": born.isoformat(), "relationship": ("self", spouse, "child")[min(place, 2)]}
        if place == 0 and self.abroad:
            latin, kana, country, sex = self.abroad
            return person | {
                "nationality": "foreign",
                "name_latin": latin,
                "name_kana": kana,
                "sex": sex,
                "nationality_region": country,
                "residence_category": "mid_long_term",
                "residence_status": "dependent",
                "period_expiry": (self.town.today + timedelta(days=500)).isoformat(),
                "renewal_pending": False,
                "residence_card_when": "now",
                "residence_card_number": f"AB{chance.randrange(10**8):08}CD",
            }
        person |= {"marriage_filed": True} if place == 1 else {}
        woman = (place == 1 and spouse == "wife") or (place > 1 and chance.random() < 0.5)
        given, kana = chance.choice(WOMEN if woman else MEN)
        return person | {
            "nationality": "japan",
            "name": f"{self.family} {given}",
            "name_kana": f"{self.kana}　{kana}",
            "sex": "female" if woman else "male",
            "domicile": "神奈川県みどり野市本町1番地",
            "domicile_head": f"{self.family} {given}",
        }

    def _here(self) -> dict[str, Any]:
        postal_code, town = self.chance.choice(self.town.streets())
        lot = f"{self.chance.randint(1, 5)}-{self.chance.randint(1, 30)}"
        return {"postal_code": postal_code, "ward": self.town.ward, "town": town, "lot": lot}

    def _flat(self) -> dict[str, Any]:
        return self._here() | {"is_flat": True, "building": f"{self.chance.choice(HOUSES)}{self.chance.randint(101, 504)}"}

    def _away(self) -> dict[str, Any]:
        lot = f"{self.chance.randint(1, 9)}-{self.chance.randint(1, 30)}"
        return {
            "kind": "japan",
            "postal_code": "2250013",
            "prefecture_city": self.chance.choice(TOWNS),
            "town": "港町一丁目",
            "lot": lot,
        }

    def _lately(self) -> str:
        return (self.town.today - timedelta(days=self.chance.randint(0, 10))).isoformat()

    def _survey(self) -> dict[str, Any]:
        children = any(each["relationship"] == "child" for each in self.people)
        more = {"public_school": False, "nursery": True, "public_employee": False} if children else {}
        more |= {"cards_today": "all", "pins_known": True} if self.cards else {}
        return {
            "q_card": "yes" if self.cards else "no",
            "q_insurance": "no",
            "q_children": "yes" if children else "no",
            "q_care": "no",
            **more,
        }

    def _notifier(self) -> dict[str, Any]:
        return {"notifier": "self", "phone": self.phone, "consent": True}

    def _filled(self, form: str, **answers: Any) -> Application:
        return Application(form, self.town.bundle.forms[form].version, answers)


FORMS: dict[str, Sequence[str]] = {
    "residence": ("moving_in", "moving_in", "moving_in", "moving_within", "moving_out", "moving_out", "householder_change"),
    "certificates": ("certificates",),
    "seal": ("seal_registration",),
}


def filled(town: Town, chance: random.Random, service: str, *, abroad: bool = False) -> tuple[tuple[Application, ...], int]:
    """What somebody enters for a service, and how many they are; nothing where the service has no form."""
    form = chance.choice(FORMS[service]) if service in FORMS else ""
    people = chance.choice((1, 1, 1, 2, 3, 4)) if form.startswith("moving") else 2 if form == "householder_change" else 1
    if not form:
        return (), chance.choice((1, 1, 1, 2))
    household = Household(town, chance, people, abroad=abroad and form in ("moving_in", "moving_within"))
    application: Application = getattr(household, form)()
    return (application,), people
