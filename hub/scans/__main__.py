"""The reading process (hub.side_process): an order is `Order` in msgpack, its answer `Scan` or `NotTaken` in msgpack."""

import logging

import cv2
import msgspec

from config.scanned_paper import ScannedPaper
from hub.scans.read import read_document
from hub.scans.recogniser import THREADS, Recogniser, model_file
from hub.side_process import confined, serve

MEMORY = 4 * 1024**3  # address space; a page at 600 dpi needs a quarter


class Order(msgspec.Struct, frozen=True):
    """One document, and the papers it may be."""

    document: bytes
    papers: tuple[ScannedPaper, ...]


def main() -> None:
    logging.getLogger().addHandler(logging.NullHandler())
    orders, answers = confined(MEMORY, 10)
    cv2.setNumThreads(THREADS)
    file = model_file()
    recogniser = Recogniser(file) if file is not None else None

    def read(order: bytes) -> bytes:
        given = msgspec.msgpack.decode(order, type=Order)
        return msgspec.msgpack.encode(read_document(given.document, given.papers, recogniser))

    serve(orders, answers, read)


if __name__ == "__main__":
    main()
