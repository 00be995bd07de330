"""What a pre-entry asks, as far as it has come: its forms, pages, problems, and the applications it becomes. Pure."""

from datetime import date

from config.bundle import Bundle
from config.form import Form, Problem, asked, check, put
from config.guidance import Guidance, guidance
from config.japanese.postal import PostalFileMissing, towns
from config.words import words
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


def problems_of(bundle: Bundle, entry: Entry, today: date) -> tuple[Problem, ...]:
    """What the hub would refuse, each once."""
    found: dict[tuple[str, str], Problem] = {}
    for form in forms_of(bundle, entry):
        for problem in check(form, asked(form, entry.answers, "portal"), "portal", today, bundle.site):
            found.setdefault((problem.path, problem.code), problem)
    return tuple(found.values())


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


def fill_address(bundle: Bundle, entry: Entry, leaf: Leaf, path: str) -> str:
    """郵便番号から住所を入れる: what is the same for every town of the code goes into the fields beside it."""
    group, _, _ = path.rpartition(".")
    if group not in leaf.fields:
        return ""
    answers = entry.answers.get(group)
    code = answers.get("postal_code", "") if isinstance(answers, dict) else ""
    try:
        found = towns(code, bundle.site.address) if isinstance(code, str) else ()
    except PostalFileMissing:
        found = ()
    if not found:
        return words(bundle, entry.language, "portal.no_such_code")
    form = bundle.forms[leaf.form]
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
    return words(bundle, entry.language, "portal.filled", town="・".join(sorted(f"{town.city}{town.town}" for town in found)[:5]))
