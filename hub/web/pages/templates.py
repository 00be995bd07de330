"""Pages from Jinja2 templates: the words, days and numbers as this house writes them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from config.bundle import Bundle
from config.site import Counter
from config.words import has_words, local, words
from hub.web import errors
from hub.web.pages import dates, languages
from hub.web.pages.outside import HOME
from hub.web.pages.units import units
from hub.wire import Refusal

FOLDER = Path(__file__).parent.parent / "templates"


class Pages:
    """The templates of one hub as they were when it started, each compiled once: an update under a running office changes none."""

    def __init__(self, bundle: Callable[[], Bundle], clock: Callable[[], datetime], folder: Path = FOLDER) -> None:
        """`bundle`: the configuration in force when asked."""
        self._bundle_now = bundle
        self._clock = clock
        self._environment = jinja2.Environment(
            loader=jinja2.DictLoader(_sources(folder)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters |= {"hour": dates.hour, "day": dates.day, "tag": languages.tag, "units": units}
        self._environment.globals |= {
            "ward": local(bundle().site.name, "ja"),
            "ward_name": lambda language: local(bundle().site.name, language),
            "languages": languages.offered(bundle()),
            "language_name": lambda language: words(bundle(), languages.SOURCE, f"language.{language}"),
            "text_of": lambda key, language: words(bundle(), language, key),
            "desk_words": self._desk_words,
            "has_paper": self._has_paper,
            "staff_minutes": lambda: bundle().site.idle.staff_minutes,
        }

    def _has_paper(self, procedure: str) -> bool:
        """Whether a paper of another office proves this procedure's form (hub.web.pages.certificate)."""
        known = self._bundle.procedures.get(procedure)
        return known is not None and any(paper.form == known.form for paper in self._bundle.papers.values())

    @property
    def _bundle(self) -> Bundle:
        return self._bundle_now()

    def text(self, template: str, **values: Any) -> str:
        return self._environment.get_template(template).render(now=self._clock(), **values)

    def page(self, template: str, status: int = 200, **values: Any) -> web.Response:
        return web.Response(status=status, text=self.text(template, **values), content_type="text/html")

    def error(self, refusal: Refusal, number: str, again: str, language: str, *, outside: bool = False) -> web.Response:
        """What is safe comes first, then what to do. `number`: of the request; `again`: where the one button leads.

        `outside`: a resident reads it, who has no colleague to ask.
        """
        known = (
            refusal.error if has_words(self._bundle, f"page_error.{refusal.error}.holds") else _LIKE.get(refusal.error, "failed")
        )
        known = "outside" if outside and known == "failed" else known
        home = refusal.error in ("not_allowed", "no_page") or again == HOME
        return self.page(
            "error.html",
            errors.status_of(refusal),
            language=language,
            heading=self._say(language, f"page_error.{known}.title", "page_error.title"),
            holds=self._say(language, f"page_error.{known}.holds"),
            cure=self._say(language, f"page_error.{known}.cure"),
            todo_word=self._say(language, "page_error.todo"),
            again_word=self._say(language, "page_error.home" if home else "page_error.again"),
            number_word=self._say(language, "page_error.number"),
            # beside a number slip a second number confuses: it stands only where somebody has to look into it
            number="" if outside and known != "outside" else number,
            outside=outside,
            again={"not_signed_in": "/sign-in", "not_allowed": "/"}.get(refusal.error, again),
        )

    def _say(self, language: str, *keys: str) -> str:
        return words(self._bundle, language, next(key for key in keys if has_words(self._bundle, key)))

    def _desk_words(self, counter: Counter) -> str:
        stages = "・".join(words(self._bundle, "ja", f"stage.{stage}") for stage in counter.stages)
        services = "・".join(local(each.name, "ja") for each in self._bundle.site.services if each.id in counter.services)
        return f"{stages}　{services}"


# Words of the API that say the same to a person in front of a page.
_LIKE = {
    "unknown_code": "not_found",
    "unknown_visit": "not_found",
    "unknown_device": "not_allowed",
    "not_at_your_counter": "not_allowed",
    "record_destroyed": "no_form",
}


def _sources(folder: Path) -> dict[str, str]:
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*") if file.is_file()}
