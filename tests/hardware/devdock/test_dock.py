"""The dock's orders, over HTTP, to real simulators in their own processes."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from hardware.devdock.server import PrinterOrder
from hardware.printer.simulated.order import Order
from tests.hardware.devdock.processes import control_address, started

Session = aiohttp.ClientSession


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Kiosk 01 with everything, kiosk 02 with a card reader whose simulator is not running; a line for 01 and one for the board."""
    folder = tmp_path_factory.mktemp("office")
    sheets = folder / "sheets"
    with (
        started("hardware.cards.simulated") as cards,
        started(
            "hardware.printer.simulated", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--out", str(sheets)
        ) as printer,
        started(
            "hardware.devdock", "--kiosk", "01", "--kiosk", "02",
            "--cards", control_address(cards), "--cards", "127.0.0.1:1",
            "--printer", control_address(printer), "--sheets", str(sheets), "--camera", str(folder / "camera"),
            "--link", "127.0.0.1:0=127.0.0.1:1", "--link", "board=127.0.0.1:0=127.0.0.1:1",
        ) as dock,
    ):  # fmt: skip
        yield dock | {"printer": printer["url"], "camera": folder / "camera"}


@asynccontextmanager
async def browser(office: dict[str, Any]) -> AsyncIterator[Session]:
    async with Session(office["url"]) as session:
        yield session


def play(office: dict[str, Any], scenario: Callable[[Session], Awaitable[None]]) -> None:
    async def run() -> None:
        async with browser(office) as session, asyncio.timeout(30):
            await scenario(session)

    asyncio.run(run())


async def press(session: Session, path: str, order: object) -> tuple[int, dict[str, Any]]:
    async with session.post(path, json=order) as answer:
        return answer.status, await answer.json()


async def look(session: Session) -> dict[str, Any]:
    async with session.get("/api/state") as answer:
        assert answer.status == 200
        state: dict[str, Any] = await answer.json()
        return state


def test_a_card_is_chosen_laid_down_and_taken_away(office: dict[str, Any]) -> None:
    async def scenario(session: Session) -> None:
        library = (await look(session))["kiosks"][0]["cards"]["library"]
        first = library[0]["id"]

        laid = await press(session, "/api/kiosks/01/cards", {"put": first})
        lying = (await look(session))["kiosks"][0]["cards"]["lying"]
        await press(session, "/api/kiosks/01/cards", {"remove_after_apdu": 3})
        taken = await press(session, "/api/kiosks/01/cards", {"remove": True})

        assert {card["kind"] for card in library} >= {"my_number", "driving_licence", "residence_card", "transit", "phone"}
        assert laid[0] == 200 and lying == [first]
        assert taken[0] == 200 and taken[1]["lying"] == []

    play(office, scenario)


@pytest.mark.parametrize(
    ("knob", "trouble", "mended"),
    [
        ("paper", "out", "ok"),
        ("paper", "near_end", "ok"),
        ("cover", "open", "closed"),
        ("cutter", "jam", "ok"),
        ("heat", "hot", "ok"),
        ("mute", True, False),
        ("cutter", "jam_at_cut", "ok"),
        ("cutter", "cleared", "ok"),
        ("defect", True, False),
        ("power", "off", "on"),
        ("plug", "out", "in"),
        ("speed", 60.0, 250.0),
        ("tier", "C", "A"),
        ("proof", "parsed", "printed"),
        ("buffer", 4096, 65536),
        ("reply_split", True, False),
        ("reply_delay", 0.2, 0.0),
        ("idle_close", 5.0, 0),
    ],
)
def test_every_trouble_of_the_printer_can_be_made_and_mended(
    office: dict[str, Any], knob: str, trouble: object, mended: object
) -> None:
    async def scenario(session: Session) -> None:
        seen = []
        for value in (trouble, mended):
            status, _ = await press(session, "/api/kiosks/01/printer", {knob: value})
            seen.append((status, (await look(session))["kiosks"][0]["printer"][knob]))

        assert seen == [(200, trouble), (200, mended)]

    play(office, scenario)


def test_the_dock_has_every_knob_of_the_simulated_printer() -> None:
    questions = {"state", "sheets", "await_sheets", "await_paused", "say"}

    assert set(Order.__struct_fields__) - questions == set(PrinterOrder.__struct_fields__)


def test_a_new_printer_takes_the_place_of_a_broken_one(office: dict[str, Any]) -> None:
    async def scenario(session: Session) -> None:
        await press(session, "/api/kiosks/01/printer", {"defect": True, "reply_delay": 2.0, "paper": "out"})
        await press(session, "/api/kiosks/01/printer", {"unbox": True})
        printer = (await look(session))["kiosks"][0]["printer"]

        assert (printer["defect"], printer["reply_delay"], printer["paper"], printer["sheets"]) == (False, 0.0, "ok", 0)

    play(office, scenario)


