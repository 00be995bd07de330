"""Everything a hub, a kiosk and a board need to know of the configuration, as one value with one hash."""

import os
from pathlib import Path

import msgspec

from config.form import Form
from config.procedure import Fee, GuidanceRule, Procedure, Selection
from config.scanned_paper import ScannedPaper
from config.site import Site


class Bundle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`texts`: language → key → words. `readings`: Japanese word → kana, for furigana.

    `stricter`: thing to bring → the thing that says more and stands in its place where both are asked for.

    `foremost`: things to bring that stand before all others, in this order: a list that is cut short keeps them.

    `papers`: of other offices, read by machine at the counter.

    `hash`: of everything else, 16 hex digits, set by the loader.
    """

    site: Site
    procedures: dict[str, Procedure]
    forms: dict[str, Form]
    selection: Selection
    fees: tuple[Fee, ...]
    guidance: tuple[GuidanceRule, ...]
    texts: dict[str, dict[str, str]]
    readings: dict[str, str] = {}
    stricter: dict[str, str] = {}
    foremost: tuple[str, ...] = ()
    papers: dict[str, ScannedPaper] = {}
    hash: str = ""


def keep(bundle: Bundle, file: Path) -> None:
    """Write `bundle` beside what is there, then take its place: a power cut leaves the old or the new one whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    with new.open("wb") as out:
        out.write(msgspec.json.encode(bundle))
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)


def kept(file: Path) -> Bundle | None:
    """The bundle last kept in `file`; None where there is none or it is of another version."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Bundle)
    except (OSError, msgspec.DecodeError):
        return None
