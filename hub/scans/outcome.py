"""What becomes of a document that was handed in: a paper with its pictures, or one clear reason why not."""

from typing import Literal

import msgspec

from hub.domain.crosscheck import Sheet

# Here, not beside what reads: the hub's own process needs these two figures and none of the libraries of reading.
MOST_BYTES = 20 * 1024 * 1024  # of a document
KEPT = 8.0  # pixels a millimetre of the picture that is kept

Why = Literal[
    "too_large",  # bytes
    "not_a_picture",  # neither PNG, JPEG nor PDF
    "cut_short",  # begins like one, ends early or is broken inside
    "too_many_pixels",
    "too_many_pages",
    "locked",  # a PDF with a password
    "no_pdf_here",  # the extra `ocr` is not installed
    "other_paper",
    "too_slow",
    "reader_failed",
]


class Scan(msgspec.Struct, frozen=True, tag="scan"):
    """A paper, set upright. `pictures`: one JPEG a page, the hidden parts painted over. `left_out`: pages of something else."""

    sheet: Sheet
    pictures: tuple[bytes, ...]
    left_out: int = 0


class NotTaken(msgspec.Struct, frozen=True, tag="not_taken"):
    """Nothing of the document was kept."""

    why: Why
