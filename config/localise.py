"""A form of the catalogue made the site's own: prefecture and city filled in, wards, sites and bands as options."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from config.form import Condition, Field, Form
from config.procedure import GuidanceRule, Procedure, ThingToBring
from config.site import Site


def localised(form: Form, site: Site) -> Form:
    """The form with every `fixed` placeholder ({prefecture}, {city}) and every `options_from` filled from the site.

    Where the site has no wards, a field of wards goes.
    """
    steps = tuple(replace(step, fields=tuple(_fields(step.fields, site))) for step in form.steps)
    return replace(form, steps=steps)


def localised_rule(rule: GuidanceRule, site: Site) -> GuidanceRule:
    """The rule with "{ward}" in its conditions filled from the site."""
    return replace(rule, when=_condition(rule.when, site))


def localised_procedure(procedure: Procedure, site: Site) -> Procedure:
    """The procedure with "{ward}" in the conditions of what to bring filled from the site."""
    return replace(procedure, bring=tuple(_thing(one, site) for one in procedure.bring))


def _thing(thing: str | ThingToBring, site: Site) -> str | ThingToBring:
    if isinstance(thing, str) or thing.when is None:
        return thing
    return replace(thing, when=_condition(thing.when, site))


def _condition(condition: Condition, site: Site) -> Condition:
    person = _condition(condition.any_person, site) if condition.any_person is not None else None
    return replace(
        condition,
        is_=_filled(condition.is_, site),
        is_not=_filled(condition.is_not, site),
        in_=None if condition.in_ is None else tuple(_filled(one, site) for one in condition.in_),
        any_person=person,
        all_=tuple(_condition(one, site) for one in condition.all_),
        any_=tuple(_condition(one, site) for one in condition.any_),
    )


def _fields(fields: tuple[Field, ...], site: Site) -> Iterator[Field]:
    for field in fields:
        options = _options(field, site)
        if field.options_from is not None and not options:
            continue
        yield replace(field, fields=tuple(_fields(field.fields, site)), options=options, fixed=_filled(field.fixed, site))


def _options(field: Field, site: Site) -> tuple[str, ...]:
    match field.options_from:
        case "wards":
            return site.address.wards
        case "sites":
            return (site.id,)
        case "bands":
            return tuple(band.id for band in site.bands)
        case None:
            return field.options


def _filled(fixed: Any, site: Site) -> Any:
    if not isinstance(fixed, str):
        return fixed
    own = {"{prefecture}": site.address.prefecture, "{city}": site.address.city, "{ward}": site.address.ward}
    for placeholder, words in own.items():
        fixed = fixed.replace(placeholder, words)
    return fixed
