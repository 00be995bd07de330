"""Everything a hub, a kiosk and a board need to know of the configuration, as one value with one hash."""

import msgspec

from config.form import Form
from config.procedure import Fee, GuidanceRule, Procedure, Selection
from config.site import Site


class Bundle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`texts`: language → key → words. `hash`: of everything else, 16 hex digits, set by the loader."""

    site: Site
    procedures: dict[str, Procedure]
    forms: dict[str, Form]
    selection: Selection
    fees: tuple[Fee, ...]
    guidance: tuple[GuidanceRule, ...]
    texts: dict[str, dict[str, str]]
    hash: str = ""
