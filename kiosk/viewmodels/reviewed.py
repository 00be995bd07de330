"""What stands on the review: every answer once, what is of one person below that person, in the order of the forms. Pure."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from config.carrying import ADDRESS_PARTS, HOME_AFTER, WHO_STANDS_HERE
from config.form import Field, answer_at, needs_staff, says_none
from config.japanese import address
from config.proxy import DOCUMENTS
from kiosk.flow.answers import people
from kiosk.flow.carrying import OF_CARD
from kiosk.flow.moves import Around, all_pages
from kiosk.flow.pages import Page
from kiosk.viewmodels.fees import fee_of, yen
from kiosk.viewmodels.fitting import plain
from kiosk.viewmodels.stage import Stage

# What stands in the row of a person, as in the counter's table of people; everything else said of them has a row of its own.
IN_PERSON = frozenset({"name", "name_kana", "name_latin", "birth_date", "sex", "relationship"})
ASKED_FOR = (DOCUMENTS, "copies_")  # paths of what is paid for
WRITTEN = ("prefecture_city", "ward", "town", "lot", "country")  # parts of an address as they follow each other; then the building
OF_WHO_CAME = ("name", "name_kana", "birth_date")  # said of a person of the list, and told to the next form by that


class Row(NamedTuple):
    """`path` is what 修正する goes to; `second` a reading or a second line; `related` to the householder, below the label.

    `note`: where the answer comes from, when nobody gave it here. `paths`: of every answer it stands for. `entered`: it is an
    answer, which may be changed.
    """

    label: str
    value: str
    second: str
    path: str
    missing: bool = False
    related: str = ""
    note: str = ""
    paths: tuple[str, ...] = ()
    entered: bool = True

    @property
    def of_person(self) -> bool:
        """Whether it is who somebody is."""
        return self.path.rpartition(".")[2].isdigit()


class Group(NamedTuple):
    """Rows that belong together. `again`: above those that stand on a further page. `whole`: they stand on one, where they can."""

    rows: tuple[Row, ...]
    heading: str = ""
    again: str = ""
    whole: bool = False


def rows(stage: Stage) -> tuple[Row, ...]:
    """A row for every question that was asked; an address is one, who a person is is one."""
    return tuple(row for group in groups(stage) for row in group.rows)


def groups(stage: Stage) -> tuple[Group, ...]:
    """By procedure; of a list what all of them answer alike, and then everybody with the rest of what is theirs."""
    every = all_pages(stage.session, Around(stage.bundle, stage.now))
    found: list[Group] = []
    seen: set[str] = set()  # an address of which another form asks one more part is one all the same
    for procedure in dict.fromkeys(page.procedure for page in every):
        own = tuple(page for page in every if page.procedure == procedure and page.path.partition(".")[0] not in seen)
        seen |= {page.path.partition(".")[0] for page in own}
        if not own:
            continue
        first, *more = _of_form(stage, own) or [Group(())]
        if found and first.rows:  # the strip names the first procedure
            name = stage.say(f"procedure.{procedure}.name")
            first = first._replace(heading="　".join(filter(None, (name, first.heading))))
        found += [first, *more]
    return tuple(_with_fee(stage, [group for group in found if group.rows]))


def _with_fee(stage: Stage, found: list[Group]) -> list[Group]:
    """What there is to pay here, behind what it is for; the choice between store and office was before (kiosk.viewmodels.store)."""
    amount = fee_of(stage.session, stage.bundle)
    if not amount or not found:
        return found
    fee = Row(stage.say("fee.title"), yen(stage, amount), stage.say("kiosk.review.pay"), "fee", entered=False)
    paid = [at for at, group in enumerate(found) if any(row.path.startswith(ASKED_FOR) for row in group.rows)]
    at = paid[-1] if paid else len(found) - 1
    rows_ = found[at].rows
    behind = max((place + 1 for place, row in enumerate(rows_) if row.path.startswith(ASKED_FOR)), default=len(rows_))
    return [*found[:at], found[at]._replace(rows=(*rows_[:behind], fee, *rows_[behind:])), *found[at + 1 :]]


def _of_form(stage: Stage, pages: tuple[Page, ...]) -> list[Group]:
    form = stage.form(pages[0].procedure)
    name = form.id if form else ""
    found: list[Group] = []
    loose: list[Row] = []
    done: set[str] = set()

    def close() -> None:
        if loose:
            found.append(Group(tuple(loose)))
            loose.clear()

    for page in pages:
        top = page.path.partition(".")[0]
        if page.kind == "people" or top in done:
            continue
        if page.path.split(".")[1:2] and page.path.split(".")[1].isdigit():
            done.add(top)
            close()
            found += _of_list(stage, name, top, tuple(one for one in pages if one.path.startswith(f"{top}.")))
        elif "." in page.path:
            done.add(top)
            if not _is_home_again(stage, top):
                loose.append(_address(stage, name, top, page))
        elif not (page.kind == "given" or _is_read(stage.session.answers, page) or _is_told_before(stage, page)):
            loose.append(_answer(stage, name, page))
    close()
    return found


# --- a list of people ----------------------------------------------------------------------------------------------------------


def _of_list(stage: Stage, form: str, list_: str, pages: tuple[Page, ...]) -> list[Group]:
    count = len(people(stage.session.answers, list_))
    details: dict[str, list[Row]] = {}  # by the question, of everybody who was asked
    for page in pages:
        part = page.path.split(".", 2)[2]
        if part not in IN_PERSON and page.kind != "given" and (row := _answer(stage, form, page)).value:
            details.setdefault(part, []).append(row._replace(note=row.note or _as_first(stage, page)))
    alike = {part: same for part, same in details.items() if len(same) == count > 1 and len({row.value for row in same}) == 1}
    found = []
    if alike:
        together = (same[0]._replace(note="", paths=tuple(row.path for row in same)) for same in alike.values())
        heading = stage.say("kiosk.review.alike", count=count)
        found.append(Group(tuple(together), heading, heading))
    for index in range(count):
        key = f"{list_}.{index}"
        about = {page.path.split(".", 2)[2]: page for page in pages if page.path.startswith(f"{key}.")}
        own = [row for part in about if part not in alike for row in details.get(part, ()) if row.path == f"{key}.{part}"]
        first = _person(stage, form, key, about)
        found.append(Group((first, *own), "", f"{first.label}　{first.value}", whole=True))
    return found


def _person(stage: Stage, form: str, key: str, about: Mapping[str, Page]) -> Row:
    """Who it is: the name, and below it the reading, the birth date and the sex."""
    group, _, index = key.partition(".")
    person = people(stage.session.answers, group)[int(index)]
    own = person.get("name") or person.get("name_latin")
    value = own if isinstance(own, str) else stage.say("kiosk.review.at_counter")
    kana, born = person.get("name_kana"), person.get("birth_date")
    day = stage.day(born) if isinstance(born, str) else ""
    said = (kana if isinstance(kana, str) else "", day, _in_words(stage, form, about.get("sex")))
    related = plain(_in_words(stage, form, about.get("relationship"))).partition("（")[0].partition(", ")[0]
    label = stage.say("kiosk.review.person", number=int(index) + 1)
    return Row(label, value, "　".join(filter(None, said)), key, related=related)


def _in_words(stage: Stage, form: str, page: Page | None) -> str:
    answer = answer_at(stage.session.answers, page.path) if page else None
    return shown(stage, form, page.path, page.field, answer) if page and isinstance(answer, str) else ""


def _as_first(stage: Stage, page: Page) -> str:
    """Of what was proposed as the first person's answer, and taken over."""
    list_, index, part = page.path.split(".", 2)
    answers = stage.session.answers
    same = page.field.shared and index != "0" and answer_at(answers, page.path) == answer_at(answers, f"{list_}.0.{part}")
    return stage.say("kiosk.review.as_first") if same else ""


