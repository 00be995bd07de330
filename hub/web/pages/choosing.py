"""くらしの手続ガイド at home: the kiosk's questions, several procedures at once. What was chosen stands in the address alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from config.bundle import Bundle
from config.form import question_count
from config.guidance import leads_on
from config.procedure import Choice, Question
from config.slots import plan_for
from config.together import forms_of, has_people, together
from config.words import has_words, words
from hub.web.pages import languages
from hub.web.pages.entry_cookie import speaker
from hub.web.pages.page import Page, Turn, see
from hub.wire import Language

MOST = 12  # procedures of one visit; more come only from an address somebody wrote by hand


@dataclass(frozen=True, slots=True)
class Tile:
    """One answer of a guided question, and where it leads."""

    label: str
    hint: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """One procedure of the list. `questions` 0: nothing to fill in. `booking`: a time may be booked for it."""

    id: str
    name: str
    hint: str
    questions: int
    least: int
    most: int
    booking: bool


def chosen_of(bundle: Bundle, text: str) -> tuple[str, ...]:
    """Procedures named in an address; what this office does not do is left out."""
    named = [each for each in text.split(",")[:MOST] if each in bundle.procedures]
    return together(bundle, (), tuple(dict.fromkeys(named)))


def ticked_of(bundle: Bundle, text: str) -> tuple[str, ...]:
    """Tiles named in an address, `question.choice`, that answer something as they are pressed."""
    known = {name for name, _ in _answering(bundle)}
    return tuple(dict.fromkeys(each for each in text.split(",")[:MOST] if each in known))


def answered(bundle: Bundle, ticked: Sequence[str]) -> dict[str, list[str]]:
    """What these tiles have answered, as at a kiosk: the first that was pressed counts."""
    answers: dict[str, list[str]] = {}
    choices = dict(_answering(bundle))
    for name in ticked:
        for field, options in choices[name].answers.items():
            answers.setdefault(field, list(options))
    return answers


def _answering(bundle: Bundle) -> Iterator[tuple[str, Choice]]:
    for question in bundle.selection.questions:
        yield from ((f"{question.id}.{choice.id}", choice) for choice in question.choices if choice.answers)


def tiles(
    bundle: Bundle, question: Question, chosen: Sequence[str], language: Language, ticked: Sequence[str] = ()
) -> tuple[Tile, ...]:
    """The answers of one question; each leads to another question, to the list, or to what somebody without a form does."""
    found = []
    for choice in question.choices:
        key = f"selection.{question.id}.{choice.id}"
        hint = words(bundle, language, f"{key}.hint") if has_words(bundle, f"{key}.hint") else ""
        pressed = (*ticked, f"{question.id}.{choice.id}") if choice.answers else ticked
        found.append(Tile(words(bundle, language, f"{key}.label"), hint, _leads_to(bundle, choice, chosen, language, pressed)))
    return tuple(found)


def _leads_to(bundle: Bundle, choice: Choice, chosen: Sequence[str], language: Language, ticked: Sequence[str]) -> str:
    if choice.next is not None:
        return f"/enter/choose/{quote(choice.next)}{_with(chosen, language, ticked)}"
    if choice.sheet is not None:
        return f"/proxy-letter.pdf?language={language}"
    known = [each for each in choice.procedures if each in bundle.procedures]
    return f"/enter/list{_with(together(bundle, tuple(chosen), tuple(known)), language, ticked)}"


def _with(chosen: Sequence[str], language: Language, ticked: Sequence[str]) -> str:
    return f"?language={language}{_kept(chosen, ticked)}"


def _kept(chosen: Sequence[str], ticked: Sequence[str]) -> str:
    """What was chosen and answered so far, in the address after the language."""
    return "".join(f"&{name}={quote(','.join(those), safe=',')}" for name, those in (("with", chosen), ("ticked", ticked)) if those)


def lines(bundle: Bundle, chosen: Sequence[str], language: Language) -> tuple[Line, ...]:
    found = []
    for each in chosen:
        procedure, form = bundle.procedures[each], next((form for _, form in forms_of(bundle, (each,))), None)
        minutes = procedure.minutes if form is not None else None
        short = f"procedure.{each}.short"
        found.append(
            Line(
                each,
                words(bundle, language, f"procedure.{each}.name"),
                words(bundle, language, short) if has_words(bundle, short) else "",
                question_count(form, "portal") if form is not None else 0,
                minutes.least if minutes else 0,
                minutes.most if minutes else 0,
                plan_for(bundle.site, each) is not None,
            )
        )
    return tuple(found)


async def question_page(turn: Turn) -> web.StreamResponse:
    """The next question of the guide."""
    bundle = turn.house.bundle
    language = languages.language_of(bundle, turn.request)
    wanted = turn.request.match_info["question"]
    question = next((each for each in bundle.selection.questions if each.id == wanted), None)
    if question is None:
        return see("/enter")
    chosen = chosen_of(bundle, turn.request.query.get("with", ""))
    ticked = ticked_of(bundle, turn.request.query.get("ticked", ""))
    first = bundle.selection.questions[0]
    response = turn.page(
        "enter_choose.html",
        language=language,
        say=speaker(bundle, language),
        title=words(bundle, language, f"selection.{question.id}.title"),
        tiles=tiles(bundle, question, chosen, language, ticked),
        chosen=[words(bundle, language, f"procedure.{each}.name") for each in chosen],
        kept=_kept(chosen, ticked),
        back=f"/enter/choose/{first.id}{_with(chosen, language, ticked)}"
        if question.id != first.id
        else f"/enter?language={language}",
    )
    languages.remember(response, language, secure=turn.house.secure)
    return response


async def list_page(turn: Turn) -> web.StreamResponse:
    """必要な手続き: everything chosen, with its questions and minutes, before any work."""
    bundle = turn.house.bundle
    language = languages.language_of(bundle, turn.request)
    chosen = chosen_of(bundle, turn.request.query.get("with", ""))
    listed = lines(bundle, chosen, language)
    filled = [line for line in listed if line.questions]
    say = speaker(bundle, language)
    total = sum(line.questions for line in filled), sum(line.least for line in filled), sum(line.most for line in filled)
    of_one = "_one" if any(has_people(form) for _, form in forms_of(bundle, chosen)) else ""
    ticked = ticked_of(bundle, turn.request.query.get("ticked", ""))
    first = bundle.selection.questions[0].id
    response = turn.page(
        "enter_list.html",
        language=language,
        say=say,
        lines=listed,
        chosen=",".join(chosen),
        ticked=",".join(ticked),
        kept=_kept(chosen, ticked),
        title=say("kiosk.result.so_far" if leads_on(bundle, chosen) else "kiosk.result.title", count=len(listed)),
        total=say(f"kiosk.result.total{of_one}", questions=total[0], least=total[1], most=total[2]) if filled else "",
        more=f"/enter/choose/{first}{_with(chosen, language, ticked)}",
        booking=next((line.id for line in listed if line.booking), "") if not filled else "",
    )
    languages.remember(response, language, secure=turn.house.secure)
    return response


PAGES = (
    Page("GET", "/enter/choose/{question}", "read_public_page", question_page),
    Page("GET", "/enter/list", "read_public_page", list_page),
)
