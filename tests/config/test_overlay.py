"""What an office changes itself, over its files: each part whole, held to the same rules, with a hash of its own."""

from datetime import date, time

import msgspec
import pytest

from config.load import load_site
from config.overlay import Overlay, overlaid, overlay_of, problems
from config.site import Opening
from tests.config.conftest import SITES

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.fixture(scope="module")
def files():
    return load_site(SITES / "demo")


def test_nothing_changed_is_the_files_themselves(files):
    assert overlaid(files, Overlay()) is files


def test_each_part_replaces_that_part_alone_and_the_hash_tells(files):
    late = Opening(WEEKDAYS, time(8, 30), time(19))
    changed = overlaid(files, Overlay(hours=(late,), closed=(date(2027, 5, 6),), last_reception={"seal": None}))

    assert changed.site.hours == (late,)
    assert changed.site.closed == (date(2027, 5, 6),)
    assert next(each for each in changed.site.services if each.id == "seal").last_reception is None
    assert next(each for each in changed.site.services if each.id == "residence").last_reception == time(16, 45)
    assert changed.site.counters == files.site.counters and changed.forms == files.forms
    assert changed.hash != files.hash and len(changed.hash) == 16
    assert overlaid(files, Overlay(hours=(late,))).hash != changed.hash


def test_a_sound_change_has_no_problem(files):
    assert problems(files, Overlay(hours=(Opening(WEEKDAYS, time(8, 30), time(19)),), closed=(date(2027, 5, 6),))) == ()


@pytest.mark.parametrize(
    ("overlay", "place", "said"),
    [
        (Overlay(hours=()), "hours", "never opens"),
        (Overlay(hours=(Opening(WEEKDAYS, time(9), time(8)),)), "hours[0].closes", "before it opens"),
        (Overlay(hours=(Opening(("mon",), time(9), time(12)),) * 2), "hours[1]", "overlaps"),
        (Overlay(texts={"ja": {"kiosk.start.title": "よそのことば"}}), "kiosk.start.title", "does not word"),
        (Overlay(texts={"ja": {"bring.identity": " "}}), "ja.bring.identity", "no words"),
        (Overlay(texts={"ja": {"bring.identity": "本人確認書類 {number}"}}), "ja.bring.identity", "differ"),
    ],
)
def test_a_change_is_refused_like_a_file_with_the_place_named(files, overlay, place, said):
    (found,) = problems(files, overlay)

    assert found.place == place
    assert said in found.wrong


def test_a_stage_nobody_would_serve_any_more_is_found(files):
    without = tuple(each for each in files.site.counters if each.number != 23)

    assert {each.wrong for each in problems(files, Overlay(counters=without))} >= {"no counter serves verification of 'residence'"}


def test_what_the_files_bring_along_is_not_the_offices_to_mend(files):
    local = msgspec.structs.replace(files, site=msgspec.structs.replace(files.site, public_url="http://kawabe.example"))

    assert problems(local, Overlay(closed=(date(2027, 5, 6),))) == ()


def test_an_overlay_comes_back_from_the_json_it_is_kept_as(files):
    overlay = Overlay(
        hours=files.site.hours,
        closed=(date(2027, 5, 6),),
        counters=files.site.counters,
        last_reception={"seal": None, "residence": time(16)},
        quotas={"seal": 20, "residence": None},
        fees=files.fees,
        texts={"ja": {"bring.identity": "本人確認書類"}},
    )

    assert overlay_of(msgspec.json.decode(msgspec.json.encode(overlay))) == overlay