# --- what one form tells the next (config.carrying) -----------------------------------------------------------------------------


def _is_carried(stage: Stage, path: str) -> bool:
    carried = stage.session.carried
    return path in carried and answer_at(stage.session.answers, path) == carried[path]


def _note(stage: Stage, page: Page) -> str:
    """Where an answer comes from that nobody gave on its own page; what a card fills is looked over as its own."""
    if page.key in stage.session.passed or page.field.card is not None or not _is_carried(stage, page.path):
        return ""
    by_card = page.path in OF_CARD and stage.session.card.read
    return stage.say("kiosk.review.from_card" if by_card else "kiosk.review.from_answers")


def _is_told_before(stage: Stage, page: Page) -> bool:
    """Name or birth date of who came, that stands in the row of a person already."""
    part = next((page.path.removeprefix(who) for who in reversed(WHO_STANDS_HERE) if page.path.startswith(who)), "")
    if part not in OF_WHO_CAME or not _is_carried(stage, page.path):
        return False
    answers = stage.session.answers
    listed = [one for answer in answers.values() if isinstance(answer, list | tuple) for one in answer if isinstance(one, Mapping)]
    said = [one.get(also) for one in listed for also in ((part, "name_latin") if part == "name" else (part,))]
    return answer_at(answers, page.path) in (*said, answers.get(f"notifier_{part}"))


