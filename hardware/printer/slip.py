"""The layout of a slip (発券票): what stands where on 80 mm and 58 mm paper, in eighths of a millimetre (the dots of 203 dpi)."""

import re
from dataclasses import dataclass, fields
from functools import cache
from itertools import zip_longest

from hardware.printer.lettering import Face, ink_box, language_of, largest, lines_of, width_of
from hardware.printer.port import OwnWords, Slip
from hardware.printer.sheet import QUIET_MODULES, Code, Frame, Item, Raster, Rect, Rule, Words, code_modules, paint, picture

DPI = 203
LINE = 1.36
STEP = 8  # dots
LEAST = 25  # 9 points: what is smaller may not be readable
BRING_LINES = 8
MORE_TO_BRING = "ほかは画面・スマホで"

_CALL = re.compile(r"([1-9①-⑨])[ \u3000]*(\S+)[ \u3000]*(.*)", re.DOTALL)
_OWN_CALL = re.compile(r"([1-9])\u3000([^\u3000]+)(?:\u3000(.*))?", re.DOTALL)
_OWN_VALUE = re.compile(r"(.*[:：])(.*)|(.*) ([0-9].*)", re.DOTALL)
_NEXT_NAME = re.compile(r"(?<=、)|(?<=,) ")  # behind the first of two procedures
_TWO_NAMES = re.compile("と、")
_JAPANESE = OwnWords("")


def dots(eighths: float, dpi: int) -> int:
    """Eighths of a millimetre → dots."""
    return round(eighths * dpi / DPI)


@dataclass(frozen=True, slots=True)
class Paper:
    """Sizes of one paper width, in eighths of a millimetre. 12 points are 34; nothing the resident must read is under 25."""

    dpi: int
    width: int
    margin: int
    office: int
    kana: int
    service: int
    service_least: int
    service_more: int  # "ほか2件"
    number: int
    people: int
    value: int
    small: int  # time of the estimate, notes
    title: int
    text: int
    more: int  # plain sentences
    mark: int
    module: int
    beside: bool  # the words stand beside the code, not above it
    gap: int

    def dots(self, eighths: float) -> int:
        return dots(eighths, self.dpi)


PAPER_80 = Paper(DPI, 576, 20, 30, 25, 48, 40, 34, 212, 36, 44, 28, 38, 34, 30, 44, 6, True, 16)
PAPER_58 = Paper(DPI, 384, 12, 26, 25, 42, 34, 30, 146, 34, 34, 26, 34, 31, 28, 36, 6, False, 13)


