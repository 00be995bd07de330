"""What a window does by itself with what the resident typed, wrote, laid down or showed: conversion, card, camera, seals.

It ends with the visit. The parent process, which goes on, sees ciphertext and procedure names only (kiosk.pipe).
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from itertools import count

from config.japanese.postal import PostalFileMissing, towns
from config.site import Address
from hardware.cards.port import CardFault, CardReader, Fault
from hardware.printer.port import Slip
from hardware.scanner.port import Scanner, ScannerState
from hardware.speech.port import Speaker, Utterance
from hub import wire
from hub.sealing import BadSeal, ReplyKey, seal_call
from hub.wire import FindEntry, FoundEntry, OpenVisit, Refusal, SavedEntry, SaveEntry, SealedCall
from kiosk.camera import Camera
from kiosk.flow import effects
from kiosk.flow.events import (
    AssistRefused,
    CameraChanged,
    Candidates,
    CardFailed,
    CardLay,
    CardLies,
    CardSeen,
    Characters,
    EntryFound,
    EntryNotSaved,
    EntryRefused,
    EntrySaved,
    Event,
    ReaderChanged,
    Towns,
)
from kiosk.input.handwriting import open_handwriting
from kiosk.input.mozc import open_converter
from kiosk.input.port import Handwriting, KanaKanji
from kiosk.pipe import (
    AskHub,
    CameraStands,
    HubAction,
    HubAnswered,
    PrintPicture,
    ReaderStands,
    SealKey,
    TakeSealed,
    TrayStands,
    UnlockSealed,
    WantReader,
    Word,
    YourReader,
)
from kiosk.reader import Reader

log = logging.getLogger(__name__)

_AtTheReader = effects.WaitForCard | effects.ReadCard | effects.WatchTray

LONGEST_CODE = 60  # characters of a reception code, with room; longer ones are foreign

FOREIGN = Refusal(
    error="foreign_code", message="This is not a reception code of this system.", cure="Show the code of the pre-entry."
)
HUB_AWAY = Refusal(error="hub_away", message="The hub cannot be reached.", cure="Begin without the code, or take a number alone.")


@dataclass(frozen=True, slots=True)
class Means:
    """What a window has of its own. `home`: address of the office, whose towns come first. `slip_dots`, `slip_dpi`: of the printer.

    `open_speaker`: only where the voice is heard through headphones, and says names; a hall hears nothing of anybody.
    """

    home: Address | None = None
    open_reader: Callable[[], CardReader] | None = None
    open_scanner: Callable[[], Scanner] | None = None
    open_speaker: Callable[[], Speaker] | None = None
    open_converter: Callable[[], KanaKanji] = open_converter
    open_handwriting: Callable[[], Handwriting] = open_handwriting
    slip_dots: int = 576
    slip_dpi: int = 203


class Personal:
    """`tell` gives an event to the session, `order` a word to the parent process. One visit, one of these."""

    def __init__(self, means: Means, tell: Callable[[Event], None], order: Callable[[Word], None]) -> None:
        self._with = means
        self._tell, self._order = tell, order
        self._loop = asyncio.get_running_loop()
        self._over = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._converter: KanaKanji | None = None
        self._kana: effects.Convert | None = None
        self._handwriting: Handwriting | None = None
        self._drawing: effects.Recognise | None = None
        self._seal_key = ""
        self._reply_key: ReplyKey | None = None
        self._turns = count(1)
        self._turn = 0  # of the latest question to the hub
        self._asked: HubAction = "find_entry"
        self._reader: Reader | None = None
        self._wanted: _AtTheReader | None = None  # until the reader is ours
        self._camera: Camera | None = None
        self._scanning: asyncio.Task[None] | None = None
        self._speaker: Speaker | None = None
        self._opening = False
        self._words: effects.Speak | None = None  # until the speaker is open

    def warm(self) -> None:
        """The converter ahead of the first key."""
        if self._converter is None and not self._over:
            self._converter = self._with.open_converter()
            self._do(self._converter.warm())

    def act(self, effect: effects.AnyEffect) -> bool:
        """Do what the session wants done; False where that is the parent's to do. Never waits."""
        match effect:
            case effects.Convert():
                busy, self._kana = self._kana is not None, effect
                if not busy:
                    self._do(self._convert())
            case effects.Recognise():
                busy, self._drawing = self._drawing is not None, effect
                if not busy:
                    self._do(self._recognise())
            case effects.LookUpPostalCode(postal_code):
                self._do(self._look_up(postal_code))
            case effects.WaitForCard() | effects.ReadCard() | effects.WatchTray() | effects.LeaveCard():
                self._card(effect)
            case effects.StartScanner():
                self._scan(self._with.open_scanner)
            case effects.StopScanner():
                self._stop_scanning()
            case effects.FindEntry(code):
                self._find_entry(code)
            case effects.SaveEntry(key, message):
                self._save_entry(key, message)
            case effects.TakeNumber(key, visit, bring, adds):
                self._order(sealed_press(self._seal_key, key, visit, bring, adds))
            case effects.PrintCode(paper, slip):
                self._do(self._draw(paper, slip))
            case effects.Unlock(kiosk, number, pin):
                self._unlock(kiosk, wire.Unlock(number, pin))
            case effects.Speak() | effects.Hush() if self._with.open_speaker is not None:
                self._speak(effect, self._with.open_speaker)
            case _:
                return False
        return True

    def heard(self, word: Word) -> None:
        """A word of the parent process."""
        match word:
            case SealKey(key):
                self._seal_key = key
            case YourReader(left):
                self._take_reader(left)
            case HubAnswered(turn) if turn == self._turn:
                self._say(self._answer(word))
            case _:
                pass  # an answer to an earlier question

    async def close(self) -> None:
        """Nothing of the visit stays: no converter, no recogniser, no open card, no open camera."""
        self._over = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._reader is not None:
            await asyncio.to_thread(self._reader.close)
        if self._speaker is not None:
            await asyncio.to_thread(self._speaker.close)
        if self._converter is not None:
            await self._converter.close()
        if self._handwriting is not None:
            await self._handwriting.close()

    # --- kana, strokes, postal codes ---------------------------------------------------------------------------------------------

    async def _convert(self) -> None:
        """The latest kana until there is none newer: who types faster than Mozc answers misses nothing."""
        while (wanted := self._kana) is not None:
            if self._converter is None:
                self._converter = self._with.open_converter()
            candidates = await self._converter.convert(wanted.kana, wanted.meant)
            if wanted is self._kana:
                self._kana = None
                self._say(Candidates(wanted.kana, candidates))

    async def _recognise(self) -> None:
        """The latest drawing until there is none newer."""
        if self._handwriting is None:
            self._handwriting = self._with.open_handwriting()
        while (wanted := self._drawing) is not None:
            if wanted.strokes:
                characters = await self._handwriting.characters(wanted.strokes)
            else:
                await self._handwriting.warm()
            if wanted is self._drawing:
                self._drawing = None
                if wanted.strokes:
                    self._say(Characters(wanted.turn, characters))

    async def _look_up(self, postal_code: str) -> None:
        try:
            found = await asyncio.to_thread(towns, postal_code, self._with.home)
        except PostalFileMissing as missing:
            log.error("no postal codes: %s", missing)
            found = ()
        self._say(Towns(postal_code, found))

    # --- paper with a code -------------------------------------------------------------------------------------------------------

    async def _draw(self, paper: str, slip: Slip) -> None:
        self._order(await asyncio.to_thread(_picture, paper, slip, self._with.slip_dots, self._with.slip_dpi))

    # --- headphones --------------------------------------------------------------------------------------------------------------

    def _speak(self, effect: effects.Speak | effects.Hush, open_speaker: Callable[[], Speaker]) -> None:
        """The latest words; what was said before them stops."""
        self._words = effect if isinstance(effect, effects.Speak) else None
        if self._speaker is not None:
            self._say_words(self._speaker)
        elif self._words is not None and not self._opening:
            self._opening = True
            self._do(self._open_speaker(open_speaker))

    async def _open_speaker(self, open_speaker: Callable[[], Speaker]) -> None:
        # The voices' libraries come with it.
        self._speaker = await asyncio.to_thread(open_speaker)
        self._say_words(self._speaker)

    def _say_words(self, speaker: Speaker) -> None:
        words, self._words = self._words, None
        speaker.hush()
        if words is not None:
            speaker.say(Utterance(words.language, words.text))

    # --- the card ----------------------------------------------------------------------------------------------------------------

    def _card(self, effect: _AtTheReader | effects.LeaveCard) -> None:
        if isinstance(effect, effects.LeaveCard):
            self._wanted = None
            if self._reader is not None:
                self._reader.leave()
        elif self._with.open_reader is None:
            if not isinstance(effect, effects.WatchTray):
                self._say(CardFailed(CardFault(Fault.READER_GONE)))
        elif self._reader is None:
            # The parent looks after an idle reader: it closes it before this process opens it.
            self._wanted = effect
            self._order(WantReader())
        else:
            _use(self._reader, effect)

    def _take_reader(self, left: bool) -> None:
        if self._reader is None and self._with.open_reader is not None and not self._over:
            self._reader = Reader(self._with.open_reader, self._from_reader)
            wanted, self._wanted = self._wanted, None
            if left:
                self._say(CardLay())  # and what is wanted of it then is another thing
            elif wanted is not None:
                _use(self._reader, wanted)

    def _from_reader(self, event: Event) -> None:
        """From the reader's thread, which may still be at the card when the window has ended."""
        if not self._over:
            self._loop.call_soon_threadsafe(self._reader_says, event)

    def _reader_says(self, event: Event) -> None:
        if isinstance(event, ReaderChanged) and not self._over:
            self._order(ReaderStands(event.ready))
        if not self._over and isinstance(event, CardLies | CardSeen):
            self._order(TrayStands(event.lies if isinstance(event, CardLies) else True))
        self._say(event)

    # --- the camera --------------------------------------------------------------------------------------------------------------

    def _scan(self, open_scanner: Callable[[], Scanner] | None) -> None:
        """Once; where there is no camera that is said at once."""
        if open_scanner is None:
            self._say(CameraChanged("no_camera"))
        elif self._scanning is None or self._scanning.done():
            self._scanning = self._do(self._watch(open_scanner))

    def _stop_scanning(self) -> None:
        scanning, self._scanning = self._scanning, None
        if scanning is not None:
            scanning.cancel()

    async def _watch(self, open_scanner: Callable[[], Scanner]) -> None:
        if self._camera is None:
            self._camera = Camera(open_scanner)
        await self._camera.watch(self._say, self._camera_stands)

    def _camera_stands(self, state: ScannerState) -> None:
        if not self._over:
            self._order(CameraStands(state.value))

    # --- the hub -----------------------------------------------------------------------------------------------------------------

    def _find_entry(self, code: str) -> None:
        self._turn = next(self._turns)
        if len(code) > LONGEST_CODE:
            self._say(EntryRefused(FOREIGN))
        elif not self._seal_key:
            self._say(EntryRefused(HUB_AWAY))
        else:
            call = seal_call(self._seal_key, "find_entry", FindEntry(code), reply_key=self._own_key().public)
            self._ask("find_entry", call)

    def _save_entry(self, key: str, message: SaveEntry) -> None:
        self._turn = next(self._turns)
        if not self._seal_key:
            self._say(EntryNotSaved(HUB_AWAY))
        else:
            self._ask(
                "save_entry", seal_call(self._seal_key, "save_entry", message, key=key, reply_key=self._own_key().public), key
            )

    def _unlock(self, kiosk: str, message: wire.Unlock) -> None:
        if not self._seal_key:
            self._say(AssistRefused(HUB_AWAY))
        else:
            self._order(UnlockSealed(seal_call(self._seal_key, "unlock_kiosk", message, key=kiosk)))

    def _ask(self, action: HubAction, call: SealedCall, key: str = "") -> None:
        self._asked = action
        self._order(AskHub(self._turn, action, call, key))

    def _answer(self, answered: HubAnswered) -> EntryFound | EntryRefused | EntrySaved | EntryNotSaved:
        """To the latest question; sealed to another key it is none."""
        saving, refusal = self._asked == "save_entry", answered.refusal or HUB_AWAY
        try:
            if answered.reply is not None and saving:
                return EntrySaved(self._own_key().open(answered.reply, "save_entry", SavedEntry))
            if answered.reply is not None:
                return EntryFound(self._own_key().open(answered.reply, "find_entry", FoundEntry))
        except BadSeal:
            refusal = HUB_AWAY
        return EntryNotSaved(refusal) if saving else EntryRefused(refusal)

    def _own_key(self) -> ReplyKey:
        if self._reply_key is None:
            self._reply_key = ReplyKey()
        return self._reply_key

    def _say(self, event: Event) -> None:
        if not self._over:
            self._tell(event)

    def _do(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """A task that ends with the visit."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        """A bug in one effect is told and does not end the window."""
        self._tasks.discard(task)
        if not task.cancelled() and (trouble := task.exception()) is not None:
            # Its words and its frames may hold what was typed.
            log.error("an effect failed: %s", type(trouble).__name__)


def sealed_press(seal_key: str, key: str, visit: OpenVisit, bring: tuple[str, ...] = (), adds: tuple[str, ...] = ()) -> TakeSealed:
    """A press of 番号札をとる as the parent may know it; unsealed, and therefore empty, where no hub was ever met."""
    sealed = seal_call(seal_key, "open_visit", visit, key=key).sealed if seal_key else ""
    return TakeSealed(key, sealed, tuple(application.procedure for application in visit.applications), visit.service, bring, adds)


def _picture(paper: str, slip: Slip, dots: int, dpi: int) -> PrintPicture:
    # Fonts come with it: for who saves an entry.
    from hardware.printer.slip import draw  # noqa: PLC0415

    raster = draw(slip, dots, dpi)
    return PrintPicture(paper, raster.width, raster.packed)


def _use(reader: Reader, effect: _AtTheReader) -> None:
    match effect:
        case effects.WaitForCard(changed):
            reader.wait(changed=changed)
        case effects.WatchTray():
            reader.watch()
        case effects.ReadCard(secret, allow_last_try):
            reader.read(secret, allow_last_try=allow_last_try)
