"""Strict reading of configuration into frozen structs: every error at once, each with its key path and a cure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec import inspect


class ConfigProblem(msgspec.Struct, frozen=True):
    """One fault of the configuration. `place`: key path (`services[2].letter`), or `line 12` for a syntax error."""

    file: str
    place: str
    wrong: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.wrong} → {self.cure}"


@dataclass(frozen=True, slots=True)
class Misfit:
    """One value that does not fit its type."""

    place: str
    wrong: str
    cure: str


_UNFIT = object()


def fit(raw: Any, type_: type) -> tuple[Any, tuple[Misfit, ...]]:
    """`raw` as a value of `type_`, or None with everything that does not fit."""
    misfits: list[Misfit] = []
    value = _fit(raw, inspect.type_info(type_), "", misfits)
    return (None if misfits else value), tuple(misfits)


def nearest(word: str, known: Iterable[str]) -> str:
    """A cure for a word nobody knows: the nearest known one, or all of them."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    return f"did you mean `{close[0]}`?" if close else f"use one of: {', '.join(names) or '(there is none)'}"


def _fit(raw: Any, node: inspect.Type, place: str, misfits: list[Misfit]) -> Any:
    match node:
        case inspect.UnionType():
            # `X | None`, for TOML has no null; or a word that may be a table
            kinds = sorted((one for one in node.types if not isinstance(one, inspect.NoneType)), key=_is_table)
            return _fit(raw, kinds[-1 if isinstance(raw, Mapping) else 0], place, misfits)
        case inspect.StructType():
            return _fit_struct(raw, node, place, misfits)
        case inspect.VarTupleType():
            if not isinstance(raw, list | tuple):
                return _unfit(place, raw, "a list", misfits)
            return tuple(_fit(one, node.item_type, f"{place}[{index}]", misfits) for index, one in enumerate(raw))
        case inspect.DictType():
            if not isinstance(raw, Mapping):
                return _unfit(place, raw, "a table", misfits)
            return {key: _fit(one, node.value_type, _inside(place, key), misfits) for key, one in raw.items()}
        case inspect.LiteralType():
            if raw in node.values and not isinstance(raw, bool):
                return raw
            misfits.append(Misfit(place, f"{_shown(raw)} is not known here", nearest(str(raw), map(str, node.values))))
            return _UNFIT
        case inspect.AnyType():
            return raw
        case _:
            return raw if _is_plain(raw, node) else _unfit(place, raw, _PLAIN[type(node)][1], misfits)


def _is_table(node: inspect.Type) -> bool:
    return isinstance(node, inspect.StructType)


def _fit_struct(raw: Any, node: inspect.StructType, place: str, misfits: list[Misfit]) -> Any:
    if not isinstance(raw, Mapping):
        return _unfit(place, raw, "a table", misfits)
    fields = {field.encode_name: field for field in node.fields}
    for key in raw:
        if key not in fields:
            misfits.append(Misfit(_inside(place, key), "this key is not known", nearest(key, fields)))
    values: dict[str, Any] = {}
    before = len(misfits)
    for name, field in fields.items():
        if name in raw:
            values[field.name] = _fit(raw[name], field.type, _inside(place, name), misfits)
        elif field.required:
            misfits.append(Misfit(place or "(top)", f"`{name}` is missing", f"add `{name} = …`"))
    return _UNFIT if len(misfits) > before or any(value is _UNFIT for value in values.values()) else node.cls(**values)


_PLAIN: dict[type, tuple[type, str]] = {
    inspect.StrType: (str, "text in quotes"),
    inspect.IntType: (int, "a whole number"),
    inspect.BoolType: (bool, "true or false"),
    inspect.FloatType: (float, "a number"),
    inspect.DateType: (date, "a day as 2026-04-01 without quotes"),
    inspect.TimeType: (time, "a time as 08:30:00 without quotes"),
}


def _is_plain(raw: Any, node: inspect.Type) -> bool:
    wanted = _PLAIN[type(node)][0]
    if wanted is date:
        return isinstance(raw, date) and not isinstance(raw, datetime)
    return type(raw) is wanted


def _unfit(place: str, raw: Any, wanted: str, misfits: list[Misfit]) -> Any:
    misfits.append(Misfit(place or "(top)", f"{_shown(raw)} does not fit", f"write {wanted}"))
    return _UNFIT


def _inside(place: str, key: str) -> str:
    return f"{place}.{key}" if place else str(key)


def _shown(raw: Any) -> str:
    text = str(raw) if not isinstance(raw, str) else f"'{raw}'"
    return text if len(text) <= 60 else f"{text[:57]}…"
