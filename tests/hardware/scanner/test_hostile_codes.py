"""What strangers hold before the camera: odd texts told as they stand, spoilt and mutated pictures that harm nobody."""

import logging
import random
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hardware.scanner.decoder import Decoder, DecoderDown
from hardware.scanner.passes import LADDER, ROTATION, frame_passes
from hardware.scanner.pictures import load_grey
from hardware.scanner.port import Code
from hardware.scanner.still import read_still
from tests.hardware.scanner.degradations import code

TOKEN = "UK1:7KQ2MZP4XA6TRB3YLVW5CJ2DNE"


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    decoder = Decoder()
    yield decoder
    decoder.close()


@pytest.mark.parametrize(
    "text",
    [
        "https://example.invalid/?a=%00",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "line one\nline two\r\n",
        "bell \a escape \x1b[31m null-free",
        "right to left \u202e gnirts \u202c and \u2066isolated\u2069",
        '{"json": [1, 2]}',
        "'; DROP TABLE tickets; --",
        "BEGIN:VCARD\nN:見本;花子\nEND:VCARD",
        " " * 12,
        "住民票 𠮷野家 葛󠄀飾",
    ],
)
def test_an_odd_code_is_told_as_the_text_it_is(decoder: Decoder, text: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read = read_still(decoder, code(text, 6))

    assert read == Code(text)
    assert text.strip() not in caplog.text or not text.strip()
    assert text not in repr(read) or not text.strip()


def test_a_very_long_code_is_told_whole(decoder: Decoder) -> None:
    text = "".join(random.Random(7).choices("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-:", k=2900))

    assert decoder.decode(code(text, 4), ("plain",)) == (text,)


def test_a_code_of_nothing_is_no_code(decoder: Decoder) -> None:
    assert decoder.decode(code(""), ("plain",)) == ()
    assert read_still(decoder, code("")) is None


def test_bytes_that_are_no_text_leave_the_worker_alive(decoder: Decoder) -> None:
    before = decoder.worker_pid
    generator = random.Random(3)

    for _ in range(12):
        drawn = segno.make_qr(generator.randbytes(40), error="m")
        modules = np.array([list(row) for row in drawn.matrix_iter(border=4)], dtype=np.uint8)
        answer = decoder.decode(np.where(np.kron(modules, np.ones((6, 6), np.uint8)) == 0, 255, 0).astype(np.uint8), ("plain",))
        assert not isinstance(answer, DecoderDown)

    assert decoder.worker_pid == before


@pytest.mark.parametrize("format_and_mode", [("micro", "M3"), ("mirrored", "")])
def test_a_code_of_another_kind_is_no_wrong_text(decoder: Decoder, format_and_mode: tuple[str, str]) -> None:
    kind, version = format_and_mode
    if kind == "micro":
        modules = np.array([list(row) for row in segno.make_micro("AB12", version=version).matrix_iter(border=4)], dtype=np.uint8)
        picture = np.where(np.kron(modules, np.ones((8, 8), np.uint8)) == 0, 255, 0).astype(np.uint8)
    else:
        picture = np.ascontiguousarray(code(TOKEN)[:, ::-1])

    assert read_still(decoder, picture) in (None, Code(TOKEN))


def spoil(grey: np.ndarray, wounds: list[tuple[int, int, int, int]]) -> np.ndarray:
    """Patches of the picture overwritten: place, size and grey value of each."""
    wounded = grey.copy()
    for top, left, size, value in wounds:
        wounded[top : top + size, left : left + size] = value
    return wounded


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    wounds=st.lists(
        st.tuples(st.integers(0, 259), st.integers(0, 259), st.integers(1, 60), st.integers(0, 255)), min_size=1, max_size=12
    ),
    frame=st.integers(0, len(ROTATION) - 1),
)
def test_a_wounded_code_is_read_right_or_not_at_all(decoder: Decoder, wounds: list[tuple[int, int, int, int]], frame: int) -> None:
    assert decoder.decode(spoil(code(TOKEN), wounds), frame_passes(frame)) in ((), (TOKEN,))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    height=st.integers(1, 300),
    width=st.integers(1, 300),
    seed=st.integers(0, 2**32 - 1),
    kind=st.sampled_from(["noise", "stripes", "blocks", "bits"]),
    frame=st.integers(0, len(ROTATION) - 1),
)
def test_no_picture_ends_the_worker_or_is_read_as_a_code(
    decoder: Decoder, height: int, width: int, seed: int, kind: str, frame: int
) -> None:
    before = decoder.worker_pid

    assert decoder.decode(drawn_at_random(kind, height, width, seed), frame_passes(frame)) == ()
    assert decoder.worker_pid == before


def drawn_at_random(kind: str, height: int, width: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    match kind:
        case "stripes":
            return np.tile(generator.integers(0, 2, width, dtype=np.uint8) * 255, (height, 1))
        case "blocks":
            coarse = generator.integers(0, 2, (height // 6 + 1, width // 6 + 1), dtype=np.uint8) * 255
            return np.ascontiguousarray(np.kron(coarse, np.ones((6, 6), np.uint8))[:height, :width])
        case "bits":
            return generator.integers(0, 2, (height, width), dtype=np.uint8) * 255
    return generator.integers(0, 256, (height, width), dtype=np.uint8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=20), cut=st.floats(0.05, 1))
def test_a_picture_file_with_wrong_bytes_is_a_picture_or_none_and_never_a_wrong_text(
    decoder: Decoder, tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[float, int]], cut: float
) -> None:
    whole = bytearray(JPEG)
    for place, value in changes:
        whole[int(place * len(whole))] = value
    path = tmp_path_factory.mktemp("files") / "photo.jpg"
    path.write_bytes(whole[: max(1, int(cut * len(whole)))])

    grey = load_grey(path)

    if grey is not None:
        assert decoder.decode(grey, ("plain", "half")) in ((), (TOKEN,))


JPEG = cv2.imencode(".jpg", code(TOKEN))[1].tobytes()


def test_modules_wrong_one_by_one_are_corrected_or_refused(decoder: Decoder) -> None:
    generator = np.random.default_rng(11)
    plain = code(TOKEN, 1)
    answers = []
    for wrong in (1, 5, 10, 20, 40, 80, 160):
        flipped = plain.copy()
        places = generator.choice(plain.size, wrong, replace=False)
        flipped.flat[places] = 255 - flipped.flat[places]
        answers.append(decoder.decode(np.kron(flipped, np.ones((8, 8), np.uint8)), LADDER))

    assert set(answers) <= {(), (TOKEN,)}
    assert answers[0] == (TOKEN,)
    assert answers[-1] == ()
