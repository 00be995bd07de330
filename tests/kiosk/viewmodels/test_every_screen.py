"""Every stop of the tour, measured as it is drawn: ten languages, three sizes, both ways up.

The eight translations in their two hardest places only: Japanese and English show what a size or a panel does.
"""

from collections import Counter
from functools import cache

import pytest

from config.japanese.ruby import base
from config.languages import LANGUAGES
from config.theme import LANDSCAPE, PORTRAIT, type_px
from kiosk.flow.events import Back, Help, Key, ShowAppearance, ShowLanguages
from kiosk.flow.events import Page as Turn
from kiosk.viewmodels.grid import grid
from kiosk.views.look import look
from tests.kiosk.viewmodels import measuring
from tests.pictures.tour import demo, screens
from tests.pictures.tour import tour as walk

PANELS = {"landscape": LANDSCAPE, "portrait": PORTRAIT}
CASES = [(panel, size, language) for panel in PANELS for size in ("M", "L", "XL") for language in ("ja", "en")]
TRANSLATIONS = [language for language in LANGUAGES if language not in ("ja", "en")]
CASES += [(*place, language) for place in (("landscape", "M"), ("portrait", "XL")) for language in (*TRANSLATIONS, "ja+ruby")]
CASES += [("landscape", "XL", "ja+ruby"), ("landscape", "XL", "ja-easy")]
every_case = pytest.mark.parametrize(("panel", "size", "language"), CASES, ids=lambda one: one)


@cache
def tour(panel, size, language):
    return tuple(screens(PANELS[panel], size, language))


def found(panel, size, language, wrong):
    """What `wrong` says of each screen, by the screen's name."""
    said = {name: wrong(screen) for name, screen in tour(panel, size, language)}
    return {name: told for name, told in said.items() if told}


@every_case
def test_no_words_leave_their_box(panel, size, language):
    assert found(panel, size, language, measuring.words_outside) == {}


@every_case
def test_nothing_covers_anything_else(panel, size, language):
    assert found(panel, size, language, measuring.over_each_other) == {}


@every_case
def test_everything_stands_on_the_glass(panel, size, language):
    assert found(panel, size, language, measuring.outside_the_panel) == {}


@every_case
def test_every_target_is_as_large_as_a_finger_needs(panel, size, language):
    px_per_mm = PANELS[panel].px_per_mm
    assert found(panel, size, language, lambda screen: measuring.small_targets(screen, px_per_mm)) == {}


@every_case
def test_no_words_stick_to_what_stands_beside_them(panel, size, language):
    assert found(panel, size, language, measuring.cramped_words) == {}


@every_case
def test_a_trembling_finger_does_not_meet_two_targets(panel, size, language):
    px_per_mm = PANELS[panel].px_per_mm
    assert found(panel, size, language, lambda screen: measuring.cramped_targets(screen, px_per_mm)) == {}


@every_case
def test_the_keys_of_the_foot_never_move(panel, size, language):
    assert found(panel, size, language, lambda screen: measuring.foot_moved(screen, PANELS[panel], size)) == {}


@every_case
def test_the_key_to_stop_stands_on_every_screen_of_an_entry_at_its_place(panel, size, language):
    """On a wide panel the pad to write on, and XL's keyboards, leave it no room: there 職員をよぶ says that it is behind it."""
    place = tuple(grid(PANELS[panel], size).stop)
    for name, screen in tour(panel, size, language):
        found = {box.id: box for box in screen.boxes}
        keyboard = panel == "landscape" and ("pad" in found or (size == "XL" and {"key.delete", "field"} <= found.keys()))
        if screen.name in ("page", "selection", "result", "review", "guidance") and not keyboard:
            stop = found["stop"]
            assert (stop.x, stop.width, stop.height) == (place[0], *place[2:]), name
            assert stop.y == place[1] or name.startswith("low_"), name
        elif screen.name in ("start", "ticket", "saved", "sending", "languages", "appearance", "help", "quit", "idle", "assist"):
            assert "stop" not in found, name


