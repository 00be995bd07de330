"""The drawing process: orders come in on standard input, PDFs go out on standard output. Nothing touches the disk.

One order: its length (4 bytes, big-endian), then the JSON of `sheet.Order`. One answer: a byte of `ANSWERS`, the length, the PDF.
The end of standard input ends the process. Standard error goes nowhere: what a library says there may quote an answer.
"""

import logging
import os
import resource
import struct
import sys
from typing import BinaryIO

import msgspec

from config.fonts import FontMissing
from hub.dumps import forbid_dumps
from hub.web.paper.drawing import pdf
from hub.web.paper.sheet import Order

LENGTH = struct.Struct(">I")
DRAWN, NO_FONTS = b"D", b"F"
MEMORY = 2 * 1024**3  # address space: fonts are mapped, a form needs a twentieth


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    """Answer orders until their end."""
    while len(head := orders.read(LENGTH.size)) == LENGTH.size:
        order = msgspec.json.decode(orders.read(LENGTH.unpack(head)[0]), type=Order)
        try:
            kind, body = DRAWN, pdf(order)
        except FontMissing:
            kind, body = NO_FONTS, b""
        answers.write(kind + LENGTH.pack(len(body)) + body)
        answers.flush()


def main() -> None:
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    logging.getLogger("weasyprint").propagate = False
    forbid_dumps()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(5)  # numbers come first
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land between two answers
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
