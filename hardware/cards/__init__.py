"""Card readers (カードリーダー): `open_reader(url)` gives a `port.CardReader`."""

from hardware.cards.open import BadReaderUrl, open_reader

__all__ = ["BadReaderUrl", "open_reader"]
