"""Where a sheet lies in a picture: its frame is found, turned the right way up, and every page comes out in millimetres."""

from collections.abc import Iterator
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from config.scanned_paper import ScannedPaper
from hub.scans.document import Grey

Corners: TypeAlias = NDArray[np.float32]  # 4 × (x, y): top left, top right, bottom right, bottom left

SEARCH = 1600  # pixels of the longer side while the frame is searched
LEAST = 300  # pixels of the shorter side; a sheet A5 at 50 dpi
SMALLEST = 0.08  # of the picture, the least area of a frame
TRIED = 6  # the largest shapes with four corners
ROUGH = 4.0  # pixels a millimetre while rules are counted
FINE = 10.0  # pixels a millimetre of the page that is read: 254 dpi
FOUND = 0.72  # of the rules that must be there; our sheets have 0.9 and more, other tables under 0.5
STRIP = 2.5  # millimetres on both sides of a rule in which its true place is looked for


def whitened(grey: Grey) -> Grey:
    """Paper white, ink dark: light that falls unevenly, grounds and watermarks go."""
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 7)
    ground = cv2.resize(ground, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(ground, 1), scale=255), np.uint8)


def registered(grey: Grey, paper: ScannedPaper) -> Grey | None:
    """The whole sheet upright, FINE pixels a millimetre, white where there is no picture; None where this paper is not on it."""
    found = _best(grey, paper) if min(grey.shape) >= LEAST else None
    if found is None:
        return None
    corners = refined(grey, paper, found)
    left, top, width, height = paper.frame
    frame = _corners(left, top, width, height) * FINE
    size = (round(paper.size[0] * FINE), round(paper.size[1] * FINE))
    matrix = cv2.getPerspectiveTransform(corners, frame)
    return np.asarray(cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_AREA | cv2.INTER_LINEAR, borderValue=255), np.uint8)


def _best(grey: Grey, paper: ScannedPaper) -> Corners | None:
    factor = min(1.0, SEARCH / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else grey
    ink = _ink(small)
    candidates = [(rules_found(ink, paper, turned), turned) for quad in _quads(ink) for turned in _turns(quad)]
    score, corners = max(candidates, key=lambda each: each[0], default=(0.0, None))
    return (corners / factor).astype(np.float32) if corners is not None and score >= FOUND else None


def _corners(left: float, top: float, width: float, height: float) -> Corners:
    return np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]], np.float32)


