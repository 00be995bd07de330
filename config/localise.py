"""A form of the catalogue made the site's own: prefecture and city filled in, wards, sites and bands as options."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from config.form import Field, Form
from config.site import Site


def localised(form: Form, site: Site) -> Form:
    """The form with every `fixed` placeholder ({prefecture}, {city}) and every `options_from` filled from the site.

    Where the site has no wards, a field of wards goes.
    """
    steps = tuple(replace(step, fields=tuple(_fields(step.fields, site))) for step in form.steps)
    return replace(form, steps=steps)


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
    return fixed.replace("{prefecture}", site.address.prefecture).replace("{city}", site.address.city)
