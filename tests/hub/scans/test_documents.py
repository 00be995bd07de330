"""What clerks hand in, good and bad: pages, or one clear reason."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from hub.scans.document import LONG_SIDE, pages
from hub.scans.outcome import MOST_BYTES, NotTaken
from tests.hub.scans.certificates import jpeg, pdf, png

WHITE = np.full((300, 200), 255, np.uint8)


def locked_pdf():
    """A PDF that asks for a password nobody knows."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        b"<< /Filter /Standard /V 1 /R 2 /O <" + b"1f" * 32 + b"> /U <" + b"2e" * 32 + b"> /P -4 >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00><00>] >>\nstartxref\n%d\n%%%%EOF" % start


def bomb():
    """A hundred million white pixels in a few kilobytes."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 10_000, 10_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1251 * 10_000), 9)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (b"", "not_a_picture"),
        ("これは転出証明書です".encode(), "not_a_picture"),
        (b"GIF89a" + bytes(100), "not_a_picture"),
        (png(WHITE)[:-40], "cut_short"),
        (jpeg(np.random.default_rng(1).integers(0, 255, (400, 300), np.uint8))[:3000], "cut_short"),
        (b"\x89PNG\r\n\x1a\n", "cut_short"),
        (pdf(WHITE)[:200], "cut_short"),
        (b"%PDF-1.7 nothing", "cut_short"),
        (locked_pdf(), "locked"),
        (bomb(), "too_many_pixels"),
        (pdf(*[WHITE] * 20), "too_many_pages"),
        (b"\xff\xd8\xff" + bytes(MOST_BYTES), "too_large"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_cannot_be_read_has_one_reason(document, why):
    assert pages(document, most=4) == NotTaken(why)


def test_pictures_and_every_page_of_a_pdf_come_out_grey():
    for document, count in ((png(WHITE), 1), (jpeg(WHITE), 1), (pdf(WHITE, WHITE), 2)):
        found = pages(document, most=4)
        assert len(found) == count and all(page.ndim == 2 and page.dtype == np.uint8 for page in found)


def test_what_was_taken_lying_comes_out_upright():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned a quarter
    Image.fromarray(WHITE).save(out, "JPEG", exif=exif)

    assert pages(out.getvalue(), most=1)[0].shape == (200, 300)


def test_a_clear_ground_is_paper_and_not_ink():
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")

    assert pages(out.getvalue(), most=1)[0].min() == 255


def test_more_dots_than_a_page_needs_are_made_fewer():
    (page,) = pages(png(np.full((7000, 5000), 255, np.uint8)), most=1)

    assert max(page.shape) == LONG_SIDE
