"""Pictures as a lobby camera takes them: a code on paper or a phone, spoilt in one way at a time. Same seed, same picture."""

from collections.abc import Callable

import cv2
import numpy as np
import segno
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Spoil = Callable[[Grey, np.random.Generator], Grey]


def code(text: str, scale: int = 8) -> Grey:
    """The code alone, with its quiet zone, `scale` pixels a module."""
    modules = np.array([list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=4)], dtype=np.uint8)
    return np.kron(np.where(modules == 0, 255, 0).astype(np.uint8), np.ones((scale, scale), dtype=np.uint8))


def scene(picture: Grey, random: np.random.Generator, width: int = 1280, height: int = 720) -> Grey:
    """`picture` somewhere near the middle of an unevenly lit ground with some noise."""
    light = np.linspace(random.uniform(90, 130), random.uniform(90, 130), width)
    ground = np.tile(light, (height, 1)) + random.normal(0, 4, (height, width))
    h, w = picture.shape
    top = int((height - h) / 2 + random.uniform(-0.15, 0.15) * (height - h))
    left = int((width - w) / 2 + random.uniform(-0.15, 0.15) * (width - w))
    ground[top : top + h, left : left + w] = picture * 0.85 + 15
    return _pixels(ground)


def nominal(grey: Grey, random: np.random.Generator) -> Grey:
    return grey


def tilted(grey: Grey, random: np.random.Generator) -> Grey:
    height, width = grey.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    moved = corners + random.uniform(-0.12, 0.12, (4, 2)).astype(np.float32) * np.array([width, height], dtype=np.float32)
    return np.asarray(
        cv2.warpPerspective(grey, cv2.getPerspectiveTransform(corners, moved.astype(np.float32)), (width, height), borderValue=110)
    )


def turned(grey: Grey, random: np.random.Generator) -> Grey:
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(random.uniform(0, 360)), 1.0)
    return np.asarray(cv2.warpAffine(grey, turn, (width, height), borderValue=110))


def out_of_focus(grey: Grey, random: np.random.Generator) -> Grey:
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), float(random.uniform(2.0, 3.4))))


def shaken(grey: Grey, random: np.random.Generator) -> Grey:
    length = int(random.integers(7, 15))
    kernel = np.zeros((length, length), dtype=np.float32)
    kernel[length // 2] = 1 / length
    return np.asarray(cv2.filter2D(grey, -1, kernel))


def in_low_light(grey: Grey, random: np.random.Generator) -> Grey:
    return _pixels(grey * 0.18 + random.normal(6, 7, grey.shape))


def dim_screen(grey: Grey, random: np.random.Generator) -> Grey:
    return _pixels(100 + (grey.astype(float) - 128) * 0.12 + random.normal(0, 2, grey.shape))


def under_a_lamp(grey: Grey, random: np.random.Generator) -> Grey:
    """A bright round reflection over a part of the code."""
    height, width = grey.shape
    rows, columns = np.mgrid[0:height, 0:width]
    y, x = height * random.uniform(0.35, 0.65), width * random.uniform(0.4, 0.6)
    return _pixels(grey + 190 * np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / (2 * (0.11 * height) ** 2)))


def half_in_shadow(grey: Grey, random: np.random.Generator) -> Grey:
    spoilt = grey.astype(float)
    edge = int(grey.shape[1] * random.uniform(0.42, 0.58))
    spoilt[:, edge:] *= 0.25
    return _pixels(spoilt)


def off_a_screen(grey: Grey, random: np.random.Generator) -> Grey:
    """Two grids that do not meet: moire."""
    height, width = grey.shape
    rows, columns = np.mgrid[0:height, 0:width]
    period = random.uniform(2.1, 2.9)
    return _pixels(grey * (0.75 + 0.25 * np.sin(2 * np.pi * columns / period) * np.sin(2 * np.pi * rows / (period * 1.1))))


def noisy(grey: Grey, random: np.random.Generator) -> Grey:
    return _pixels(grey + random.normal(0, 30, grey.shape))


# name → (module size in pixels, code itself inverted, what happens to the scene)
CONDITIONS: dict[str, tuple[int, bool, Spoil]] = {
    "nominal": (8, False, nominal),
    "small": (2, False, nominal),
    "tilted": (8, False, tilted),
    "turned": (7, False, turned),
    "out_of_focus": (6, False, out_of_focus),
    "shaken": (7, False, shaken),
    "low_light": (8, False, in_low_light),
    "dim_screen": (8, False, dim_screen),
    "lamp": (8, False, under_a_lamp),
    "shadow": (8, False, half_in_shadow),
    "moire": (6, False, off_a_screen),
    "noisy": (6, False, noisy),
    "dark_mode": (8, True, nominal),
}


def spoilt(condition: str, text: str, seed: int) -> Grey:
    """One 1280×720 picture of a code of `text` under a condition."""
    scale, inverted, spoil = CONDITIONS[condition]
    random = np.random.default_rng(seed)
    picture = code(text, scale)
    return spoil(scene(255 - picture if inverted else picture, random), random)


def _pixels(values: NDArray[np.floating]) -> Grey:
    return values.clip(0, 255).astype(np.uint8)
