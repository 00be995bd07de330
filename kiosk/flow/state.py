"""What a kiosk knows of the person in front of it. Frozen; the empty session is what everything returns to."""

from datetime import date, datetime
from typing import Any, Literal

import msgspec

from config.japanese.postal import Town
from hardware.cards.port import CardKind, Fault
from hardware.printer.port import JobState, PrinterState
from hub.wire import FoundAppointment, Language, Refusal, SavedEntry, ServiceLine, Ticket
from kiosk.flow.assist import Assist
from kiosk.flow.events import AnyEvent, Strokes
from kiosk.flow.sheets import Sheet

ScreenName = Literal[
    "start",
    "selection",
    "services",  # number only
    "result",
    "card_place",
    "card_pin",
    "card_code_b",
    "card_trouble",
    "page",
    "store",  # コンビニか窓口か, as soon as the prices of all that is asked for are known
    "store_way",  # コンビニで取る: what to bring, where
    "proxy",  # 委任状: the form to fill in, for who comes without one or prepares one
    "guidance",  # 手続きのご案内: what follows from the answers
    "review",
    "consent",  # what is sent and what happens with it, before the number
    "saving",
    "saved",  # あとで つづける: the code to go on with
    "sending",
    "ticket",
    "code_scan",
    "code_type",
    "appointment",  # 予約: what was booked, before the number
    "card_left",  # カードをわすれないでください: all else is forgotten already
    "refused",  # the hub said no: what was wrong, and the way on
]
Over = Literal["", "languages", "appearance", "help", "idle", "quit", "interrupted", "assist"]
ENTRY: frozenset[str] = frozenset({"page", "card_pin", "card_code_b", "code_type"})
BUSY: frozenset[str] = frozenset({"sending", "saving"})


class Place(msgspec.Struct, frozen=True):
    """Where the session stood, for もどる."""

    screen: ScreenName
    question: str = ""
    page: str = ""
    list_page: int = 0


class Hand(msgspec.Struct, frozen=True):
    """手で書く: the word written so far, the character being written and what it may be. `turn` counts the drawings sent out."""

    written: str = ""
    strokes: Strokes = ()
    characters: tuple[str, ...] = ()
    first: int = 0  # index of the first character shown
    turn: int = 0
    answered: int = 0  # the drawing `characters` belong to

    def __repr__(self) -> str:
        return "Hand()"


Layer = Literal["kana", "digits", "latin"]  # keyboards of a page that is typed in words


class Entry(msgspec.Struct, frozen=True):
    """What is being typed on a page. `picked`: index of the candidate; None before one is chosen (the first stands)."""

    text: str = ""
    candidates: tuple[str, ...] = ()
    first: int = 0  # index of the first candidate shown
    picked: int | None = None
    era: str = ""  # of a date: reiwa, heisei, showa, taisho, western
    part: int = 0  # of a date: 0 year, 1 month, 2 day, 3 all there (kiosk.flow.dating)
    anew: bool = False  # of a date: the part was touched, the next digit begins it
    towns: tuple[Town, ...] = ()
    no_town: bool = False
    elsewhere: bool = False  # of a postal code: of another city, where the address can only be in this one
    layer: Layer | Literal[""] = ""  # of the keyboard, as it was asked for; empty: as the page opens
    wrong: str = ""  # text key of what is wrong with it
    by_hand: str = ""  # the word written by hand: a candidate before all others, whatever the reading becomes
    hand: Hand | None = None  # while the pad is shown
    prefilled: bool = False  # nobody typed it here: the first character takes its place

    def __repr__(self) -> str:
        return "Entry()"


class Typed(msgspec.Struct, frozen=True):
    """The field of a page one has left, and the answer that stood there then: with another answer it no longer counts."""

    entry: Entry
    answer: Any
    taken: bool = False  # つぎへ took it over

    def __repr__(self) -> str:
        return "Typed()"


class Draft(msgspec.Struct, frozen=True):
    """The family name, while the given name is still asked."""

    kana: str
    name: str | None  # None: 窓口で確認

    def __repr__(self) -> str:
        return "Draft()"


class Card(msgspec.Struct, frozen=True):
    """The card on the reader and the way to read it. `reading`: one try is out, no key does anything until the card answers."""

    kind: CardKind | None = None
    tries_left: int | None = None
    digits: str = ""
    reading: bool = False
    waited: int = 0  # seconds the try has been out
    fault: Fault | None = None
    last_try_agreed: bool = False
    read: bool = False
    by_pin: bool = False  # and with the number that its owner chose
    told: Literal["", "lifted", "changed"] = ""  # why it is asked for anew
    awaited: bool = False  # the printed digits are there, the card is still in the hand it was read from
    expired: date | None = None  # its last day, where that is past: it is read all the same, and said

    def __repr__(self) -> str:
        return "Card()"


