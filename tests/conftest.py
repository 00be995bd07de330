"""What holds for every test."""

import gc
from functools import cache
from io import BytesIO
from typing import BinaryIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, settings

import config.languages

# How long an example takes says how busy the machine is. `make test` judges a change by the same examples each time, on every
# machine; `make explore` looks for new ones, and what it finds becomes a test of its own.
calm = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("house", calm, derandomize=True)
settings.register_profile("explore", calm, derandomize=False, print_blob=True)
settings.load_profile("house")


@cache
def _parsed(raw: bytes) -> Catalog:
    return read_po(BytesIO(raw), abort_invalid=True)


def _parsed_once(stream: BinaryIO, **_options: object) -> Catalog:
    return _parsed(stream.read())


# Two thirds of loading a site is parsing its 174 catalogues, and the tests load hundreds of sites that differ in a line.
config.languages.read_po = _parsed_once


@pytest.hookimpl(hookwrapper=True)
def pytest_collection():
    """No garbage collection while test files are compiled: a finaliser that formats a traceback parses source in the middle of
    another parse, and Python 3.11 then ends the run with "AST constructor recursion depth mismatch".
    """
    gc.disable()
    yield
    gc.freeze()  # what the test files hold is never looked through again
    gc.enable()
