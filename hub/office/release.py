"""Which release of the hub this is."""

from importlib.metadata import PackageNotFoundError, version


def _version() -> str:
    try:
        return version("uketsuke")
    except PackageNotFoundError:
        # run from a tree that was never installed
        return "0"


VERSION = _version()
