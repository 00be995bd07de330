"""docs/devices.md says nothing the product does not do: commands run, addresses open drivers, every word is explained."""

import json
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from hardware.cards.open import open_reader
from hardware.cards.port import CardKind, Fault
from hardware.printer.links.address import parse
from hardware.printer.port import JobState, PrinterState, Tier
from hardware.scanner import open_scanner
from hardware.scanner.port import ScannerState
from hardware.speech.outputs import open_output
from hardware.speech.port import SpeakerState
from hub.web.pages import devices

GUIDE = Path("docs/devices.md").read_text(encoding="utf-8")
PARTS = dict(re.findall(r"^## (\d)\. .*?\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL))
READER, PRINTER, SCANNER, SPEAKER = (PARTS[number] for number in "1234")
SCHEMES = r"(?:nfcpy|pcsc|tcp|usb|serial|file|v4l2|video|images|synthetic|evdev|alsa|wav|none):[^`\s「」、]*"


def commands():
    """Every `python -m …` of the guide, as words."""
    found = [line.split(" # ")[0] for line in re.findall(r"^(python -m .*)$", GUIDE, re.MULTILINE)]
    found += re.findall(r"`(python -m [^`]+)`", GUIDE)
    return sorted({line.strip() for line in found})


def addresses(part):
    """Every address of a device in one part."""
    return sorted({found for span in re.findall(r"`([^`]+)`", part) for found in re.findall(rf"^{SCHEMES}", span)})


def explained(part):
    """Words in the first cell of the tables."""
    cells = re.findall(r"^\| ([^|]+) \|", part, re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`(\w+)`", cell)}


@cache
def help_of(*words):
    answer = subprocess.run([sys.executable, "-m", *words, "--help"], capture_output=True, text=True, check=False)
    return answer.stdout if answer.returncode == 0 else ""


@pytest.mark.parametrize("command", commands())
def test_every_command_exists_with_its_options(command):
    _, _, module, *words = shlex.split(command.replace("URL", "none:"))
    verb = [words[0]] if words and not words[0].startswith("-") else []
    said = help_of(module, *verb)

    assert said, f"{module} {verb} is no command"
    assert [option for option in words if option.startswith("--") and option not in said] == []


def test_the_guide_names_commands_of_every_device():
    assert {shlex.split(command)[2] for command in commands()} >= {
        "hardware.cards",
        "hardware.printer",
        "hardware.scanner",
        "hardware.speech",
    }


@pytest.mark.parametrize("url", addresses(READER))
def test_every_address_of_a_reader_opens_a_driver(url):
    open_reader(url).close()


@pytest.mark.parametrize("url", addresses(PRINTER))
def test_every_address_of_a_printer_is_one(url):
    assert parse(url)


@pytest.mark.parametrize("url", [url for url in addresses(SCANNER) if "…" not in url])
def test_every_address_of_a_scanner_is_one(url):
    assert open_scanner(url).state() in ScannerState


@pytest.mark.parametrize("url", addresses(SPEAKER))
def test_every_address_of_a_loudspeaker_is_one(url):
    assert open_output(url.replace("/tmp/calls", "/nonexistent/calls")) is not None  # noqa: S108 (the guide's example)


def test_the_kinds_of_addresses_are_all_there():
    found = {url.partition(":")[0] for part in (READER, PRINTER, SCANNER, SPEAKER) for url in addresses(part)}

    assert found >= {
        "nfcpy",
        "pcsc",
        "tcp",
        "usb",
        "serial",
        "file",
        "v4l2",
        "video",
        "images",
        "synthetic",
        "evdev",
        "alsa",
        "wav",
    }


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (READER, [*CardKind, *Fault]),
        (PRINTER, [*PrinterState, *JobState]),
        (SCANNER, list(ScannerState)),
        (SPEAKER, list(SpeakerState)),
    ],
    ids=["cards", "printer", "scanner", "speaker"],
)
def test_every_word_a_device_may_say_is_explained(part, words):
    assert {word.value for word in words} - explained(part) == set()


def test_every_tier_is_explained():
    assert set(re.findall(r"^\| ([A-D]) \|", PRINTER, re.MULTILINE)) == {tier.value for tier in Tier}


@pytest.mark.parametrize(
    ("part", "table"),
    [(PRINTER, devices.PRINTER), (SCANNER, devices.CAMERA), (SPEAKER, devices.SPEAKER)],
    ids=["printer", "camera", "speaker"],
)
def test_the_guide_calls_a_fault_as_the_floor_page_does(part, table):
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", part, re.MULTILINE))

    assert {
        word: said for word, (said, _) in table.items() if _plain(said) not in _plain(rows[word]) and rows[word][0] != "（"
    } == {}


def _plain(words):
    return words.removeprefix("プリンタの").removeprefix("プリンタが").removeprefix("プリンタを")


def test_the_form_of_the_result_is_json_and_asks_for_no_person():
    (form,) = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    filled = json.loads(form)

    assert set(filled) == {"date", "machine", "device", "results", "lines", "remarks"}
    steps = set(re.findall(r"^\| ([CPSV]\d) \|", GUIDE, re.MULTILINE))
    assert set(filled["results"]) <= steps
    assert {step[0] for step in steps} == set("CPSV")
