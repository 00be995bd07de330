"""The table of this folder names tests that exist, and forgets no fault."""

import ast
import re
from pathlib import Path

from hardware.cards.port import Fault

FOLDER = Path(__file__).parent
NAMED = re.findall(r"`(test_\w+\.py)::(test_\w+)`", (FOLDER / "README.md").read_text(encoding="utf-8"))


def source_of(file, test):
    text = (FOLDER / file).read_text(encoding="utf-8")
    found = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == test]
    return "".join(ast.get_source_segment(text, part) or "" for node in found for part in (node, *node.decorator_list))


def test_every_test_of_the_table_exists():
    assert len(NAMED) > 30
    assert not [f"{file}::{test}" for file, test in NAMED if not source_of(file, test)]


def test_every_fault_is_held_by_a_test_of_the_table():
    sources = "".join(source_of(file, test) for file, test in NAMED)

    assert not {fault for fault in Fault if f"Fault.{fault.name}" not in sources}
