"""A tour of everything a kiosk can show: one resident after another walks the real flow, and is kept as they stand at every stop.

What decides knows no panel, size or contrast: a language is walked once and drawn as often as wanted.
"""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from config.bundle import Bundle
from config.japanese.postal import Town
from config.load import load_site
from config.site import CardPolicy
from config.theme import LANDSCAPE
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present
from hardware.printer.port import JobState, PrinterState
from hub import wire
from hub.wire import ExpectedWait, NextCall, Refusal, Reissued, ServiceLine, Ticket, Unlocked
from kiosk.brain import Brain
from kiosk.flow import dating
from kiosk.flow import events as e
from kiosk.flow.closing import DEAF
from kiosk.flow.moves import Around, all_pages, page_of
from kiosk.flow.saving import message, paper_of
from kiosk.flow.state import Entry, Session, change
from kiosk.viewmodels import fitting

NOW = datetime(2026, 11, 20, 10, 32, tzinfo=ZoneInfo("Asia/Tokyo"))
LONG_NAME = "アレクサンドラ　マリア　サントス　デラクルス"
LONG_LATIN = "ALEXANDRA MARIA SANTOS DELA CRUZ"
LONG_ADDRESS = "神奈川県みどり野市川辺区見本町１２丁目３４番５６号　グランドメゾンみどり野川辺リバーサイドタワー東館１２０５号室"
KANJI = ("川崎", "河崎", "川﨑", "河﨑", "川嵜", "カワサキ", "かわさき")
TYPED = Entry(text="かわさき", candidates=KANJI, layer="digits")
LONG_KANJI = ("アレクサンドラマリアサントス", "亜歴山土良")
PLACES = (("神奈川県", "カナガワケン"), ("みどり野市", ""), ("川辺区", ""))
TOWNS = tuple(
    Town("神奈川県", "みどり野市川辺区", f"川岸{name}", f"カワギシ{kana}", PLACES)
    for name, kana in (
        ("", ""),
        ("新田", "シンデン"),
        ("東町", "ヒガシマチ"),
        ("西町", "ニシマチ"),
        ("南町", "ミナミマチ"),
        ("北町", "キタマチ"),
        ("本町", "ホンチョウ"),
        ("上野", "ウエノ"),
    )
)
TICKET = Ticket(
    visit="v",
    number="A-024",
    day=NOW.date(),
    service="residence",
    procedures=("moving_in", "seal_registration"),
    issued_at=NOW,
    calls=(NextCall("reception", (1, 2)), NextCall("delivery", (5,))),
    people_waiting=8,
    wait=ExpectedWait(20, 30),
    follow_url="HTTP://127.0.0.1:8600/T/7GQ2XN4K7GQ2X",
    bring=("bring.residence_card",),
)
USUAL = msgspec.structs.replace(TICKET, wait=ExpectedWait(100, 120, usual=True))

SAVED = wire.SavedEntry("UK1:" + "A7" * 14, "7GQ2XN4K", NOW.date() + timedelta(days=7))
OFFLINE = msgspec.structs.replace(TICKET, number="A-1203", procedures=(), people_waiting=None, wait=None, follow_url=None)


SLOW = (e.Tick(),) * 5  # a card that comes to no answer

# The same keys and sentences stand on hundreds of stops. A kiosk remembers few words; the tour, where nobody's are, all of them.
fitting.width_of = cache(fitting.width_of.__wrapped__)
fitting._broken = cache(fitting._broken)


@cache
def demo():
    """The demo office, read once."""
    return load_site(Path("config/sites/demo"))


class Stop(NamedTuple):
    """How things stand where the tour rests."""

    name: str
    bundle: Bundle
    session: Session
    now: datetime

    def drawn(self, panel, size="M", contrast="light", training=False, lies=False):
        devices = change(self.session.devices, training=self.session.devices.training or training)
        session = change(self.session, devices=devices, size=size, contrast=contrast, card_lies=self.session.card_lies or lies)
        return Brain(self.bundle, panel).screen(session, self.now)