def _is_home_again(stage: Stage, group: str) -> bool:
    """The address of another form, where it is the one to which they move and stands there."""
    answers = stage.session.answers
    here, home = answers.get(group), answers.get(HOME_AFTER[0])
    if not isinstance(here, Mapping) or not isinstance(home, Mapping) or group == HOME_AFTER[0]:
        return False
    given = [part for part in ADDRESS_PARTS if here.get(part) is not None]
    return bool(given) and all(_is_carried(stage, f"{group}.{part}") and here[part] == home.get(part) for part in given)


# --- one answer ----------------------------------------------------------------------------------------------------------------


def _is_read(answers: Mapping[str, Any], page: Page) -> bool:
    """Shown as the second line of its kanji."""
    is_reading = page.kind == "kana" and page.path.endswith("_kana")
    return is_reading and answer_at(answers, page.path.removesuffix("_kana")) is not None


def _answer(stage: Stage, form: str, page: Page) -> Row:
    answer = answer_at(stage.session.answers, page.path)
    second = answer_at(stage.session.answers, page.kana_path or f"{page.path}_kana")
    label = stage.of_field(form, page.path, "label")
    return Row(
        label,
        shown(stage, form, page.path, page.field, answer),
        second if isinstance(second, str) else "",
        page.path,
        answer is None and page.field.required,
        note=_note(stage, page),
    )


def _address(stage: Stage, form: str, group: str, page: Page) -> Row:
    answer = stage.session.answers.get(group)
    label = stage.of_field(form, group, "label")
    if not isinstance(answer, Mapping):
        return Row(label, "", "", page.path, True)
    if "needs_staff" in answer:
        return Row(label, stage.say("kiosk.review.at_counter"), "", group)
    whole = _whole(stage, page, group)
    asked = {part.id: part.fixed for part in whole.fields} if whole else {}
    # only what this form asks: another one may say the ward behind the city, or alone
    parts = (str(asked[part] or _part(stage, answer.get(part))) for part in WRITTEN if part in asked)
    by_card = whole is not None and whole.card is not None and stage.session.card.read
    told = _is_carried(stage, f"{group}.town") and not by_card
    note = stage.say("kiosk.review.from_answers") if told else ""
    return Row(label, address.written(parts), _part(stage, answer.get("building")), group, note=note)


def _part(stage: Stage, answer: Any) -> str:
    """A part of an address; one left to the counter says so in its place."""
    if needs_staff(answer):
        return f"（{stage.say('kiosk.review.at_counter')}）"
    return answer if isinstance(answer, str) else ""


def _whole(stage: Stage, page: Page, group: str) -> Field | None:
    """The field of the address a page is a part of."""
    form = stage.form(page.procedure)
    return next((field for step in (form.steps if form else ()) for field in step.fields if field.id == group), None)


def shown(stage: Stage, form: str, path: str, field: Field, answer: Any) -> str:
    """An answer in words."""
    if says_none(answer):
        return stage.say("answer.none")
    if isinstance(answer, Mapping):
        return stage.say("kiosk.review.at_counter")
    match field.kind:
        case "yes_no" if isinstance(answer, bool):
            return stage.of_answer(form, path, "yes" if answer else "no")
        case "yes_no_unknown" if isinstance(answer, str):
            return stage.of_answer(form, path, answer)
        case "choice" if isinstance(answer, str):
            return stage.of_option(form, path, field, answer)
        case "multi_choice" if answer:
            return "・".join(stage.of_option(form, path, field, one) for one in answer)
        case "date" if isinstance(answer, str):
            return stage.day(answer)
    return "" if answer is None else str(answer)
