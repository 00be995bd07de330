"""Sheets as scanners and cameras bring them: found, set upright, read, and what must not be kept painted over."""

import random
from functools import cache

import cv2
import numpy as np
import pytest

from hub.domain.crosscheck import Outcome, crosscheck, entry_of
from hub.scans.outcome import KEPT, NotTaken, Scan
from hub.scans.read import known_word, read_document
from hub.scans.recogniser import Recogniser, model_file
from hub.scans.registration import FINE, registered
from tests.hub.scans.certificates import drawn, faxed, household, jpeg, paper, pdf, photographed, png, scanned
from tests.hub.scans.slips import slipped
from tests.hub.web.running_hub import demo_bundle

FORM = demo_bundle().forms["moving_in"]
FAMILY = household(2, people=2)


@cache
def recogniser():
    return Recogniser(model_file())


@cache
def sheet(font="IPAmj Mincho"):
    return drawn(FAMILY, font, guard=True)


def photo_of_a_cat():
    """Soft round shapes with whiskers; no table anywhere."""
    dice = np.random.default_rng(4)
    picture = cv2.GaussianBlur(dice.integers(60, 200, (1200, 900), np.uint8), (0, 0), 25)
    cv2.ellipse(picture, (450, 600), (260, 220), 0, 0, 360, 90, -1)
    for ear in (300, 600):
        cv2.fillPoly(picture, [np.array([[ear - 80, 470], [ear + 80, 470], [ear, 290]])], 80)
    for whisker in range(-60, 61, 30):
        cv2.line(picture, (450, 640), (180, 640 + whisker), 230, 3)
        cv2.line(picture, (450, 640), (720, 640 + whisker), 230, 3)
    return picture


def other_form():
    """A ruled table of another office."""
    page = np.full((2970, 2100), 255, np.uint8)
    for row in range(12):
        cv2.rectangle(page, (150, 300 + row * 180), (1950, 480 + row * 180), 0, 4)
        cv2.line(page, (700, 300 + row * 180), (700, 480 + row * 180), 0, 4)
    return page


TAKEN = {
    "flat": lambda page: scanned(page, 200),
    "turned a little": lambda page: scanned(page, 150, turn=5.0),
    "upside down": lambda page: cv2.rotate(scanned(page, 150), cv2.ROTATE_180),
    "lying": lambda page: cv2.rotate(scanned(page, 150), cv2.ROTATE_90_CLOCKWISE),
    "photographed": photographed,
    "faxed": faxed,
}


@pytest.mark.parametrize("way", TAKEN)
def test_a_sheet_is_found_and_set_upright_however_it_was_laid(way):
    page = registered(TAKEN[way](sheet()), paper())

    assert page is not None
    whole = cv2.resize(sheet(), (page.shape[1], page.shape[0]), interpolation=cv2.INTER_AREA)
    shift, _ = cv2.phaseCorrelate(np.float32(255 - whole), np.float32(255 - page))
    assert max(map(abs, shift)) < 0.5 * FINE, "cells lie within half a millimetre"


@pytest.mark.parametrize("picture", [photo_of_a_cat, other_form, lambda: np.full((1000, 700), 255, np.uint8)])
def test_what_is_not_this_paper_is_not_taken_for_it(picture):
    assert read_document(png(picture()), (paper(),), recogniser()) == NotTaken("other_paper")


@pytest.mark.parametrize("size", [(1, 1), (3000, 1), (1, 3000), (299, 4000)])
def test_a_sliver_is_no_sheet(size):
    assert read_document(png(np.zeros(size, np.uint8)), (paper(),), None) == NotTaken("other_paper")