class Visitor:
    """One visit on one panel; `stops` are what was kept of it."""

    def __init__(self, panel, size, language, bundle=None, **started):
        self.bundle = bundle or demo()
        self.brain = Brain(self.bundle, panel)
        self.session: Session = self.brain.start()
        self.now = NOW
        self.stops = []
        self.language = language  # ja+ruby: with furigana
        language, _, ruby = language.partition("+")
        about = {"reader": True, "camera": True, "hub": True, "printer": PrinterState.READY, **started}
        self.do(
            e.Started(today=NOW.date(), kiosk="12", extra={"key": "k"}, **about),
            e.LinesChanged((ServiceLine("residence", "A", 8, wait=ExpectedWait(20, 30)), ServiceLine("certificates", "C", 4))),
            e.ChooseAppearance(size=size),
            e.ChooseLanguage(language),
            e.ChooseAppearance(ruby=bool(ruby)),
        )

    def do(self, *happened):
        for one in happened:
            self.now += timedelta(seconds=1)
            self.session, _ = self.brain.reduce(self.session, one, self.now)
        if self.session.deaf_until is not None:  # as one sees it once おわる is alive
            self.now += DEAF
            self.session, _ = self.brain.reduce(self.session, e.Tick(), self.now)
        return self

    def keys(self, text):
        return self.do(*(e.Key(character) for character in text))

    def stop(self, name):
        self.stops.append(Stop(name, self.bundle, self.session, self.now))
        return self

    @property
    def shown(self):
        return self.brain.screen(self.session, self.now)

    @property
    def page(self):
        return page_of(self.session, Around(demo(), self.now))

    def read_card(self, data):
        self.do(e.Next(), e.Choose("self"), e.CardSeen(Present(CardKind.MY_NUMBER, 3))).keys("1234")
        return self.do(e.Next(), e.CardRead(data), e.CardLies(False))

    def answer(self, name="かわさき", *, stops=True):
        """Pages up to the review, each kind and each choice kept once before it is left."""
        seen = set()
        for _ in range(150):
            page = self.page
            if self.session.screen == "guidance":
                if stops:
                    self.stop("guidance")
                self.do(e.Next())
            if self.session.screen == "store":
                self.do(e.Choose("at_counter"))
                page = self.page
            if self.session.screen != "page" or page is None:
                return self
            self._fill(page, name)
            label = page.field.id if page.kind in ("choice", "multi") else page.kind
            if stops and label not in seen:
                self.stop(f"page_{label}")
            if stops and page.kind == "words" and page.field.place and page.field.place not in seen:
                seen.add(page.field.place)
                self.do(e.Key("digits")).stop(f"page_words_digits_{page.field.place}")
                self.do(e.Key("kana"))
            seen.add(label)
            if page.kind in ("choice", "yes_no", "yes_no_unknown", "count"):
                options = page.field.options
                self.do(e.Choose(options[0] if page.kind == "choice" else "1" if page.kind == "count" else "no"))
                if self.session.entry.wrong.endswith("householder_is_there"):
                    self.do(e.Choose("child"))
            else:
                self.do(e.Next())
                if self.session.entry.wrong.endswith(("same_householder", "same_address")):
                    if stops:
                        self.stop(f"wrong_{self.page.field.id}")
                    self.do(e.Key("clear")).keys("12-5" if self.page.kind == "lot" else "やました").do(e.Next())
                    if self.page.kind == "given":
                        self.do(e.Next())
            while self.session.screen == "page" and self.session.page == page.key and self.session.notice:
                if stops and "notice" not in seen:
                    self.stop("page_told")
                seen.add("notice")
                self.do(e.Next())
            if self.session.screen == "page" and self.session.page == page.key:
                raise AssertionError(f"stuck at {page.key}: {self.session.entry.wrong}")
        raise AssertionError("the pages go round")

    def _fill(self, page, name):
        match page.kind:
            case "kana":
                self.do(e.Key("clear")).keys(name)
            case "family" | "given" | "words":
                self.do(e.Key("clear")).keys(name).do(e.Candidates(name, KANJI))
            case "latin":
                self.do(e.Key("clear")).keys(LONG_LATIN)
            case "postal_code":
                self.keys("2190002").do(e.Towns("2190002", TOWNS[:1]))
            case "lot":
                self.keys("12-34-56")
            case "phone":
                self.keys("09000000000")
            case "card_number":
                self.keys("AB12345678CD")
            case "multi":
                self.do(e.Choose(page.field.options[-1]))
            case "date":
                birth = page.field.id.endswith("birth_date")
                self.do(e.Choose("showa" if birth else "reiwa"), e.Key("clear")).keys("550217" if birth else "081115")


CARD = CardData(CardKind.MY_NUMBER, "川崎　太郎", "神奈川県みどり野市川辺区見本町１丁目２番３号", date(1980, 2, 17), "male")
LONG_CARD = CardData(CardKind.MY_NUMBER, LONG_NAME, LONG_ADDRESS, date(1980, 2, 17), "female")


@cache
def tour(language):
    """Every stop in one language (`ja+ruby`: with furigana)."""

    def visitor(**started):
        return Visitor(LANDSCAPE, "M", language, **started)

    walks = (_starts, _card, _tray, _move, _foreign, _family, _other_forms, _number, _code, _over, _low, _staff)
    return tuple(stop for walk in walks for stop in walk(visitor))


def screens(panel, size, language, contrast="light", training=False, lies=False):
    """Every stop of the tour as a picture: (name, Screen). `training`: as it looks in 操作研修. `lies`: a card on its tray."""
    return [(stop.name, stop.drawn(panel, size, contrast, training, lies)) for stop in tour(language)]


def _starts(visitor):
    site = msgspec.structs.replace(demo().site, always_open=False)
    closed = visitor(bundle=msgspec.structs.replace(demo(), site=site))
    closed.now = NOW.replace(hour=18)
    closed.do(e.Touched())
    empty = visitor(printer=PrinterState.PAPER_END)
    away = visitor(hub=False)
    silent = visitor(printer=PrinterState.UNREACHABLE)
    again = Visitor(LANDSCAPE, "M", empty.language)
    again.do(e.Started(today=NOW.date(), kiosk="12", interrupted=True))
    return [
        *silent.stop("start_no_printer").stops,
        *again.stop("interrupted").stops,
        *visitor().stop("start").stops,
        *empty.stop("start_no_paper").stops,
        *closed.stop("start_closed").stops,
        *away.stop("start_hub_away").stops,
    ]


def _moving_in(guest):
    return guest.do(e.Begin(), e.Choose("moving"), e.Choose("in"))