class Slip(msgspec.Struct, frozen=True):
    """The paper of the number."""

    state: JobState | None = None
    fault: PrinterState | None = None
    copy: int = 1
    came: bool | None = None  # the resident's own answer where the printer could not prove it
    orders: int = 0  # how often it was asked for: once with the number, again where nothing had reached the paper
    since: datetime | None = None  # of `state`
    rang: bool = False  # the call for help was made for it


class Devices(msgspec.Struct, frozen=True):
    """What stands around the glass; nothing of a person."""

    kiosk: str = ""
    today: date = date(1970, 1, 1)
    printer: PrinterState = PrinterState.UNKNOWN
    reader: bool = False
    camera: bool = False
    hub: bool = False
    training: bool = False
    practice: int = 1  # running number of this visit, in training
    headphones: bool = False
    has_reader: bool = True  # one belongs here, well or not
    key: str = ""  # the idempotency key of this session


class Session(msgspec.Struct, frozen=True):
    """One visit at one kiosk. Its repr says nothing of the person."""

    language: Language = "ja"
    size: Literal["M", "L", "XL"] = "M"
    contrast: Literal["light", "black", "blue"] = "light"
    voice: bool = False
    low: bool = False  # 低い位置
    ruby: bool = False  # ふりがな; やさしい日本語 always has it
    screen: ScreenName = "start"
    over: Over = ""
    devices: Devices = Devices()
    lines: tuple[ServiceLine, ...] = ()
    question: str = ""
    procedures: tuple[str, ...] = ()
    service: str | None = None
    answers: dict[str, Any] = {}
    drafts: dict[str, Draft] = {}
    typed: dict[str, Typed] = {}  # page key → its field, while the resident is elsewhere
    aside: dict[str, Any] = {}  # parts of an address that was left to the counter, for もどる
    carried: dict[str, Any] = {}  # answers another form's answers gave (kiosk.flow.carrying)
    home: dict[str, Any] | None = None  # the answers as they were entered at home
    passed: frozenset[str] = frozenset()
    guided: tuple[str, ...] = ()  # what 手続きのご案内 said when it was shown last
    page: str = ""  # key of the page shown
    editing: bool = False  # back to the review after this
    edited: str = ""  # the person or address being gone through, page by page
    corrected: str = ""  # path 修正する was pressed at on the review: its page is shown again
    asked_back: frozenset[tuple[str, str]] = frozenset()  # (path, answer) that is odd and was asked about once
    notice: str = ""  # text key: what the answer of the page leads to, or the card; gone with the page
    noticed: frozenset[str] = frozenset()
    notice_of: str = ""  # path of the answer it follows from
    removing: int = 0  # index of the person who is asked about once more: はずしますか; 0: nobody
    entry: Entry = Entry()
    era: str = ""  # chosen last for a date of this visit
    card: Card = Card()
    card_met: bool = False  # one was laid down in this visit
    by_card: frozenset[str] = frozenset()  # paths that the card filled which was read last
    card_lies: bool = False  # and is still there
    card_before: bool = False  # somebody else's lies there since before this visit
    list_page: int = 0
    history: tuple[Place, ...] = ()
    reception_token: str | None = None
    appointment: FoundAppointment | None = None  # 予約 the number will be for
    code_wrong: str = ""  # text key
    code_until: datetime | None = None  # from when the code goes, where the hub says it
    camera_state: str = ""
    ticket: Ticket | None = None
    offline: bool = False
    slip: Slip = Slip()
    refusal: Refusal | None = None
    attempt: int = 0
    saved: SavedEntry | None = None
    save_wrong: str = ""  # text key: why nothing was saved
    saves: int = 0
    sheet: Sheet | None = None  # a paper without a number
    sheets: int = 0  # asked for so far
    assist: Assist | None = None  # staff are here; `over` is "assist", but while a resident looks for a language
    help_called: bool = False
    help_seen: bool = False
    touched_at: datetime | None = None
    reminded: bool = False  # the warning was said a second time
    shown_at: datetime | None = None  # since when the present screen (or warning) stands
    deaf_until: datetime | None = None  # おわる does nothing before: the number was not seen yet
    patience: int = 1
    pressed: AnyEvent | None = None
    pressed_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Session({self.screen}, {self.over})"


EMPTY = Session()
change = msgspec.structs.replace
