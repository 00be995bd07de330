"""The guide to the configuration names every key there is, and its examples load."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from config.form import Ages, Condition, Contradiction, Field, Form, HeadCount, Kind, Named, Never, Step
from config.procedure import Choice, Fee, GuidanceRule, Minutes, Procedure, Question, Selection, ThingToBring
from config.scanned_paper import PaperField, PaperPeople, ScannedPaper
from config.site import (
    Address,
    AppointmentPlan,
    Band,
    Booking,
    CardPolicy,
    Counter,
    Display,
    Helping,
    Idle,
    LocalTown,
    Opening,
    ProcedureHours,
    Queue,
    Retention,
    Service,
    Site,
    StageGoals,
)
from config.strict import fit

GUIDE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
PLANS = (Helping, ProcedureHours, Queue, AppointmentPlan, Booking)
SITE = (Site, Service, Counter, Opening, *PLANS, Band, Display, CardPolicy, StageGoals, Retention, Idle, Address, LocalTown)
CATALOGUE = (
    Procedure,
    ThingToBring,
    Minutes,
    Selection,
    Question,
    Choice,
    Fee,
    GuidanceRule,
    Form,
    HeadCount,
    Contradiction,
    Ages,
    Step,
    Field,
    Never,
    Named,
    Condition,
)
SCANNED = (ScannedPaper, PaperField, PaperPeople)


def section(name: str) -> str:
    parts = re.split(r"^### ", GUIDE, flags=re.MULTILINE)
    return next((part for part in parts if part.startswith(f"{name} ")), "")


@pytest.mark.parametrize("struct", [*SITE, *CATALOGUE, *SCANNED], ids=lambda struct: struct.__name__)
def test_every_key_is_in_the_guide_and_no_other(struct):
    rows = [line.split("|")[1] for line in section(struct.__name__).splitlines() if line.startswith("| `")]
    documented = {key for row in rows for key in re.findall(r"`([a-z_]+)`", row)}

    assert documented == {field.encode_name for field in msgspec.structs.fields(struct)}


def test_every_kind_of_field_is_in_the_guide():
    assert not [kind for kind in get_args(Kind) if f"`{kind}`" not in section("Field")]


def test_the_examples_of_the_guide_load():
    examples = re.findall(r"```toml\n(.*?)```", GUIDE, flags=re.DOTALL)
    tables = [tomllib.loads(example if example.startswith("[") else f"fields = [\n{example}]") for example in examples]

    for table, key, struct in zip(
        tables,
        ("fees", "hours", "appointments", "fields", "bring"),
        (Fee, Opening, AppointmentPlan, Field, ThingToBring),
        strict=True,
    ):
        assert fit(table[key][0], struct)[1] == ()