def _ink(grey: Grey) -> Grey:
    """Ink 255, paper 0; dust is left out and thin rules are whole."""
    white = cv2.medianBlur(whitened(grey), 3)
    white = cv2.min(white, whitened(grey)) if grey.std() > 0 else white
    level, _ = cv2.threshold(white, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(cv2.threshold(white, min(level, 215), 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def _quads(ink: Grey) -> Iterator[Corners]:
    """The largest shapes with four corners, the largest first."""
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    hulls = [cv2.convexHull(each) for each in outlines if len(each) >= 4]
    hulls = sorted((each for each in hulls if cv2.contourArea(each) >= SMALLEST * ink.size), key=cv2.contourArea, reverse=True)
    for hull in hulls[:TRIED]:
        length = cv2.arcLength(hull, closed=True)
        for share in (0.01, 0.02, 0.04, 0.08):
            corners = cv2.approxPolyDP(hull, share * length, closed=True)
            if len(corners) == 4:
                yield _in_order(corners.reshape(4, 2))
                break
        else:
            yield _in_order(cv2.boxPoints(cv2.minAreaRect(hull)))


def _in_order(points: NDArray[np.float32] | NDArray[np.int32]) -> Corners:
    """Clockwise as seen, beginning anywhere."""
    around = points - points.mean(axis=0)
    return points[np.argsort(np.arctan2(around[:, 1], around[:, 0]))].astype(np.float32)


def _turns(corners: Corners) -> Iterator[Corners]:
    for quarter in range(4):
        yield np.roll(corners, quarter, axis=0)


def rules_found(ink: Grey, paper: ScannedPaper, corners: Corners) -> float:
    """The share of the paper's rules that are ink, less the share of what lies between them: 1 for the paper itself."""
    width, height = paper.frame[2:]
    size = (round(width * ROUGH), round(height * ROUGH))
    frame = _corners(0, 0, *size)
    flat = cv2.warpPerspective(ink, cv2.getPerspectiveTransform(corners, frame), size, flags=cv2.INTER_AREA | cv2.INTER_LINEAR)
    near = cv2.dilate((flat > 80).astype(np.uint8), np.ones((5, 5), np.uint8))  # within half a millimetre
    on = _share(near, _edges(paper, 0.0))
    beside = _share(near, _edges(paper, 1.6))  # 1.6 mm inside the cells, where nothing but a stroke of a letter is
    return on - max(0.0, beside - 0.35)


def _edges(paper: ScannedPaper, inside: float) -> Iterator[tuple[float, float, float, float]]:
    """Ends of every rule around the cells, moved inwards by `inside` millimetres."""
    for left, top, width, height in paper.cells():
        x0, y0, x1, y1 = left + inside, top + inside, left + width - inside, top + height - inside
        yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))


def _share(near: Grey, edges: Iterator[tuple[float, float, float, float]]) -> float:
    hit = total = 0
    for x0, y0, x1, y1 in edges:
        count = max(2, int(np.hypot(x1 - x0, y1 - y0)))
        xs = np.clip(np.rint(np.linspace(x0, x1, count) * ROUGH), 0, near.shape[1] - 1).astype(int)
        ys = np.clip(np.rint(np.linspace(y0, y1, count) * ROUGH), 0, near.shape[0] - 1).astype(int)
        hit += int(near[ys, xs].sum())
        total += count
    return hit / max(1, total)


def refined(grey: Grey, paper: ScannedPaper, corners: Corners) -> Corners:
    """The corners where the four outer rules truly meet, each rule followed along its length."""
    width, height = paper.frame[2:]
    margin = STRIP
    size = (round((width + 2 * margin) * FINE), round((height + 2 * margin) * FINE))
    frame = _corners(margin, margin, width, height) * FINE
    there = cv2.getPerspectiveTransform(corners, frame)
    flat = whitened(np.asarray(cv2.warpPerspective(grey, there, size, borderValue=255), np.uint8)).astype(np.float32)
    band = round(2 * margin * FINE)
    top = _rule(flat[:band, :])
    bottom = _rule(flat[-band:, :], size[1] - band)
    left = _rule(flat[:, :band].T)
    right = _rule(flat[:, -band:].T, size[0] - band)
    if top is None or bottom is None or left is None or right is None:
        return corners
    meet = np.array([_meet(top, left), _meet(top, right), _meet(bottom, right), _meet(bottom, left)], np.float32)
    back = cv2.perspectiveTransform(meet.reshape(1, 4, 2), np.linalg.inv(there)).reshape(4, 2)
    return np.asarray(back, np.float32)


def _rule(band: NDArray[np.float32], offset: int = 0) -> tuple[float, float] | None:
    """(slope, place) of the dark line along the first axis' rows: place + slope × column. None where there is none."""
    soft = cv2.blur(band, (15, 3))
    columns = np.arange(0, soft.shape[1], 10)
    rows = soft[:, columns].argmin(axis=0)
    dark = soft[rows, columns] < 200
    if dark.sum() < len(columns) * 0.5:
        return None
    x, y = columns[dark].astype(float), rows[dark].astype(float)
    for limit in (12.0, 5.0, 2.5):
        slope, place = np.polyfit(x, y, 1)
        close = np.abs(slope * x + place - y) <= limit
        if close.sum() < 10:
            return None
        x, y = x[close], y[close]
    return float(slope), float(place) + offset


def _meet(across: tuple[float, float], down: tuple[float, float]) -> tuple[float, float]:
    """Where y = a x + b and x = c y + d meet."""
    (a, b), (c, d) = across, down
    y = (a * d + b) / (1 - a * c)
    return c * y + d, y
