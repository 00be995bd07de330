"""What one answer of the visit says, no other page asks: who comes, names and birth dates of the movers, the address. Pure.

Carried answers are shown on the review and follow a later change of where they came from, until they are edited themselves.
What a card gave counts as carried: it goes again where who reads it out turns out to come for somebody else.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from config.bundle import Bundle
from config.form import Field, Form, answer_at, copied, holds, needs_staff, put
from config.form.kinds import wrong
from config.laying import not_theirs
from config.listed import tellable, told_by_list, without_index
from config.proxy import PROXY
from config.together import forms_of, has_people, people_of

HOME_AFTER = ("new_address", "old_address", "address")  # where somebody lives once this visit is over; the first that a form has
ADDRESS_PARTS = ("postal_code", "ward", "town", "lot", "building")
WHO_STANDS_HERE = ("", "proxy_")  # before name, reading and birth date, where a form asks for those of who came
WHO_COMES = ("notifier", "requester", "applicant")  # each form asks for whom one came in its own words
SUBJECT_NAME, SUBJECT_BORN = "subject_name", "subject_birth_date"  # whose certificate it is
LAPSING = (*WHO_COMES, SUBJECT_BORN)  # asked anew once the answer they came from is another
LEFT = {"needs_staff": True}  # 窓口で確認, and nothing written
FOR_SOMEBODY_ELSE = (PROXY, "legal_representative")  # who files for themselves may want the certificate of another all the same


def carried_over(
    bundle: Bundle, procedures: Sequence[str], answers: Mapping[str, Any], carried: Mapping[str, Any], today: date
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Answers and what of them was carried, with everything filled that another answer already says.

    Only empty fields, and those filled by this before. Both are the same values where nothing is to be filled.
    """
    filled: dict[str, Any] | None = None
    forms = [form for _, form in forms_of(bundle, procedures)]
    wanted = dict(field for form in forms for field in (*_fields(form), *_of_the_others(form, answers)))
    found = dict(carried)
    known = dict(_said_elsewhere(wanted, forms, answers, carried, today))
    by_list = tellable(forms)
    for path, answer in (*known.items(), *_known(bundle, forms, answers)):
        field = wanted.get(path) or wanted.get(without_index(path))
        so_far = answers if filled is None else filled
        standing = answer_at(so_far, path)
        if field is None or standing == answer or (standing is not None and standing != found.get(path)):
            continue
        if without_index(path) not in by_list and not_theirs(forms, path, so_far):
            continue
        if needs_staff(answer) and not field.staff_way:
            continue
        if not isinstance(answer, Mapping) and wrong(field, answer, today) is not None:
            continue
        if filled is None:
            filled = copied(answers)
        put(filled, path, answer)
        found[path] = answer
    for lapsed in (_not_theirs, _said_otherwise):
        so_far = answers if filled is None else filled
        for path in lapsed(wanted, forms, so_far, found, today):
            if answer_at(so_far, path) == found.pop(path):
                filled = copied(answers) if filled is None else filled
                put(filled, path, None)
    return (answers, carried) if filled is None else (filled, found)


def _said_elsewhere(
    wanted: Mapping[str, Field], forms: list[Form], answers: Mapping[str, Any], carried: Mapping[str, Any], today: date
) -> Iterator[tuple[str, Any]]:
    """(path, answer) that stands only as long as what it came from does."""
    yield from _for_whom(wanted, answers, carried)
    yield from _of_subject(forms, answers)
    yield from _left_open(forms, answers)
    yield from told_by_list(forms, answers, today)


def _not_theirs(
    wanted: Mapping[str, Field], forms: list[Form], answers: Mapping[str, Any], carried: Mapping[str, Any], today: date
) -> list[str]:
    """What a card or another form gave of somebody who turns out to come for another."""
    by_list = tellable(forms)
    return [path for path in carried if without_index(path) not in by_list and not_theirs(forms, path, answers)]


def _said_otherwise(
    wanted: Mapping[str, Field], forms: list[Form], answers: Mapping[str, Any], carried: Mapping[str, Any], today: date
) -> list[str]:
    """What another answer no longer says."""
    said = dict(_said_elsewhere(wanted, forms, answers, carried, today))
    lapsing, others = {*LAPSING, *tellable(forms)}, {path for form in forms for path, _ in _of_the_others(form, answers)}
    return [path for path in carried if (path in others or without_index(path) in lapsing) and said.get(path) != carried[path]]


