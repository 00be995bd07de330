"""From a cell to its lines of text: rules and dust go, wide gaps between words become narrow."""

import cv2
import numpy as np
from numpy.typing import NDArray

from hub.scans.document import Grey
from hub.scans.registration import FINE

INSET = 0.7  # millimetres left out along the rules of a cell
INK = 150  # whitened grey that a stroke has somewhere
FAINT = 185  # and nowhere lighter than this: thin strokes (一 of a Mincho face) never get darker in a photograph
SMALLEST_LINE = 1.3  # millimetres of height
GAP = 0.9  # times the height of the line; a wider gap is cut down to half of that
DUST = 9  # pixels
SIDE = 0.3  # times the height of the line, of white on both sides: without it the model loses the last character
PALE = 205  # whitened grey from which on everything is ground: watermarks, the pattern of copy-guard paper


def text_lines(cell: Grey) -> tuple[Grey, ...]:
    """Lines from top to bottom, black on white, cut close; () where nothing is written. `cell`: whitened, FINE pixels a mm."""
    inset = round(INSET * FINE)
    inside = cell[inset:-inset, inset:-inset]
    if inside.size == 0:
        return ()
    clean, ink = _without_rules(inside)
    rows = np.flatnonzero(ink.sum(axis=1) > 0)
    if rows.size == 0:
        return ()
    found = []
    for top, bottom in _bands(ink.sum(axis=1) > 0, round(0.5 * FINE)):
        if bottom - top >= SMALLEST_LINE * FINE or _is_stroke(ink[top:bottom]):
            found.append(_cut(clean, ink, top, bottom))
    return tuple(found)


def text_width(cell: Grey) -> tuple[int, int] | None:
    """First and last column of what is written in the cell; None where nothing is."""
    inset = round(INSET * FINE)
    _, ink = _without_rules(cell[inset:-inset, inset:-inset])
    columns = np.flatnonzero(ink.any(axis=0))
    return (int(columns[0]) + inset, int(columns[-1]) + inset) if columns.size else None


def _without_rules(inside: Grey) -> tuple[Grey, Grey]:
    """What is left of rules touches the edge and is long and thin; dust is small, a ground is pale."""
    ink = (inside < FAINT).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = ink.shape
    clean = inside.copy()
    for label in range(1, count):
        x, y, w, h, area = stats[label]
        at_edge = x == 0 or y == 0 or x + w == width or y + h == height
        rule = at_edge and (w > 0.5 * width or h > 0.8 * height or min(w, h) <= 3) and area < 0.5 * w * h + 3 * max(w, h)
        part = labels[y : y + h, x : x + w] == label
        pale = max(w, h) < SMALLEST_LINE * FINE and inside[y : y + h, x : x + w][part].min() > INK
        if rule or area < DUST or pale:
            ink[y : y + h, x : x + w][part] = 0
            clean[y : y + h, x : x + w][cv2.dilate(part.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    return clean, ink


def _bands(filled: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """(first, after last) of runs, those with less than `gap` between them joined."""
    places = np.flatnonzero(filled)
    if places.size == 0:
        return []
    cuts = np.flatnonzero(np.diff(places) > gap)
    starts = [places[0], *places[cuts + 1]]
    ends = [*places[cuts], places[-1]]
    return [(int(start), int(end) + 1) for start, end in zip(starts, ends, strict=True)]


def _is_stroke(ink: Grey) -> bool:
    """一 and ー are low but wide."""
    columns = np.flatnonzero(ink.any(axis=0))
    return bool(columns.size) and columns[-1] - columns[0] >= SMALLEST_LINE * FINE


def _cut(clean: Grey, ink: Grey, top: int, bottom: int) -> Grey:
    height = bottom - top
    width_of_a_sign = max(height, round(2.2 * FINE))  # 一 alone must not make every gap wide
    spans = _bands(np.asarray(ink[top:bottom].any(axis=0)), max(1, round(GAP * width_of_a_sign)))
    margin = max(3, round(0.14 * height))
    bright = np.clip(clean[top:bottom].astype(np.float32) * (255 / PALE), 0, 255).astype(np.uint8)
    padded = cv2.copyMakeBorder(bright, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=255)
    between = np.full((padded.shape[0], round(GAP / 2 * width_of_a_sign)), 255, np.uint8)
    outside = np.full((padded.shape[0], round(SIDE * height)), 255, np.uint8)
    parts = [outside]
    for left, right in spans:
        parts += [padded[:, left : right + 2 * margin], between]
    return np.asarray(np.hstack((*parts[:-1], outside)), np.uint8)
