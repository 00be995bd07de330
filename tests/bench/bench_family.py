"""A family of four moves in: touches and pages at the kiosk, by hand and with a card, beside the fields of the paper form.

Every touch is one on a box that stands on the screen at that moment; kanji come from the true converter, towns from the true list.
The paper form's fields are the rows of a 住民異動届 that this family writes, without 〃 and without what staff fill in.
"""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.bundle import Bundle
from config.form import answer_at, check
from config.form.visible import question_count
from config.japanese import kana as kanas
from config.japanese.postal import towns
from config.load import load_site
from config.theme import Panel
from config.together import forms_of
from hardware.cards.port import CardData, CardKind, Present
from hardware.printer.port import PrinterState
from kiosk.brain import Brain
from kiosk.flow import effects, events
from kiosk.flow.checking import applications
from kiosk.flow.keying import at_once
from kiosk.flow.moves import Around, page_of
from kiosk.flow.pages import Page
from kiosk.input.mozc import open_converter
from kiosk.input.port import KanaKanji
from kiosk.viewmodels.keyboards import KANA

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
PANEL = Panel(1280, 800, 5.88)
BETWEEN_TOUCHES = timedelta(milliseconds=400)
PIN = "1234"
MOST_PAGES = 200

# Invented. What one types, and the kanji one looks for.
FAMILY = ("かわさき", "川崎")
PEOPLE: tuple[dict[str, Any], ...] = (
    {"given": ("たろう", "太郎"), "sex": "male", "birth_date": "showa 550217", "relationship": "self"},
    {"given": ("はなこ", "花子"), "sex": "female", "birth_date": "showa 571103", "relationship": "wife"},
    {"given": ("いちろう", "一郎"), "sex": "male", "birth_date": "heisei 220405", "relationship": "child"},
    {"given": ("みさき", "美咲"), "sex": "female", "birth_date": "heisei 250630", "relationship": "child"},
)
DOMICILE = ("かながわけんよこはましあおばくえだちょう", "神奈川県横浜市青葉区荏田町")
OLD_HOME = {"postal_code": "2250013", "lot": "1-2"}
NEW_HOME = {"postal_code": "2190001", "lot": "3-4", "is_flat": "no"}
PHONE = "09000000000"
MOVED = date(2026, 11, 21)
CARD = CardData(CardKind.MY_NUMBER, "川崎　太郎", "神奈川県横浜市青葉区荏田町1-2", date(1980, 2, 17), "male")

# Fields of the paper form (notes on procedures, the field list of the notification; R, and C where it applies to them), once for
# each person and once for the household. Nationality is asked of foreign nationals only; postal codes need not be written.
ON_PAPER_EACH = ("name_kana", "name", "sex", "birth_date", "relationship", "domicile", "domicile_head")
ON_PAPER_ONCE = (
    "old_address.prefecture_city",
    "old_address.town",
    "old_address.lot",
    "old_householder",
    "new_address.ward",
    "new_address.town",
    "new_address.lot",
    "move_date",
    "new_household",
    "new_householder",
    "notifier",
    "phone",
)


def run() -> list[dict[str, Any]]:
    bundle = load_site(Path("config/sites/demo"))
    if not isinstance(bundle, Bundle):
        raise SystemExit("config/sites/demo is broken: python -m config check config/sites/demo")
    by_hand = asyncio.run(_filed(bundle, card=False))
    with_card = asyncio.run(_filed(bundle, card=True))
    fields = len(ON_PAPER_EACH) * len(PEOPLE) + len(ON_PAPER_ONCE)
    characters = _characters(by_hand.session.answers)
    form = next(form for _, form in forms_of(bundle, ("moving_in",)))
    rows = [
        _row("fields of the paper form", fields, "fields"),
        _row("characters and ticks written on it", characters, "characters"),
        _row(
            "questions of one person at the kiosk",
            question_count(form, "kiosk"),
            "questions",
            len(ON_PAPER_EACH) + len(ON_PAPER_ONCE),
            "paper fields of one person",
        ),
    ]
    for name, hand in (("by hand", by_hand), ("one card, with its PIN", with_card)):
        rows += [
            _row(f"{name}: pages answered", hand.pages, "pages", fields, "paper fields"),
            _row(f"{name}: touches to the number", hand.touches, "touches", characters, "characters on paper"),
            _row(
                f"{name}: of these for the 本籍 of four people", hand.on.get("domicile", 0), "touches", hand.touches, "all touches"
            ),
            _row(f"{name}: kanji left to the counter", len(hand.not_found), "words"),
        ]
    rows.append(_row("touches that the card saves", by_hand.touches - with_card.touches, "touches", by_hand.touches, "by hand"))
    return rows


