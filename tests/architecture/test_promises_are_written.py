"""What we depend on is named with its licence; what the commands are is in the README."""

import re
import tomllib
from pathlib import Path


def test_every_dependency_stands_in_the_notice():
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    names = {re.split(r"[\[<>=;! ]", requirement)[0].lower() for requirement in wanted}
    notice = Path("NOTICE").read_text(encoding="utf-8").lower()

    assert not sorted(name for name in names if name not in notice)


def test_every_system_package_stands_in_the_notice_or_is_part_of_the_base_system():
    packages = [line for line in Path("packages.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    notice = Path("NOTICE").read_text(encoding="utf-8")

    assert not [package for package in packages if package not in notice]


def test_the_readme_names_both_commands_and_every_folder():
    readme = Path("README.md").read_text(encoding="utf-8")

    for word in ("make demo", "make test", "kiosk/", "queueboard/", "hub/", "hardware/", "config/", "tests/"):
        assert word in readme
