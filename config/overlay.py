"""What an office changes itself, laid over its files: hours, closed days, counters, last reception, fees, texts. Pure.

Each part replaces that part of the files whole and is held to the same rules as they are.
"""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any, Literal, get_args

import msgspec

from config.bundle import Bundle
from config.checks.catalogue import catalogue_problems
from config.checks.site import site_problems
from config.languages import PLACEHOLDER, SOURCE
from config.load import fingerprint
from config.procedure import Fee
from config.site import Counter, Opening, Site
from config.strict import ConfigProblem

Subject = Literal["hours", "closed", "counters", "last_reception", "quotas", "fees", "texts"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
OPEN_TEXTS = ("guidance.", "bring.")  # what an office may word itself; the words of screens belong to the city


class Overlay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """None: as in the files. By service: `last_reception`, `quotas` (numbers a day). `texts`: language → key → words."""

    hours: tuple[Opening, ...] | None = None
    closed: tuple[date, ...] | None = None
    counters: tuple[Counter, ...] | None = None
    last_reception: dict[str, time | None] | None = None
    quotas: dict[str, int | None] | None = None
    fees: tuple[Fee, ...] | None = None
    texts: dict[str, dict[str, str]] | None = None


def overlay_of(bodies: Mapping[str, Any]) -> Overlay:
    """From JSON values by subject. Raises msgspec.ValidationError for what no page makes."""
    return msgspec.convert(dict(bodies), Overlay)


def overlaid(files: Bundle, overlay: Overlay) -> Bundle:
    """What is in force, with a hash of its own where it differs from the files."""
    if overlay == Overlay():
        return files
    bundle = laid_over(files, overlay)
    return msgspec.structs.replace(bundle, hash=fingerprint(bundle))


def laid_over(files: Bundle, overlay: Overlay) -> Bundle:
    """The same without a hash, to be looked at."""
    return msgspec.structs.replace(
        files,
        site=_site(files.site, overlay),
        fees=files.fees if overlay.fees is None else overlay.fees,
        texts=_texts(files.texts, overlay.texts or {}),
        hash="",
    )


def problems(files: Bundle, overlay: Overlay) -> tuple[ConfigProblem, ...]:
    """What the overlay makes wrong; what the command line or the files bring along is not the office's."""
    before = set(_checked(files))
    return (*(each for each in _checked(overlaid(files, overlay)) if each not in before), *_text_problems(files, overlay))


def _checked(bundle: Bundle) -> tuple[ConfigProblem, ...]:
    return (*site_problems(bundle.site, bundle.procedures, "site"), *catalogue_problems(bundle, _Parts()))


def _site(site: Site, overlay: Overlay) -> Site:
    last, quotas = overlay.last_reception or {}, overlay.quotas or {}
    services = tuple(
        msgspec.structs.replace(each, last_reception=last.get(each.id, each.last_reception), quota=quotas.get(each.id, each.quota))
        for each in site.services
    )
    return msgspec.structs.replace(
        site,
        services=services,
        hours=site.hours if overlay.hours is None else overlay.hours,
        closed=site.closed if overlay.closed is None else overlay.closed,
        counters=site.counters if overlay.counters is None else overlay.counters,
    )


def _texts(files: dict[str, dict[str, str]], changed: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {language: words | dict(changed.get(language, {})) for language, words in files.items()}


def _text_problems(files: Bundle, overlay: Overlay) -> Iterator[ConfigProblem]:
    for language, words in (overlay.texts or {}).items():
        for key, text in words.items():
            known = files.texts[SOURCE].get(key)
            if known is None or not key.startswith(OPEN_TEXTS) or language not in files.texts:
                yield ConfigProblem("texts", key, "an office does not word this text", "leave it as it is")
            elif not text.strip():
                yield ConfigProblem("texts", f"{language}.{key}", "there are no words", "write the text, or take back the change")
            elif set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(known)):
                wanted = ", ".join(f"{{{each}}}" for each in PLACEHOLDER.findall(known)) or "none"
                yield ConfigProblem("texts", f"{language}.{key}", "the places to fill in differ", f"keep {wanted}")


class _Parts(dict[str, str]):
    """Every part is called by its own name."""

    def __missing__(self, part: str) -> str:
        return part.removesuffix(".toml")
