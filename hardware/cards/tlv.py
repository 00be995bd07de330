"""Tag-length-value lists as cards store them (BER lengths of every definite form, filler at the end). Never raises on any bytes."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Element:
    """One item. The value stays out of every repr."""

    tag: int
    value: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Elements:
    """The items of a list in order. `whole`: it ended at its end or at filler, not in the middle of an item."""

    items: tuple[Element, ...]
    whole: bool

    def value(self, tag: int) -> bytes | None:
        """Of the first item with `tag`; None where there is none."""
        return next((item.value for item in self.items if item.tag == tag), None)


def parse(content: bytes, tag_bytes: int = 2) -> Elements:
    """All items of `content`; `tag_bytes` is 2 on the My Number card, 1 on the licence. Unknown tags stay in."""
    items: list[Element] = []
    offset = 0
    while offset < len(content) and not _is_filler(content, offset, tag_bytes):
        length, start = _length(content, offset + tag_bytes)
        if length is None or start + length > len(content):
            return Elements(tuple(items), whole=False)
        items.append(Element(int.from_bytes(content[offset : offset + tag_bytes], "big"), content[start : start + length]))
        offset = start + length
    return Elements(tuple(items), whole=True)


def outer_length(content: bytes, tag_bytes: int = 2) -> int | None:
    """Bytes from the start of a file to the end of its first item; None while that cannot be told from `content`."""
    if not content or _is_filler(content, 0, tag_bytes):
        return None
    length, start = _length(content, tag_bytes)
    return None if length is None else start + length


def _is_filler(content: bytes, offset: int, tag_bytes: int) -> bool:
    """Two-byte tags may begin with FF (FF20), so only FF FF, or FF at the very end, is filler there."""
    tag = content[offset : offset + tag_bytes]
    return tag[0] == 0x00 or all(byte == 0xFF for byte in tag)


def _length(content: bytes, offset: int) -> tuple[int | None, int]:
    """(length, where the value starts); length None where the field is cut off or of another form than 00-7F, 81-84.

    80 says "until a mark", which no file of a card does; a longer field could only name what no card holds.
    """
    if offset >= len(content):
        return None, offset
    first = content[offset]
    if first < 0x80:
        return first, offset + 1
    size = first - 0x80
    end = offset + 1 + size
    if size not in (1, 2, 3, 4) or end > len(content):
        return None, offset
    return int.from_bytes(content[offset + 1 : end], "big"), end
