"""Messages of a newer program, read as far as this one knows them: what it has no field for is left out, never guessed."""

import re
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

MOST = 32  # kinds of unknown fields in one message; with more it is none of ours
_UNKNOWN = re.compile(r"Object contains unknown field `(.*?)`(?: - at `\$(.*)`)?\Z", re.DOTALL)
_STEP = re.compile(r"\.([^.\[]+)|(\[[^\]]*\])")


def read(body: bytes, kind: type[T]) -> T:
    """`body` as a `kind` without the fields that are unknown here. Raises msgspec.DecodeError for all else that is wrong."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as trouble:
        if not _UNKNOWN.search(str(trouble)):
            raise
    content = msgspec.json.decode(body)
    for _ in range(MOST):
        try:
            return msgspec.convert(content, type=kind)
        except msgspec.ValidationError as trouble:
            found = _UNKNOWN.search(str(trouble))
            if found is None:
                raise
            for place in _places(content, _STEP.findall(found[2] or "")):
                place.pop(found[1], None)
    return msgspec.convert(content, type=kind)


def _places(content: Any, path: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """The maps at a path of msgspec's: `.name` is a field, `[...]` every item of a list or map."""
    if not path:
        if isinstance(content, dict):
            yield content
        return
    (name, _), *rest = path
    if name:
        inside = [content[name]] if isinstance(content, dict) and name in content else []
    else:
        inside = list(content.values()) if isinstance(content, dict) else content if isinstance(content, list) else []
    for one in inside:
        yield from _places(one, rest)
