"""sqlite-utils without numpy, which it loads if it can, to store numpy numbers only: 11 MB of a hub or a kiosk."""

import sys
from types import ModuleType
from typing import cast

_loads_it = "numpy" not in sys.modules
if _loads_it:
    sys.modules["numpy"] = cast(ModuleType, None)  # how Python is told that an import must fail

from sqlite_utils import Database, Migrations  # noqa: E402

if _loads_it:
    del sys.modules["numpy"]

__all__ = ["Database", "Migrations"]
