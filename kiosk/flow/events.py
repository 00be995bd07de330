"""What can happen to a session: touches, answers of the window's own (kiosk.personal), and of the parent process. Plain values."""

from datetime import date
from typing import Any, Literal, TypeAlias

import msgspec

from config.japanese.postal import Town
from hardware.cards.port import CardData, CardFault, Present
from hardware.printer.port import JobState, PrinterState
from hub.wire import FoundEntry, Language, Refusal, Reissued, SavedEntry, ServiceLine, Ticket, Unlocked

Stroke: TypeAlias = tuple[tuple[int, int], ...]  # points, 0-999 from the top left of the pad
Strokes: TypeAlias = tuple[Stroke, ...]


class Event(msgspec.Struct, frozen=True, tag_field="event", tag=True):
    """Base of all events."""


# --- touches -----------------------------------------------------------------------------------------------------------------


class Touched(Event, frozen=True):
    """A finger came down, anywhere on the glass: somebody is there."""


class ReadOut(Event, frozen=True):
    """The key pad came to something: say its words."""

    text: str

    def __repr__(self) -> str:
        return "ReadOut()"


class Begin(Event, frozen=True):
    """手続きをはじめる."""


class HaveCode(Event, frozen=True):
    """事前入力のQRコードをお持ちの方."""


class NumberOnly(Event, frozen=True):
    """番号札だけ取る."""


class ChooseLanguage(Event, frozen=True):
    language: Language


class ShowLanguages(Event, frozen=True):
    """ことば."""


class ShowAppearance(Event, frozen=True):
    """見やすさ・音声."""


class ChooseAppearance(Event, frozen=True):
    size: Literal["M", "L", "XL"] | None = None
    contrast: Literal["light", "black", "blue"] | None = None
    voice: bool | None = None
    low: bool | None = None  # everything further down, for who sits
    ruby: bool | None = None  # ふりがな over Japanese


class Back(Event, frozen=True):
    """もどる: keeps every answer."""


class Next(Event, frozen=True):
    """つぎへ, and the other names of the bottom-right key."""


class Help(Event, frozen=True):
    """職員をよぶ, and taking the call back."""


class Quit(Event, frozen=True):
    """やめる（入力を消す）: erases everything, and says so before."""


class SaveForLater(Event, frozen=True):
    """あとで つづける（保存する）."""


class Continue(Event, frozen=True):
    """つづける on the idle warning."""


class MoreTime(Event, frozen=True):
    """もっと時間がほしい: doubles all times of this visit."""


class Choose(Event, frozen=True):
    """A choice of the guided selection, a service, an option of a field."""

    option: str


class Edit(Event, frozen=True):
    """修正する on the review: `path` as in config.form."""

    path: str


class Page(Event, frozen=True):
    """Pager: +1 or -1."""

    by: int


class Key(Event, frozen=True):
    """One key: a character, or `delete`, `clear`, `voiced` (が・ぱ), `small` (つ→っ), `left`, `right`, or a word (丁目)."""

    key: str


class Candidate(Event, frozen=True):
    """A kanji candidate was chosen."""

    index: int


class WriteByHand(Event, frozen=True):
    """手で書く."""


class StrokeDrawn(Event, frozen=True):
    """A finger has drawn one stroke on the pad and left it."""

    points: Stroke

    def __repr__(self) -> str:
        return "StrokeDrawn()"


class CheckAtCounter(Event, frozen=True):
    """窓口で確認: staff complete this answer; a normal way on."""


class PersonAdd(Event, frozen=True):
    """手続きする人を追加する."""


class PersonRemove(Event, frozen=True):
    index: int


class UseCard(Event, frozen=True):
    """Read a card, by `pin` or `code_b`; `none`: カードを使わずに."""

    way: Literal["pin", "code_b", "none"]


class PaperCame(Event, frozen=True):
    """番号札は出ましたか: 出た / 出ていない."""

    came: bool


class StaffKnock(Event, frozen=True):
    """職員: the top left corner was held for three seconds."""


class PrintAgain(Event, frozen=True):
    """番号札を印刷する, where nothing of it has reached the paper yet."""


# --- from the parent process ----------------------------------------------------------------------------------------------------


class Tick(Event, frozen=True):
    """Once a second. The time itself is the reducer's `now` argument. `to_read`: letters on the glass (viewmodels.to_read)."""

    to_read: int = 0


class Candidates(Event, frozen=True):
    kana: str
    candidates: tuple[str, ...]


class Characters(Event, frozen=True):
    """What the drawing of that turn may be, the likeliest first."""

    turn: int
    characters: tuple[str, ...]


