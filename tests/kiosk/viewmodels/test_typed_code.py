"""The keys for a reception code are exactly the characters the hub makes codes of."""

import re
from pathlib import Path

from kiosk.flow import coding
from kiosk.viewmodels.code import LENGTH, TYPED


def test_every_character_of_a_code_has_a_key_and_no_key_is_in_vain():
    source = Path("hub/security/tokens.py").read_text(encoding="utf-8")
    alphabet = re.search(r'^_TYPED = "([0-9A-Z]+)"', source, re.MULTILINE)
    assert alphabet is not None
    assert sorted("".join(TYPED)) == sorted(alphabet[1])


def test_a_code_has_as_many_fields_as_characters():
    assert LENGTH == 8


def test_every_key_of_the_typed_code_is_one_the_flow_takes():
    assert sorted(coding.ALPHABET) == sorted("".join(TYPED))
