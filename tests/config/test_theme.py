"""Colours one can read, targets one can hit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import theme
from config.theme import LANDSCAPE, PORTRAIT, Panel, contrast

TEXT = (
    [
        (name, palette[ink], palette[ground], ink, ground)
        for name, palette in theme.KIOSK.items()
        for ink, ground in theme.KIOSK_TEXT
    ]
    + [(name, palette[ink], palette[ground], ink, ground) for name, palette in theme.WEB.items() for ink, ground in theme.WEB_TEXT]
    + [("board", theme.BOARD[ink], theme.BOARD[ground], ink, ground) for ink, ground in theme.BOARD_TEXT]
)
LINES = (
    [
        (name, palette[line], palette[ground], line, ground)
        for name, palette in theme.KIOSK.items()
        for line, ground in theme.KIOSK_LINES
    ]
    + [
        (name, palette[line], palette[ground], line, ground)
        for name, palette in theme.WEB.items()
        for line, ground in theme.WEB_LINES
    ]
    + [("board", theme.BOARD[line], theme.BOARD[ground], line, ground) for line, ground in theme.BOARD_LINES]
)


def test_every_text_can_be_read_on_its_ground():
    assert not [(name, ink, ground) for name, one, other, ink, ground in TEXT if contrast(one, other) < 4.5]


def test_every_outline_can_be_seen():
    assert not [(name, line, ground) for name, one, other, line, ground in LINES if contrast(one, other) < 3]


def test_every_contrast_has_every_role():
    roles = set(theme.KIOSK["light"])

    assert all(set(palette) == roles for palette in theme.KIOSK.values())
    assert set(theme.WEB["light"]) == set(theme.WEB["dark"])


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#1a1a1a", "#ffffff", 17.4),
        ("#0017c1", "#ffffff", 11.1),
        ("#ffd43d", "#000000", 14.7),
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.06)
    assert contrast(other, one) == contrast(one, other)


def test_a_target_is_as_large_on_every_panel():
    assert (LANDSCAPE.px(theme.TARGET_MM), LANDSCAPE.px(theme.GAP_MM)) == (75, 15)
    assert (PORTRAIT.px(theme.TARGET_MM), PORTRAIT.px(theme.GAP_MM)) == (71, 15)
    assert Panel(1080, 1920, 4.03).px(theme.TARGET_MM) == 52
    assert PORTRAIT.portrait
    assert not LANDSCAPE.portrait


@given(st.floats(0.1, 300), st.floats(2, 12))
def test_pixels_are_never_too_few_for_the_millimetres(mm, per_mm):
    panel = Panel(1280, 800, per_mm)

    assert panel.mm(panel.px(mm)) >= mm - 1e-6
    assert panel.mm(panel.px(mm) - 1) < mm


def test_letters_grow_with_the_size_the_resident_chose():
    assert all(sizes["M"] <= sizes["L"] <= sizes["XL"] for sizes in theme.TYPE.values())
    assert theme.type_px("title", "XL") == 57


def test_a_label_shrinks_step_by_step_and_never_below_the_smallest():
    assert theme.smaller(45) == 40
    assert theme.smaller(45, 2) == 36
    assert theme.smaller(24, 2) == 24
    assert theme.smaller(45, 0) == 45


def test_web_pages_get_the_same_colours():
    sheet = theme.css()

    assert "--ink: #1a1a1a;" in sheet
    assert "@media (prefers-contrast: more)" in sheet
    assert sheet.count("--key: #ffd43d;") == 2
    assert sheet.count("{") == sheet.count("}")
