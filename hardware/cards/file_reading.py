"""Reading a file of a card in pieces. Commands and answers by turns, no I/O; ends whatever the card answers."""

from hardware.cards import tlv
from hardware.cards.commands import OK, Answer, Steps, read_binary, select_file

# 251 + 2 status bytes + 3 of framing fill one ISO-DEP frame of 256: no chaining, which nfcpy 1.0.4 gets wrong with S(WTX).
READ_LENGTH = 0xFB
READ_LENGTH_SMALL = 0x7B  # readers with frames of 128 bytes
LARGEST_FILE = 2048  # far above the four items of anyone; a card that claims more is broken
MOST_READS = 32  # of one file: a sound card needs 17 in small pieces; one that gives it crumb by crumb is broken

END_OF_FILE = (0x6B00, 0x6282)


def first_item(file: int, read_length: int) -> Steps[bytes | None]:
    """The first item of `file` with its tag and length; None where the card refuses, stops early or makes no progress."""
    chosen = yield select_file(file)
    if chosen.status != OK:
        return None
    content, wanted = b"", read_length
    for _ in range(MOST_READS):
        answer = yield from _piece(len(content), min(read_length, wanted - len(content)))
        if answer.status not in (OK, *END_OF_FILE) or not answer.data:
            return None
        content += answer.data
        total = tlv.outer_length(content)
        if total is None or total > LARGEST_FILE:
            return None
        wanted = total
        if len(content) >= wanted:
            return content
    return None


def whole_file(file: int, size: int, read_length: int) -> Steps[bytes | None]:
    """Up to `size` bytes of `file`, fewer where it ends; None where the card refuses or gives it crumb by crumb."""
    chosen = yield select_file(file)
    if chosen.status != OK:
        return None
    content = b""
    for _ in range(MOST_READS):
        answer = yield from _piece(len(content), min(read_length, size - len(content)))
        if answer.status not in (OK, *END_OF_FILE):
            return None
        content += answer.data
        if len(content) >= size or answer.status != OK or not answer.data:
            return content[:size]
    return None


def _piece(offset: int, length: int) -> Steps[Answer]:
    answer = yield read_binary(offset, length)
    if answer.status >> 8 == 0x6C:  # the card names the length it has
        answer = yield read_binary(offset, answer.status & 0xFF)
    return answer
