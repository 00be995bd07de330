"""A kiosk that cannot start says what to change."""

import subprocess
import sys

import pytest

from kiosk.settings import BadSettings, read_settings, settings


def test_settings_come_from_a_file_too(tmp_path):
    file = tmp_path / "kiosk.toml"
    file.write_text(
        'token_file = "/run/kiosk.token"\nstate = "/var/lib/kiosk"\nkiosk = "07"\nreader = "nfcpy:usb"\npx_per_mm = 5.56\n'
    )

    made = settings(read_settings(file))

    assert (made.kiosk, made.reader, made.px_per_mm) == ("07", "nfcpy:usb", 5.56)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kiosk": "0"}, "01 to 99"),
        ({"kiosk": "A1"}, "01 to 99"),
        ({"reder": "nfcpy:usb"}, "reder"),
        ({"width": "wide"}, "width"),
        ({"width": 320}, "1280x800"),
        ({"width": 800, "height": 1280}, "on its side"),
        ({"slip_dpi": 300}, "203 or 180"),
    ],
)
def test_a_wrong_setting_is_named(wrong, said, tmp_path):
    with pytest.raises(BadSettings, match=said):
        settings({"token_file": str(tmp_path / "t"), "state": str(tmp_path)} | wrong)


def test_a_missing_or_empty_token_says_how_to_get_one(tmp_path):
    made = settings({"token_file": str(tmp_path / "token"), "state": str(tmp_path)})

    with pytest.raises(BadSettings, match="enrol"):
        _ = made.token
    (tmp_path / "token").write_text("\n")
    with pytest.raises(BadSettings, match="enrol"):
        _ = made.token


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "kiosk.toml").write_text("kiosk = ")

    with pytest.raises(BadSettings, match=r"kiosk\.toml"):
        read_settings(tmp_path / "kiosk.toml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--token-file"),
        (["--reader", "floppy:a"], "unknown reader"),
        (["--size", "large"], "1280x800"),
        (["--dev", "0.0.0.0:0"], "loopback"),
    ],
)
def test_the_command_says_what_is_wrong_and_exits_2(arguments, said, tmp_path):
    (tmp_path / "token").write_text("uk_x")
    given = (
        ["--token-file", str(tmp_path / "token"), "--state", str(tmp_path / "state"), "--hub", "http://127.0.0.1:9"]
        if arguments
        else []
    )

    ended = subprocess.run(
        [sys.executable, "-m", "kiosk", *given, *arguments], capture_output=True, text=True, timeout=60, check=False
    )

    assert ended.returncode == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