def test_the_last_printed_slip_is_shown(office: dict[str, Any]) -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "hardware.printer", "print", "--printer", office["printer"]], capture_output=True, check=True
    )

    async def scenario(session: Session) -> None:
        name = (await look(session))["kiosks"][0]["sheet"]
        async with session.get(f"/api/kiosks/01/sheets/{name}") as picture:
            assert picture.status == 200 and (await picture.read()).startswith(b"\x89PNG")
        async with session.get("/api/kiosks/01/sheets/..%2F..%2Fsecret") as outside:
            assert outside.status == 404

    assert json.loads(printed.stdout.splitlines()[-1])["state"] == "printed"
    play(office, scenario)


def test_a_code_is_shown_to_the_camera_and_taken_down(office: dict[str, Any]) -> None:
    async def scenario(session: Session) -> None:
        shown = await press(session, "/api/kiosks/01/camera", {"show": "UK1:ABC"})
        pictures = [path.name for path in office["camera"].iterdir()]
        hidden = await press(session, "/api/kiosks/01/camera", {})
        too_long = await press(session, "/api/kiosks/01/camera", {"show": "a" * 5000})

        assert shown == (200, {"showing": "UK1:ABC"}) and pictures == ["shown.png"]
        assert hidden == (200, {"showing": None}) and not list(office["camera"].iterdir())
        assert too_long[0] == 400 and too_long[1]["cure"]

    play(office, scenario)


def test_the_line_is_cut_and_restored_from_the_page(office: dict[str, Any]) -> None:
    host, port = office["links"]["board"].split(":")

    async def scenario(session: Session) -> None:
        cut = await press(session, "/api/links/board", {"state": "cut"})
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(host, int(port))
        restored = await press(session, "/api/links/board", {"state": "up"})
        _, writer = await asyncio.open_connection(host, int(port))
        writer.close()

        assert (cut, restored) == ((200, {"state": "cut"}), (200, {"state": "up"}))
        assert [link["name"] for link in (await look(session))["links"]] == ["01", "board"]

    play(office, scenario)


def test_a_simulator_that_is_not_running_is_named_with_its_address(office: dict[str, Any]) -> None:
    async def scenario(session: Session) -> None:
        second = (await look(session))["kiosks"][1]
        status, refusal = await press(session, "/api/kiosks/02/cards", {"remove": True})

        assert second["cards"] == {"not_reached": "127.0.0.1:1"} and second["printer"] is None
        assert status == 502 and "127.0.0.1:1" in refusal["error"] and refusal["cure"]

    play(office, scenario)


@pytest.mark.parametrize(
    ("path", "order", "status"),
    [
        ("/api/kiosks/01/cards", {"put": "nobody"}, 400),
        ("/api/kiosks/01/cards", {"burn": True}, 400),
        ("/api/kiosks/01/printer", {"paper": "gold"}, 400),
        ("/api/kiosks/01/printer", [], 400),
        ("/api/kiosks/02/printer", {"paper": "ok"}, 404),
        ("/api/kiosks/09/cards", {"remove": True}, 404),
        ("/api/links/09", {"state": "cut"}, 404),
        ("/api/links/board", {"state": "tangled"}, 400),
        ("/api/nothing", {}, 404),
    ],
)
def test_a_senseless_order_is_refused_in_one_shape(office: dict[str, Any], path: str, order: object, status: int) -> None:
    async def scenario(session: Session) -> None:
        answered, refusal = await press(session, path, order)

        assert answered == status
        assert set(refusal) == {"error", "cure"} and all(refusal.values())

    play(office, scenario)


def test_another_page_in_the_same_browser_cannot_press_a_button(office: dict[str, Any]) -> None:
    async def scenario(session: Session) -> None:
        foreign = {"Origin": "https://example.invalid"}
        async with session.post("/api/kiosks/01/cards", json={"remove": True}, headers=foreign) as answer:
            assert answer.status == 403
        async with session.post("/api/kiosks/01/cards", data=b'{"remove": true}', headers={"Content-Type": "text/plain"}) as answer:
            assert answer.status == 403

    play(office, scenario)


@pytest.mark.parametrize(
    "words", [["--listen", "0.0.0.0:0"], ["--link", "nonsense"], ["--cards", "nowhere"], ["--link", "127.0.0.1:0=hub"]]
)
def test_a_dock_started_wrongly_says_so_and_ends(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hardware.devdock", *words], capture_output=True, text=True, timeout=30, check=False
    )

    assert done.returncode == 2 and "error:" in done.stderr


def test_a_dock_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "hardware.devdock", "--camera", str(tmp_path), "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stdin is not None
    ready = json.loads(process.stdout.readline())

    process.stdin.close()

    assert ready["ready"] == "devdock" and process.wait(timeout=20) == 0
    process.stdout.close()