def _card(visitor):
    guest = visitor().do(e.Begin()).stop("selection").do(e.Choose("moving")).stop("selection_moving").do(e.Choose("in"))
    for question in ("seal", "household", "my_number_card", "family_register"):
        guest.stops += visitor().do(e.Begin(), e.Choose(question)).stop(f"selection_{question}").stops
    guest.stop("result").do(e.Next()).stop("page_who").do(e.Choose("self")).stop("card_place").do(
        e.CardSeen(Present(CardKind.MY_NUMBER, 3))
    ).keys("12")
    guest.stop("card_pin").keys("34").do(e.Next()).stop("card_reading").do(*SLOW).stop("card_reading_slow").do(
        e.CardFailed(CardFault(Fault.WRONG_PIN, 2))
    )
    guest.stop("card_pin_wrong").keys("1234").do(e.Next(), e.CardFailed(CardFault(Fault.WRONG_PIN, 1))).stop("card_pin_one_left")
    guest.keys("1234").do(e.Next()).stop("card_last_try").do(e.UseCard("code_b")).keys("5502172035").stop("card_code_b")
    guest.keys("2285").do(e.Next(), e.CardFailed(CardFault(Fault.REFUSED_INPUT))).stop("card_code_b_refused")
    for fault in (Fault.LOCKED, Fault.REMOVED, Fault.READER_GONE, Fault.UNREADABLE, Fault.UNKNOWN_OUTCOME, Fault.TWO_CARDS):
        other = _moving_in(visitor()).do(e.Next(), e.Choose("self"), e.CardSeen(Present(CardKind.MY_NUMBER, 3))).keys("1234")
        guest.stops += other.do(e.Next(), e.CardFailed(CardFault(fault))).stop(f"card_{fault.value}").stops
    for kind in sorted(set(CardKind) - {CardKind.MY_NUMBER, CardKind.DRIVING_LICENCE}):
        other = _moving_in(visitor()).do(e.Next(), e.Choose("self"), e.CardSeen(Present(kind)))
        guest.stops += other.stop(f"card_kind_{kind.value}").stops
    guest.stops += _lifted(visitor)
    past = Present(CardKind.MY_NUMBER, 3, expires=NOW.date() - timedelta(days=1))
    other = _moving_in(visitor()).do(e.Next(), e.Choose("self"), e.CardSeen(past)).stop("card_expired").do(e.UseCard("code_b"))
    return guest.stops + other.stop("card_expired_code_b").stops + _licence(visitor)


def _lifted(visitor):
    """Taken away before it was read, changed for another one, and in the hand its digits are read from."""
    guest = _moving_in(visitor()).do(e.Next(), e.Choose("self"), e.CardSeen(Present(CardKind.MY_NUMBER, 3))).keys("12")
    guest.do(e.CardLies(False)).stop("card_lifted").do(e.CardSeen(Present(CardKind.MY_NUMBER, 3))).keys("1234").do(e.Next())
    guest.do(e.CardFailed(CardFault(Fault.OTHER_CARD)), e.CardSeen(Present(CardKind.MY_NUMBER, 1))).stop("card_changed")
    guest.do(e.UseCard("code_b"), e.CardLies(False)).keys("55021720352285").do(e.Next())
    elsewhere = msgspec.structs.replace(CARD, address="神奈川県横浜市青葉区荏田町100番地2")
    within = visitor().do(e.Begin(), e.Choose("moving"), e.Choose("within")).read_card(elsewhere).stop("card_elsewhere")
    within.do(e.Back()).stop("card_exchange")
    householder = visitor().do(e.Begin(), e.Choose("household"), e.Choose("householder"), e.Next(), e.Choose("householder"))
    return guest.stop("card_code_b_in_hand").stops + within.stops + householder.stop("card_place_householder").stops


def _tray(visitor):
    """The card still there after it was read: on a page, under a number, at the end; and somebody else's before one began."""
    guest = _moving_in(visitor()).read_card(CARD).do(e.CardLies(True)).stop("tray_page")
    guest.do(e.Quit(), e.Quit()).stop("tray_card_left")
    number = visitor().do(e.NumberOnly(), e.Choose("residence"), e.NumberTaken(TICKET), e.SlipChanged(JobState.PRINTED))
    guest.stops += number.do(e.CardLies(True)).stop("tray_ticket").stops
    other = _moving_in(visitor()).do(e.Next(), e.Choose("self"), e.CardLay()).stop("tray_card_before")
    return guest.stops + other.stops


def _licence(visitor):
    """運転免許証: its own number is asked for, or none where none was chosen; and declined where the office does not read it."""
    licence = Present(CardKind.DRIVING_LICENCE, 3)
    guest = (
        _moving_in(visitor())
        .do(e.Next(), e.Choose("self"), e.CardSeen(licence))
        .keys("12")
        .stop("licence_pin")
        .keys("34")
        .do(e.Next())
    )
    guest.do(e.CardFailed(CardFault(Fault.WRONG_PIN, 1))).stop("licence_one_left").keys("1234").do(e.Next()).stop("licence_last")
    guest.do(e.Next(), e.CardFailed(CardFault(Fault.LOCKED, 0, CardKind.DRIVING_LICENCE))).stop("licence_locked")
    unasked = _moving_in(visitor()).do(e.Next(), e.Choose("self"), e.CardSeen(msgspec.structs.replace(licence, pin_set=False)))
    moved = _moving_in(visitor()).do(e.Next(), e.Choose("self"), e.CardSeen(licence)).keys("1234").do(e.Next())
    face = msgspec.structs.replace(CARD, card=CardKind.DRIVING_LICENCE, uncertain=("name", "address"))
    unasked.stops += moved.do(e.CardRead(face), e.CardLies(False)).stop("licence_moved").stops
    site = msgspec.structs.replace(demo().site, card=CardPolicy())
    declined = _moving_in(visitor(bundle=msgspec.structs.replace(demo(), site=site))).do(e.Next(), e.Choose("self"))
    declined.stop("card_place_code_b").do(e.CardSeen(licence)).stop("card_kind_driving_licence")
    return guest.stops + unasked.stop("licence_without_pin").do(*SLOW).stop("licence_without_pin_slow").stops + declined.stops


