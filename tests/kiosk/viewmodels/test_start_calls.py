"""The start screen when nobody is there: title and sub line in one language after the other, everything else still."""

from datetime import timedelta

import msgspec
import pytest

from config.theme import LANDSCAPE, PORTRAIT
from kiosk.brain import Brain
from kiosk.flow import events as e
from kiosk.viewmodels.start import LANGUAGES
from tests.pictures.tour import NOW, demo

TITLES = [demo().texts[language]["kiosk.start.title"] for language in LANGUAGES]


def standing(panel=LANDSCAPE, still=False, *touches):
    """(brain, session) of a kiosk at which nobody has begun since NOW."""
    bundle = msgspec.structs.replace(demo(), site=msgspec.structs.replace(demo().site, still=still))
    brain = Brain(bundle, panel)
    session = brain.start()
    for event in (e.Started(today=NOW.date(), kiosk="12", hub=True), *touches):
        session, _ = brain.reduce(session, event, NOW)
    return brain, session


def after(seconds, brain, session):
    return brain.screen(session, NOW + timedelta(seconds=seconds))


def title(screen):
    return next("".join(line.text for line in box.lines) for box in screen.boxes if box.id == "title")


def language(screen):
    return next(box.lines[0].language for box in screen.boxes if box.id == "title")


def test_after_a_minute_every_language_of_the_office_has_its_turn_of_six_seconds():
    kiosk = standing()

    assert language(after(59, *kiosk)) == "ja"
    assert [language(after(60 + 6 * turn, *kiosk)) for turn in range(len(LANGUAGES) + 1)] == [*LANGUAGES[1:], "ja", LANGUAGES[1]]
    assert title(after(66, *kiosk)) == title(after(71, *kiosk)) == TITLES[2] != title(after(72, *kiosk))


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_nothing_but_title_and_sub_line_changes(panel):
    kiosk = standing(panel)

    def rest(seconds):
        return [box for box in after(seconds, *kiosk).boxes if box.id not in ("title", "sub")]

    assert all(rest(60 + 6 * turn) == rest(0) for turn in range(len(LANGUAGES)))


def test_a_finger_on_the_glass_brings_the_language_back():
    brain, session = standing()
    session, _ = brain.reduce(session, e.Touched(), NOW + timedelta(seconds=70))

    assert language(after(71, brain, session)) == "ja"


def test_who_chose_japanese_reads_on_in_it_as_long_as_any_other_language_would_stay():
    brain, session = standing()
    session, _ = brain.reduce(session, e.ChooseLanguage("ja"), NOW + timedelta(seconds=40))

    assert {language(after(40 + seconds, brain, session)) for seconds in range(60)} == {"ja"}


def test_a_language_somebody_chose_stays():
    assert language(after(55, *standing(LANDSCAPE, False, e.ChooseLanguage("vi")))) == "vi"


def test_where_the_office_wants_it_still_nothing_moves():
    assert language(after(600, *standing(still=True))) == "ja"


def test_only_languages_the_office_offers_have_a_turn():
    brain = Brain(
        msgspec.structs.replace(demo(), site=msgspec.structs.replace(demo().site, languages=("ja", "en", "ko"))), LANDSCAPE
    )
    session, _ = brain.reduce(brain.start(), e.Started(today=NOW.date(), kiosk="12"), NOW)

    assert [language(after(60 + 6 * turn, brain, session)) for turn in range(4)] == ["en", "ko", "ja", "en"]
