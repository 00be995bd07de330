"""A paper of another office as configuration: measured wrongly, it is refused with the place and the cure."""

import shutil
from pathlib import Path

import pytest

from config.load import load_site

PAPER = Path("config/catalogue/papers/moving_out_certificate.toml")


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "demo"
    shutil.copytree("config/sites/demo", folder)
    (folder / "papers").mkdir()
    return folder


def problems(site, before, after):
    text = PAPER.read_text(encoding="utf-8")
    assert before in text
    (site / "papers" / PAPER.name).write_text(text.replace(before, after, 1), encoding="utf-8")
    found = load_site(site)
    return [(each.place, each.wrong) for each in found] if isinstance(found, tuple) else []


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("box = [22.0, 10.0, 164.0, 10.0]", "box = [22.0, 10.0, 264.0, 10.0]", "fields"),
        ("hidden = [[108.0, 39.0, 32.0, 11.0], ", "hidden = [[80.0, 39.0, 32.0, 11.0], ", "fields"),
        ("box = [22.0, 20.0, 164.0, 10.0]", "box = [22.0, 20.0, 164.0]", "fields[3].box"),
        ("rows = 5", "rows = 50", "people.rows"),
        ("size = [210.0, 297.0]", "size = [148.0, 210.0]", "frame"),
        ('answer = "old_householder"', 'answer = "householder"', "fields[0].answer"),
        ('answer = "name_kana"', 'answer = "kana"', "people.fields[0].answer"),
        ('answer = "movers"', 'answer = "move_date"', "people.answer"),
        ('form = "moving_in"', 'form = "moving"', "form"),
        ('words = ["男", "女"]', "words = []", "people.fields[2].words"),
        ("pitch = 30.0", "pitch = 30", "people.pitch"),
    ],
)
def test_what_does_not_fit_the_sheet_or_the_form_is_refused_by_its_place(site, before, after, place):
    assert place in [where for where, _ in problems(site, before, after)]


def test_a_site_may_bring_the_sheets_of_its_neighbours(site):
    assert problems(site, "rows = 5", "rows = 4") == []
    assert load_site(site).papers["moving_out_certificate"].people.rows == 4
