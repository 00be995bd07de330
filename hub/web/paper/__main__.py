"""The drawing process (hub.side_process): an order is `sheet.Order` in JSON, the answer its PDF, empty where fonts are missing."""

import logging

import msgspec

from config.fonts import FontMissing
from hub.side_process import confined, serve
from hub.web.paper.drawing import pdf
from hub.web.paper.sheet import Order

MEMORY = 2 * 1024**3  # address space: fonts are mapped, a form needs a twentieth


def drawn(order: bytes) -> bytes:
    """The PDF; empty where the fonts are missing."""
    try:
        return pdf(msgspec.json.decode(order, type=Order))
    except FontMissing:
        return b""


def main() -> None:
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    logging.getLogger("weasyprint").propagate = False
    serve(*confined(MEMORY, 5), drawn)


if __name__ == "__main__":
    main()
