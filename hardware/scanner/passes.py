"""What is tried on a picture before the decoder sees it: pure image to image functions, by name."""

from collections.abc import Callable
from typing import Literal

import cv2
import numpy as np

from hardware.scanner.port import Grey

PassName = Literal["plain", "invert", "adaptive", "unsharp", "centre", "half", "double", "sharp_double", "blur", "median", "shrink"]

# Reading plain comes first in every frame; one of these follows, the next one in the next frame.
ROTATION: tuple[PassName, ...] = ("half", "adaptive", "invert", "centre", "unsharp")

# A still picture has no next frame: everything is tried, cheap and likely first.
LADDER: tuple[PassName, ...] = (
    "plain",
    "invert",
    "half",
    "adaptive",
    "unsharp",
    "double",
    "sharp_double",
    "shrink",
    "median",
    "blur",
    "centre",
)

# Doubling a picture beyond this many pixels costs seconds and finds nothing that the picture itself does not show.
LARGEST_TO_DOUBLE = 2_500_000


def frame_passes(frame: int) -> tuple[PassName, ...]:
    """The two passes of the `frame`-th picture: plain, then one of the rotation."""
    return ("plain", ROTATION[frame % len(ROTATION)])


def apply(name: PassName, grey: Grey) -> Grey:
    """`grey` prepared by one pass, rows without gaps as the decoder needs them."""
    return np.ascontiguousarray(_PASSES[name](grey))


def _plain(grey: Grey) -> Grey:
    return grey


def _invert(grey: Grey) -> Grey:
    """Phones in dark mode show light modules on black; zbar reads dark on light only."""
    return 255 - grey


def _adaptive(grey: Grey) -> Grey:
    """Against shadow edges and soft focus. Window and constant measured on 24 pictures a condition: a Gaussian window of 41 … 43
    pixels at 720p reads 24 of a shadow edge and 22 out of focus; a mean window of 91 read 10 and 8."""
    window = max(11, min(grey.shape) // 17) | 1
    return _grey(cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, window, 2))


def _unsharp(grey: Grey) -> Grey:
    soft = cv2.GaussianBlur(grey, (0, 0), 2.5)
    return _grey(cv2.addWeighted(grey, 2.5, soft, -1.5, 0))


def _centre(grey: Grey) -> Grey:
    """The middle half in each direction, doubled and sharpened: small codes held in the frame on the screen."""
    height, width = grey.shape
    middle = grey[height // 4 : height - height // 4, width // 4 : width - width // 4]
    return _unsharp(_scaled(middle, 2.0))


def _half(grey: Grey) -> Grey:
    return _scaled(grey, 0.5)


def _shrink(grey: Grey) -> Grey:
    return _scaled(grey, 0.75)


def _double(grey: Grey) -> Grey:
    return _scaled(grey, 2.0) if grey.size <= LARGEST_TO_DOUBLE else grey


def _sharp_double(grey: Grey) -> Grey:
    return _unsharp(_double(grey))


def _blur(grey: Grey) -> Grey:
    """Melts the grid of a screen (moire) and the noise of low light."""
    return _grey(cv2.GaussianBlur(grey, (5, 5), 0))


def _median(grey: Grey) -> Grey:
    return _grey(cv2.medianBlur(grey, 3))


def _scaled(grey: Grey, factor: float) -> Grey:
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    if min(grey.shape) * factor < 1:
        return grey
    return _grey(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how))


def _grey(picture: object) -> Grey:
    return np.asarray(picture, dtype=np.uint8)


_PASSES: dict[PassName, Callable[[Grey], Grey]] = {
    "plain": _plain,
    "invert": _invert,
    "adaptive": _adaptive,
    "unsharp": _unsharp,
    "centre": _centre,
    "half": _half,
    "double": _double,
    "sharp_double": _sharp_double,
    "blur": _blur,
    "median": _median,
    "shrink": _shrink,
}
