"""The house keeps its shape: names, docstrings, what may be written where."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

PACKAGES = ("config", "hardware", "hub", "kiosk", "queueboard")
MODULES = sorted(path for package in PACKAGES for path in Path(package).rglob("*.py"))
BANNED = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)(_|$)")


def tracked():
    return subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_module_says_in_one_line_what_it_is(path):
    source = path.read_text(encoding="utf-8")
    if not source.strip():
        return
    docstring = ast.get_docstring(ast.parse(source))

    assert docstring, f"{path}: begin with one line that says what this file decides or speaks to"
    assert not BANNED.search(path.stem), f"{path}: name it for its noun"


def test_every_public_function_of_the_pure_middle_has_a_contract():
    missing = []
    for path in MODULES:
        if not str(path).startswith(("config/", "hub/domain", "kiosk/flow", "queueboard/board", "queueboard/announcer")):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name != "main"
            if named and ast.get_docstring(node) is None:
                missing.append(f"{path}:{node.lineno} {node.name}")

    assert not missing


def test_nothing_names_a_registry_or_a_path_of_one_machine():
    # Written apart, so that this file does not name what it forbids.
    parts = ("/wor", "k/", "/far", "m/", "/roo", "t/", "file:///op", "t/", "--index", "-url ", "--extra-index", "-url ")
    forbidden = re.compile("|".join(re.escape(one + other) for one, other in zip(parts[::2], parts[1::2], strict=True)))
    found = []
    for name in tracked():
        path = Path(name)
        if not path.is_file() or path.suffix in {".png", ".woff2", ".ttf", ".wav", ".bin"} or "vendor" in path.parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if forbidden.search(line):
                found.append(f"{name}:{number}: {line.strip()[:100]}")

    assert not found


def test_the_hub_never_prints_and_nobody_swallows_every_exception():
    allowed = ("__main__.py",)
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "BaseException")
            ):
                silent = all(isinstance(step, ast.Pass) for step in node.body)
                if silent:
                    found.append(f"{path}:{node.lineno}")

    assert not [place for place in found if not place.split(":")[0].endswith(allowed)]


def test_only_the_top_level_things_that_tools_expect():
    tops = {name.split("/")[0] for name in tracked()}
    allowed = {
        *PACKAGES, "tests", "docs", "pyproject.toml", "README.md", "Makefile", "LICENSE", "NOTICE", "CHANGELOG.md", "packages.txt",
        "requirements.lock", ".ci", ".gitignore",
    }  # fmt: skip

    assert tops <= allowed
