"""What holds for every test."""

import gc

import pytest
from hypothesis import settings

# how long an example takes says how busy the machine is
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.hookimpl(hookwrapper=True)
def pytest_collection():
    """No garbage collection while test files are compiled: a finaliser that formats a traceback parses source in the middle of
    another parse, and Python 3.11 then ends the run with "AST constructor recursion depth mismatch".
    """
    gc.disable()
    yield
    gc.enable()
