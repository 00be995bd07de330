"""What libzbar reads, byte by byte, and what the bytes mean."""

import random

import numpy as np
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanner.zbar import QrReader, text_of
from tests.hardware.scanner.degradations import code

READER = QrReader()


def drawn(symbol: "segno.QRCode") -> np.ndarray:
    modules = np.array([list(row) for row in symbol.matrix_iter(border=4)], dtype=np.uint8)
    return np.where(np.kron(modules, np.ones((6, 6), np.uint8)) == 0, 255, 0).astype(np.uint8)


@pytest.mark.parametrize("encoding", ["utf-8", "shift_jis"])
@pytest.mark.parametrize("text", ["住民票の写し", "ヱビス 橋本町1-2-3", "山田 花子 ABC 123", "東京都千代田区"])
def test_a_japanese_text_is_read_in_either_of_its_encodings(text: str, encoding: str) -> None:
    assert READER.read(drawn(segno.make_qr(text, error="m", encoding=encoding))) == (text,)


def test_raw_bytes_are_read_byte_by_byte_where_they_are_text() -> None:
    generator = random.Random(1)
    texts = [
        "".join(chr(generator.choice([*range(0x20, 0x7F), *range(0xA0, 0x250), 0x202E, 0x2066])) for _ in range(24))
        for _ in range(25)
    ]

    assert [READER.read(code(text, 5)) for text in texts] == [(text,) for text in texts]


def test_the_parts_of_a_structured_append_are_no_codes() -> None:
    parts = segno.make_sequence("0123456789 ABC" * 30, version=5)

    assert len(parts) > 1
    assert [READER.read(drawn(part)) for part in parts] == [()] * len(parts)


def test_a_code_of_nothing_and_a_picture_of_nothing_are_none() -> None:
    assert READER.read(drawn(segno.make_qr("", error="m"))) == ()
    assert READER.read(np.full((1, 1), 7, np.uint8)) == ()
    assert READER.read(np.full((40, 900), 128, np.uint8)) == ()


@given(st.binary(max_size=60))
def test_any_payload_has_a_text(payload: bytes) -> None:
    assert isinstance(text_of(payload), str)


@given(st.text(max_size=60))
def test_utf_8_means_itself(text: str) -> None:
    assert text_of(text.encode()) == text
