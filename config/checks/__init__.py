"""What must hold between the parts of a configuration, over all files."""

from collections.abc import Iterator

from config.bundle import Bundle
from config.checks.catalogue import catalogue_problems
from config.checks.forms import form_problems
from config.checks.offering import offering_problems
from config.checks.papers import paper_problems
from config.checks.site import site_problems
from config.checks.texts import text_problems
from config.languages import Texts
from config.strict import ConfigProblem


def bundle_problems(bundle: Bundle, texts: Texts, files: dict[str, str]) -> Iterator[ConfigProblem]:
    """Everything wrong in or between the parts. `files`: part (`site`, `forms.moving_in`, `fees.toml`) → its file."""
    yield from site_problems(bundle.site, bundle.procedures, files["site"])
    yield from catalogue_problems(bundle, files)
    for form in bundle.forms.values():
        yield from form_problems(form, files[f"forms.{form.id}"])
    yield from offering_problems(bundle, files)
    yield from paper_problems(bundle, files)
    yield from text_problems(bundle, texts, files)
