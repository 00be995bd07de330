"""What every view-model holds: the session, its words, its grid; and the parts screens are made of. Pure."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from config.bundle import Bundle
from config.days import in_words
from config.fonts import LATIN
from config.form import Field, Form, Step
from config.japanese.ruby import annotated
from config.theme import STEPS, TypeRole, smaller, type_px
from config.words import What, answer_words, field_words, has_words, local, option_caption, option_words, words
from hardware.printer.port import PrinterState
from kiosk.flow.events import AnyEvent
from kiosk.flow.saving import may_quit
from kiosk.flow.state import Session
from kiosk.viewmodels.boxes import Align, Box, Line, Role
from kiosk.viewmodels.fitting import BULLET, LEADING, SHRINK, fit, fit_at, height_of, is_whole, line_width
from kiosk.viewmodels.grid import GAP, Grid, Rect

STOPS = {"ja": "。", "ja-easy": "。", "zh": "。", "ne": "। "}  # behind a sentence; elsewhere a full stop
KEYBOARDS = (":family", ":given", ":kana", ":words", ":latin", ":card_number")  # keys of pages with kana or letters
CAPTION_LEAST = 24  # pixels: before a second line gets smaller it is broken
PADDING: dict[str, int] = {"text": 0, "key": 6, "function_key": 8, "candidate": 10, "field": 16, "field_now": 16}
# Between two sentences that stand behind each other.
SENTENCE = re.compile(r"(?<=。)\s*(?=[^\s」）)])|(?<=[.!?।]) +(?=[A-ZÁÀÂÉÊÍÓÚÑĐ¿¡\u0900-\u097f])|(?<=[가-힣][.]) +")
ICON_ROOM = {"card": 104, "row": 96, "banner_success": 96, "banner_warning": 96, "banner_error": 96}


class Stage(NamedTuple):
    """One picture in the making."""

    session: Session
    bundle: Bundle
    grid: Grid
    now: datetime
    heard: bool = False  # these words are for the ear: no furigana

    @property
    def ruby(self) -> bool:
        """Whether Japanese words carry their reading."""
        return not self.heard and (self.session.language == "ja-easy" or (self.session.language == "ja" and self.session.ruby))

    @property
    def printer_is_down(self) -> bool:
        """Whether no paper can be promised now; a busy or warm printer, or one not heard of yet, may still print."""
        state = self.session.devices.printer
        return not state.can_print and state not in (PrinterState.UNKNOWN, PrinterState.BUSY, PrinterState.HOT)

    # --- words -----------------------------------------------------------------------------------------------------------------

    def say(self, key: str, **about: object) -> str:
        return self.with_reading(words(self.bundle, self.session.language, key, **about))

    def with_reading(self, text: str) -> str:
        """The office's own words, with ruby where this resident wants it. Never what a resident typed: names are not guessed."""
        return annotated(text, self.bundle.readings) if self.ruby else text

    def japanese(self, key: str, **about: object) -> str:
        return words(self.bundle, "ja", key, **about)

    def maybe(self, key: str) -> str:
        """The words of an optional key, or nothing."""
        return self.say(key) if has_words(self.bundle, key) else ""

    def local(self, names: dict[str, str]) -> str:
        return self.with_reading(local(names, self.session.language))

    def of_field(self, form: str, path: str, what: What, **about: object) -> str:
        return self.with_reading(field_words(self.bundle, self.session.language, form, path, what, **about))

    def of_option(self, form: str, path: str, field: Field, option: str) -> str:
        return self.with_reading(option_words(self.bundle, self.session.language, form, path, field, option))

    def option_caption(self, form: str, path: str, option: str) -> str:
        return self.with_reading(option_caption(self.bundle, self.session.language, form, path, option))

    def of_answer(self, form: str, path: str, answer: str) -> str:
        return self.with_reading(answer_words(self.bundle, self.session.language, form, path, answer))

    def unbroken(self, text: str) -> str:
        """Words without their written breaks, for a place where they stand on one line."""
        return text.replace("\n", "" if self.session.language in ("ja", "zh") else " ")

    def day(self, text: str) -> str:
        """An ISO day in the words of the resident."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return self.with_reading(in_words(day, self.session.language))

    def form(self, procedure: str) -> Form | None:
        form = self.bundle.procedures[procedure].form
        return self.bundle.forms[form] if form else None

    def steps(self, procedure: str) -> tuple[Step, ...]:
        form = self.form(procedure)
        return tuple(step for step in form.steps if "kiosk" in step.channels) if form else ()

    @property
    def may_stop(self) -> bool:
        """Whether やめる stands in the corner: an entry has begun and not ended.

        On a wide panel not above the pad to write on, nor above a keyboard in XL: they take the glass from edge to edge.
        """
        session = self.session
        typing = session.screen == "page" and session.page.endswith(KEYBOARDS) and (session.size == "XL" or session.entry.hand)
        return may_quit(session) and not session.over and not (typing and not self.grid.panel.portrait)

    @property
    def notice_place(self) -> Rect:
        """Where a banner stands in place of the line below the title."""
        sub = self.grid.sub
        return Rect(sub.x, sub.y - 6, sub.width, 110 if self.grid.panel.portrait else 56)

    # --- parts -----------------------------------------------------------------------------------------------------------------

    def px(self, role: TypeRole) -> int:
        return type_px(role, self.session.size)

    def line(self, text: str, role: TypeRole | int, *, bold: bool = False, second: bool = False, number: bool = False) -> Line:
        px = role if isinstance(role, int) else self.px(role)
        if self.session.language in LATIN:
            text = text.replace("\u3000", "  ")  # a space no font of Latin letters has
        return Line(text, px, bold, second, self.session.language, number)

    def text(
        self,
        id: str,
        rect: Rect,
        text: str,
        role: TypeRole | int,
        *,
        bold: bool = False,
        second: bool = False,
        align: Align = "left",
        most: int = 1,
    ) -> Box:
        lines = fit(self.line(text, role, bold=bold, second=second), rect.width, most, rect.height) if text else ()
        return Box(id, "text", *rect, lines, align)

    def title(self, text: str, *, large: bool = False) -> Box:
        """The one sentence; on a tall panel it may take two lines and stands right above the line below it."""
        place, tall = self.grid.title, self.grid.panel.portrait
        if self.ruby and self.grid.reminder.height and not tall:  # a reading fills its line to the edges
            place = Rect(place.x, place.y + 4, place.width, place.height - 8)
        heading = self.line(text, "large" if large or tall else "title", bold=True)
        lines = fit(heading, place.width, 2 if tall else 1, place.height)
        if self.may_stop and not tall:
            place, lines = self._beside_stop(heading, place, lines)
        high = height_of(lines)
        y = place.bottom - high if tall else place.y + (place.height - high) // 2
        return Box("title", "text", place.x, y, place.width, high, lines)

    def _beside_stop(self, heading: Line, place: Rect, lines: tuple[Line, ...]) -> tuple[Rect, tuple[Line, ...]]:
        """A title that has no room beside やめる stands below it."""
        stop = self.grid.stop
        beside = place._replace(width=stop.x - GAP - place.x)
        low = max(place.y, stop.bottom + 4)
        below = Rect(place.x, low, place.width, place.bottom - low)
        if line_width(lines[0]) <= beside.width:
            return beside, lines
        choice = [(one, fit(heading, one.width, 1, one.height)) for one in (beside, below)]
        return max(choice, key=lambda one: one[1][0].px)

    def sub(self, text: str) -> Box:
        tall = self.grid.panel.portrait
        return self.text("sub", self.grid.sub, text, "button" if tall else "body", second=True, most=2 if tall else 1)

    def button(  # noqa: PLR0913 (a button has this many sides)
        self,
        id: str,
        role: Role,
        rect: Rect,
        text: str,
        event: AnyEvent | None,
        *,
        icon: str = "",
        size: TypeRole | int = "button",
        align: Align = "center",
        hint: str = "",
        enabled: bool = True,
        selected: bool = False,
        most: int = 2,
        bold: bool = True,
        spoken: str = "",
        aloud: str = "",
        selectable: bool = False,
        shrink: int = SHRINK,
    ) -> Box:
        """A touchable box whose words fit it; one that is `selectable` keeps room for its ✓, so that a touch moves no words."""

        def room(px: int) -> int:
            return self._room(role, rect, px, icon, align, selected or selectable)

        height = rect.height - 12
        label = self.line(text, size, bold=bold)
        second = self.line(hint, "caption", second=role in ("card", "row", "secondary"))
        lines = fit(label, room, most, height, shrink) if text else ()
        if hint:
            lines = self._with_hint(label, second, lines, room, most, height, shrink)
        return Box(id, role, *rect, lines, align, icon, event, enabled, selected, None, spoken, aloud)

    def alike(self, boxes: Sequence[Box], again: Callable[[int, int], Box]) -> tuple[Box, ...]:
        """Boxes beside each other with labels of one size, the largest that three of four can have; the odd one stays as it is.

        `again` makes the box at an index anew with its label at so many pixels, broken before it is made smaller.
        """
        sizes = sorted(_label_px(box) for box in boxes)
        if len(set(sizes)) < 2:
            return tuple(boxes)
        common = sizes[len(sizes) // 4]
        return tuple(box if _label_px(box) == common else _at(common, box, again(at, common)) for at, box in enumerate(boxes))

    def _with_hint(
        self,
        label: Line,
        second: Line,
        alone: tuple[Line, ...],
        room: Callable[[int], int],
        most: int,
        height: int,
        shrink: int,
    ) -> tuple[Line, ...]:
        """Label and second line: the second is worth two steps of size, not worth words one cannot read; without room it goes."""
        written = second.text.count("\n") + 1

        def beside(px: int) -> int:
            return room(max(px, label.px))  # the mark before the words is as large as the label, not as the second line

        for least in (type_px("body", "M"), type_px("caption", "M")):
            for count in (written, written + 1):
                hints = fit(second, beside, count)
                lines = fit(label, room, most, height - height_of(hints), shrink) if label.text else ()
                fits = height_of((*lines, *hints)) <= height
                if fits and hints[0].px >= CAPTION_LEAST and (not lines or lines[0].px >= max(least, hints[0].px)):
                    return (*lines, *hints)
            small = msgspec.structs.replace(second, px=type_px("caption", "M"))
            hints = fit(small, beside, written + 1)
            lines = fit(label, room, most, height - height_of(hints), shrink) if label.text else ()
            if hints[0].px >= CAPTION_LEAST and height_of((*lines, *hints)) <= height and (not lines or lines[0].px >= least):
                return (*lines, *hints)
        return alone

    def _room(self, role: Role, rect: Rect, px: int, icon: str, align: Align, selected: bool) -> int:
        """Pixels for words beside what else the box holds (kiosk.views.marks draws it so)."""
        named = icon.removesuffix(">")
        chevron = icon.endswith(">") or role == "row"
        if align == "center":
            beside = round(px * 1.75) if named else round(px * 1.3) if selected else 0
            return rect.width - 2 * PADDING.get(role, 12) - beside - (round(px * 1.1) if chevron else 0)
        beside = ICON_ROOM.get(role, round(px * 1.35) + 36) if named or selected else 0
        return rect.width - 2 * PADDING.get(role, 24) - max(0, beside - 24) - (round(px * 0.65) + 12 if chevron else 0)

    def banner(self, id: str, role: Role, rect: Rect, title: str, text: str = "") -> Box:
        room, height = rect.width - 24 - ICON_ROOM["banner_error"], rect.height - 12
        lines, second = self._told(title, text, room, height)
        return Box(
            id, role, *rect, (*lines, *second), "left", {"banner_success": "check", "banner_warning": "warning"}.get(role, "cross")
        )

    def _told(self, title: str, text: str, room: int, height: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        """The two parts of a banner at one size; where that leaves too little room, what happened is the larger one."""
        if not text:
            return fit(
                self.line(title, "body", bold=True), room, max(3, _lines_in(height, smaller(self.px("body")))), height, 1
            ), ()
        for px in (self.px("body"), *(one for one in STEPS if CAPTION_LEAST <= one < self.px("body"))):
            most = _lines_in(height, px)
            lines = fit(self.line(title, px, bold=True), room, max(2, most - 1), shrink=0)
            second = fit(self.line(text, px), room, max(3, most - len(lines)), shrink=0)
            if lines[0].px == second[0].px == px and height_of((*lines, *second)) <= height:
                return lines, second
        second = fit(self.line(text, "body"), room, 3, height * 0.62, 1)
        lines = fit(self.line(title, "body", bold=True), room, 2, height - height_of(second), 1)
        if lines[0].px < second[0].px:
            second = fit(self.line(text, lines[0].px), room, 3, height - height_of(lines), 0)
        return lines, second

    def paragraphs(self, texts: Sequence[tuple[str, bool]], width: int, height: int, most: int = 3) -> tuple[Line, ...]:
        """(words, bold) below each other, at one size, so that all of them fit; where there is room each sentence on its own."""
        apart = [(one, bold) for text, bold in texts for one in ([text] if text.startswith(BULLET) else SENTENCE.split(text))]
        for px in (self.px("body"), *range(self.px("body") - 2, 19, -2)):
            for told in (apart, texts):
                written = [self.line(text, px, bold=bold) for text, bold in told]
                lines = tuple(line for one in written for line in fit_at(one, width))
                fits = height_of(lines) <= height and len(lines) <= most * len(texts)
                if fits and all(is_whole(one, width) for one in written):
                    return lines
        return lines


def _lines_in(height: float, px: int) -> int:
    """How many lines of this size stand below each other in a height."""
    return int(height / (px * LEADING))


def _label_px(box: Box) -> int:
    """The size of what a box says first."""
    return box.lines[0].px if box.lines else 0


def _at(px: int, box: Box, tried: Box) -> Box:
    """`tried`, if its label has this size and no line was lost for it."""
    second = any(line.second for line in box.lines)
    return tried if _label_px(tried) == px and any(line.second for line in tried.lines) == second else box


def sentences(stage: Stage, texts: Sequence[str]) -> str:
    """Texts one after the other as a voice needs them: the stop of the language between, no line breaks."""
    stop = STOPS.get(stage.session.language, ". ")
    said = [text.replace("\n", "、" if stop == "。" else " ").strip().rstrip("。.।") for text in texts]
    return "".join(text + (stop[1:] if text[-1] in "?？!！" else stop) for text in said if text).strip()
