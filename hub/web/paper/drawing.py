"""An order drawn as PDF by WeasyPrint: each sheet a document of its own that counts its pages, bound into one file."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import jinja2
import segno
from weasyprint import CSS, HTML, URLFetcher
from weasyprint.text.fonts import FontConfiguration

from config.fonts import font
from hub.web.paper.glyphs import GETA, pieces
from hub.web.paper.sheet import FormSheet, LetterSheet, Line, Order

FOLDER = Path(__file__).parent / "templates"


def pdf(order: Order) -> bytes:
    """One PDF: fonts embedded as the parts used, text that can be read out again. Raises FontMissing."""
    # a form holds nothing from elsewhere, only its own code
    drawn = [
        HTML(string=html(sheet, order.title), url_fetcher=URLFetcher(allowed_protocols={"data"})).render(**_style())
        for sheet in order.sheets
    ]
    first = drawn[0]
    return bytes(first.copy([page for each in drawn for page in each.pages]).write_pdf())


def html(sheet: FormSheet | LetterSheet, title: str) -> str:
    match sheet:
        case FormSheet():
            return _template("form.html").render(sheet=sheet, title=title, code=_code(sheet.reference), doubtful=doubtful(sheet))
        case LetterSheet():
            return _template("letter.html").render(sheet=sheet, said=sheet.said, title=title)


def doubtful(sheet: FormSheet) -> bool:
    """Whether a character of an answer cannot be drawn here."""
    told = [line.value for block in sheet.blocks for line in block.lines]
    for person in (each for block in sheet.blocks for each in block.people):
        told += [person.name, person.kana, person.nationality, *(line.value for line in person.lines)]
    return any(not known for text in told for _, known in pieces(text))


def mark(text: str) -> str:
    return "".join(piece if known else GETA for piece, known in pieces(text))


def rows(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """Two short answers side by side; a wide one, or a short one left over, has the whole width."""
    found: list[tuple[Line, ...]] = []
    for line in lines:
        if not line.wide and found and len(found[-1]) == 1 and not found[-1][0].wide:
            found[-1] = (*found[-1], line)
        else:
            found.append((line,))
    return found


def _code(text: str) -> str:
    return str(segno.make(text, error="m", boost_error=False).svg_data_uri(border=2))


@cache
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"mark": mark, "rows": rows}
    return environment.get_template(name)


@cache
def _style() -> dict[str, object]:
    """The style sheet with its fonts, which must be the installed ones: another font would draw another form of a name."""
    font(use="name"), font("ja")
    fonts = FontConfiguration()
    return {"stylesheets": [CSS(filename=FOLDER / "paper.css", font_config=fonts)], "font_config": fonts}
