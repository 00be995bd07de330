"""From a folder on disk to one Bundle, or to every fault at once.

Layers, the later over the earlier: the catalogue, the city (the folder above the site, where it has a `city.toml`), the site.
A city or a site may replace `selection.toml`, `fees.toml`, `guidance.toml`, one file of `procedures/`, `forms/` or `papers/`,
or single texts.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from config.bundle import Bundle
from config.checks import bundle_problems
from config.form import Form, Paper
from config.japanese.postal import ward_readings
from config.languages import SOURCE, Texts, laid_over, read_texts
from config.localise import localised, localised_procedure, localised_rule
from config.procedure import Fee, GuidanceRule, Procedure, Selection
from config.reading import Reading
from config.readings import read_readings
from config.scanned_paper import ScannedPaper
from config.strict import ConfigProblem

CATALOGUE = Path(__file__).parent / "catalogue"


class _Fees(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fees: tuple[Fee, ...]


class _Guidance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[GuidanceRule, ...]
    stricter: dict[str, str] = {}
    foremost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """`bundle` None where there are problems. `drafts`: (language, key) of texts that no native speaker has seen yet."""

    bundle: Bundle | None
    problems: tuple[ConfigProblem, ...]
    drafts: frozenset[tuple[str, str]] = frozenset()


def load_site(folder: Path, catalogue: Path = CATALOGUE) -> Bundle | tuple[ConfigProblem, ...]:
    """The configuration of a site folder, checked whole; or everything that is wrong with it."""
    loaded = load(folder, catalogue)
    return loaded.bundle if loaded.bundle is not None else loaded.problems


def load(folder: Path, catalogue: Path = CATALOGUE) -> Loaded:
    """As load_site, with the drafts among the texts."""
    city = (folder.parent,) if (folder.parent / "city.toml").is_file() else ()
    reading = Reading((catalogue, *city, folder))
    site = reading.site(folder)
    procedures = reading.each("procedures", Procedure)
    forms = reading.each("forms", Form)
    papers = reading.each("papers", ScannedPaper)
    selection = reading.one("selection.toml", Selection)
    fees = reading.one("fees.toml", _Fees)
    guidance = reading.one("guidance.toml", _Guidance)
    texts = Texts()
    for layer in reading.layers:
        texts = laid_over(texts, read_texts(layer / "languages", reading.problems))
    readings = read_readings(reading.layers, reading.problems)
    if site is None or selection is None or fees is None or guidance is None or reading.problems:
        return Loaded(None, tuple(reading.problems))
    bundle = Bundle(
        site=site,
        procedures={name: localised_procedure(procedure, site) for name, procedure in procedures.items()},
        forms={name: _versioned(localised(form, site)) for name, form in forms.items()},
        selection=selection,
        fees=fees.fees,
        guidance=tuple(localised_rule(rule, site) for rule in guidance.rules),
        stricter=guidance.stricter,
        foremost=guidance.foremost,
        texts={language: texts.words.get(language, {}) for language in dict.fromkeys((SOURCE, *site.languages))},
        readings={**ward_readings(site.address), **readings},
        papers=papers,
    )
    if problems := tuple(bundle_problems(bundle, texts, reading.files)):
        return Loaded(None, problems)
    drafts = frozenset(one for one in texts.drafts if one[0] in bundle.texts)
    return Loaded(msgspec.structs.replace(bundle, hash=fingerprint(bundle)), (), drafts)


def fingerprint(value: Any) -> str:
    """16 hex digits of a value's content, the same on every machine and in every run."""
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:16]


def _versioned(form: Form) -> Form:
    """The layout of the paper changes no answer, so it does not make another version."""
    return msgspec.structs.replace(form, version=fingerprint(msgspec.structs.replace(form, paper=Paper(), version="")))
