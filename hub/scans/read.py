"""One document read whole: pages, the sheet on each, what is hidden painted over, every cell read. Pure but for the model."""

from collections.abc import Iterable, Sequence

import cv2
import msgspec
import numpy as np

from config.scanned_paper import PaperField, Rectangle, ScannedPaper
from hub.domain.crosscheck import Box, PaperPerson, Reading, Sheet
from hub.scans.document import Grey, pages
from hub.scans.lines import INSET, text_lines, text_width
from hub.scans.outcome import KEPT, NotTaken, Scan
from hub.scans.recogniser import DATE, KANA, Recogniser, words_alphabet
from hub.scans.registration import FINE, registered, whitened

QUALITY = 75
TITLE_WRONG = 0.34  # of the title's characters that may be misread
HIDDEN = 200  # grey
MARGIN = 1.5  # millimetres left and right of what is written, in a crop
NARROWEST = 24.0  # millimetres of a crop


class _Cell(msgspec.Struct, frozen=True):
    """One cell of one page. `person`: its block on the page."""

    field: PaperField
    page: int
    person: int | None
    box: Rectangle  # millimetres of the page


def read_document(document: bytes, papers: Sequence[ScannedPaper], recogniser: Recogniser | None) -> Scan | NotTaken:
    """The first of `papers` that is on a page, with all its pages."""
    most = max((paper.pages for paper in papers), default=1)
    taken = pages(document, most)
    if isinstance(taken, NotTaken):
        return taken
    for paper in papers:
        sheets = [sheet for grey in taken if (sheet := _sheet(grey, paper, recogniser)) is not None]
        if sheets:
            return _scan(paper, sheets, len(taken) - len(sheets), recogniser)
    return NotTaken("other_paper")


def _sheet(grey: Grey, paper: ScannedPaper, recogniser: Recogniser | None) -> Grey | None:
    """The page upright with the hidden parts painted over; None where it is not this paper."""
    page = registered(grey, paper)
    if page is None:
        return None
    left, top = paper.frame[:2]
    for box in paper.hidden_boxes():
        x, y, width, height = (round(each * FINE) for each in (left + box[0], top + box[1], *box[2:]))
        cv2.rectangle(page, (x + 3, y + 3), (x + width - 3, y + height - 3), HIDDEN, cv2.FILLED)
    if recogniser is not None and not _titled(page, paper, recogniser):
        return None
    return page


def _titled(page: Grey, paper: ScannedPaper, recogniser: Recogniser) -> bool:
    """A table with the same rules may be another paper: its title tells."""
    lines = text_lines(whitened(_part(page, paper.title_box)))
    read = "".join(line.text for line in recogniser.read(lines, [""] * len(lines))) if lines else ""
    seen = sum(sign in read for sign in paper.title)
    return seen >= len(paper.title) * (1 - TITLE_WRONG)


def _scan(paper: ScannedPaper, sheets: Sequence[Grey], left_out: int, recogniser: Recogniser | None) -> Scan:
    white = [whitened(sheet) for sheet in sheets]
    cells = [cell for page in range(len(sheets)) for cell in _cells(paper, page)]
    readings = _read(cells, white, recogniser)
    fields: dict[str, Reading] = {}
    people: dict[tuple[int, int], dict[str, Reading]] = {}
    for cell, reading in zip(cells, readings, strict=True):
        if cell.person is not None:
            people.setdefault((cell.page, cell.person), {})[cell.field.id] = reading
        elif cell.field.id not in fields or not fields[cell.field.id].ink:
            fields[cell.field.id] = reading  # what stands above the people is repeated on every page
    named = tuple(PaperPerson(each) for each in people.values() if _is_somebody(each.values()))
    return Scan(Sheet(paper.id, len(sheets), fields, named), tuple(_picture(sheet) for sheet in sheets), left_out)


def _cells(paper: ScannedPaper, page: int) -> Iterable[_Cell]:
    left, top = paper.frame[:2]
    for field in paper.fields:
        yield _Cell(field, page, None, (left + field.box[0], top + field.box[1], *field.box[2:]))
    for row, down in enumerate(paper.blocks()):
        for field in paper.people.fields:
            yield _Cell(field, page, row, (left + field.box[0], top + down + field.box[1], *field.box[2:]))


def _read(cells: Sequence[_Cell], white: Sequence[Grey], recogniser: Recogniser | None) -> list[Reading]:
    lines = [text_lines(_part(white[cell.page], cell.box)) for cell in cells]
    if recogniser is None:
        return [Reading(_box(cell, white[cell.page]), None, 0.0, bool(own)) for cell, own in zip(cells, lines, strict=True)]
    flat = [(line, _alphabet(cell.field)) for cell, own in zip(cells, lines, strict=True) for line in own]
    read = iter(recogniser.read([line for line, _ in flat], [alphabet for _, alphabet in flat]))
    found = []
    for cell, own in zip(cells, lines, strict=True):
        parts = [next(read) for _ in own]
        text = "".join(part.text for part in parts)
        sure = [each for part in parts for each in part.sure]
        if cell.field.kind == "date" and text.endswith("生"):
            text, sure = text[:-1], sure[:-1]
        if cell.field.kind == "word":
            text = known_word(text, cell.field.words)
        found.append(Reading(_box(cell, white[cell.page]), text, round(min(sure, default=0.0), 3), bool(own)))
    return found


def known_word(read: str, words: Sequence[str]) -> str:
    """世主 → 世帯主: the only word of the list that lacks or changes one character; of one character alone nothing is guessed."""
    if read in words or len(read) < 2:
        return read
    near = [word for word in words if _one_apart(read, word)]
    return near[0] if len(near) == 1 else read


def _one_apart(one: str, other: str) -> bool:
    """Whether one character added, left out or changed makes them equal."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[start + (len(short) == len(long)) :] == long[start + 1 :]


def _alphabet(field: PaperField) -> str:
    match field.kind:
        case "kana":
            return KANA
        case "date":
            return DATE
        case "word":
            return words_alphabet(field.words)
        case _:
            return ""


def _is_somebody(readings: Iterable[Reading]) -> bool:
    """An empty block is nobody, and neither is 以下余白 or a stroke through it."""
    return sum(reading.ink and reading.text != "" for reading in readings) >= 2


def _part(page: Grey, box: Rectangle) -> Grey:
    left, top, width, height = (round(each * FINE) for each in box)
    return page[top : top + height, left : left + width]


def _box(cell: _Cell, white: Grey) -> Box:
    """As wide as what is written, so that eyes see it large; the whole cell where nothing is."""
    left, top, width, height = cell.box
    left, top, width, height = left + INSET, top + INSET, width - 2 * INSET, height - 2 * INSET  # without the rules
    written = text_width(_part(white, cell.box))
    if written is None:
        return Box(cell.page, left, top, width, height)
    start = max(0.0, written[0] / FINE - INSET - MARGIN)
    wide = max(written[1] / FINE - INSET + MARGIN - start, NARROWEST)
    return Box(cell.page, round(left + start, 1), round(top, 1), round(min(wide, width - start), 1), round(height, 1))


def _picture(sheet: Grey) -> bytes:
    factor = KEPT / FINE
    small = cv2.resize(sheet, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    _, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return bytes(np.asarray(coded).tobytes())