def _move(visitor):
    """転入 with a card, question by question, to the review."""
    guest = (
        _moving_in(visitor()).read_card(CARD).answer().stop("review").do(e.Page(1)).stop("review_2").do(e.Page(1)).stop("review_3")
    )
    guest.do(e.Next()).stop("consent")
    wrong = _moving_in(visitor()).do(e.Next(), e.Choose("self"), e.UseCard("none"))
    for _ in range(40):
        page = wrong.page
        if page is None or page.kind == "postal_code":
            break
        if page.kind == "family" and not page.no_reading:
            wrong.do(e.Next()).stop("page_family_wrong")
            wrong.stops += _by_hand(wrong)
        wrong._fill(page, "かわさき")
        wrong.do(e.Choose(page.field.options[0]) if page.kind == "choice" else e.Next())
    wrong.keys("2190002").do(e.Towns("2190002", TOWNS)).stop("page_postal_code_towns")
    wrong.do(e.Key("clear")).keys("9999999").do(e.Towns("9999999", ())).stop("page_postal_code_none")
    wrong.session = change(wrong.session, entry=Entry(text="2250013", elsewhere=True))
    wrong.stop("page_postal_code_elsewhere")
    return guest.stops + wrong.stops


FOREIGN = {
    "residence_status": "dependent",
    "renewal_pending": "no",
    "residence_card_when": "now",
    "relationship": "husband",
    "nationality": "foreign",
}
SEEN_OF_FOREIGN = {
    "nationality:choice",
    "name_latin:latin",
    "name_kana:kana",
    "name_kanji:words",
    "nationality_region:choice",
    "residence_category:choice",
    "residence_status:choice",
    "period_expiry:date",
    "renewal_pending:yes_no",
    "residence_card_when:choice",
    "residence_card_number:card_number",
    "relationship_proof:choice",
}


def _foreign(visitor):
    """A mover with a residence card, and names in Latin letters where there is no page of their own for them."""
    guest = _moving_in(visitor(reader=False)).do(e.Next(), e.Choose("self")).keys("09000000000").do(e.Next())
    for _ in range(40):
        page = guest.page
        asked = page.key.removeprefix("movers.0.") if page else ""
        if not asked or asked in ("domicile:words", "movers:people"):
            break
        guest._fill(page, "ぐるん　した" if page.kind == "kana" else "かわさき")
        if asked in SEEN_OF_FOREIGN:
            guest.stop(f"foreign_{asked.partition(':')[0]}")
        if asked in {"nationality_region:choice", "residence_status:choice"}:
            guest.do(e.Page(1)).stop(f"foreign_{asked.partition(':')[0]}_2").do(e.Page(-1))
        options = page.field.options
        if page.kind == "choice":
            guest.do(e.Choose(FOREIGN.get(page.field.id, options[0])))
        elif page.kind == "yes_no":
            guest.do(e.Choose("no"))
        else:
            guest.do(e.Next())
        if guest.page is not None and guest.page.key == page.key:
            raise AssertionError(f"stuck at {page.key}: {guest.session.entry.wrong}")
    asks = visitor(reader=False).do(e.Begin(), e.Choose("certificate"), e.Next(), e.Choose("residence_certificate"), e.Next())
    asks.do(e.Choose("1"), e.Choose("self"), e.Choose("at_counter"))
    asks.do(e.Key("kana")).stop("name_empty").keys("かわさき").do(e.Candidates("かわさき", KANJI)).stop("name_typed")
    asks.do(e.Candidates("かわさき", LONG_KANJI)).stop("name_typed_long")
    asks.do(e.Key("latin")).stop("name_letters").keys("GURUNG SITA").stop("name_letters_typed")
    asks.do(e.Next()).stop("name_letters_reading")
    return guest.stops + asks.stops


TREE = (((150, 300), (850, 300)), ((500, 100), (500, 900)), ((480, 320), (150, 750)), ((520, 320), (850, 750)))  # 木


def _by_hand(before):
    """手で書く: the empty pad, a character on it, what it may be, nothing found."""
    guest = Visitor(LANDSCAPE, "M", before.session.language)
    guest.session, guest.now = before.session, before.now
    guest.keys("きむら").do(e.WriteByHand()).stop("page_hand_empty").do(*(e.StrokeDrawn(stroke) for stroke in TREE))
    guest.do(e.Characters(guest.session.entry.hand.turn, tuple("木斗天朸止本杏柏林杢卞槎"))).stop("page_hand")
    guest.do(e.Candidate(0), e.StrokeDrawn(TREE[0]))
    guest.do(e.Characters(guest.session.entry.hand.turn, ())).stop("page_hand_none").do(e.Key("clear"), e.Next())
    return guest.stop("page_hand_done").stops[-4:]


