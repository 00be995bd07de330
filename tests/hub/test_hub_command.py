"""`python -m hub`: starts, says where, stops; refuses what would be unsafe, and says what to do."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import aclosing
from pathlib import Path

import pytest
import trustme

from hub.client import HubClient, LinkUp, Unreachable
from hub.discovery import find_hub
from hub.wire import HubIdentity, SettingsChanged


def hub(*arguments, **settings):
    return subprocess.run(
        [sys.executable, "-m", "hub", *arguments], capture_output=True, text=True, timeout=30, check=False, **settings
    )


@pytest.fixture
def running(tmp_path):
    """A hub in its own process, of a site of its own; what it says on its terminal goes to a file."""
    terminal = tmp_path / "terminal"
    site = tmp_path / "site"
    site.mkdir()
    own = f"kawabe{os.getpid()}"  # other hubs may stand in the same network
    (site / "site.toml").write_text(Path("config/sites/demo/site.toml").read_text().replace('id = "kawabe"', f'id = "{own}"'))
    with terminal.open("w") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "hub", "--site", str(site), "--state", str(tmp_path / "state"), "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
        )
    ready = json.loads(child.stdout.readline())
    yield child, ready, terminal
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
        child.wait(60)
    child.stdout.close()


def test_help_teaches():
    shown = hub("--help").stdout

    for word in ("--site", "--state", "--listen", "enrol", "--behind-proxy", "--tls-certificate", "http://127.0.0.1:8080/"):
        assert word in shown


def test_the_network_without_tls_is_refused_with_the_cure(tmp_path):
    done = hub("--state", str(tmp_path), "--listen", "0.0.0.0:0")

    assert done.returncode == 2
    assert "--tls-certificate" in done.stderr and "--behind-proxy" in done.stderr


def test_an_address_that_is_none_is_refused(tmp_path):
    done = hub("--state", str(tmp_path), "--listen", "8080")

    assert done.returncode == 2
    assert "HOST:PORT" in done.stderr


def test_a_broken_configuration_stops_the_start_and_names_file_place_and_cure(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "site.toml").write_text(Path("config/sites/demo/site.toml").read_text().replace('letter = "A"', 'letter = "Z"'))

    done = hub("--site", str(site), "--state", str(tmp_path / "state"))

    assert done.returncode == 2
    assert "site.toml" in done.stderr and "letter" in done.stderr and not (tmp_path / "state" / "hub.db").exists()


def test_it_says_where_it_is_shows_the_first_passwords_once_and_stops_when_told(running):
    child, ready, terminal = running

    passwords = re.findall(r"ID (\w+)\s+password ([0-9a-z-]{14})", terminal.read_text())
    assert {login for login, _ in passwords} == {"madoguchi", "shogo", "floor", "kacho"}
    assert ready["hub"] == "ready" and ready["address"].startswith("http://127.0.0.1:")
    child.send_signal(signal.SIGTERM)
    assert child.wait(60) == 0
    assert "Traceback" not in terminal.read_text()
    for _, password in passwords:
        assert password.encode() not in (terminal.parent / "state" / "hub.db").read_bytes()


def test_a_device_enrolled_while_the_hub_runs_may_come_in_at_once(running):
    _, ready, terminal = running

    made = json.loads(hub("enrol", "--state", str(terminal.parent / "state"), "--kind", "board", "--name", "07").stdout)

    async def ask():
        async with HubClient(ready["address"], made["token"]) as board:
            return await board.hub()

    assert isinstance(asyncio.run(ask()), HubIdentity)


def test_a_board_finds_the_hub_on_the_network_by_itself(running):
    _, ready, _ = running

    found = asyncio.run(find_hub(10, site=ready["site"]))

    if found is None and asyncio.run(find_hub(1)) is None:
        pytest.skip("no multicast on this machine")
    assert found == ready["address"]


def test_over_tls_a_kiosk_trusts_its_wards_authority_and_no_other(tmp_path):
    ward, stranger = trustme.CA(), trustme.CA()
    certificate = ward.issue_cert("127.0.0.1")
    certificate.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "hub.pem"))
    ward.cert_pem.write_to_path(str(tmp_path / "ward.pem"))
    stranger.cert_pem.write_to_path(str(tmp_path / "stranger.pem"))
    made = hub("enrol", "--state", str(tmp_path / "state"))
    tls = ["--tls-certificate", str(tmp_path / "hub.pem"), "--tls-key", str(tmp_path / "hub.pem"), "--no-mdns"]
    child = subprocess.Popen(
        [sys.executable, "-m", "hub", "--state", str(tmp_path / "state"), "--listen", "127.0.0.1:0", *tls],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    address = json.loads(child.stdout.readline())["address"]

    async def ask(authority):
        async with HubClient(address, json.loads(made.stdout)["token"], authority=str(tmp_path / authority)) as kiosk:
            return await kiosk.hub()

    try:
        assert address.startswith("https://")
        assert isinstance(asyncio.run(ask("ward.pem")), HubIdentity)
        assert isinstance(asyncio.run(ask("stranger.pem")), Unreachable)
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(60)
        child.stdout.close()


def test_a_display_written_into_the_files_reaches_a_board_without_a_restart(running, tmp_path):
    child, ready, terminal = running
    site = tmp_path / "site" / "site.toml"
    before = site.read_text()

    async def scenario():
        done = hub("enrol", "--site", str(site.parent), "--state", str(tmp_path / "state"), "--kind", "board", "--name", "hall-a")
        async with HubClient(ready["address"], json.loads(done.stdout)["token"]) as board, asyncio.timeout(60):
            async with aclosing(board.events("board")) as news:
                async for each in news:
                    if isinstance(each, LinkUp):
                        site.write_text(before + "\n[[displays]]\nid = 'hall-a'\nstages = ['nonsense']\n")
                        child.send_signal(signal.SIGHUP)
                        while "nothing of it is taken over" not in terminal.read_text():  # noqa: ASYNC110 (another process writes)
                            await asyncio.sleep(0.02)
                        assert not [each for each in (await board.bundle()).site.displays if each.id == "hall-a"]
                        site.write_text(before + "\n[[displays]]\nid = 'hall-a'\nlarge = true\n")
                        child.send_signal(signal.SIGHUP)
                    if isinstance(each, SettingsChanged):
                        break
            assert [each.large for each in (await board.bundle()).site.displays if each.id == "hall-a"] == [True]

    asyncio.run(scenario())
