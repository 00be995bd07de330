"""TOML files into structs, layer over layer, collecting every fault with its file and place."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from config.form import Field
from config.site import Site
from config.strict import ConfigProblem, fit, nearest

T = TypeVar("T")


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`forms/shared/<name>.toml`: fields that several forms take in with `{ use = "<name>" }`."""

    fields: tuple[Field, ...]


@dataclass(slots=True)
class Reading:
    """One load. `layers`: catalogue, city, site; the later stands over the earlier. `files`: the file behind each part."""

    layers: tuple[Path, ...]
    problems: list[ConfigProblem] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def site(self, folder: Path) -> Site | None:
        """site.toml, over the city.toml of the folder above, key by key."""
        own, city = folder / "site.toml", folder.parent / "city.toml"
        self.files["site"] = str(own)
        if not own.is_file():
            self.problem(own, "(file)", "there is no such file", "name a folder with a site.toml, such as config/sites/demo")
            return None
        raw = self.toml(own)
        shared = self.toml(city) if city.is_file() else {}
        if raw is None or shared is None:
            return None
        value, misfits = fit(shared | raw, Site)
        for one in misfits:
            top = one.place.split(".")[0].split("[")[0]
            self.problem(city if top in shared and top not in raw else own, one.place, one.wrong, one.cure)
        return value if isinstance(value, Site) else None

    def one(self, name: str, type_: type[T]) -> T | None:
        """A file that the nearest layer gives whole."""
        file = next((layer / name for layer in reversed(self.layers) if (layer / name).is_file()), None)
        self.files[name] = str(file or self.layers[0] / name)
        if file is None:
            self.problem(self.layers[0] / name, "(file)", "there is no such file", "put it back from the catalogue")
            return None
        return self.fitted(file, self.toml(file), type_)

    def each(self, name: str, type_: type[T]) -> dict[str, T]:
        """A folder of files, one thing each, by the name of the file; a later layer replaces a file."""
        shared = self._shared_fields(f"{name}/shared")
        found: dict[str, T] = {}
        for stem, file in sorted(self.newest(name).items()):
            self.files[f"{name}.{stem}"] = str(file)
            raw = self.toml(file)
            value = self.fitted(file, self._expanded(raw, shared, file), type_)
            if value is None:
                continue
            identity = getattr(value, "id", stem)
            if identity != stem:
                self.problem(file, "id", f"'{identity}' is not the name of the file", f'write id = "{stem}", or rename the file')
            found[stem] = value
        return found

    def _shared_fields(self, name: str) -> dict[str, list[Any]]:
        """Name → fields as written, those files only that are sound by themselves."""
        shared: dict[str, list[Any]] = {}
        for stem, file in sorted(self.newest(name).items()):
            raw = self.toml(file)
            if raw is not None and self.fitted(file, raw, _Part) is not None:
                shared[stem] = raw["fields"]
        return shared

    def _expanded(self, raw: Any, shared: Mapping[str, list[Any]], file: Path) -> Any:
        """`{ use = "name" }` in a list of fields replaced by the shared fields of that name."""
        if isinstance(raw, Mapping):
            return {key: self._expanded(one, shared, file) for key, one in raw.items()}
        if not isinstance(raw, list):
            return raw
        result: list[Any] = []
        for one in raw:
            if isinstance(one, Mapping) and set(one) == {"use"}:
                if one["use"] not in shared:
                    self.problem(file, "use", f"there are no shared fields '{one['use']}'", nearest(str(one["use"]), shared))
                result += shared.get(str(one["use"]), [])
            else:
                result.append(self._expanded(one, shared, file))
        return result

    def newest(self, name: str) -> dict[str, Path]:
        """Stem → file of the last layer that has it."""
        return {file.stem: file for layer in self.layers for file in sorted((layer / name).glob("*.toml"))}

    def toml(self, file: Path) -> dict[str, Any] | None:
        try:
            return tomllib.loads(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            self.problem(file, f"byte {error.start}", "this is not UTF-8", "save the file as UTF-8")
        except tomllib.TOMLDecodeError as error:
            place = str(error).rpartition("(at ")[2].rstrip(")") or "line 1"
            self.problem(file, place, str(error).partition(" (at ")[0], "correct the TOML at this line")
        return None

    def fitted(self, file: Path, raw: Any, type_: type[T]) -> T | None:
        if raw is None:
            return None
        value, misfits = fit(raw, type_)
        for one in misfits:
            self.problem(file, one.place, one.wrong, one.cure)
        return value if isinstance(value, type_) else None

    def problem(self, file: Path, place: str, wrong: str, cure: str) -> None:
        self.problems.append(ConfigProblem(str(file), place, wrong, cure))
