"""The demo site, loaded once, and complete answers of a fictional resident."""

from copy import deepcopy
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
