"""What holds for every test."""

import gc
import sys
from collections.abc import Generator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from _pytest.assertion import rewrite
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, settings

import config.languages
import config.load
from config.bundle import Bundle
from config.strict import ConfigProblem

# How long an example takes says how busy the machine is. `make test` judges a change by the same examples each time, on every
# machine; `make explore` looks for new ones, and what it finds becomes a test of its own.
calm = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("house", calm, derandomize=True)
settings.register_profile("explore", calm, derandomize=False, print_blob=True)
settings.load_profile("house")


# Files that take a worker a minute and more, longest first: begun late, the others would be done and wait for them.
LONG = (
    "e2e/test_forgetting.py",
    "kiosk/viewmodels/test_every_screen.py",
    "e2e/test_journeys.py",
    "kiosk/test_runtime.py",
    "hub/web/test_pages_in_every_language.py",
    "hub/web/test_schemathesis.py",
    "e2e/test_staff.py",
    "e2e/test_power_cut.py",
    "e2e/test_hub_away.py",
    "hub/test_hub_command.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {Path(__file__).parent / each: at for at, each in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(LONG)))


@cache
def _parsed(raw: bytes) -> Catalog:
    return read_po(BytesIO(raw), abort_invalid=True)


def _parsed_once(stream: BinaryIO, **_options: object) -> Catalog:
    return _parsed(stream.read())


# Two thirds of loading a site is parsing its 174 catalogues, and the tests load hundreds of sites that differ in a line.
config.languages.read_po = _parsed_once

OUR_SITES = Path(__file__).parents[1] / "config" / "sites"
_load_site = config.load.load_site
_loaded = cache(_load_site)


def _load_site_once(folder: Path, catalogue: Path = config.load.CATALOGUE) -> Bundle | tuple[ConfigProblem, ...]:
    ours = folder.resolve()
    return _loaded(ours) if catalogue == config.load.CATALOGUE and OUR_SITES in ours.parents else _load_site(folder, catalogue)


# Nobody writes into the sites of the repository: a dozen files of tests share what was read of one, and what is made of it.
config.load.load_site = _load_site_once


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    done = yield
    item.stash[FAILED] = done.get_result().failed or item.stash.get(FAILED, False)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """What failed is run again with an office of its own: in the one it shared, its numbers are taken and its people known."""
    module = item.getparent(pytest.Module)
    if module is not None and item.stash.get(FAILED, False):
        item.session._setupstate.teardown_exact(module.parent)
    item.stash[FAILED] = False


def compile_share(config: pytest.Config) -> None:
    """In a fresh checkout: one worker's share of the test files, so that not each of five compiles all of them for itself."""
    if sys.dont_write_bytecode or not hasattr(config, "workerinput"):
        return
    at, among = int(config.workerinput["workerid"].removeprefix("gw")), config.workerinput["workercount"]
    for file in sorted(Path(__file__).parent.rglob("test_*.py"))[at::among]:
        compiled = rewrite.get_cache_dir(file) / (file.stem + rewrite.PYC_TAIL)
        if not compiled.exists() and rewrite.try_makedirs(compiled.parent):
            status, code = rewrite._rewrite_test(file, config)
            rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, status, compiled)


@pytest.hookimpl(hookwrapper=True)
def pytest_collection(session: pytest.Session):
    """No garbage collection while test files are compiled: a finaliser that formats a traceback parses source in the middle of
    another parse, and Python 3.11 then ends the run with "AST constructor recursion depth mismatch".
    """
    gc.disable()
    compile_share(session.config)
    yield
    gc.freeze()  # what the test files hold is never looked through again
    gc.set_threshold(50_000, 20, 20)  # and what a test makes more rarely: 5 % less of a processor
    gc.enable()
