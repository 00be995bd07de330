"""Fourteen pictures of a code as a lobby camera takes them, each spoilt in its own way. Same condition and seed, same picture."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import segno
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Random = np.random.Generator
Spoil = Callable[[Grey, Random], Grey]

WIDTH, HEIGHT = 1280, 720


def matrix(text: str) -> Grey:
    """The code alone, one pixel a module, with its quiet zone."""
    modules = np.array([list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=4)], dtype=np.uint8)
    return np.where(modules == 0, 255, 0).astype(np.uint8)


def code(text: str, scale: int = 8) -> Grey:
    """As `matrix`, `scale` pixels a module."""
    return np.kron(matrix(text), np.ones((scale, scale), dtype=np.uint8))


def scene(picture: Grey, random: Random, width: int = WIDTH, height: int = HEIGHT) -> Grey:
    """`picture` somewhere near the middle of an unevenly lit ground with some noise."""
    ground = _ground(random, width, height)
    h, w = picture.shape
    top = int((height - h) / 2 + random.uniform(-0.15, 0.15) * (height - h))
    left = int((width - w) / 2 + random.uniform(-0.15, 0.15) * (width - w))
    ground[top : top + h, left : left + w] = picture * 0.85 + 15
    return _pixels(ground)


@dataclass(frozen=True, slots=True)
class Pose:
    """How the code is held: pixels a module, degrees it is turned, and how far its corners leave the square (share of its side)."""

    scale: float
    turn: float = 0.0
    tilt: float = 0.0


def held(text: str, random: Random, pose: Pose, *, inverted: bool) -> Grey:
    """A code seen by the camera at any place, angle and size: sampled as a lens does, never on whole pixels."""
    modules = matrix(text)
    fine = np.kron(255 - modules if inverted else modules, np.ones((8, 8), dtype=np.uint8))
    side = modules.shape[0] * pose.scale
    angle = np.deg2rad(pose.turn)
    corners = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])
    corners = (corners + random.uniform(-pose.tilt, pose.tilt, (4, 2))) * side
    corners = corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    reach = np.abs(corners).max(axis=0)
    place = corners + [random.uniform(low + 4, high - low - 4) for low, high in zip(reach, (WIDTH, HEIGHT), strict=True)]
    left, top = (np.floor(place.min(axis=0)) - 2).astype(int)
    right, bottom = (np.ceil(place.max(axis=0)) + 2).astype(int)
    drawn = np.array([[0, 0], [fine.shape[1], 0], [fine.shape[1], fine.shape[0]], [0, fine.shape[0]]], dtype=np.float32)
    # Four samples a pixel in each direction: a camera's pixel is an area, not a point.
    warp = cv2.getPerspectiveTransform(drawn, ((place - [left, top]) * 4).astype(np.float32))
    size = (int(right - left), int(bottom - top))

    def seen(picture: Grey) -> NDArray[np.floating]:
        sampled = cv2.warpPerspective(picture, warp, (size[0] * 4, size[1] * 4), flags=cv2.INTER_LINEAR)
        return np.asarray(cv2.resize(sampled, size, interpolation=cv2.INTER_AREA), dtype=float)

    ground = _ground(random, WIDTH, HEIGHT)
    share = seen(np.full_like(fine, 255)) / 255
    part = ground[top:bottom, left:right]
    ground[top:bottom, left:right] = part * (1 - share) + seen(fine) * 0.85 + 15 * share
    return _pixels(ground)


def nominal(grey: Grey, random: Random) -> Grey:
    return grey


def out_of_focus(grey: Grey, random: Random) -> Grey:
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), float(random.uniform(2.0, 3.6))))


def shaken(grey: Grey, random: Random) -> Grey:
    """Drawn along a line in any direction while the shutter was open."""
    length = int(random.integers(5, 15))
    kernel = np.zeros((length, length), dtype=np.float32)
    kernel[length // 2] = 1
    turn = cv2.getRotationMatrix2D(((length - 1) / 2, (length - 1) / 2), float(random.uniform(0, 180)), 1.0)
    kernel = np.asarray(cv2.warpAffine(kernel, turn, (length, length)), dtype=np.float32)
    return np.asarray(cv2.filter2D(grey, -1, kernel / kernel.sum()))


def under_a_lamp(grey: Grey, random: Random) -> Grey:
    """A bright round reflection over a part of the code."""
    rows, columns = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]]
    y, x = _spot_on_the_code(grey, random)
    return _pixels(
        grey + random.uniform(90, 190) * np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / (2 * random.uniform(35, 75) ** 2))
    )


def off_a_screen(grey: Grey, random: Random) -> Grey:
    """Two grids that do not meet: moire."""
    rows, columns = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]]
    period = random.uniform(2.1, 3.2)
    grid = np.sin(2 * np.pi * columns / period) * np.sin(2 * np.pi * rows / (period * random.uniform(1.02, 1.12)))
    return _pixels(grey * (0.8 + 0.2 * grid) + random.normal(0, 3, grey.shape))


def in_low_light(grey: Grey, random: Random) -> Grey:
    """A dark hall: little light, and the camera's own noise upon it."""
    return _pixels(grey * random.uniform(0.14, 0.24) + random.normal(8, random.uniform(2, 6), grey.shape))


