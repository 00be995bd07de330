"""The simulator's cards as described in people.toml, and the bytes a card of that person holds."""

import tomllib
from pathlib import Path

import msgspec

from hardware.cards.port import CardKind

PEOPLE = Path(__file__).parent.parent / "people.toml"


class Description(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One card. `pin`, `code_b`: digits; `*_tries`: left at the start; `fsc`: bytes of the largest frame it takes;
    `fwi`: frame waiting time as a power of two of 0.3 ms; `waiting_time`: asks for more time on a try (S(WTX));
    `mute`: answers to polling and to nothing else;
    `frame_ms`: time card and reader take for each frame; `byte_us`: what each byte takes on the air (94 at 106 kbit/s);
    `changed`: what was entered on a licence after its issue;
    `expires`: last day, YYYYMMDD; `holds_licence`: a マイナ免許証 on a My Number card; `blocked`: its text application is;
    `generation`: of a residence card; `type_b`: of a phone that plays a card, or an unknown card with applications of its own;
    `contacts`: lies in a reader with contacts, protocol T=0 (over vpcd only).
    """

    id: str
    kind: CardKind
    title: str
    name: str = ""
    kana: str = ""
    name_hex: str = ""
    address: str = ""
    birth_date: str = ""
    sex: str = ""
    pin: str = ""
    code_b: str = ""
    pin_tries: int = 3
    code_b_tries: int = 10
    items_hex: str = ""
    filler: int = 64
    fsc: int = 256
    fwi: int = 10
    waiting_time: bool = False
    mute: bool = False
    frame_ms: int = 0
    byte_us: int = 0
    changed: str = ""
    expires: str = ""
    holds_licence: bool = False
    blocked: bool = False
    generation: int = 1
    type_b: bool = False
    contacts: bool = False


class People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    card: tuple[Description, ...]


def load(path: Path = PEOPLE) -> tuple[Description, ...]:
    """Raises msgspec.ValidationError, tomllib.TOMLDecodeError, OSError."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), People).card


def basic_items(person: Description) -> bytes:
    """File 0002 of the text application: offsets, the four items, filler."""
    if person.items_hex:
        return bytes.fromhex(person.items_hex) + b"\xff" * person.filler
    values = (
        bytes.fromhex(person.name_hex) or person.name.encode("utf-8"),
        person.address.encode("utf-8"),
        person.birth_date.encode("ascii"),
        person.sex.encode("ascii"),
    )
    elements = [item(0xDF22 + index, value) for index, value in enumerate(values)]
    body_length = 11 + sum(map(len, elements))
    offset = len(item(0xFF20, bytes(body_length))) - body_length + 11
    offsets = b""
    for element in elements:
        offsets += offset.to_bytes(2, "big")
        offset += len(element)
    return item(0xFF20, item(0xDF21, offsets) + b"".join(elements)) + b"\xff" * person.filler


def item(tag: int, value: bytes) -> bytes:
    """Two-byte tag, BER length, value."""
    size = len(value)
    if size < 0x80:
        length = bytes((size,))
    elif size < 0x100:
        length = bytes((0x81, size))
    else:
        length = b"\x82" + size.to_bytes(2, "big")
    return tag.to_bytes(2, "big") + length + value