NEARLY = 3  # pixels: on a key that is narrower beside larger neighbours
EVERYWHERE = [(panel, size, language) for panel in PANELS for size in ("M", "L", "XL") for language in LANGUAGES]


@pytest.mark.parametrize(("panel", "size", "language"), EVERYWHERE, ids=lambda one: one)
def test_no_words_are_too_small_to_read_in_any_language_and_size(panel, size, language):
    assert found(panel, size, language, measuring.tiny_words) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_asks_for_larger_words_gets_none_smaller_on_the_keys_below(language):
    plain = {name: measuring.foot_sizes(screen) for name, screen in tour("landscape", "M", language)}
    smaller = {
        (name, key): (px, plain[name][key])
        for name, screen in tour("landscape", "XL", language)
        if screen.name != "assist"
        for key, px in measuring.foot_sizes(screen).items()
        if px < plain[name].get(key, 0) - NEARLY
    }
    assert smaller == {}


SPARED = ("waiting", "code")  # as large as a panel beside other words allows


@pytest.mark.parametrize("size", ["L", "XL"])
@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_whoever_asks_for_larger_words_gets_none_smaller_anywhere(size, language):
    """Neither what a box says first nor what it says largest: of a wait that is the number of minutes."""
    plain = {name: measuring.loudest_sizes(screen) for name, screen in tour("landscape", "M", language)}
    smaller = {
        (name, box): (plain[name][box], px)
        for name, screen in tour("landscape", size, language)
        if screen.name != "assist"
        for box, px in measuring.loudest_sizes(screen).items()
        if box not in SPARED and any(own < usual - NEARLY for own, usual in zip(px, plain[name].get(box, px), strict=True))
    }
    assert smaller == {}


NOT_LARGER = {
    "how": 30,  # beside the code itself, which is worth the height
    "paper": 30,
    "people": 24,  # 10時32分現在, the least of its panel in every size
    "wait": 24,
    "follows": 28,  # a sentence of two lines in a row of three
}


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("language", ["ja", "en", "vi", "ne"])
def test_in_the_largest_letters_no_sentence_is_smaller_than_in_the_larger_ones(panel, language):
    """XL: what is told stands at the size of L or above it, and in Japanese what stands small beside it too."""
    body, caption = type_px("body", "L"), type_px("caption", "L")
    shown = [(name, screen) for name, screen in tour(panel, "XL", language) if screen.name != "assist"]

    told = {name: small for name, screen in shown if (small := measuring.small_sentences(screen, body, NOT_LARGER))}
    beside = {name: small for name, screen in shown if (small := measuring.small_captions(screen, caption, NOT_LARGER))}

    assert told == {}
    assert beside == {} or language != "ja"