def _in_flat(visitor, session):
    """The field of a building: empty, typed, and the words beside the digits."""
    flat = {**session.answers, "new_address": {**session.answers["new_address"], "is_flat": True}}
    for name, entry in (("", Entry()), ("_typed", change(TYPED, layer="kana")), ("_digits", TYPED)):
        visitor.session = change(session, page="new_address.building:words", answers=flat, entry=entry)
        visitor.stop(f"page_building{name}")
    return visitor


def _family(visitor):
    """Seven movers with the longest name and the longest address."""
    guest = _moving_in(visitor()).read_card(LONG_CARD).answer(stops=False)
    person = {**guest.session.answers["movers"][0], "name": LONG_NAME, "name_kana": LONG_NAME, "relationship": "spouse_sibling"}
    address = {**guest.session.answers["new_address"], "town": "見本町", "lot": "12-34-56", "building": LONG_ADDRESS[-27:]}
    answers = {**guest.session.answers, "movers": [person] * 7, "new_address": address, "old_address": address}
    guest.session = change(guest.session, answers=answers)
    guest.stop("review_family").do(e.Page(1)).stop("review_family_2").do(e.Page(1)).stop("review_family_3")
    people = "movers:people"
    listed = visitor()
    listed.session = change(
        guest.session, screen="page", page=people, list_page=0, notice="", passed=guest.session.passed - {people}
    )
    listed.now = guest.now
    listed.stop("people_7").do(e.Page(1)).stop("people_7_last").do(e.PersonRemove(6)).stop("people_sure")
    listed.do(e.Back())
    listed.session = change(
        listed.session, screen="page", page=people, list_page=0, entry=change(listed.session.entry, wrong="problem.one_householder")
    )
    listed.stop("people_which_head")
    denied = visitor()
    denied.now = guest.now
    lot = change(guest.session, screen="page", page="new_address.lot:lot", notice="", entry=Entry(text="12-34-56"))
    denied.session = change(lot, entry=change(lot.entry, wrong="problem.same_address"))
    denied.stop("page_same_address")
    early = change(dating.of_day("2026-11-10"), wrong="problem.moved_before_arriving")
    denied.session = change(lot, page="move_date:date", entry=early)
    denied.stop("page_moved_before_arriving")
    for question, code in (("q_children", "child_is_listed"), ("q_care", "elder_is_listed")):
        wrong = Entry(wrong=f"problem.{code}")
        page = f"{question}:yes_no_unknown"
        denied.session = change(
            guest.session, screen="page", page=page, notice="", entry=wrong, answers={**answers, question: "no"}
        )
        denied.stop(f"page_{code}")
    related = visitor()
    related.now = guest.now
    second = {**answers["movers"][0], "sex": "female", "relationship": "husband"}
    asked = change(guest.session, screen="page", page="movers.1.relationship:choice", notice="", entry=Entry())
    both = {**answers, "movers": [{**answers["movers"][0], "relationship": "self"}, second]}
    related.session = change(asked, answers=both, entry=Entry(wrong="problem.cannot_be"))
    related.stop("page_relationship_cannot_be")
    born = change(dating.of_day("1915-05-06"), wrong="problem.long_ago")
    related.session = change(asked, page="movers.1.birth_date:date", answers=both, entry=born)
    related.stop("page_long_ago")
    led = visitor()
    questions = [page.field.id for page in all_pages(guest.session, Around(demo(), guest.now)) if page.kind == "yes_no_unknown"]
    led.session = change(guest.session, screen="guidance", answers={**answers, **dict.fromkeys(questions, "yes")})
    led.now = guest.now
    led.stop("guidance_long").do(e.Page(1)).stop("guidance_long_2")
    told = visitor()
    told.session = change(listed.session, notice="guidance.other_ward", list_page=0, entry=Entry())
    whose = visitor()
    names = ("川崎　太郎", "川崎　花子", LONG_NAME)
    whose.session = change(
        guest.session,
        screen="page",
        page="subject_name:family",
        procedures=("moving_in", "certificates"),
        answers={
            **answers,
            "name": names[0],
            "requester": "same_household",
            "movers": [{**person, "name": name} for name in names],
        },
        entry=Entry(),
        notice="",
    )
    whose.now = guest.now
    told.stop("page_notice")
    whose.stop("whose_certificate")
    return [stop for one in (guest, listed, related, _in_flat(denied, lot), led, told, whose) for stop in one.stops]


def _other_forms(visitor):
    """Every other form of the catalogue, its choices and kinds of page once."""
    found = []
    for procedure in demo().procedures.values():
        if procedure.form is None or procedure.id == "moving_in":
            continue
        guest = visitor(reader=False)
        guest.session = change(guest.session, screen="result", procedures=(procedure.id,))
        guest.do(e.Next()).answer()
        found += [stop._replace(name=f"{procedure.id}_{stop.name}") for stop in guest.stop("review").stops]
    several = visitor()
    several.session = change(several.session, screen="result", procedures=tuple(demo().procedures)[:5])
    return found + several.stop("result_several").stops


