"""Every text the configuration needs exists in Japanese, and no translation asks for a placeholder the source does not have."""

from collections.abc import Iterator, Mapping
from typing import get_args

from config.bundle import Bundle
from config.form import Field, Form
from config.languages import ONE, PLACEHOLDER, SOURCE, Texts
from config.site import StageId
from config.strict import ConfigProblem
from config.words import field_keys

PROBLEM_CODES = (
    "missing",
    "unknown_field",
    "not_asked",
    "wrong_kind",
    "unknown_option",
    "not_together",
    "not_agreed",
    "too_long",
    "too_few",
    "too_many",
    "not_kana",
    "not_latin",
    "not_a_date",
    "too_early",
    "too_late",
    "cannot_be",
    "long_ago",
    "not_a_postal_code",
    "not_a_phone",
    "not_a_mobile",
    "not_a_card_number",
    "my_number",
)
Needed = tuple[str, tuple[str, ...]]  # part of `files`, keys of which one must be there


def text_problems(bundle: Bundle, texts: Texts, files: Mapping[str, str]) -> Iterator[ConfigProblem]:
    """Texts that are missing in the source, and placeholders that do not agree."""
    source = bundle.texts[SOURCE]
    told: set[str] = set()
    for part, keys in needed(bundle):
        if keys[-1] not in told and not any(key in source for key in keys):
            told.add(keys[-1])
            yield ConfigProblem(
                files[part], keys[-1], "this text is missing in Japanese", f'add msgid "{keys[-1]}" to a file of languages/{SOURCE}'
            )
    for language, words in bundle.texts.items():
        for key, text in words.items():
            if language == SOURCE:
                continue
            said = key if key in source else key.removesuffix(ONE)
            if said not in source:
                yield ConfigProblem(
                    texts.files[language, key], key, "Japanese has no such key", f"add it to languages/{SOURCE}, or remove it here"
                )
            elif extra := set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(source[said])):
                yield ConfigProblem(
                    texts.files[language, key],
                    key,
                    f"Japanese does not have {{{min(extra)}}}",
                    "use the placeholders of the Japanese text",
                )


def needed(bundle: Bundle) -> Iterator[Needed]:
    """Every text that follows from the structs: the part it belongs to, and the keys of which Japanese must have one."""
    for form in bundle.forms.values():
        for keys in form_texts(form):
            yield f"forms.{form.id}", keys
    for procedure in bundle.procedures.values():
        for key in (
            f"procedure.{procedure.id}.name",
            f"procedure.{procedure.id}.short",
            *(f"bring.{one}" for thing in procedure.things for one in (thing.id, thing.unsure) if one),
        ):
            yield f"procedures.{procedure.id}", (key,)
    for question in bundle.selection.questions:
        yield "selection.toml", (f"selection.{question.id}.title",)
        for choice in question.choices:
            yield "selection.toml", (f"selection.{question.id}.{choice.id}.label",)
    for rule in bundle.guidance:
        for key in (f"guidance.{rule.id}", *(f"bring.{one}" for one in rule.bring), *([rule.notice] if rule.notice else [])):
            yield "guidance.toml", (key,)
    for fee in bundle.fees:
        yield "fees.toml", (f"fee.{fee.id}",)
    fixed = [f"problem.{code}" for code in PROBLEM_CODES] + [f"stage.{stage}" for stage in get_args(StageId)]
    fixed += [f"language.{language}" for language in bundle.site.languages] + ["field.staff", "answer.none"]
    for key in fixed:
        yield "site", (key,)


def form_texts(form: Form) -> Iterator[tuple[str, ...]]:
    """Keys a form needs: a label for every field, a title for what is asked, words for each option and for the end of a list."""
    for code in (*(rule.code for rule in form.head_counts), *(rule.code for rule in form.contradictions)):
        yield (f"problem.{code}",)
    for step in form.steps:
        yield (f"step.{step.id}",)
        yield from _field_texts(form, step.fields, "")


def _field_texts(form: Form, fields: tuple[Field, ...], before: str) -> Iterator[tuple[str, ...]]:
    for field in fields:
        path = f"{before}{field.id}"
        yield tuple(field_keys(form.id, path, "label"))
        if field.fixed is None:
            yield tuple(field_keys(form.id, path, "title"))
        if field.kind == "person_list":
            yield tuple(field_keys(form.id, path, "everybody"))
        if field.options_from is None:
            for option in field.options:
                yield tuple(field_keys(form.id, path, f"option.{option}"))
        yield from _field_texts(form, field.fields, f"{path}.")
