"""What a pre-entry asks, as far as it has come: its forms, pages, problems, and the applications it becomes. Pure."""

import math
from collections.abc import Iterator, Sequence
from datetime import date

from config.bundle import Bundle
from config.form import Form, Problem, answer_at, asked, check, put
from config.form.kinds import is_day
from config.guidance import Guidance, guidance
from config.japanese.postal import PostalFileMissing, Town, towns
from config.openings import is_open_on
from config.places import in_letters, reading
from config.words import KANJI, words
from hub.web.pages.entries import Entry
from hub.web.pages.questions import Leaf, elsewhere, leaves
from hub.wire import Application, Unfinished

LEAF = "leaf"  # in SaveEntry.unfinished: the page it was left on; a kiosk passes over it


def forms_of(bundle: Bundle, entry: Entry) -> tuple[Form, ...]:
    """The forms of its procedures. A procedure without one has nothing to fill in."""
    known = (bundle.procedures.get(each) for each in entry.procedures)
    return tuple(bundle.forms[each.form] for each in known if each is not None and each.form in bundle.forms)


def leaves_of(bundle: Bundle, entry: Entry) -> tuple[Leaf, ...]:
    """Its pages in order."""
    return leaves(forms_of(bundle, entry), entry.answers)


def untold_of(bundle: Bundle, entry: Entry, leaf: Leaf, came_from: str) -> frozenset[str]:
    """Questions of a page that nobody here is of an age for, or of a day far ahead; who comes from the last page finds them."""
    if came_from == "review":
        return frozenset()
    fields = [field for step in bundle.forms[leaf.form].steps for field in step.fields]
    asked = [field.id for field in fields if field.only_aged]
    if leaf.person is not None:
        asked += [f"{leaf.id}.{part.id}" for field in fields for part in field.fields if part.only_near]
    return frozenset(path for path in asked if entry.carried.get(path) in (False, "no"))


def minutes_left(bundle: Bundle, entry: Entry, place: int, pages: Sequence[Leaf]) -> int:
    """Of the minutes its procedures declare for one person, this page's (the first is 0) and those after it; 0 where none are."""
    known = (bundle.procedures.get(each) for each in entry.procedures)
    declared = [each.minutes for each in known if each is not None and each.form and each.minutes]
    middle = sum(each.least + each.most for each in declared) / 2
    usual = sum(not page.person for page in pages)
    return math.ceil(middle * (len(pages) - place) / usual) if usual else 0


def problems_of(bundle: Bundle, entry: Entry, today: date) -> tuple[Problem, ...]:
    """What the hub would refuse, each once."""
    found: dict[tuple[str, str], Problem] = {}
    for form in forms_of(bundle, entry):
        for problem in check(form, asked(form, entry.answers, "portal"), "portal", today, bundle.site):
            found.setdefault((problem.path, problem.code), problem)
        for problem in (*_of_another_city(bundle, form, entry), *_on_a_closed_day(bundle, form, entry)):
            found.setdefault((problem.path, problem.code), problem)
    return tuple(found.values())


def _of_another_city(bundle: Bundle, form: Form, entry: Entry) -> Iterator[Problem]:
    """Postal codes of elsewhere beside an address that is in this city, as the kiosk does not take them either."""
    here = f"{bundle.site.address.prefecture}{bundle.site.address.city}"
    for group in (field for step in form.steps for field in step.fields if field.kind == "address"):
        parts = {part.id: part for part in group.fields}
        code = answer_at(entry.answers, f"{group.id}.postal_code")
        if "ward" not in parts or not isinstance(code, str) or ("prefecture_city" in parts and not parts["prefecture_city"].fixed):
            continue
        found = _towns(bundle, code)
        if found and not any(f"{town.prefecture}{town.city}".startswith(here) for town in found):
            yield Problem(f"{group.id}.postal_code", "other_city")