def _number(visitor):
    guest = visitor().do(e.NumberOnly()).stop("services").do(e.Choose("residence")).stop("sending").do(e.NumberTaken(TICKET))
    guest.stop("ticket_printing")
    slips = (
        ("taken", JobState.PRINTED, PrinterState.READY),
        ("held", JobState.HELD, PrinterState.PAPER_END),
        ("uncertain", JobState.UNCERTAIN, PrinterState.UNREACHABLE),
        ("failed", JobState.FAILED_CLEAN, PrinterState.UNREACHABLE),
        ("no_paper", JobState.FAILED_CLEAN, PrinterState.PAPER_END),
        ("hot", JobState.HELD, PrinterState.HOT),
        ("cover", JobState.HELD, PrinterState.COVER),
        ("cutter", JobState.HELD, PrinterState.CUTTER),
        ("unproved", JobState.HELD, PrinterState.UNKNOWN),
    )
    for name, state, printer in slips:
        other = visitor().do(e.NumberOnly(), e.Choose("residence"), e.NumberTaken(TICKET if name == "taken" else USUAL))
        other.do(e.PrinterChanged(printer), e.SlipChanged(state, printer))
        guest.stops += other.stop(f"ticket_{name}").stops
        if state is JobState.UNCERTAIN:
            left = visitor().do(e.NumberOnly(), e.Choose("residence"), e.NumberTaken(TICKET), e.SlipChanged(state, printer))
            left.now += timedelta(seconds=21)
            guest.stops += left.do(e.Tick()).stop("ticket_unanswered").stops
            guest.stops += other.do(e.PaperCame(False)).stop("ticket_did_not_come").stops[-1:]
        if state is JobState.FAILED_CLEAN:
            guest.stops += other.do(e.PrinterChanged(PrinterState.READY)).stop(f"ticket_{name}_mended").stops[-1:]
        if state is JobState.HELD:
            own = visitor().do(e.NumberOnly(), e.Choose("residence"), e.NumberTaken(OFFLINE, True), e.SlipChanged(state, printer))
            guest.stops += own.stop(f"ticket_offline_{name}").stops
    other = visitor().do(e.NumberOnly(), e.Choose("residence"), e.NumberTaken(OFFLINE, True), e.SlipChanged(JobState.PRINTED))
    guest.stops += other.stop("ticket_offline").stops
    other = visitor().do(e.NumberOnly(), e.Choose("residence"), e.NumberTaken(USUAL), e.SlipChanged(JobState.PRINTED), e.Help())
    guest.stops += other.stop("help_ticket").stops
    wide = msgspec.structs.replace(
        TICKET,
        number="A-1288",
        people_waiting=128,
        calls=(NextCall("reception", (10, 11, 12, 14, 16)), NextCall("delivery", (21, 22, 23))),
    )
    other = visitor(training=True).do(e.NumberOnly(), e.Choose("residence"), e.NumberTaken(wide), e.SlipChanged(JobState.PRINTED))
    guest.stops += other.stop("ticket_widest").stops
    desks = (
        ("reception", (1, 2, 3), "residence"),
        ("delivery", (5,), "residence"),
        ("reception", (4,), "my_number_card"),
        ("delivery", (4,), "my_number_card"),
        ("reception", (7, 9), "welfare"),
    )
    for name, count in (("three", 3), ("five", 5)):
        several = msgspec.structs.replace(TICKET, calls=tuple(NextCall(*each) for each in desks[:count]))
        other = visitor().do(e.NumberOnly(), e.Choose("residence"), e.NumberTaken(several), e.SlipChanged(JobState.PRINTED))
        guest.stops += other.stop(f"ticket_{name}_calls").stops
    paid = msgspec.structs.replace(TICKET, service="certificates", procedures=("certificates",))
    other = visitor().do(e.NumberOnly(), e.Choose("residence"))
    asked = {"documents": ["residence_certificate"], "copies_residence_certificate": 2}
    other.session = change(other.session, procedures=("certificates",), answers=asked)
    guest.stops += other.do(e.NumberTaken(paid), e.SlipChanged(JobState.PRINTED)).stop("ticket_fee").stops
    refused = visitor().do(e.NumberOnly(), e.Choose("residence"), e.NumberRefused(Refusal("closed", "closed")))
    late = visitor().do(e.NumberOnly(), e.Choose("residence"), e.NumberRefused(Refusal("service_closed", "closed")))
    full = visitor().do(e.NumberOnly(), e.Choose("residence"), e.NumberRefused(Refusal("quota_reached", "full")))
    return guest.stops + refused.stop("refused").stops + late.stop("refused_closed").stops + full.stop("refused_full").stops


