"""The language key in mid-flow: from wherever a resident stands, into every language and back, with nothing lost."""

from functools import cache

import pytest

from config.languages import LANGUAGES
from config.theme import LANDSCAPE
from kiosk.brain import Brain
from kiosk.flow import effects, events
from kiosk.flow.state import Session
from tests.pictures.tour import demo, tour

CHANGED = {"language", "over", "touched_at", "shown_at", "pressed", "pressed_at"}  # what a change of language may change


@cache
def stops():
    """Every stop of the tour at which a resident may take the language key: (name, brain, session, now)."""
    return tuple(
        (stop.name, Brain(stop.bundle, LANDSCAPE), stop.session, stop.now)
        for stop in tour("ja")
        if any(box.id == "languages" for box in stop.drawn(LANDSCAPE).boxes)
    )


def kept(session):
    return {field: getattr(session, field) for field in Session.__struct_fields__ if field not in CHANGED}


def under(session):
    """What lies under the languages: nothing but where staff ask for consent."""
    return "assist" if session.assist is not None else ""


def into(brain, session, now, language):
    """The session after ことば and a language, and what was done."""
    session, first = brain.reduce(session, events.ShowLanguages(), now)
    assert session.over == "languages"
    session, then = brain.reduce(session, events.ChooseLanguage(language), now)
    return session, (*first, *then)


def test_the_key_is_there_on_pages_of_every_kind_and_on_every_screen_before_the_number():
    pages = {session.page for _, _, session, _ in stops() if session.screen == "page" and not session.over}
    kinds = {page.rpartition(":")[2] for page in pages}
    assert len(pages) > 40
    assert kinds >= {"family", "given", "words", "date", "lot", "postal_code", "phone", "choice", "count", "people"}
    assert kinds >= {"yes_no", "yes_no_unknown"}
    assert {session.screen for _, _, session, _ in stops()} >= {"selection", "result", "card_pin", "page", "guidance", "review"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_into_a_language_and_back_everything_is_as_it_was(language):
    for name, brain, session, now in stops():
        other, done = into(brain, session, now, language)
        back, more = into(brain, other, now, "ja")

        assert other.language == language and other.over == under(session) and kept(other) == kept(session), name
        assert back.language == "ja" and kept(back) == kept(session), name
        assert all(isinstance(effect, effects.Hush | effects.Speak) for effect in (*done, *more)), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_drawn_anew_in_the_language_chosen(language):
    for name, brain, session, now in stops():
        other, _ = into(brain, session, now, language)

        screen = brain.screen(other, now)

        assert screen.language == language and screen.name == (under(session) or session.screen), name
        back = next((box for box in screen.boxes if box.id == "back"), None)
        assert back is None or "".join(line.text for line in back.lines).endswith(demo().texts[language]["kiosk.foot.back"]), name
