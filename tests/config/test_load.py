"""A site folder becomes one bundle, the same every time."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest

from config.bundle import Bundle
from config.load import load, load_site
from config.openings import hours_on

ROOT = Path(__file__).parents[2]
SITES = ROOT / "config" / "sites"
SECOND_SATURDAY = date(2026, 11, 14)
# 川崎市 令和3年8月26日: tablets, support staff.
NINE = {
    "kawasaki": ("川崎市 川崎区役所", 29, 3),
    "daishi": ("川崎市 川崎区役所 大師支所", 13, 2),
    "tajima": ("川崎市 川崎区役所 田島支所", 10, 1),
    "saiwai": ("川崎市 幸区役所", 16, 2),
    "nakahara": ("川崎市 中原区役所", 22, 4),
    "takatsu": ("川崎市 高津区役所", 24, 3),
    "miyamae": ("川崎市 宮前区役所", 22, 3),
    "tama": ("川崎市 多摩区役所", 22, 3),
    "asao": ("川崎市 麻生区役所", 14, 3),
}


@pytest.mark.parametrize("site", NINE)
def test_each_of_the_nine_sites_loads_with_its_tablets_and_staff(site):
    bundle = load_site(SITES / "kawasaki" / site)

    assert isinstance(bundle, Bundle), bundle
    assert (bundle.site.name["ja"], bundle.site.tablets, bundle.site.support_staff) == NINE[site]
    assert bundle.site.id == site
    assert {"services", "counters", "hours", "bands"} <= set(bundle.site.example)
    assert not bundle.site.always_open


def test_the_nine_sites_have_172_tablets_and_24_support_staff():
    sites = [load_site(folder).site for folder in sorted((SITES / "kawasaki").iterdir()) if (folder / "site.toml").is_file()]

    assert len(sites) == 9
    assert sum(site.tablets for site in sites) == 172
    assert sum(site.support_staff for site in sites) == 24


def test_a_branch_stands_over_its_city_key_by_key():
    ward, branch = load_site(SITES / "kawasaki" / "kawasaki").site, load_site(SITES / "kawasaki" / "tajima").site

    assert branch.services == ward.services
    assert len(branch.counters) < len(ward.counters)
    assert branch.office["ja"] == "区民センター"
    assert hours_on(ward, SECOND_SATURDAY)
    assert not hours_on(branch, SECOND_SATURDAY)


def test_a_bundle_has_the_same_hash_in_every_process(bundle):
    program = "from pathlib import Path; from config.load import load_site; print(load_site(Path('config/sites/demo')).hash)"

    told = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env={"PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True
        ).stdout
        for seed in ("1", "2")
    }

    assert told == {f"{bundle.hash}\n"}
    assert len(bundle.hash) == 16


def test_a_changed_text_changes_the_bundle_and_no_form(bundle, site_folder):
    other = site_folder.load(texts={"procedure.moving_in.name": "転入のとどけ"})

    assert other.hash != bundle.hash
    assert other.texts["ja"]["procedure.moving_in.name"] == "転入のとどけ"
    assert {form.version for form in other.forms.values()} == {form.version for form in bundle.forms.values()}


def test_a_changed_form_has_another_version(bundle, site_folder):
    form = (ROOT / "config/catalogue/forms/seal_registration.toml").read_text(encoding="utf-8")
    other = site_folder.load(files={"forms/seal_registration.toml": form.replace("max = 10", "max = 5")})

    assert other.forms["seal_registration"].version != bundle.forms["seal_registration"].version
    assert other.forms["moving_in"].version == bundle.forms["moving_in"].version


def test_a_bundle_survives_the_wire(bundle):
    raw = msgspec.json.encode(bundle)

    assert msgspec.json.decode(raw, type=Bundle) == bundle


def test_the_check_at_the_command_line_says_sound_or_exits_1(site_folder):
    sound = subprocess.run(
        [sys.executable, "-m", "config", "check", "config/sites/demo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    site_folder.write(site={'letter = "A"': 'letter = "B"'})
    broken = subprocess.run(
        [sys.executable, "-m", "config", "check", str(site_folder.path)], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (sound.returncode, broken.returncode) == (0, 1)
    assert "sound" in sound.stdout
    assert "services[0].letter: 'B' is no letter for numbers → use one of: A, C, D" in broken.stdout


def test_a_release_waits_for_native_speakers(site_folder):
    site_folder.write(files={"languages/en/own.po": 'msgid "procedure.moving_in.name"\nmsgstr "Moving in (?)"\n'})
    loaded = load(site_folder.path)
    release = subprocess.run(
        [sys.executable, "-m", "config", "check", "--release", str(site_folder.path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert loaded.bundle.texts["en"]["procedure.moving_in.name"] == "Moving in"
    assert ("en", "procedure.moving_in.name") in loaded.drafts
    assert release.returncode == 1
    assert "languages/en: procedure.moving_in.name: this text is a draft" in release.stdout