class Hand:
    """One resident's finger on one kiosk; it answers what the window's own process and the parent would."""

    def __init__(self, bundle: Bundle, converter: KanaKanji, *, card: bool) -> None:
        self._bundle, self._converter, self._card = bundle, converter, card
        self._brain = Brain(bundle, PANEL)
        self._presses = _presses()
        self.session = self._brain.start()
        self.now = NOW
        self.touches = self.pages = 0
        self.on: dict[str, int] = {}  # touches by what was asked
        self.not_found: list[str] = []
        self.sent: effects.TakeNumber | None = None

    async def begin(self) -> None:
        devices = {"printer": PrinterState.READY, "reader": self._card, "hub": True}
        await self._happened(events.Started(NOW.date(), "01", extra={"key": "press"}, **devices))

    async def touch(self, event: events.AnyEvent) -> None:
        """A touch on the box that means this, on the page of a pager where it is."""
        self.now += BETWEEN_TOUCHES
        screen = self._brain.screen(self.session, self.now)
        if not any(box.event == event and box.enabled for box in screen.boxes):
            raise SystemExit(f"nothing on screen {screen.name!r} ({self.session.page}) means {event!r}")
        self.touches += 1
        asked = self.session.page.rpartition(":")[0].rpartition(".")[2]
        self.on[asked] = self.on.get(asked, 0) + 1
        await self._happened(event)

    async def go_on(self) -> None:
        """The key at the bottom right, whatever it is called there: the next page of a list, or つぎへ."""
        following = next(box for box in self._brain.screen(self.session, self.now).boxes if box.id == "next")
        if following.event is None:
            raise SystemExit(f"no way on from screen {self.session.screen!r}")
        await self.touch(following.event)

    async def type(self, text: str) -> None:
        for character in text:
            for key in self._presses.get(character, (character,)):
                await self.touch(events.Key(key))

    async def write(self, kana: str, kanji: str) -> None:
        """A reading and its kanji, searched through all pages; what is not there is left to the counter."""
        entry = self.session.entry
        if kanji in (entry.text, *entry.candidates[:1]) and entry.text:  # the first person's, proposed to this one
            return await self.touch(events.Next())
        if not self.session.entry.candidates:
            await self.type(kana)
        elif not self.session.entry.text:  # the card's kanji: the reading alone
            await self.type(kana)
            return await self.touch(events.Next())
        offered = self.session.entry.candidates
        if kanji not in offered:
            self.not_found.append(kanji)
            return await self.touch(events.CheckAtCounter())
        at = offered.index(kanji)
        for _ in range(at // at_once(offered)):
            await self.touch(events.Page(1))
        if at:
            await self.touch(events.Candidate(at))
        return await self.touch(events.Next())

    async def answer_pages(self, answered: Mapping[str, Any]) -> None:
        """Every page up to the review; `answered` by path, for a person by the last part of it."""
        for _ in range(MOST_PAGES):
            if self.session.screen == "guidance":
                await self.go_on()
                continue
            page = page_of(self.session, Around(self._bundle, self.now))
            if page is None:
                return
            before = (self.session.page, self.session.screen)
            await self._answer(page, answered)
            self.pages += 1
            if (self.session.page, self.session.screen) == before:
                raise SystemExit(f"{page.key} does not go on: {self.session.entry.wrong}")
        raise SystemExit("the pages go round")

    async def _answer(self, page: Page, answered: Mapping[str, Any]) -> None:
        parts = page.path.split(".")
        person = PEOPLE[int(parts[1])] if len(parts) > 2 and parts[0] == "movers" else {}
        given = answered.get(page.path, person.get(parts[-1], answered.get(parts[-1])))
        match page.kind:
            case "family" if page.no_reading and self.session.entry.text:  # the first person's, proposed to this one
                await self.touch(events.Next())
            case "family" if page.no_reading:  # a householder: one of the names already entered
                await self.touch(events.Choose("0"))
            case "family":
                await self.write(*FAMILY)
            case "given":
                await self.write(*person["given"])
            case "words" if given is None and not page.field.required:  # no building
                await self.touch(events.CheckAtCounter())
            case "words" if given is None and self.session.entry.text:  # the first person's, proposed to this one
                await self.touch(events.Next())
            case "words":
                await self.write(*given)
            case "date":
                era, digits = given.split()
                if self.session.entry.era != era:
                    await self.touch(events.Choose(era))
                await self.type(digits)
                await self.touch(events.Next())
            case "people" if len(self.session.answers["movers"]) < len(PEOPLE):
                await self.touch(events.PersonAdd())
            case "people":
                await self.touch(events.Next())
            case "multi":
                await self.touch(events.Choose("none"))
                await self.touch(events.Next())
            case "postal_code" | "lot" | "phone":
                await self.type(given)
                await self.touch(events.Next())
            case _:
                await self.touch(events.Choose(given))

    async def _happened(self, event: events.AnyEvent) -> None:
        self.session, decided = self._brain.reduce(self.session, event, self.now)
        for effect in decided:
            match effect:
                case effects.Convert(kana, meant):
                    await self._happened(events.Candidates(kana, await self._converter.convert(kana, meant)))
                case effects.LookUpPostalCode(code):
                    found = towns(code, self._bundle.site.address)
                    await self._happened(events.Towns(code, found))
                case effects.WaitForCard():
                    await self._happened(events.CardSeen(Present(CardKind.MY_NUMBER, tries_left=3)))
                case effects.ReadCard():
                    await self._happened(events.CardRead(CARD))
                case effects.TakeNumber():
                    self.sent = effect


async def _filed(bundle: Bundle, *, card: bool) -> Hand:
    """The whole way from the start screen to the press of 番号札をとる."""
    converter = open_converter()
    try:
        hand = Hand(bundle, converter, card=card)
        await hand.begin()
        for event in (events.Begin(), events.Choose("moving"), events.Choose("in"), events.Next()):
            await hand.touch(event)
        if card:
            await hand.touch(events.Choose("self"))
            await hand.type(PIN)
            await hand.touch(events.Next())
        await hand.answer_pages(ANSWERS)
        while hand.session.screen in ("review", "consent"):
            await hand.go_on()
    finally:
        await converter.close()
    if hand.sent is None:
        raise SystemExit(f"no number was asked for: the kiosk shows {hand.session.screen}")
    forms = dict(forms_of(bundle, hand.session.procedures))
    wrong = [
        problem
        for one in applications(hand.session, bundle)
        if one.procedure in forms
        for problem in check(forms[one.procedure], one.answers, "kiosk", NOW.date(), bundle.site)
    ]
    if wrong:
        raise SystemExit(f"the hub would refuse these answers: {wrong}")
    return hand


ANSWERS: dict[str, Any] = {
    "nationality": "japan",
    "marriage_filed": "yes",
    "domicile": DOMICILE,
    "old_address.kind": "japan",
    "old_address.postal_code": OLD_HOME["postal_code"],
    "old_address.lot": OLD_HOME["lot"],
    "new_address.postal_code": NEW_HOME["postal_code"],
    "new_address.lot": NEW_HOME["lot"],
    "new_address.is_flat": NEW_HOME["is_flat"],
    "move_date": f"western {MOVED:%Y%m%d}",
    "new_household": "new",
    "notifier": "self",
    "q_card": "yes",
    "cards_today": "all",
    "pins_known": "yes",
    "moved_out_with_card": "card_or_online",
    "q_insurance": "no",
    "q_children": "yes",
    "public_school": "yes",
    "nursery": "no",
    "public_employee": "no",
    "q_care": "no",
    "phone": PHONE,
}


def _presses() -> dict[str, tuple[str, ...]]:
    """The keys a kana costs: が is か and が・ぱ, っ is つ and つ→っ."""
    found: dict[str, tuple[str, ...]] = {}
    for base in "".join(KANA):
        for turns, turn, most in ((kanas.voiced, "voiced", 2), (kanas.small, "small", 1)):
            kana = base
            for times in range(most + 1):
                found.setdefault(kana, (base, *(turn,) * times))
                kana = turns(kana)
    return found


def _characters(answers: Mapping[str, Any]) -> int:
    """Characters of the answers that stand on paper; a choice is one tick, a date its digits and one tick for the era."""
    once = [answer_at(answers, path) for path in ON_PAPER_ONCE]
    each = [answer_at(answers, f"movers.{at}.{field}") for at in range(len(PEOPLE)) for field in ON_PAPER_EACH]
    choices = {"sex", "relationship", "new_household", "notifier"}
    ticks = sum(path in choices for path in ON_PAPER_ONCE) + len(PEOPLE) * sum(field in choices for field in ON_PAPER_EACH)
    dates = 1 + len(PEOPLE)
    texts = [
        one
        for one, field in zip(once + each, ON_PAPER_ONCE + ON_PAPER_EACH * len(PEOPLE), strict=True)
        if isinstance(one, str) and field not in choices and not field.endswith("_date")
    ]
    return ticks + dates * 7 + sum(len(text.replace("　", "").replace(" ", "")) for text in texts)


def _row(name: str, figure: int, unit: str, against: int | None = None, beside: str = "") -> dict[str, Any]:
    row: dict[str, Any] = {"name": f"family of four moving in: {name}", "figure": figure, "unit": unit}
    if against:
        row |= {"beside": f"{against} {beside}", "ratio": round(figure / against, 3)}
    return row


if __name__ == "__main__":
    for row in run():
        print(row)
