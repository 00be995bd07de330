"""What the process before the camera makes of a picture for the screen."""

import numpy as np

from hardware.scanner.port import Picture
from hardware.scanner.watching import for_the_screen


def pixels(picture: Picture) -> np.ndarray:
    return np.frombuffer(picture.grey, np.uint8).reshape(picture.height, picture.width)


def test_the_screen_shows_a_small_mirror_picture() -> None:
    left_half_white = np.zeros((720, 1280), dtype=np.uint8)
    left_half_white[:, :640] = 255

    shown = pixels(for_the_screen(left_half_white))

    assert shown.shape == (180, 320)
    assert shown[:, :150].max() == 0 and shown[:, 170:].min() == 255
    assert pixels(for_the_screen(np.zeros((20, 30), dtype=np.uint8))).shape == (20, 30)