def test_a_sheet_with_bytes_changed_on_the_way_has_an_outcome_of_its_own():
    """A JPEG is decoded around what is broken, or not at all."""
    whole, dice = bytearray(jpeg(scanned(sheet(), 75), 60)), random.Random(7)
    for _ in range(12):
        broken = bytearray(whole)
        for _ in range(dice.randint(1, 40)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        assert isinstance(read_document(bytes(broken), (paper(),), None), Scan | NotTaken)


def test_another_paper_on_the_same_rules_is_told_by_its_title():
    other = scanned(drawn(FAMILY, title="転入届受理通知"), 150)

    assert read_document(png(other), (paper(),), recogniser()) == NotTaken("other_paper")


@pytest.mark.parametrize("font", ["IPAmj Mincho", "BIZ UDPGothic", "Noto Serif CJK JP"])  # the bench has all five
def test_on_a_clean_scan_every_value_is_read_and_every_slip_is_seen(font):
    scan = read_document(jpeg(scanned(sheet(font), 200, turn=0.5), 90), (paper(),), recogniser())

    check = crosscheck(entry_of(paper(), FORM, FAMILY.answers), scan.sheet)
    assert not check.not_on_paper and not check.not_entered
    assert [row.entered.path for row in check.rows if row.finding.outcome in (Outcome.MISMATCH, Outcome.UNREADABLE)] == []
    for row in check.rows:
        wrong = slipped(FAMILY.answers, row.entered.field, row.person, seed=1)
        again = crosscheck(entry_of(paper(), FORM, wrong), scan.sheet)
        (slip,) = [each for each in again.rows if (each.entered.field, each.person) == (row.entered.field, row.person)]
        assert slip.finding.outcome is not Outcome.SAME, row.entered.path


def test_my_number_and_resident_code_are_painted_over_in_what_is_kept_and_never_read():
    scan = read_document(png(scanned(sheet(), 200)), (paper(),), recogniser())

    picture = cv2.imdecode(np.frombuffer(scan.pictures[0], np.uint8), cv2.IMREAD_GRAYSCALE)
    left, top = paper().frame[:2]
    for box in paper().hidden_boxes():
        x, y, width, height = (round(each * KEPT) for each in (left + box[0] + 1, top + box[1] + 1, box[2] - 2, box[3] - 2))
        assert np.ptp(picture[y : y + height, x : x + width]) < 12, "one grey and nothing on it"
    texts = [reading.text for reading in scan.sheet.fields.values()]
    texts += [reading.text for person in scan.sheet.people for reading in person.fields.values()]
    assert not any("123456" in text for text in texts)


def test_a_family_on_two_pages_is_one_paper_and_a_strange_page_is_left_out():
    family = household(5, people=7)
    document = pdf(scanned(drawn(family), 150), scanned(drawn(family, page=1), 150), scanned(other_form(), 150))

    scan = read_document(document, (paper(),), None)
    assert (scan.sheet.pages, len(scan.pictures), scan.left_out) == (2, 2, 1)
    assert len(scan.sheet.people) == 7


def test_without_the_extra_the_sheet_is_still_set_upright_and_cut_for_eyes():
    scan = read_document(png(scanned(sheet(), 150)), (paper(),), None)

    assert isinstance(scan, Scan)
    assert {reading.text for reading in scan.sheet.fields.values()} == {None}
    assert len(scan.sheet.people) == 2


@pytest.mark.parametrize(
    ("read", "word"),
    [
        ("世主", "世帯主"),
        ("世蒂主", "世帯主"),
        ("縁故", "縁故者"),
        ("世帯主", "世帯主"),
        ("子の", "子の"),  # of whom is not said
        ("夫の父", "夫の父"),
        ("夫", "夫"),
        ("大", "大"),
        ("", ""),
    ],
)
def test_a_word_of_a_closed_list_is_known_by_what_is_left_of_it_and_never_guessed(read, word):
    words = next(field.words for field in paper().people.fields if field.id == "relationship")

    assert known_word(read, words) == word


def test_the_kept_picture_has_the_sheets_size():
    scan = read_document(png(scanned(sheet(), 100)), (paper(),), None)

    height, width = cv2.imdecode(np.frombuffer(scan.pictures[0], np.uint8), cv2.IMREAD_GRAYSCALE).shape
    assert (width, height) == tuple(round(side * KEPT) for side in paper().size)