def _code(visitor):
    guest = visitor().do(e.HaveCode()).stop("code_scan").do(e.CodeSeen("https://example.jp")).stop("code_foreign")
    guest.do(e.Choose("type")).keys("AB3").stop("code_type").keys("DEFGH").do(
        e.Next(), e.EntryRefused(Refusal("entry_expired", "expired"))
    )
    guest.stop("code_expired").do(
        e.Key("delete"), e.Key("H"), e.Next(), e.EntryRefused(Refusal("too_many_tries", "no", until=NOW + timedelta(minutes=15)))
    )
    guest.stop("code_too_many_tries")
    other_day = Refusal("appointment_other_day", "on another day", until=NOW + timedelta(days=5, minutes=-62))
    for way in ("scan", "type"):
        early = visitor().do(e.HaveCode(), *((e.Choose("type"),) if way == "type" else ()))
        early = early.keys("7GQ2XN4K").do(e.Next()) if way == "type" else early.do(e.CodeSeen(f"UK1:{'A' * 28}"))
        guest.stops += early.do(e.EntryRefused(other_day)).stop(f"code_{way}_other_day").stops
    blind = visitor().do(e.HaveCode(), e.CameraChanged("no_camera")).stop("code_no_camera")
    without = visitor(camera=False).do(e.HaveCode()).stop("code_type_only")
    stops = guest.stops + blind.stops + without.stops
    for procedure, late in (("card_pickup", False), ("moving_in", True)):
        booked = wire.FoundAppointment("token", procedure, "general", NOW + timedelta(minutes=20), late)
        found = wire.FoundEntry("", "ja", (), NOW.date(), appointment=booked)
        comer = visitor().do(e.HaveCode(), e.CodeSeen("UK1:" + "A" * 28), e.EntryFound(found))
        stops += comer.stop("appointment_late" if late else "appointment").stops
    gone = wire.FoundAppointment("token", "moving_in", "residence", NOW + timedelta(days=12), True)
    closed = visitor().do(e.HaveCode(), e.CodeSeen("UK1:" + "A" * 28))
    stops += closed.do(e.EntryFound(wire.FoundEntry("", "ja", (), NOW.date(), appointment=gone))).stop("appointment_closed").stops
    at_home = wire.Application("moving_in", "", {"movers": [{}]})
    whole = wire.FoundEntry(
        "entry", "ja", (at_home,), NOW.date(), appointment=wire.FoundAppointment("t", "moving_in", "residence", NOW)
    )
    both = visitor().do(e.HaveCode(), e.CodeSeen("UK1:" + "A" * 28), e.EntryFound(whole))
    stops += both.stop("appointment_with_entry").stops
    kept = msgspec.structs.replace(TICKET, booked=NOW, wait=None)
    comer.do(e.Next(), e.NumberTaken(kept), e.SlipChanged(JobState.PRINTED))
    return stops + comer.stop("ticket_booked").stops[-1:]


def _store(visitor):
    """コンビニで取ると: before anything is asked, and with what was asked for."""
    guest = visitor(reader=False).do(e.Begin(), e.Choose("certificate")).stop("result_store").do(e.Next())
    guest.do(e.Choose("family_register_full"), e.Choose("residence_certificate"), e.Next())
    for _ in range(2):
        guest.do(e.Choose("2"))
    guest.do(e.Choose("self")).stop("store").do(e.Choose("at_store")).stop("store_way")
    details = visitor(reader=False)
    asked = {"documents": ["residence_certificate"], "requester": "self", "scope": "all"}
    for page in ("scope:choice", "shown_items:multi", "style:choice"):
        details.session = change(details.session, screen="page", procedures=("certificates",), answers=asked, page=page)
        details.stop(f"certificates_{page.partition(':')[0]}")
    guest.do(e.Page(1)).stop("store_way_2").do(e.Choose("print")).stop("store_way_printing")
    return guest.stops + details.stops


def _proxy(visitor):
    """委任状: without one, and for the form alone."""
    guest = visitor(reader=False).do(e.Begin(), e.Choose("certificate"), e.Next())
    known = {"documents": ["residence_certificate"], "requester": "proxy", "letter_of_proxy": False}
    guest.session = change(guest.session, screen="proxy", answers=known)
    guest.stop("proxy").do(e.Choose("print"))
    guest.do(e.SlipChanged(JobState.PRINTED, None, guest.session.sheet.name)).stop("proxy_printed")
    alone = visitor().do(e.Begin(), e.Choose("other")).stop("selection_other").do(e.Choose("proxy_form")).stop("proxy_form")
    blank = visitor(printer=PrinterState.PAPER_END).do(e.Begin(), e.Choose("other"), e.Choose("proxy_form"))
    return guest.stops + alone.stops + blank.stop("proxy_no_paper").stops


def _second(visitor):
    """もう1人: the first person's answers stand on the pages of the next."""
    guest = _moving_in(visitor()).read_card(CARD)
    guest.do(e.Choose("japan"))
    for _ in range(30):
        page = guest.page
        if page is None or page.kind == "people":
            break
        guest._fill(page, "かわさき")
        guest.do(e.Choose(page.field.options[0]) if page.kind == "choice" else e.Next())
    guest.do(e.PersonAdd()).stop("second_nationality").do(e.Next()).stop("second_family")
    return guest.stops


def _saved(visitor):
    """あとで つづける: on the way out, from the help screen, without the hub; the code, its paper; going on."""
    guest = _moving_in(visitor()).do(e.Next(), e.Choose("self"), e.UseCard("none"), e.Choose("japan"))
    guest.keys("かわさき").do(e.Candidates("かわさき", KANJI)).do(e.Quit()).stop("quit_save").do(e.Back(), e.Help())
    guest.stop("help_save").do(e.Back(), e.HubChanged(False), e.Quit(), e.SaveForLater()).stop("quit_no_hub")
    guest.do(e.HubChanged(True), e.SaveForLater()).stop("saving").do(e.EntryNotSaved(Refusal("entry_too_large", "")))
    guest.stop("quit_failed")
    guest.do(e.SaveForLater(), e.EntrySaved(SAVED)).stop("saved_printing")
    paper = paper_of(guest.session)
    guest.do(e.SlipChanged(JobState.FAILED_CLEAN, PrinterState.PAPER_END, paper)).stop("saved_no_paper")
    guest.do(e.SlipChanged(JobState.PRINTED, PrinterState.READY, paper)).stop("saved")
    half = _moving_in(visitor()).do(e.Next(), e.Choose("self"), e.UseCard("none")).keys("09000000000").do(e.Next())
    half.do(e.Choose("japan"))
    entry = message(half.session, demo())
    found = wire.FoundEntry("token", half.session.language, entry.applications, NOW.date(), entry.unfinished)
    other = visitor().do(e.HaveCode(), e.EntryFound(found))
    at_card = _moving_in(visitor()).do(e.Next(), e.Choose("self")).do(e.Help()).stop("help_card")
    return guest.stops + other.stop("page_going_on").stops + at_card.stops