@cache
def paper_for(width: int, dpi: int) -> Paper:
    """The paper of a head `width` dots wide, its sizes in dots. Raises ValueError where it is narrower than a slip."""
    widest = next((paper for paper in (PAPER_80, PAPER_58) if width >= dots(paper.width, dpi)), None)
    if widest is None:
        raise ValueError(f"a slip needs {dots(PAPER_58.width, dpi)} dots across, the printer has {width}")
    sizes = {each.name: getattr(widest, each.name) for each in fields(widest)}
    in_dots = {name: dots(size, dpi) for name, size in sizes.items() if name not in ("dpi", "module", "beside")}
    # A module must not become a fraction of a dot; rounded down it still has 0.7 mm.
    return Paper(**sizes | in_dots | {"dpi": dpi, "module": widest.module * dpi // DPI})


@dataclass(frozen=True, slots=True)
class Layout:
    """A slip before it is drawn. `number`: the rows of the number."""

    items: tuple[Item, ...]
    height: int
    number: Rect


def draw(slip: Slip, width: int = 576, dpi: int = DPI) -> Raster:
    """`slip` as dots on paper `width` dots wide (203 dpi: 576 on 80 mm, 384 on 58 mm; 180 dpi: 512, 360).

    Words are kept as pictures: a slip with words that were drawn before costs only its number, counts and code.
    Raises config.fonts.FontMissing, ValueError for paper that is too narrow.
    """
    layout = lay_out(slip, width, dpi)
    return paint(layout.items, width, layout.height)


def number_area(slip: Slip, width: int = 576, dpi: int = DPI) -> Rect:
    """The rows of `draw` that hold the number and nothing else, the same dots for the same number on every slip."""
    return lay_out(slip, width, dpi).number


def preview(slip: Slip, width: int = 576, dpi: int = DPI) -> bytes:
    """`draw` as a PNG in its true size."""
    return picture(draw(slip, width, dpi), dpi)


def lay_out(slip: Slip, width: int, dpi: int = DPI) -> Layout:
    """Every word, rule and code of `slip` and where it stands. Raises ValueError for paper that is too narrow."""
    paper = paper_for(width, dpi)
    return _Pen(paper, (width - paper.width) // 2, slip.own or _JAPANESE).laid_out(slip)


class _Pen:
    """Goes down the paper, block by block."""

    def __init__(self, paper: Paper, shift: int, own: OwnWords) -> None:
        self._paper = paper
        self._own = own
        self._least = paper.dots(LEAST)
        self._left = shift + paper.margin
        self._right = shift + paper.width - paper.margin
        self._middle = shift + paper.width // 2
        self._y = paper.margin
        self._items: list[Item] = []

    @property
    def _across(self) -> int:
        return self._right - self._left

    def laid_out(self, slip: Slip) -> Layout:
        self._marks(slip.marks)
        self._head(slip)
        if slip.code:
            return self._saved(slip)
        if slip.sections:
            return self._sheet(slip)
        number = self._number(slip.number)
        if slip.people:
            self._rule()
            self._people(slip)
        if slip.calls_title or slip.calls:
            self._rule()
            self._calls(slip)
        if slip.bring:
            self._rule()
            self._bring(slip)
        if slip.qr or slip.qr_note:
            self._rule()
            self._follow(slip)
        if slip.notes:
            self._notes(slip)
        return Layout(tuple(self._items), self._y + self._paper.margin, number)

    def _saved(self, slip: Slip) -> Layout:
        """一時保存: code and characters to go on with, until when, how. Nothing on it is as large as a number."""
        paper = self._paper
        side = code_modules(slip.qr) * paper.module
        self._y += QUIET_MODULES * paper.module
        self._items.append(Code(self._middle - side // 2, self._y, paper.module, slip.qr))
        self._y += side + QUIET_MODULES * paper.module
        self._centred(slip.code, largest(slip.code, Face(paper.value * 3 // 2, bold=True, use="number"), self._across, paper.value))
        self._rule()
        self._title(slip.calls_title, self._own.calls_title)
        for line, own in zip_longest(slip.calls, self._own.calls, fillvalue=""):
            self._both(line, own, Face(paper.more))
        self._notes(slip)
        return Layout(tuple(self._items), self._y + paper.margin, Rect(0, 0, 0, 0))

    def _sheet(self, slip: Slip) -> Layout:
        """A paper without a number: sections one below the other."""
        paper = self._paper
        for section in slip.sections:
            self._rule()
            if section.title:
                self._title(section.title)
            for line in section.text:
                self._text(line, Face(paper.more))
            for thing in section.ticks:
                self._tick(thing)
            for words in section.blanks:
                self._blank(words)
        self._notes(slip)
        return Layout(tuple(self._items), self._y + paper.margin, Rect(0, 0, 0, 0))

    def _blank(self, words: str) -> None:
        """A line to write on by hand, 10 mm below what stands above it; long words stand over it, short ones at its head."""
        paper, face = self._paper, Face(self._paper.small)
        if width_of(words, face) > self._across * 2 // 5:
            self._text(words, face)
            words = ""
        self._y += paper.dots(80)
        if words:
            self._items.append(Words(self._left, self._y - paper.dots(8), words, face))
        self._items.append(Rule(self._left, self._right, self._y, paper.dots(2)))
        self._y += paper.dots(6)

    # --- strokes ------------------------------------------------------------------------------------------------------------------

    def _down(self, size: int) -> int:
        """Go down one line of `size`; gives its base line."""
        top = self._y
        self._y += round(size * LINE)
        return top + self._base(size)

    def _base(self, size: int) -> int:
        return round(size * (LINE - 1) / 2 + size * 0.88)

    def _text(self, text: str, face: Face, indent: int = 0, *, even: bool = False) -> None:
        width = self._across - indent
        for line in lines_of(text, face, _even(text, face, width) if even else width):
            self._items.append(Words(self._left + indent, self._down(face.size), line, face))

    def _centred(self, text: str, face: Face, *, even: bool = False) -> None:
        for line in lines_of(text, face, _even(text, face, self._across) if even else self._across):
            self._items.append(Words(self._middle, self._down(face.size), line, face, "middle"))

    def _rule(self, *, dashed: bool = False) -> None:
        self._y += self._paper.gap
        self._items.append(Rule(self._left, self._right, self._y, self._paper.dots(4), dashed))
        self._y += self._paper.dots(4) + self._paper.gap * 2 // 3

    def _tight(self, text: str, face: Face, least: int = 0) -> None:
        """A little smaller where that saves a line; else as large as it was."""
        smaller = largest(text, face, self._across, least or self._least)
        self._text(text, smaller if width_of(text, smaller) <= self._across else face)

    def _title(self, text: str, own: str = "") -> None:
        paper = self._paper
        if not own:
            self._tight(text, Face(paper.title, bold=True), paper.text)
            return
        small = Face(paper.small)
        beside = self._across - width_of(text, small) - paper.text
        largest_beside = largest(own, Face(paper.title, bold=True, language=self._own.language), beside, paper.text)
        if width_of(own, largest_beside) <= beside:
            base = self._down(paper.title)
            self._items.append(Words(self._left, base, own, largest_beside))
            self._items.append(Words(self._right, base, text, small, "right"))
            return
        self._text(own, largest(own, largest_beside._replace(size=paper.title), self._across, paper.text), even=True)
        self._text(text, small, even=True)

    def _both(self, text: str, own: str, face: Face, indent: int = 0) -> None:
        """The resident's words, and small below them the Japanese ones; those alone in `face` for who reads them."""
        if own:
            self._text(own, face._replace(language=self._own.language), indent, even=True)
        if text and text not in own:  # where the office's own term stands in brackets already, not twice
            self._text(text, Face(self._paper.small) if own else face, indent, even=bool(own))

    # --- blocks -------------------------------------------------------------------------------------------------------------------

    def _marks(self, marks: tuple[str, ...]) -> None:
        """再発行（2枚目）, 訓練: in a double-ruled box above everything. A line after the first is smaller."""
        if not marks:
            return
        top = self._y
        self._y += self._paper.dots(12)
        for mark in marks:
            first, *others = mark.split("\n")
            self._centred(
                first, largest(first, Face(self._paper.mark, bold=True), self._across - self._paper.dots(30), self._paper.text)
            )
            for other in others:
                self._centred(other, Face(self._paper.small, language=self._own.language))
        self._y += self._paper.dots(12)
        self._items.append(Frame(Rect(self._left, top, self._right, self._y)))
        self._y += self._paper.gap

    def _head(self, slip: Slip) -> None:
        paper = self._paper
        self._office(slip.office)
        self._y += paper.gap // 2
        if own := self._own.service:
            face = Face(paper.value, bold=True, language=self._own.language)
            self._names(own, face, paper.service_more, below=paper.title)
            if not all(name in own for name in _TWO_NAMES.split(slip.service.partition(" ")[0])):
                self._centred(slip.service, Face(paper.small))
            return
        if slip.service_kana:
            self._centred(slip.service_kana, Face(paper.kana))
        name, _, more = slip.service.partition(" ")
        if more and not more.startswith("ほか"):
            name, more = slip.service, ""
        self._service(name, more)

    def _office(self, japanese: str) -> None:
        """Where this was: in the resident's language, and small below it as it stands on the house."""
        paper, own = self._paper, self._own.office
        face = Face(paper.office, bold=True, language=self._own.language)
        for line in own.split("\n") if own else ():
            smaller = largest(line, face, self._across, self._least)
            self._centred(line, smaller if width_of(line, smaller) <= self._across else face, even=True)
        self._centred(japanese, Face(paper.small if own else paper.office))

    def _service(self, name: str, more: str) -> None:
        """One line, as large as fits; two lines when that is too small."""
        paper = self._paper
        small = Face(paper.service_more, bold=True)
        beside = width_of(" " + more, small) + paper.dots(6) if more else 0
        whole = Face(paper.service, bold=True)
        face = largest(name, whole, self._across - beside, paper.service_least)
        if width_of(name, face) + beside > self._across:
            self._names(name, whole, paper.service_least, below=paper.service)
            if more:
                self._centred(more, small)
            return
        base = self._down(face.size)
        half = (width_of(name, face) + beside) // 2  # both pieces together stand in the middle
        self._items.append(Words(self._middle - half, base, name, face))
        if more:
            self._items.append(Words(self._middle + half, base, more, small, "right"))

    def _names(self, service: str, face: Face, least: int, *, below: int) -> None:
        """Two names stand below each other, equally large, where they do not fit beside each other. `below`: at most so large."""
        alone = largest(service, face, self._across, least)
        if width_of(service, alone) <= self._across:
            self._centred(service, alone)
            return
        names = _NEXT_NAME.split(service, maxsplit=1)
        largest_below = face._replace(size=min(face.size, below)) if len(names) > 1 else face
        common = min((largest(name, largest_below, self._across, least) for name in names), key=lambda each: each.size)
        for name in names:
            self._centred(name, common, even=bool(self._own.service))

    def _number(self, number: str) -> Rect:
        """As large as fits, by its ink."""
        face = largest(number, Face(self._paper.number, bold=True, use="number"), self._across, self._paper.dots(40))
        left, top, right, bottom = ink_box(number, face)
        self._y += self._paper.gap
        area = Rect(0, self._y, self._right + self._left, self._y + bottom - top + 2)
        self._items.append(Words(self._middle - (right + left) // 2, area.top + 1 - top, number, face))
        self._y = area.bottom + self._paper.gap // 2
        return area

    def _people(self, slip: Slip) -> None:
        """One line each: the label on the left, its value large on the right."""
        paper, own = self._paper, self._own
        for line in (own.people or slip.people).split("\n"):
            self._people_line(*(_own_value(line) if own.people else _value(line)))
        if as_of := own.as_of if own.people else slip.as_of:
            small = Face(paper.small, language=own.language)
            self._items.append(Words(self._right, self._down(paper.small), as_of, small, "right"))
        if own.people:
            people, *wait = slip.people.split("\n")
            for line in (f"{people}　{slip.as_of}".rstrip(), *wait):
                self._text(line, Face(paper.small))

    def _people_line(self, label: str, value: str) -> None:
        paper, language = self._paper, self._own.language
        label_face = Face(paper.people, bold=not (language and value), language=language)
        value_face = largest(value, Face(paper.value, bold=True, language=language), self._across, self._least)
        room = self._across - width_of(value, value_face) - paper.dots(8)
        smaller = largest(label, label_face, room, self._least)
        if width_of(label, smaller) > room:
            self._text(label, label_face, even=True)
            base = self._down(value_face.size) if value else 0
        else:
            base = self._down(value_face.size)
            self._items.append(Words(self._left, base, label, smaller))
        if value:
            self._items.append(Words(self._right, base, value, value_face, "right"))

    def _calls(self, slip: Slip) -> None:
        """What is called in order: "1 受付 1〜3番の窓口" stands as ①受付 and the counters; other lines are plain sentences."""
        paper = self._paper
        if slip.calls_title:
            self._title(slip.calls_title, self._own.calls_title)
        for call, own in zip_longest(slip.calls, self._own.calls, fillvalue=""):
            if own and (of_own := _OWN_CALL.fullmatch(own)):
                self._own_call(of_own[1], of_own[2], of_own[3] or "", call)
            elif not (parts := _CALL.fullmatch(call)):
                self._both(call, own, Face(paper.more))
            else:
                order, stage, where = parts.groups()
                sign = order if order in "①②③④⑤⑥⑦⑧⑨" else _sign(order)
                bold = Face(paper.text, bold=True)
                indent = width_of(sign + stage, bold) + paper.text // 2
                base = self._down(paper.text)
                self._items.append(Words(self._left, base, sign + stage, bold))
                first, *others = lines_of(where, Face(paper.text), self._across - indent)
                self._items.append(Words(self._left + indent, base, first, Face(paper.text)))
                for other in others:
                    self._items.append(Words(self._left + indent, self._down(paper.text), other, Face(paper.text)))

    def _own_call(self, order: str, stage: str, where: str, japanese: str) -> None:
        """① Reception, the counter behind it or below, then the same in Japanese without its figure."""
        paper, language = self._paper, self._own.language
        bold, plain = Face(paper.text, bold=True, language=language), Face(paper.text, language=language)
        sign, where = _sign(order), where.replace("\u3000", "  ")
        indent = width_of(sign, bold) + paper.dots(4)
        after = indent + width_of(stage, bold) + paper.text // 2
        beside = after + width_of(where, plain) <= self._across
        base = self._y + self._base(paper.text)
        self._items.append(Words(self._left, base, sign, bold))
        self._text(stage, bold, indent)
        if where and beside:
            self._items.append(Words(self._left + after, base, where, plain))
        elif where:
            self._text(where, plain, indent)
        self._text(japanese.lstrip(order).lstrip(), Face(paper.small), indent)

    def _bring(self, slip: Slip) -> None:
        """All of them where any list stays readable: who has no telephone has nothing else. A box to tick before each."""
        paper = self._paper
        if slip.bring_title:
            self._title(slip.bring_title, self._own.bring_title)
        # Without a code (the hub is away) there is no other place to read the rest.
        most = BRING_LINES if slip.qr else len(slip.bring)
        for thing, own in zip_longest(slip.bring[:most], self._own.bring[:most], fillvalue=""):
            self._tick(thing, own)
        if len(slip.bring) > most:
            self._both(MORE_TO_BRING, self._own.more_to_bring, Face(paper.more), indent=round(paper.text * 1.3))

    def _tick(self, thing: str, own: str = "") -> None:
        """One thing with a box to tick before it."""
        face = Face(self._paper.text, language=self._own.language if own else "")
        box = round(face.size * 1.3)
        for at, line in enumerate(lines_of(own or thing, face, self._across - box)):
            base = self._down(face.size)
            if at == 0:
                self._items.append(Words(self._left, base, "□", face))
            self._items.append(Words(self._left + box, base, line, face))
        if own and thing not in own:
            self._text(thing, Face(self._paper.small), box)

    def _follow(self, slip: Slip) -> None:
        """The code to follow the number on a phone; without one, the words alone."""
        paper, own = self._paper, self._own
        note = Face(paper.text, bold=True)
        if not slip.qr:
            self._both(slip.qr_note, own.qr_note, note)
            return
        side = code_modules(slip.qr) * paper.module
        quiet = QUIET_MODULES * paper.module
        joint = "" if language_of(slip.qr_note) in ("ja", "zh") else " "
        said = [(slip.qr_note, note)]
        if own.qr_note:
            # not bold: beside the code a row would have more black than a head prints at its speed
            said = [(own.qr_note, Face(paper.text, language=own.language)), (slip.qr_note.replace("\n", joint), Face(paper.small))]
        if not paper.beside:
            for text, face in said[:1] if slip.qr_note else ():
                self._centred(text.replace("\n", joint), face, even=bool(own.qr_note))
            self._items.append(Code(self._middle - side // 2, self._y + quiet - paper.dots(8), paper.module, slip.qr))
            self._y += side + 2 * quiet - paper.dots(8)
            for text, face in said[1:]:
                self._centred(text, face)
            return
        top = self._y + quiet - paper.gap // 2
        self._items.append(Code(self._left + quiet, top, paper.module, slip.qr))
        indent = side + 2 * quiet + paper.dots(12)
        lines = [(line, face) for text, face in said for line in lines_of(text, face, self._across - indent)]
        self._y = top + max(0, (side - sum(round(face.size * LINE) for _, face in lines)) // 2)
        for line, face in lines:
            self._items.append(Words(self._left + indent, self._down(face.size), line, face))
        self._y = max(self._y, top + side + quiet - paper.gap // 2)

    def _notes(self, slip: Slip) -> None:
        self._rule(dashed=True)
        for note in self._own.notes:
            self._tight(note, Face(self._paper.small, language=self._own.language))
        for note in slip.notes:
            self._tight(note, Face(self._paper.small))


def _even(text: str, face: Face, width: int) -> int:
    """The least width in which `text` has as many lines as in `width`: no word stands alone on the last."""
    count = len(lines_of(text, face, width))
    narrower = width
    while count > 1 and len(lines_of(text, face, narrower - STEP)) == count:
        narrower -= STEP
    return narrower


def _sign(order: str) -> str:
    return chr(ord("①") + int(order) - 1)


def _value(line: str) -> tuple[str, str]:
    """待ち時間の目安 20〜30分: label and value."""
    label, _, value = line.rpartition(" ")
    return (label, value) if label else (value, "")


def _own_value(line: str) -> tuple[str, str]:
    """Expected wait: 20–30 min, as `_value`; a sentence of its own has no value."""
    found = _OWN_VALUE.fullmatch(line)
    if not found:
        return line, ""
    return (found[1], found[2].strip()) if found[1] else (found[3], found[4])