def dim_screen(grey: Grey, random: Random) -> Grey:
    """A phone turned down: hardly any contrast."""
    return _pixels(
        random.uniform(60, 120) + (grey.astype(float) - 128) * random.uniform(0.09, 0.16) + random.normal(0, 2, grey.shape)
    )


def half_in_shadow(grey: Grey, random: Random) -> Grey:
    """The hard edge of a shadow runs through the code, in any direction."""
    rows, columns = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]]
    y, x = _spot_on_the_code(grey, random)
    angle = random.uniform(0, 2 * np.pi)
    dark = (columns - x) * np.cos(angle) + (rows - y) * np.sin(angle) > 0
    return _pixels(np.where(dark, grey * random.uniform(0.28, 0.45), grey) + random.normal(0, 2, grey.shape))


def mixed(grey: Grey, random: Random) -> Grey:
    """A little of everything."""
    soft = np.asarray(cv2.GaussianBlur(grey, (0, 0), float(random.uniform(0.8, 1.4))))
    return _pixels(soft * random.uniform(0.45, 0.8) + random.normal(5, 5, grey.shape))


def mixed_hard(grey: Grey, random: Random) -> Grey:
    """More of everything: soft, shaken, darker at one side, noisy."""
    soft = np.asarray(cv2.GaussianBlur(grey, (0, 0), float(random.uniform(1.2, 2.0))))
    length = int(random.integers(3, 8))
    drawn = np.asarray(cv2.blur(soft, (length, 1)), dtype=float)
    falling = np.linspace(random.uniform(0.3, 0.5), random.uniform(0.5, 0.9), grey.shape[1])
    return _pixels(drawn * falling + random.normal(6, 6, grey.shape))


@dataclass(frozen=True, slots=True)
class Condition:
    """Ranges of the pose, drawn evenly; what happens to the picture; light modules on dark ground or not."""

    spoil: Spoil
    scale: tuple[float, float] = (5.0, 9.0)
    turn: float = 15.0
    tilt: float = 0.02
    inverted: bool = False


CONDITIONS: dict[str, Condition] = {
    "nominal": Condition(nominal),
    "small": Condition(nominal, scale=(2.0, 3.4)),
    "tilted": Condition(nominal, tilt=0.12),
    "turned": Condition(nominal, turn=180.0),
    "out_of_focus": Condition(out_of_focus),
    "shaken": Condition(shaken),
    "lamp": Condition(under_a_lamp),
    "moire": Condition(off_a_screen),
    "low_light": Condition(in_low_light),
    "dim_screen": Condition(dim_screen),
    "dark_mode": Condition(nominal, inverted=True),
    "shadow": Condition(half_in_shadow),
    "mixed": Condition(mixed, scale=(4.0, 8.0), turn=45.0, tilt=0.05),
    "mixed_hard": Condition(mixed_hard, scale=(3.5, 7.0), turn=180.0, tilt=0.08),
}


def spoilt(condition: str, text: str, seed: int) -> Grey:
    """One 1280×720 picture of a code of `text` under a condition."""
    chosen = CONDITIONS[condition]
    random = np.random.default_rng([seed, *condition.encode()])
    pose = Pose(random.uniform(*chosen.scale), random.uniform(-chosen.turn, chosen.turn), chosen.tilt)
    return chosen.spoil(held(text, random, pose, inverted=chosen.inverted), random)


def _ground(random: Random, width: int, height: int) -> NDArray[np.floating]:
    light = np.linspace(random.uniform(90, 130), random.uniform(90, 130), width)
    return np.tile(light, (height, 1)) + random.normal(0, 4, (height, width))


def _spot_on_the_code(grey: Grey, random: Random) -> tuple[float, float]:
    """Row and column of a point inside the code: where the picture is brightest, give or take."""
    rows, columns = np.nonzero(cv2.blur(grey, (9, 9)) > 190)
    if not rows.size:
        return grey.shape[0] / 2, grey.shape[1] / 2
    return (
        float(random.uniform(np.percentile(rows, 25), np.percentile(rows, 75))),
        float(random.uniform(np.percentile(columns, 25), np.percentile(columns, 75))),
    )


def _pixels(values: NDArray[np.floating]) -> Grey:
    return values.clip(0, 255).astype(np.uint8)