def _low(visitor):
    """低い位置: where there was room below, there is none."""
    guest = _moving_in(visitor(reader=False).do(e.ChooseAppearance(low=True))).stop("low_page")
    low = visitor().do(e.ChooseAppearance(low=True), e.Begin()).stop("low_selection")
    return guest.stops + low.do(e.ShowAppearance()).stop("low_appearance").stops


def _over(visitor):
    guest = visitor().do(e.Begin(), e.ShowLanguages()).stop("languages").do(e.Back(), e.ShowAppearance()).stop("appearance")
    guest.do(e.Back(), e.Quit()).stop("quit").do(e.Back(), e.Help()).stop("help").do(e.HelpSeen()).stop("help_seen").do(
        e.HubChanged(False)
    ).stop("help_away").do(e.HubChanged(True), e.Back())
    left = visitor().do(e.Begin())
    left.now += timedelta(seconds=65)
    halfway = _moving_in(visitor(reader=False)).do(e.Next(), e.Choose("self"))
    halfway.now += timedelta(seconds=125)
    guest.stops += halfway.do(e.Tick()).stop("idle_halfway").stops
    return (
        guest.stops + left.do(e.Tick()).stop("idle").stops + _saved(visitor) + _second(visitor) + _store(visitor) + _proxy(visitor)
    )


def _staff(visitor):
    """職員: the pad over a form, the panel at every state, what it leads to, and what the resident is asked."""
    unlocked = e.KioskUnlocked(Unlocked("u", "03", "floor_guide", 180))

    def asked(guest):
        return guest.do(e.StaffKnock()).keys("03").do(e.Next()).keys("482915").do(e.Next())

    def opened(guest):
        asked(guest).do(unlocked)
        guest.now += timedelta(seconds=14)
        return guest

    def refused(guest, error):
        return guest.do(e.AssistRefused(Refusal(error, "", "")))

    guest = (
        _moving_in(visitor(reader=False))
        .do(e.Next(), e.Help(), e.Back(), e.StaffKnock())
        .stop("assist_pin")
        .keys("03")
        .do(e.Next())
    )
    guest.keys("4829").stop("assist_pin_typed").do(e.Next())
    refused(guest, "wrong_pin").stop("assist_pin_wrong").keys("482915").do(e.Next(), unlocked).stop("assist_panel_form")
    guest.do(e.Choose("take_over")).stop("assist_consent").do(e.ShowLanguages()).stop("assist_languages")
    guest.do(e.Back(), e.Choose("no")).stop("assist_not_agreed")
    guest.do(e.Choose("cancel")).stop("assist_reason_entry").do(e.Choose("left")).stop("assist_confirm_entry")
    idle = opened(visitor(printer=PrinterState.NEAR_END)).stop("assist_panel_idle").do(e.Choose("paper")).stop("assist_paper")
    idle.do(e.Choose("residence"), e.Choose("more"), e.Choose("consideration"), e.Next())
    refused(idle, "numbers_used_up").stop("assist_paper_refused").do(e.Next(), e.NumberHanded(TICKET)).stop("assist_handed")
    idle.do(e.SlipChanged(JobState.HELD, PrinterState.PAPER_END, TICKET.visit)).stop("assist_handed_held").do(e.Choose("cancel"))
    idle.keys("A02").stop("assist_number").keys("4").do(e.Next(), e.Choose("twice")).stop("assist_confirm").do(e.Next())
    refused(idle, "at_counter").stop("assist_confirm_refused").do(e.Back(), e.Choose("reissue")).keys("A999").do(e.Next())
    refused(idle, "unknown_number").stop("assist_number_unknown")
    away = visitor(printer=PrinterState.CUTTER, reader=False, hub=False).do(e.NumberOnly(), e.Choose("residence"))
    opened(away.do(e.NumberTaken(TICKET), e.SlipChanged(JobState.PRINTED))).stop("assist_panel_faults")
    ticket = visitor().do(e.NumberOnly(), e.Choose("residence"), e.NumberTaken(TICKET), e.SlipChanged(JobState.PRINTED))
    opened(ticket).stop("assist_panel_ticket").do(e.Choose("reissue"), e.SlipReissued(Reissued(TICKET, "en", 2)))
    ticket.do(e.SlipChanged(JobState.PRINTED, None, TICKET.visit)).stop("assist_reissued")
    spare = asked(visitor()).do(e.KioskUnlocked(Unlocked("u", "03", "floor_guide", 180, True, 2))).stop("assist_panel_spare")
    tested = opened(visitor()).do(e.Choose("test")).stop("assist_testing")
    tested.do(e.SlipChanged(JobState.PRINTED, None, tested.session.sheet.name)).stop("assist_tested").do(e.Choose("roll"))
    tested.stop("assist_roll").do(e.PrinterChanged(PrinterState.COVER)).stop("assist_roll_open")
    spare.do(e.Choose("role")).stop("assist_role").do(e.Choose("writing_desk"), e.RoleTaken(None)).stop("assist_role_taken")
    return guest.stops + idle.stops + away.stops + ticket.stops + spare.stops + tested.stops
