"""The demo site, loaded once, and complete answers of a fictional resident."""

import shutil
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from config.bundle import Bundle
from config.load import load_site

SITES = Path(__file__).parents[2] / "config" / "sites"

MOVED_IN: dict[str, Any] = {
    "movers": [
        {
            "nationality": "japan",
            "name_kana": "カワサキ\u3000タロウ",
            "name": "川崎 太郎",
            "sex": "male",
            "birth_date": "1980-02-17",
            "relationship": "self",
            "domicile": "神奈川県川崎市川崎区南町1番地1",
            "domicile_head": "川崎 太郎",
        }
    ],
    "old_address": {
        "kind": "japan",
        "postal_code": "2250013",
        "prefecture_city": "神奈川県横浜市青葉区",
        "town": "栄一丁目",
        "lot": "1-1",
    },
    "old_householder": "川崎 太郎",
    "new_address": {"ward": "川辺区", "town": "南町", "lot": "1-1", "is_flat": True, "building": "みどり荘101"},
    "move_date": "2026-11-15",
    "new_household": "new",
    "q_card": "no",
    "q_insurance": "no",
    "q_children": "no",
    "q_care": "no",
    "q_other": ["none"],
    "notifier": "self",
    "phone": "09000000000",
    "consent": True,
}


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    loaded = load_site(SITES / "demo")
    assert isinstance(loaded, Bundle), loaded
    return loaded


@pytest.fixture
def moved_in() -> dict[str, Any]:
    return deepcopy(MOVED_IN)


@dataclass
class SiteFolder:
    """A copy of the demo site that a test may change. `site`: text of site.toml → its replacement."""

    path: Path

    def write(
        self, site: dict[str, str] | None = None, files: dict[str, str] | None = None, texts: dict[str, str] | None = None
    ) -> None:
        toml = self.path / "site.toml"
        raw = toml.read_text(encoding="utf-8")
        for old, new in (site or {}).items():
            assert old in raw, old
            raw = raw.replace(old, new, 1)
        toml.write_text(raw, encoding="utf-8")
        entries = "".join(f'msgid "{key}"\nmsgstr "{words}"\n\n' for key, words in (texts or {}).items())
        for name, content in ((files or {}) | ({"languages/ja/own.po": entries} if texts else {})).items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")

    def load(self, **changes: Any) -> Bundle:
        self.write(**changes)
        loaded = load_site(self.path)
        assert isinstance(loaded, Bundle), loaded
        return loaded

    def problems(self, **changes: Any) -> list[tuple[str, str, str, str]]:
        """File below the site folder, place, what is wrong, cure."""
        self.write(**changes)
        loaded = load_site(self.path)
        assert isinstance(loaded, tuple), "this configuration should be broken"
        return [(one.file.removeprefix(f"{self.path}/"), one.place, one.wrong, one.cure) for one in loaded]


@pytest.fixture
def site_folder(tmp_path: Path) -> SiteFolder:
    return SiteFolder(Path(shutil.copytree(SITES / "demo", tmp_path / "site")))