def _for_whom(wanted: Mapping[str, Field], answers: Mapping[str, Any], carried: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Who comes for somebody else in the first form that was told so by themselves does so in the others too."""
    asked = [path for path in wanted if path in WHO_COMES]
    told = next((path for path in asked if answers.get(path) is not None and path not in carried), None)
    if told is not None and answers[told] in FOR_SOMEBODY_ELSE:
        yield from ((path, answers[told]) for path in asked if path != told)


def _of_subject(forms: list[Form], answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """When the one person of that name was born whose certificate is asked for; of two namesakes nothing is known."""
    name = answers.get(SUBJECT_NAME)
    if not isinstance(name, str):
        return
    listed = [one for list_ in filter(None, map(people_of, forms)) for one in answers.get(list_) or () if isinstance(one, Mapping)]
    born = [one.get("birth_date") for one in listed if name in (one.get("name"), one.get("name_latin"))]
    if len(born) == 1 and born[0] is not None:
        yield SUBJECT_BORN, born[0]


def _of_the_others(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[str, Field]]:
    """What everybody of a list after the first usually answers as the first does, in words and no name: 本籍, 筆頭者."""
    list_ = people_of(form)
    listed = answers.get(list_) or () if list_ else ()
    parts = next((field.fields for step in form.steps for field in step.fields if field.id == list_), ())
    for part in parts:
        if part.shared and part.staff_way and part.card is None and part.kind.startswith("text"):
            for index, person in enumerate(listed):
                if index and isinstance(person, Mapping) and (part.show_if is None or holds(part.show_if, answers, person)):
                    yield f"{list_}.{index}.{part.id}", part


def _left_open(forms: list[Form], answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What the first of a family left to the counter whole is checked there for the others too, and asked of none of them."""
    for form in forms:
        for path, part in _of_the_others(form, answers):
            if answer_at(answers, f"{people_of(form)}.0.{part.id}") == LEFT:
                yield path, LEFT


def _known(bundle: Bundle, forms: list[Form], answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """(path, answer) that other answers imply."""
    movers = next((form for form in forms if has_people(form)), None)
    if movers is not None and answers.get("notifier") == "self":
        yield from _of_person(answer_at(answers, f"{people_of(movers)}.0"))
        yield from _of_home(bundle, forms, movers, answers)
    elif movers is not None and answers.get("notifier") is not None:
        for part in ("name_kana", "name", "birth_date"):
            if (answer := answers.get(f"notifier_{part}")) is not None:
                yield from ((f"{who}{part}", answer) for who in WHO_STANDS_HERE)
        if (answer := answers.get("notifier_address")) is not None:
            yield "proxy_address", answer
    yield from _ward_and_city(bundle, answers)


def _of_person(person: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(person, Mapping):
        return
    name = person.get("name_latin") if person.get("nationality") == "foreign" else person.get("name")
    for part, answer in (("name_kana", person.get("name_kana")), ("name", name), ("birth_date", person.get("birth_date"))):
        if answer is not None:
            yield from ((f"{who}{part}", answer) for who in WHO_STANDS_HERE)


def _of_home(bundle: Bundle, forms: list[Form], form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Of a household that changes because part of it moves, the address is where the others stay."""
    stays = answers.get("whole_household") is False and any(people_of(other) not in ("", people_of(form)) for other in forms)
    top = {field.id: field for step in form.steps for field in step.fields}
    here = bundle.site.address
    for group in ("old_address",) if stays else HOME_AFTER:
        if group in top and any(part.id == "ward" for part in top[group].fields):
            home = answers.get(group)
            known = home if isinstance(home, Mapping) else {}
            if isinstance(known.get("ward"), str):
                yield "address.prefecture_city", f"{here.prefecture}{here.city}{known['ward']}"
            for part in ADDRESS_PARTS:
                if known.get(part) is not None and not (part == "building" and known.get("is_flat") is False):
                    yield f"address.{part}", known[part]
            return


def _ward_and_city(bundle: Bundle, answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """One form asks for prefecture and city, another only for the ward: each tells the other."""
    address, here = answers.get("address"), f"{bundle.site.address.prefecture}{bundle.site.address.city}"
    if not isinstance(address, Mapping):
        return
    ward, city = address.get("ward"), address.get("prefecture_city")
    if isinstance(ward, str) and city is None:
        yield "address.prefecture_city", f"{here}{ward}"
    if isinstance(city, str) and ward is None and city.startswith(here):
        yield "address.ward", city.removeprefix(here)


def _fields(form: Form) -> Iterator[tuple[str, Field]]:
    for step in form.steps:
        for field in step.fields:
            if field.kind == "address":
                yield from ((f"{field.id}.{part.id}", part) for part in field.fields if part.fixed is None)
            elif field.kind == "person_list":
                yield from ((f"{field.id}.{part.id}", part) for part in field.fields)
            else:
                yield field.id, field
