"""What must hold in a paper read by machine: lengths that fit on the sheet, and answers that its form has."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from config.bundle import Bundle
from config.form import Field
from config.scanned_paper import PaperField, Rectangle, ScannedPaper
from config.strict import ConfigProblem, nearest

Finding = tuple[str, str, str]  # place, wrong, cure
MOST_ROWS = 12
MOST_PAGES = 8


def paper_problems(bundle: Bundle, files: Mapping[str, str]) -> Iterator[ConfigProblem]:
    """Everything wrong in the papers, by key path."""
    for name, paper in bundle.papers.items():
        for place, wrong, cure in (*_sizes(paper), *_answers(paper, bundle)):
            yield ConfigProblem(files[f"papers.{name}"], place, wrong, cure)


def _sizes(paper: ScannedPaper) -> Iterator[Finding]:
    lists = [("size", paper.size, 2), ("frame", paper.frame, 4), ("title_box", paper.title_box, 4)]
    lists += [(f"hidden[{index}]", box, 4) for index, box in enumerate(paper.hidden)]
    lists += [(f"people.hidden[{index}]", box, 4) for index, box in enumerate(paper.people.hidden)]
    lists += [(f"{place}.box", field.box, 4) for place, field in _fields(paper)]
    wrong = [(place, count) for place, lengths, count in lists if len(lengths) != count or any(each < 0 for each in lengths)]
    for place, count in wrong:
        yield place, "these are no lengths", "write " + ("left, top, " if count == 4 else "") + "width, height in millimetres"
    if wrong:
        return
    if not (0 < paper.people.rows <= MOST_ROWS and 0 < paper.pages <= MOST_PAGES):
        yield "people.rows", "so many people or pages no paper has", f"up to {MOST_ROWS} rows, {MOST_PAGES} pages"
        return
    if not _inside(paper.frame, (0, 0, *paper.size)) or not _inside(paper.title_box, (0, 0, *paper.size)):
        yield "frame", "frame or title leave the sheet", "measure again from the sheet's top left corner"
    if any(not _inside(cell, (0, 0, *paper.frame[2:])) for cell in paper.cells()):
        yield "fields", "a cell leaves the frame", "measure boxes from the frame's top left corner; people × pitch must fit"
    if any(_overlap(one, other) for one, other in combinations(paper.cells(), 2)):
        yield "fields", "two cells overlap", "measure again: what is hidden must never lie in a cell that is read"


def _answers(paper: ScannedPaper, bundle: Bundle) -> Iterator[Finding]:
    form = bundle.forms.get(paper.form)
    if form is None:
        yield "form", f"there is no form '{paper.form}'", nearest(paper.form, bundle.forms)
        return
    tops: dict[str, Field] = {field.id: field for step in form.steps for field in step.fields}
    people = tops.get(paper.people.answer)
    if people is None or people.kind != "person_list":
        lists = [name for name, field in tops.items() if field.kind == "person_list"]
        yield "people.answer", f"'{paper.people.answer}' is no list of people", nearest(paper.people.answer, lists)
        return
    inside = {field.id for field in people.fields}
    for place, field in _fields(paper):
        known = inside if place.startswith("people") else set(tops)
        if field.answer not in known:
            yield f"{place}.answer", f"the form has no answer '{field.answer}'", nearest(field.answer, known)
        if field.kind == "word" and not field.words:
            yield f"{place}.words", "no word is named", "list every word that may stand there"
        if [each.id for _, each in _fields(paper)].count(field.id) > 1:
            yield f"{place}.id", f"'{field.id}' is there twice", "give each field its own id"


def _fields(paper: ScannedPaper) -> Iterator[tuple[str, PaperField]]:
    for index, field in enumerate(paper.fields):
        yield f"fields[{index}]", field
    for index, field in enumerate(paper.people.fields):
        yield f"people.fields[{index}]", field


def _inside(box: Rectangle, around: Rectangle) -> bool:
    return (
        box[0] >= around[0]
        and box[1] >= around[1]
        and box[0] + box[2] <= around[0] + around[2]
        and box[1] + box[3] <= around[1] + around[3]
    )


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return (
        one[0] < other[0] + other[2] and other[0] < one[0] + one[2] and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]
    )
