"""Which release of the program this is, and the vocabulary it was made with."""

import hashlib
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from config.languages import SOURCE
from config.load import CATALOGUE

_MSGID = re.compile(r'^msgid "(.+)"\s*$', re.MULTILINE)


def _release() -> str:
    try:
        return version("uketsuke")
    except PackageNotFoundError:
        # run from a tree that was never installed
        return "0"


RELEASE = _release()


@cache
def program() -> str:
    """Release and vocabulary, `0.1.0+1a2b3c4d`: programs that say the same have words for the same texts."""
    keys = sorted(
        key for file in (CATALOGUE / "languages" / SOURCE).glob("*.po") for key in _MSGID.findall(file.read_text(encoding="utf-8"))
    )
    return f"{RELEASE}+{hashlib.sha256(chr(10).join(keys).encode()).hexdigest()[:8]}"
