"""Pictures as the scanner has them: grey, height × width of 0 … 255."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

WIDTH: Final = 1280
HEIGHT: Final = 720


def grey_of(picture: object) -> Grey:
    """A picture of OpenCV's, grey or colour."""
    array = np.asarray(picture, dtype=np.uint8)
    return array if array.ndim == 2 else np.asarray(cv2.cvtColor(array, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def load_grey(path: Path) -> Grey | None:
    """The picture in a file, grey; None where there is no file or no picture in it."""
    try:
        content = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    except OSError:
        return None
    if not content.size:
        return None
    try:
        picture = cv2.imdecode(content, cv2.IMREAD_GRAYSCALE)
    except cv2.error:  # a head that promises more pixels than OpenCV takes
        return None
    return None if picture is None else np.asarray(picture, dtype=np.uint8)


def blank() -> Grey:
    """A camera before which there is nothing."""
    return np.full((HEIGHT, WIDTH), 128, dtype=np.uint8)
