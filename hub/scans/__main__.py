"""The reading process: documents come in on standard input, papers go out on standard output. Nothing touches the disk.

One order: its length (4 bytes, big-endian), then `Order` in msgpack. One answer: its length, then `Scan` or `NotTaken` in msgpack.
The end of standard input ends the process. Standard error goes nowhere: what a library says there may describe a picture.
"""

import logging
import os
import resource
import struct
import sys
from typing import BinaryIO

import cv2
import msgspec

from config.scanned_paper import ScannedPaper
from hub.dumps import forbid_dumps
from hub.scans.outcome import NotTaken, Scan
from hub.scans.read import read_document
from hub.scans.recogniser import THREADS, Recogniser, model_file

LENGTH = struct.Struct(">I")
MEMORY = 4 * 1024**3  # address space; a page at 600 dpi needs a quarter


class Order(msgspec.Struct, frozen=True):
    """One document, and the papers it may be."""

    document: bytes
    papers: tuple[ScannedPaper, ...]


def serve(orders: BinaryIO, answers: BinaryIO, recogniser: Recogniser | None) -> None:
    """Answer orders until their end."""
    while len(head := orders.read(LENGTH.size)) == LENGTH.size:
        order = msgspec.msgpack.decode(orders.read(LENGTH.unpack(head)[0]), type=Order)
        answer: Scan | NotTaken = read_document(order.document, order.papers, recogniser)
        body = msgspec.msgpack.encode(answer)
        answers.write(LENGTH.pack(len(body)) + body)
        answers.flush()


def main() -> None:
    logging.getLogger().addHandler(logging.NullHandler())
    forbid_dumps()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(10)  # numbers come first
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land between two answers
    cv2.setNumThreads(THREADS)
    file = model_file()
    serve(sys.stdin.buffer, answers, Recogniser(file) if file is not None else None)


if __name__ == "__main__":
    main()