def _on_a_closed_day(bundle: Bundle, form: Form, entry: Entry) -> Iterator[Problem]:
    """A visit planned for a day without anybody at the counters."""
    day = asked(form, entry.answers, "portal").get("visit_date")
    if isinstance(day, str) and is_day(day) and not is_open_on(bundle.site, date.fromisoformat(day)):
        yield Problem("visit_date", "closed_day")


def _towns(bundle: Bundle, code: str) -> tuple[Town, ...]:
    try:
        return towns(code, bundle.site.address)
    except PostalFileMissing:
        return ()


def where_left(bundle: Bundle, entry: Entry, unfinished: Unfinished | None, today: date) -> str:
    """The page to go on with: where it was left, else the first with something to do; of a finished entry the last."""
    pages = leaves_of(bundle, entry)
    if unfinished is None:
        return pages[-1].id
    left = unfinished.get(LEAF)
    if any(page.id == left for page in pages):
        return str(left)
    wrong = elsewhere(bundle, forms_of(bundle, entry), entry.answers, problems_of(bundle, entry, today), entry.language)
    waiting = {each.leaf for each in wrong}
    return next((page.id for page in pages if page.id in waiting), pages[-1].id)


def applications_of(bundle: Bundle, entry: Entry) -> tuple[Application, ...]:
    """Of every procedure what shows; one this house no longer does is left out."""
    found = []
    for each in entry.procedures:
        procedure = bundle.procedures.get(each)
        if procedure is None:
            continue
        form = bundle.forms.get(procedure.form) if procedure.form else None
        found.append(Application(each, form.version, asked(form, entry.answers, "portal")) if form else Application(each, "", {}))
    return tuple(found)


def follows_of(bundle: Bundle, entry: Entry) -> Guidance:
    """手続きのご案内: what its answers lead to."""
    return guidance(bundle, [(each, entry.answers) for each in entry.procedures if each in bundle.procedures])


def _told(bundle: Bundle, language: str, town: Town) -> str:
    """A town with its city, as who reads this language can say it: 川崎区南町（みなみまち）, Minami-machi, Kawasaki-ku (…)."""
    name = f"{town.city}{town.town}"
    if language == "ja-easy":
        kana = reading(bundle, town.town, town.kana) if town.town else ""
        return f"{name}（{kana}）" if kana else name
    parts = [*town.places[1:], *([(town.town, town.kana)] if town.town else [])]
    letters = [in_letters(bundle, *part) for part in reversed(parts)] if language not in KANJI else [""]
    return f"{', '.join(letters)} ({name})" if all(letters) else name


def fill_address(bundle: Bundle, entry: Entry, leaf: Leaf, path: str) -> tuple[str, str]:
    """郵便番号から住所を入れる: what is the same for every town of the code goes into the fields beside it.

    (look, words) of what is said of it; nothing is filled in by a code of another city, which is a problem of its own.
    """
    group, _, _ = path.rpartition(".")
    form = bundle.forms[leaf.form]
    if group not in leaf.fields or any(problem.path == path for problem in _of_another_city(bundle, form, entry)):
        return "", ""
    code = answer_at(entry.answers, path)
    found = _towns(bundle, code) if isinstance(code, str) else ()
    if not found:
        return "alarm", words(bundle, entry.language, "portal.no_such_code")
    parts = {field.id: field for step in form.steps for each in step.fields if each.id == group for field in each.fields}
    places = {f"{town.prefecture}{town.city}" for town in found}
    if len(places) == 1 and "prefecture_city" in parts and parts["prefecture_city"].fixed is None:
        put(entry.answers, f"{group}.prefecture_city", places.copy().pop())
    ward = next((each for each in bundle.site.address.wards if all(town.city.endswith(each) for town in found)), None)
    if ward and "ward" in parts:
        put(entry.answers, f"{group}.ward", ward)
    names = {town.town for town in found}
    if len(names) == 1 and "town" in parts and found[0].town:
        put(entry.answers, f"{group}.town", found[0].town)
    return "ok", words(
        bundle, entry.language, "portal.filled", town="・".join(sorted(_told(bundle, entry.language, town) for town in found)[:5])
    )
