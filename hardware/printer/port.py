"""What the rest of the product knows about a ticket printer (発券プリンタ). States: notes of the printer folder's README."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

import msgspec


class PrinterState(StrEnum):
    """In rising order of severity from READY; `unknown` until the first answer."""

    READY = "ready"
    NEAR_END = "near_end"
    HOT = "hot"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    PAPER_END = "paper_end"
    COVER = "cover"
    CUTTER = "cutter"
    FAULT = "fault"
    UNKNOWN = "unknown"

    @property
    def can_print(self) -> bool:
        return self in (PrinterState.READY, PrinterState.NEAR_END)


class JobState(StrEnum):
    """Life of one paper. Nothing after `sending` is ever sent again by itself."""

    QUEUED = "queued"
    SENDING = "sending"
    PRINTING = "printing"
    HELD = "held"
    PRINTED = "printed"
    PRINTED_UNVERIFIED = "printed_unverified"
    UNCERTAIN = "uncertain"
    FAILED_CLEAN = "failed_clean"
    CANCELLED = "cancelled"


FINAL = frozenset({JobState.PRINTED, JobState.PRINTED_UNVERIFIED, JobState.UNCERTAIN, JobState.FAILED_CLEAN, JobState.CANCELLED})


class Tier(StrEnum):
    """What a printer can prove: A ordered marker on completion, B ordered status, C status only, D nothing."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a sheet: its heading, sentences, things to tick, lines to write on with their words before them."""

    title: str = ""
    text: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


class OwnWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A slip's words in the resident's language: they stand first, the Japanese ones small below, for staff to point at.

    As the fields of `Slip` of these names; `calls`, `bring`: one for each Japanese one.
    """

    language: str  # its font
    office: str = ""  # the house, and below it the section
    service: str = ""
    people: str = ""  # "People ahead of you: 8"
    as_of: str = ""
    calls_title: str = ""
    calls: tuple[str, ...] = ()  # "1　Reception　Counters 1–3"
    bring_title: str = ""
    bring: tuple[str, ...] = ()
    more_to_bring: str = ""
    qr_note: str = ""
    notes: tuple[str, ...] = ()


class Slip(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The paper of one number (発券票): finished strings, filled by kiosk.viewmodels, laid out and drawn here.

    `calls`: what happens, in order, one line each ("1 受付 1〜3番の窓口").
    `marks`: 再発行（2枚目）, 訓練; what follows a newline is smaller.
    """

    office: str
    service: str
    number: str
    service_kana: str = ""
    people: str = ""  # "待っている方 8人"; empty: the line goes
    as_of: str = ""
    calls_title: str = ""
    calls: tuple[str, ...] = ()
    bring_title: str = ""
    bring: tuple[str, ...] = ()
    qr: str = ""
    qr_note: str = ""
    notes: tuple[str, ...] = ()  # date, 当日だけ, kiosk, serial
    marks: tuple[str, ...] = ()
    code: str = ""  # to be typed where `qr` cannot be shown, of a saved entry (一時保存): that paper has no number
    own: OwnWords | None = None  # for who reads no Japanese
    sections: tuple[Section, ...] = ()  # of a sheet that has no number either: a form to fill in, a way to go


class JobChange(msgspec.Struct, frozen=True):
    """One change of a job. `fault` says what a person must mend while `held` or `failed_clean`.

    `late`: with `failed_clean`, nobody waits for this paper any more; nothing is to be mended.
    """

    job: str
    state: JobState
    fault: PrinterState | None = None
    late: bool = False


class PrintJob(msgspec.Struct, frozen=True):
    """A job as the spool keeps it. `raster` is the packed 1-bit picture, `width` in dots (a multiple of 8).

    `good_until`: seconds since 1970 (UTC); a job that has not started by then is given back, never printed. None: always good.
    `fleeting`: what stands on it is for its resident alone. A spool on disk keeps no picture of it, and gives it up after a crash.
    """

    job: str
    width: int
    raster: bytes
    state: JobState = JobState.QUEUED
    marker: int = 0
    good_until: float | None = None
    fleeting: bool = False


class Spool(Protocol):
    """Where jobs outlive a crash; implemented by kiosk.journal, and in memory for the field tool.

    Every call returns only when what it says is durable.
    """

    def add(self, job: PrintJob) -> None: ...
    def set_state(self, job: str, state: JobState) -> None:
        """After a final state the picture is not needed any more."""

    def next_marker(self) -> int:
        """A number never used before on this spool, 0 … 94**3 - 1, round and round."""

    def unfinished(self) -> list[PrintJob]:
        """Jobs whose state is not final, oldest first. At start the printer makes those past `queued` `uncertain`."""

    def forget(self, job: str) -> None:
        """The picture and all of the job. For the owner of the spool: the printer never asks for it."""


class TicketPrinter(Protocol):
    """One printer, one link, one owner. Threads inside; callbacks come from its thread."""

    def state(self) -> PrinterState:
        """The last proven state; UNKNOWN before the first answer, UNREACHABLE when it fell silent."""

    def tier(self) -> Tier | None: ...

    def submit(self, job: PrintJob) -> None:
        """Queue a job. Its changes come through `on_change`."""

    def cancel(self, job: str) -> None:
        """Drop a queued or held job where the printer acknowledges it."""

    def close(self) -> None: ...


OnChange = Callable[[JobChange], None]
OnState = Callable[[PrinterState], None]
