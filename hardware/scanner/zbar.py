"""libzbar's QR reader, called through pyzbar's bindings: the bytes of each code as they are printed, and our own reading of them.

Not `pyzbar.decode`: it raises on structured append (pyzbar issue 139), and leaves zbar to guess an encoding, which turns some
UTF-8 into Chinese (measured: a text with bidirectional controls) and any raw bytes into something else.
"""

from collections.abc import Iterator
from ctypes import c_char_p, c_void_p, cast, string_at

from pyzbar import wrapper

from hardware.scanner.pictures import Grey

GREY = int.from_bytes(b"Y800", "little")
ALL, QR_CODE = 0, 64  # symbologies
ENABLE, BINARY = 0, 4  # BINARY since libzbar 0.23.1: payload as it is


class QrReader:
    """One scanner of libzbar; not for two threads."""

    def __init__(self) -> None:
        self._scanner = wrapper.zbar_image_scanner_create()
        if not self._scanner:
            raise MemoryError("libzbar has no scanner for us")
        wrapper.zbar_image_scanner_set_config(self._scanner, ALL, ENABLE, 0)
        wrapper.zbar_image_scanner_set_config(self._scanner, QR_CODE, ENABLE, 1)
        wrapper.zbar_image_scanner_set_config(self._scanner, QR_CODE, BINARY, 1)  # refused by an older one, which guesses then

    def read(self, grey: Grey) -> tuple[str, ...]:
        """Texts of the codes in `grey`, each once; the parts of a structured append and codes of nothing are none."""
        pixels = grey.tobytes()  # held here until zbar has looked: it keeps the address only
        height, width = grey.shape
        image = wrapper.zbar_image_create()
        try:
            wrapper.zbar_image_set_format(image, GREY)
            wrapper.zbar_image_set_size(image, width, height)
            wrapper.zbar_image_set_data(image, cast(c_char_p(pixels), c_void_p), len(pixels), None)
            wrapper.zbar_scan_image(self._scanner, image)
            return tuple(dict.fromkeys(text for payload in _payloads(image) if (text := text_of(payload))))
        finally:
            wrapper.zbar_image_destroy(image)


def text_of(payload: bytes) -> str:
    """What a payload means: UTF-8 where it is, the Shift_JIS of ISO/IEC 18004's kanji mode otherwise."""
    for encoding in ("utf-8", "cp932"):
        try:
            return payload.decode(encoding)
        except UnicodeDecodeError:
            continue
    return payload.decode("utf-8", "replace")


def _payloads(image: object) -> Iterator[bytes]:
    symbol = wrapper.zbar_image_first_symbol(image)
    while symbol:
        if symbol.contents.type == QR_CODE:
            yield string_at(wrapper.zbar_symbol_get_data(symbol), wrapper.zbar_symbol_get_data_length(symbol))
        symbol = wrapper.zbar_symbol_next(symbol)