@every_case
def test_tiles_of_one_screen_speak_equally_loud(panel, size, language):
    """Of four tiles at most one may be smaller than its neighbours, and none is larger."""
    uneven = {}
    for name, screen in tour(panel, size, language):
        sizes = sorted(box.lines[0].px for box in screen.boxes if box.id.startswith("choice.") and box.role == "card" and box.lines)
        if sizes and sizes[-1] > sizes[len(sizes) // 4]:
            uneven[name] = sizes
    assert uneven == {}


@every_case
def test_a_way_out_that_would_stand_alone_takes_the_whole_row(panel, size, language):
    for name, screen in tour(panel, size, language):
        if name in ("selection", "page_q_other"):
            tiles = [box for box in screen.boxes if box.id.startswith("choice.")]
            last = max(tiles, key=lambda box: box.y)
            assert [box.id for box in tiles if box.y == last.y] == [last.id]
            assert last.width == max(box.x + box.width for box in tiles) - min(box.x for box in tiles)


@pytest.mark.parametrize(("panel", "size", "language"), EVERYWHERE, ids=lambda one: one)
def test_a_tile_of_the_selection_never_loses_its_second_line(panel, size, language):
    lost = {}
    for name, screen in tour(panel, size, language):
        if name.startswith(("selection", "low_selection")):
            question = name.partition("selection_")[2] or "purpose"
            known = demo().texts["ja"]
            hints = {key.split(".")[2] for key in known if key.startswith(f"selection.{question}.") and key.endswith(".hint")}
            if missing := measuring.lost_hints(screen, hints):
                lost[name] = missing
    assert lost == {}


@every_case
def test_at_most_one_key_is_the_way_on(panel, size, language):
    assert found(panel, size, language, lambda screen: [box.id for box in screen.boxes if box.role == "primary"][1:]) == {}


@every_case
def test_no_two_boxes_share_an_id(panel, size, language):
    def shared(screen):
        return [id for id, times in Counter(box.id for box in screen.boxes).items() if times > 1]

    assert found(panel, size, language, shared) == {}


@every_case
def test_every_screen_says_something_to_those_who_listen(panel, size, language):
    silent = [name for name, screen in tour(panel, size, language) if not screen.spoken and screen.name != "assist"]
    assert silent == []


@every_case
def test_staff_can_be_called_from_everywhere(panel, size, language):
    assert [name for name, screen in tour(panel, size, language) if "help" not in {box.id for box in screen.boxes}] == []


TYPED = (Key, Turn)  # what wakes a key that is still grey
ASIDE = (Back, Help, ShowLanguages, ShowAppearance, *TYPED)
WITHOUT_A_WAY_ON = {
    "card_reading_slow": "ends with the card's answer, or with もどる",
    "card_reading": "ends with the card's answer",
    "licence_without_pin": "is being read, and ends with the card's answer",
    "tray_card_left": "ends when the card is taken, and by itself",
    "sending": "ends with the number or its refusal",
    "saving": "ends with the code or its refusal",
    "assist_roll_open": "ends with the closed cover",
    "help_ticket": "leads back to the number, which ends by itself",
}


@every_case
def test_every_screen_has_a_key_that_leads_on_or_ends_by_itself(panel, size, language):
    def leads_on(screen):
        touched = [box for box in screen.boxes if box.event is not None and box.id != "stop"]
        ways = [box for box in touched if box.id == "next" or not isinstance(box.event, ASIDE)]
        wakes = any(box.enabled and isinstance(box.event, TYPED) for box in touched)
        return any(box.enabled or wakes for box in ways)

    assert {name for name, screen in tour(panel, size, language) if not leads_on(screen)} == set(WITHOUT_A_WAY_ON)


TRAINING = [("landscape", "M", "ja"), ("landscape", "XL", "en"), ("portrait", "M", "ne"), ("portrait", "XL", "ja")]


@pytest.mark.parametrize(("panel", "size", "language"), TRAINING, ids=lambda one: one)
def test_in_training_every_screen_is_marked_and_nothing_gives_way(panel, size, language):
    ways = (
        measuring.words_outside,
        measuring.over_each_other,
        measuring.outside_the_panel,
        measuring.tiny_words,
        lambda screen: measuring.small_targets(screen, PANELS[panel].px_per_mm),
        lambda screen: measuring.cramped_targets(screen, PANELS[panel].px_per_mm),
        lambda screen: measuring.foot_moved(screen, PANELS[panel], size),
    )
    shown = list(screens(PANELS[panel], size, language, training=True))

    assert {name for name, screen in shown if not any(box.role == "training_band" for box in screen.boxes)} == set()
    assert {name: wrong for name, screen in shown for way in ways if (wrong := way(screen))} == {}


WITH_A_CARD = [
    ("landscape", "M", "ja"),
    ("landscape", "L", "ne"),
    ("landscape", "XL", "vi"),
    ("landscape", "XL", "ja+ruby"),
    ("portrait", "XL", "pt"),
    ("portrait", "M", "ja"),
]


@pytest.mark.parametrize(("panel", "size", "language"), WITH_A_CARD, ids=lambda one: one)
def test_a_card_that_still_lies_there_is_told_on_every_screen_after_its_reading(panel, size, language):
    ways = (
        measuring.words_outside,
        measuring.over_each_other,
        measuring.outside_the_panel,
        measuring.tiny_words,
        measuring.cramped_words,
        lambda screen: measuring.small_targets(screen, PANELS[panel].px_per_mm),
        lambda screen: measuring.cramped_targets(screen, PANELS[panel].px_per_mm),
    )
    stops = [stop for stop in walk(language) if stop.session.over not in ("assist", "interrupted")]
    after = [stop for stop in stops if stop.session.screen != "start" and not stop.session.screen.startswith("card_")]
    shown = [(stop.name, stop.drawn(PANELS[panel], size, lies=True)) for stop in after if not stop.session.devices.training]

    assert [name for name, screen in shown if not any(box.id == "card_lies" for box in screen.boxes)] == []
    assert {name: wrong for name, screen in shown for way in ways if (wrong := way(screen))} == {}
    silent = [name for name, screen in shown if band_of(screen) not in screen.spoken]
    assert silent == []


PRESSED = {"progress.name"}  # above a notice of two lines the steps are a line without words
LEAST_OF_THE_BAND = {"M": 28, "L": 32, "XL": 32}  # pixels: as large as the other sentences, in the largest letters as in those of L


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize(("size", "language"), [("M", "ja"), ("L", "pt"), ("XL", "ja"), ("XL", "ne"), ("XL", "ja-easy")])
def test_the_band_of_the_card_has_its_own_place_is_well_read_and_takes_nothing_away(panel, size, language):
    stops = [stop for stop in walk(language) if stop.session.over not in ("assist", "interrupted")]
    after = [stop for stop in stops if stop.session.screen != "start" and not stop.session.screen.startswith("card_")]
    shown = [(stop, stop.drawn(PANELS[panel], size, lies=True)) for stop in after if not stop.session.devices.training]
    bands = [(stop.name, next(box for box in screen.boxes if box.id == "card_lies")) for stop, screen in shown]
    without = {
        stop.name: {box.id for box in stop.drawn(PANELS[panel], size).boxes} for stop, _ in shown if not stop.session.card_lies
    }
    gone = {
        stop.name: lost
        for stop, screen in shown
        if (lost := without.get(stop.name, set()) - {box.id for box in screen.boxes} - PRESSED)
    }

    places = {(box.y, box.height) for name, box in bands if not name.startswith(("low_", "ticket_", "tray_ticket"))}

    assert gone == {}
    assert len(places) == 1
    assert [name for name, box in bands if box.lines[0].px < LEAST_OF_THE_BAND[size]] == []


def band_of(screen):
    """The words of the band as they are said."""
    [band] = (box for box in screen.boxes if box.id == "card_lies")
    between = "" if screen.language in ("ja", "zh") else " "
    return base(between.join(line.text for line in band.lines)).rstrip("。.")


@pytest.mark.parametrize("contrast", ["light", "black", "blue"])
def test_every_box_has_a_look_in_every_contrast(contrast):
    for _, screen in tour("landscape", "M", "ja"):
        for box in screen.boxes:
            assert look(box, contrast) is not None


def test_the_tour_passes_every_kind_of_screen():
    names = {screen.name for _, screen in tour("landscape", "M", "ja")}
    assert names >= {
        "start", "selection", "services", "result", "card_place", "card_pin", "card_code_b", "card_trouble", "page", "review",
        "sending", "ticket", "code_scan", "code_type", "refused", "languages", "appearance", "help", "idle", "quit",
        "interrupted", "assist",
    }  # fmt: skip


def test_the_measure_sees_words_that_do_not_fit():
    """The measuring itself can fail: a box made too small is found."""
    _, screen = next((name, screen) for name, screen in tour("landscape", "M", "ja") if name == "selection")
    narrow = [type(box)(**{**{field: getattr(box, field) for field in box.__struct_fields__}, "width": 60}) for box in screen.boxes]
    broken = type(screen)(screen.name, screen.width, screen.height, tuple(narrow))
    assert measuring.words_outside(broken)
    assert measuring.small_targets(broken, LANDSCAPE.px_per_mm)
