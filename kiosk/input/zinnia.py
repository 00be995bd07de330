"""The handwriting worker: strokes in, characters out, one JSON line each. A process of its own: zinnia is C, its model 60 MB.

`python -m kiosk.input.zinnia` answers {"strokes": [[[x, y], …], …]} (0-999, y down) with {"characters": ["田", …]}, the likeliest
first. It remembers nothing between two lines and ends with its standard input.
"""

import ctypes
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from hub.dumps import forbid_dumps

LIBRARY = "libzinnia.so.0"  # Debian libzinnia0
MODEL = Path("/usr/share/tegaki/models/zinnia/handwriting-ja.model")  # Debian tegaki-zinnia-japanese
SIDE = 1000  # of the square that is written on
MOST = 16  # characters offered for one writing


class Missing(Exception):
    """Library or model are not installed; the message says which packages are."""


class Zinnia:
    """The recogniser. Belongs to one thread. Raises Missing."""

    def __init__(self, model: Path = MODEL) -> None:
        try:
            self._library = _functions(ctypes.CDLL(LIBRARY))
        except OSError:
            raise Missing("no handwriting recogniser: apt-get install libzinnia0 tegaki-zinnia-japanese") from None
        self._recogniser = self._library.zinnia_recognizer_new()
        if not model.is_file() or not self._library.zinnia_recognizer_open(self._recogniser, str(model).encode()):
            raise Missing(f"no handwriting model at {model}: apt-get install tegaki-zinnia-japanese")

    def characters(self, strokes: Sequence[Sequence[tuple[int, int]]]) -> tuple[str, ...]:
        """What `strokes` may be, the likeliest first; order and direction of the strokes count."""
        library = self._library
        character = library.zinnia_character_new()
        result = None
        try:
            library.zinnia_character_set_width(character, SIDE)
            library.zinnia_character_set_height(character, SIDE)
            for number, stroke in enumerate(strokes):
                for x, y in stroke:
                    library.zinnia_character_add(character, number, x, y)
            result = library.zinnia_recognizer_classify(self._recogniser, character, MOST)
            if not result:
                return ()
            return tuple(
                library.zinnia_result_value(result, at).decode("utf-8") for at in range(library.zinnia_result_size(result))
            )
        finally:
            if result:
                library.zinnia_result_destroy(result)
            library.zinnia_character_destroy(character)


def _functions(library: ctypes.CDLL) -> ctypes.CDLL:
    """Types of what is called: without them pointers lose their upper half."""
    pointer, number, size = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t
    for name, answer, takes in (
        ("recognizer_new", pointer, ()),
        ("recognizer_open", number, (pointer, ctypes.c_char_p)),
        ("recognizer_classify", pointer, (pointer, pointer, size)),
        ("character_new", pointer, ()),
        ("character_destroy", None, (pointer,)),
        ("character_set_width", None, (pointer, size)),
        ("character_set_height", None, (pointer, size)),
        ("character_add", number, (pointer, size, number, number)),
        ("result_size", size, (pointer,)),
        ("result_value", ctypes.c_char_p, (pointer, size)),
        ("result_destroy", None, (pointer,)),
    ):
        function = getattr(library, f"zinnia_{name}")
        function.restype, function.argtypes = answer, takes
    return library


def _say(answer: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> int:
    forbid_dumps()
    try:
        zinnia = Zinnia()
    except Missing as missing:
        _say({"missing": str(missing)})
        return 1
    _say({"ready": True})
    for line in sys.stdin:
        _say({"characters": zinnia.characters(json.loads(line)["strokes"])})
    return 0


if __name__ == "__main__":
    sys.exit(main())