class Towns(Event, frozen=True):
    """Towns of a postal code, with their readings. Empty: no such code."""

    postal_code: str
    towns: tuple[Town, ...]


class CardSeen(Event, frozen=True):
    present: Present


class CardRead(Event, frozen=True):
    data: CardData


class CardFailed(Event, frozen=True):
    fault: CardFault


class CardLies(Event, frozen=True):
    """Whether anything lies on the reader now; of what it is nothing is said."""

    lies: bool


class CardLay(Event, frozen=True):
    """A card that lies on the reader lay there before this visit began."""


class CodeSeen(Event, frozen=True):
    """The camera read a code of ours or not: the text itself."""

    text: str


class CameraPicture(Event, frozen=True):
    """A small grey picture for the screen, `width` × `height` bytes."""

    width: int
    height: int
    grey: bytes


class CameraChanged(Event, frozen=True):
    state: str


class EntryFound(Event, frozen=True):
    entry: FoundEntry


class EntryRefused(Event, frozen=True):
    refusal: Refusal


class EntrySaved(Event, frozen=True):
    entry: SavedEntry

    def __repr__(self) -> str:
        return "EntrySaved()"


class EntryNotSaved(Event, frozen=True):
    refusal: Refusal


class NumberTaken(Event, frozen=True):
    """The hub's ticket, or the kiosk's own number while the hub is away (`offline`)."""

    ticket: Ticket
    offline: bool = False


class NumberRefused(Event, frozen=True):
    refusal: Refusal


class SlipChanged(Event, frozen=True):
    state: JobState
    fault: PrinterState | None = None
    visit: str = ""  # whose paper; empty: this visit's


class PrinterChanged(Event, frozen=True):
    state: PrinterState


class ReaderChanged(Event, frozen=True):
    ready: bool


class HubChanged(Event, frozen=True):
    up: bool


class LinesChanged(Event, frozen=True):
    """People waiting per service."""

    lines: tuple[ServiceLine, ...]


class HelpSeen(Event, frozen=True):
    """Somebody at the hub has seen the help call."""


class KioskUnlocked(Event, frozen=True):
    """The hub knows who is here."""

    answer: Unlocked

    def __repr__(self) -> str:
        return "KioskUnlocked()"


class AssistRefused(Event, frozen=True):
    """The hub does not do what staff asked for, or cannot be reached."""

    refusal: Refusal


class SlipReissued(Event, frozen=True):
    answer: Reissued


class NumberHanded(Event, frozen=True):
    """A number for a paper form."""

    ticket: Ticket


class RoleTaken(Event, frozen=True):
    """This spare stands beside that counter from now on; None: a writing desk."""

    counter: int | None


class NumberCancelled(Event, frozen=True):
    number: str


class Started(Event, frozen=True):
    """First event of a UI process: the day, the devices, the kiosk's own number.

    `interrupted`: the process before ended by itself while somebody used it; they may still stand here.
    """

    today: date
    kiosk: str
    printer: PrinterState = PrinterState.UNKNOWN
    reader: bool = False
    camera: bool = False
    hub: bool = False
    training: bool = False
    headphones: bool = False  # the voice is heard by the resident alone
    interrupted: bool = False
    extra: dict[str, Any] = {}


ParentEvent = (
    NumberTaken
    | NumberRefused
    | SlipChanged
    | PrinterChanged
    | ReaderChanged
    | HubChanged
    | LinesChanged
    | HelpSeen
    | KioskUnlocked
    | AssistRefused
    | SlipReissued
    | NumberHanded
    | NumberCancelled
    | RoleTaken
    | Started
)
AnyEvent = (
    Touched
    | ReadOut
    | Begin
    | HaveCode
    | NumberOnly
    | ChooseLanguage
    | ShowLanguages
    | ShowAppearance
    | ChooseAppearance
    | Back
    | Next
    | Help
    | Quit
    | SaveForLater
    | Continue
    | MoreTime
    | Choose
    | Edit
    | Page
    | Key
    | Candidate
    | WriteByHand
    | StrokeDrawn
    | CheckAtCounter
    | PersonAdd
    | PersonRemove
    | UseCard
    | PaperCame
    | PrintAgain
    | StaffKnock
    | Tick
    | Candidates
    | Characters
    | Towns
    | CardSeen
    | CardRead
    | CardFailed
    | CardLies
    | CardLay
    | CodeSeen
    | CameraPicture
    | CameraChanged
    | EntryFound
    | EntryRefused
    | EntrySaved
    | EntryNotSaved
    | ParentEvent
)
