"""The shipped units start what exists, as users that exist, and let no memory of theirs reach a disk."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kiosk.settings import settings

FOLDER = Path("docs/systemd")
UNITS = sorted((*FOLDER.glob("*.service"), *FOLDER.glob("*.socket")))
PROGRAMS = [unit for unit in UNITS if "/python -m " in unit.read_text(encoding="utf-8")]
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
USERS = (FOLDER / "uketsuke.sysusers").read_text(encoding="utf-8")
GUIDE = Path("docs/install.md").read_text(encoding="utf-8")


def said(unit, key):
    """Every value of a key of a unit."""
    return re.findall(rf"^{key}=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)


def name(unit):
    return unit.name


def words(unit):
    """Of the program a unit starts, with the options its environment adds."""
    (command,) = said(unit, "ExecStart")
    added = [words for line in said(unit, "Environment") for words in re.findall(r'UKETSUKE_OPTIONS="([^"]*)"', line)]
    _, _, module, *rest = shlex.split(command.replace("$UKETSUKE_OPTIONS", " ".join(added)))
    return module, rest


@pytest.mark.parametrize("unit", PROGRAMS, ids=name)
def test_a_unit_starts_a_program_that_exists_with_options_it_has(unit):
    module, options = words(unit)
    verb = [options[0]] if options and not options[0].startswith("-") else []
    answer = subprocess.run([sys.executable, "-m", module, *verb, "--help"], capture_output=True, text=True, check=False)

    assert answer.returncode == 0
    assert [option for option in options if option.startswith("--") and option not in answer.stdout] == []


@pytest.mark.parametrize("unit", SERVICES, ids=name)
def test_no_core_and_no_swap_of_any_program(unit):
    assert said(unit, "LimitCORE") == ["0"]
    assert said(unit, "MemorySwapMax") == ["0"]


@pytest.mark.parametrize("unit", PROGRAMS, ids=name)
def test_every_program_is_a_user_of_its_own_that_can_gain_nothing(unit):
    (user,) = said(unit, "User")

    assert re.search(rf"^u {user} ", USERS, re.MULTILINE)
    assert [other.name for other in PROGRAMS if other != unit and said(other, "User") == [user]] == []
    for key, wanted in {"NoNewPrivileges": "yes", "PrivateTmp": "yes", "ProtectSystem": "strict", "ProtectHome": "yes"}.items():
        assert said(unit, key) == [wanted], key
    assert said(unit, "CapabilityBoundingSet") == [""]


def test_what_a_unit_waits_for_is_shipped_too():
    ours = {unit.name for unit in UNITS}
    wanted = {word for unit in UNITS for line in said(unit, "Requires") for word in line.split() if word.startswith("uketsuke-")}

    assert wanted <= ours


def test_the_kiosk_reaches_mozc_where_its_socket_listens_and_alone():
    socket = FOLDER / "uketsuke-mozc.socket"
    (place,) = said(socket, "ListenStream")
    (example,) = re.findall(r'^kana_kanji = "(.*)"$', GUIDE, re.MULTILINE)

    assert example == f"unix://{place}"
    assert said(socket, "SocketUser") == said(FOLDER / "uketsuke-kiosk.service", "User")
    assert said(socket, "SocketMode") == ["0600"]
    assert said(FOLDER / "uketsuke-mozc@.service", "PrivateNetwork") == ["yes"]


def test_the_settings_of_the_guide_are_settings():
    (example,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert settings(tomllib.loads(example)).kiosk == "01"


def test_the_guide_names_every_file_of_the_folder():
    assert [file.name for file in FOLDER.iterdir() if file.name.split(".")[0] not in GUIDE] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_every_unit(tmp_path):
    system = tmp_path / "etc/systemd/system"
    system.mkdir(parents=True)
    for unit in UNITS:
        shutil.copy(unit, system)
    for program in ("opt/uketsuke/.venv/bin/python", "usr/bin/X", "bin/sh", "bin/kill"):
        file = tmp_path / program
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o755)
    names = [unit.name.replace("@.", "@visit.") for unit in UNITS]

    command = ["systemd-analyze", "verify", f"--root={tmp_path}", "--recursive-errors=no", *names]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("unit", PROGRAMS, ids=name)
def test_systemd_finds_little_that_a_program_could_do_beyond_its_work(unit):
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=30", str(unit)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stdout.splitlines()[-1]
