"""When nobody stands before the camera."""

import numpy as np

from hardware.scanner.stillness import CALM_AFTER, Stillness
from tests.hardware.scanner.degradations import code, scene


def test_a_hall_with_nothing_but_noise_is_calm_and_a_hand_with_a_code_ends_that() -> None:
    seconds = [0.0]
    stillness = Stillness(lambda: seconds[0])
    hall = np.full((720, 1280), 110.0)
    noise = np.random.default_rng(5)

    for _ in range(12):
        seconds[0] += CALM_AFTER / 10
        stillness.see((hall + noise.normal(0, 8, hall.shape)).clip(0, 255).astype(np.uint8))
    empty = stillness.calm
    stillness.see(scene(code("UK1:A", 6), np.random.default_rng(1)))
    shown = stillness.calm
    seconds[0] += CALM_AFTER + 0.1

    assert (empty, shown, stillness.calm) == (True, False, True)


def test_a_movement_too_slow_to_be_seen_between_two_pictures_is_seen_in_the_end() -> None:
    seconds = [0.0]
    stillness = Stillness(lambda: seconds[0])
    calm = []

    for step in range(40):  # the light rises by one grey value a second
        seconds[0] += 1.0
        stillness.see(np.full((720, 1280), 100 + step, dtype=np.uint8))
        calm.append(stillness.calm)

    assert not all(calm[10:])
    stillness.see(np.full((20, 30), 200, dtype=np.uint8))
    assert not stillness.calm
