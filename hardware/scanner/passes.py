"""What is tried on a picture before the decoder sees it: pure image to image functions, by name."""

from collections.abc import Callable
from typing import Literal

import cv2
import numpy as np

from hardware.scanner.pictures import Grey

PassName = Literal[
    "plain",
    "sharp",
    "sharp_shrunk",
    "adaptive_half",
    "invert_half",
    "invert_shrunk",
    "half",
    "invert",
    "adaptive",
    "double",
    "refocus",
    "centre",
]

# A live frame costs two of them, a pair a frame in rotation. Measured on 10 pictures of each of the fourteen conditions of
# tests/hardware/scanner/degradations.py, share read and CPU at 720p: plain 60 % 23 ms, sharp 88 % 26 ms, sharp_shrunk 82 % 13 ms,
# half 71 % 5 ms, adaptive_half 72 % 5 ms; an inverting pass reads what is inverted, which no other does.
ROTATION: tuple[tuple[PassName, PassName], ...] = (
    ("sharp_shrunk", "invert_half"),
    ("plain", "adaptive_half"),
    ("sharp", "invert_shrunk"),
    ("plain", "half"),
)

# A still picture has no next frame: everything is tried, what reads most for its time first.
LADDER: tuple[PassName, ...] = (
    "plain",
    "sharp_shrunk",
    "invert_half",
    "adaptive_half",
    "sharp",
    "half",
    "invert_shrunk",
    "adaptive",
    "invert",
    "refocus",
    "double",
    "centre",
)

# Doubling a picture beyond this many pixels costs seconds and finds nothing that the picture itself does not show.
LARGEST_TO_DOUBLE = 2_500_000


def frame_passes(frame: int) -> tuple[PassName, ...]:
    """The two passes of the `frame`-th picture."""
    return ROTATION[frame % len(ROTATION)]


def apply(name: PassName, grey: Grey) -> Grey:
    """`grey` prepared by one pass, rows without gaps as the decoder needs them."""
    return np.ascontiguousarray(_PASSES[name](grey))


def _plain(grey: Grey) -> Grey:
    return grey


def _sharp(grey: Grey) -> Grey:
    """Against soft focus, noise and moire at once: the finest grain melted, what is of a module's size lifted fivefold."""
    return _band(grey, 0.7, 3.0, 4.0)


def _sharp_shrunk(grey: Grey) -> Grey:
    """As `_sharp` at three quarters of the size, for half the time."""
    return _band(_scaled(grey, 0.75), 1.0, 3.0, 4.0)


def _adaptive(grey: Grey) -> Grey:
    """Against shadow edges. A Gaussian window of 41 pixels at 720p reads 24 shadow edges of 24; a mean window of 91 read 10."""
    window = max(11, min(grey.shape) // 17) | 1
    return _grey(cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, window, 2))


def _adaptive_half(grey: Grey) -> Grey:
    return _adaptive(_half(grey))


def _invert(grey: Grey) -> Grey:
    """Phones in dark mode show light modules on black; zbar reads dark on light only."""
    return 255 - grey


def _invert_half(grey: Grey) -> Grey:
    return _invert(_half(grey))


def _invert_shrunk(grey: Grey) -> Grey:
    return _invert(_sharp_shrunk(grey))


def _half(grey: Grey) -> Grey:
    return _scaled(grey, 0.5)


def _double(grey: Grey) -> Grey:
    return _scaled(grey, 2.0) if grey.size <= LARGEST_TO_DOUBLE else grey


def _centre(grey: Grey) -> Grey:
    """The middle half in each direction, doubled and sharpened: small codes held in the frame on the screen."""
    height, width = grey.shape
    middle = grey[height // 4 : height - height // 4, width // 4 : width - width // 4]
    return _band(_scaled(middle, 2.0), 0.0, 2.5, 1.5)


def _refocus(grey: Grey) -> Grey:
    """A soft lens taken back: Wiener filter for a Gaussian of 2.6 pixels, noise a hundredth of the signal."""
    if grey.size > LARGEST_TO_DOUBLE:
        return grey
    rows = np.fft.fftfreq(grey.shape[0])[:, None]
    columns = np.fft.rfftfreq(grey.shape[1])[None]
    blur = np.exp(-2 * np.pi**2 * 2.6**2 * (rows**2 + columns**2))
    sharp = np.fft.irfft2(np.fft.rfft2(grey.astype(np.float32)) * blur / (blur * blur + 0.01), s=grey.shape)
    return sharp.clip(0, 255).astype(np.uint8)


def _band(grey: Grey, fine: float, coarse: float, lift: float) -> Grey:
    """What lies between two scales (sigma in pixels; fine 0: nothing melted), lifted."""
    melted = cv2.GaussianBlur(grey, (0, 0), fine) if fine else grey
    return _grey(cv2.addWeighted(melted, 1 + lift, cv2.GaussianBlur(melted, (0, 0), coarse), -lift, 0))


def _scaled(grey: Grey, factor: float) -> Grey:
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    if min(grey.shape) * factor < 1:
        return grey
    return _grey(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how))


def _grey(picture: object) -> Grey:
    return np.asarray(picture, dtype=np.uint8)


_PASSES: dict[PassName, Callable[[Grey], Grey]] = {
    "plain": _plain,
    "sharp": _sharp,
    "sharp_shrunk": _sharp_shrunk,
    "adaptive_half": _adaptive_half,
    "invert_half": _invert_half,
    "invert_shrunk": _invert_shrunk,
    "half": _half,
    "invert": _invert,
    "adaptive": _adaptive,
    "double": _double,
    "refocus": _refocus,
    "centre": _centre,
}
