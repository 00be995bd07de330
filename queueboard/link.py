"""The board at work: news of the hub in, what to show and say out. Owns the state; the window and the voice are given."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from config.bundle import Bundle
from config.display import CALLED_TO, display_of
from config.site import Display
from hub.client import LinkDown, LinkUp, News, Rejected
from hub.wire import BoardRow, BoardState, LegMoved, Ping, VisitEnded, VisitMerged, Waits
from queueboard import announcer as calls
from queueboard.announcer import Announcer
from queueboard.board import Board, announced, fold, heard, is_for, is_stale, seen_on, start, told
from queueboard.items import Item
from queueboard.layout import picture
from queueboard.place import place_of, speaker_of


class Voice(Protocol):
    """What the board needs of a loudspeaker."""

    def call(self, row: BoardRow, pause: float) -> None:
        """`pause`: seconds between the two times it is said."""

    def hush(self) -> None: ...
    def busy(self) -> bool: ...


class Screen:
    """One board's state between two pictures."""

    def __init__(self, bundle: Bundle, voice: Voice) -> None:
        self.bundle = bundle
        self.board: Board | None = None
        self.announcer = Announcer()
        self.refusal: str | None = None
        self.display = Display("")  # shows everything until the hub says which board this is
        self._voice = voice
        self._say: Callable[..., str] = speaker_of(bundle)

    def renew(self, bundle: Bundle, voice: Voice) -> None:
        """Another configuration is in force: its names, hours and words from the next picture on."""
        self.bundle, self._voice, self._say = bundle, voice, speaker_of(bundle)
        self.display = display_of(bundle.site, self.display.id)

    def hear(self, news: News, now: datetime) -> None:
        """Fold one piece of news. A whole state shows what was called meanwhile, without calling it out."""
        match news:
            case BoardState():
                self.board = start(news, now)
                self.display = display_of(self.bundle.site, news.board)
                self.announcer = calls.silence(self.announcer)
                self._voice.hush()
            case LinkUp() | Ping():
                self.board = heard(self.board, now) if self.board else None
            case Waits():
                self.board = told(self.board, news, now) if self.board else None
            case LinkDown():
                pass  # the board grows stale by itself
            case Rejected(refusal=refusal):
                self.refusal = refusal.cure or refusal.message
            case _ if self.board is not None:
                self.board = fold(self.board, news, now)
                if isinstance(news, LegMoved) and news.off_board:
                    self.announcer = calls.drop(self.announcer, news.visit, news.stage)
                if isinstance(news, VisitEnded | VisitMerged):
                    for stage in CALLED_TO:
                        self.announcer = calls.drop(self.announcer, news.visit, stage)
                if (row := announced(news)) and is_for(row, self.bundle.site, self.display):
                    self._announce(calls.call(self.announcer, row, now))

    def tick(self, now: datetime) -> tuple[Item, ...]:
        """What the screen shows at `now`; starts the next announcement when the last is over."""
        if self.board is not None and is_stale(self.board, now):
            self.announcer = calls.silence(self.announcer)
        else:
            self._announce(calls.advance(self.announcer, now, voice_busy=self._voice.busy()))
        board = seen_on(self.board, self.bundle.site, self.display) if self.board is not None else None
        return picture(place_of(self.bundle, self.display, now), board, self.announcer, now, self._say)

    def _announce(self, following: Announcer) -> None:
        begins = following.now_calling is not None and following.since != self.announcer.since
        self.announcer = following
        if begins and following.now_calling is not None and self.display.voice:
            self._voice.call(following.now_calling, calls.pause_between(following))
