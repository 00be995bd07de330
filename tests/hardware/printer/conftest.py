"""A simulated printer in its own process, a printer under test on a line to it, and a slip to print."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hardware.printer.limits import Limits
from hardware.printer.port import Slip
from hardware.printer.sheet import Raster
from hardware.printer.slip import draw
from tests.hardware.printer.watched import QUICK, Device, Watched


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Device]]:
    """Start a simulated printer with the given options."""
    devices: list[Device] = []

    def started(*options: str) -> Device:
        devices.append(Device(tmp_path / f"sheets-{len(devices)}", *options))
        return devices[-1]

    yield started
    for device in devices:
        device.end()


@pytest.fixture
def watch() -> Iterator[Callable[..., Watched]]:
    """Open the printer at a URL."""
    opened: list[Watched] = []

    def watched(url: str, limits: Limits = QUICK) -> Watched:
        opened.append(Watched(url, limits))
        return opened[-1]

    yield watched
    for each in opened:
        each.printer.close()


@pytest.fixture(scope="session")
def usual_device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Device]:
    device = Device(tmp_path_factory.mktemp("sheets"))
    yield device
    device.end()


@pytest.fixture
def device(usual_device: Device) -> Device:
    """A printer fresh from its box: 80 mm, tier A, well."""
    usual_device.order(unbox=True, speed=4000)
    return usual_device


@pytest.fixture
def printer(device: Device, watch: Callable[..., Watched]) -> Watched:
    watched = watch(device.url)
    watched.until_ready()
    return watched


@pytest.fixture(scope="session")
def slip() -> Slip:
    return Slip(
        office="みどり町役場 町民課",
        service="転入届 ほか2件",
        service_kana="てんにゅうとどけ",
        number="A-024",
        people="待っている方 8人",
        as_of="10時32分現在",
        calls_title="このあと 2回 よびます",
        calls=("1 受付 1〜3番の窓口", "2 交付 4番の窓口", "画面と声で番号をお知らせします。"),
        bring_title="お持ちのものを ご用意ください",
        bring=("転出証明書", "マイナンバーカード（全員分）", "本人確認書類"),
        qr="HTTPS://Q.EXAMPLE.LG.JP/T/7GQ2XN4KABCDE",
        qr_note="スマホで\n順番を見る",
        notes=("2026年11月24日(火)10:32", "当日だけ使えます　端末12　#0124"),
    )


@pytest.fixture(scope="session")
def paper(slip: Slip) -> Raster:
    return draw(slip)
