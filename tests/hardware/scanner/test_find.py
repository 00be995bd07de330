"""What is listed as a scanner, by which name."""

from pathlib import Path

from hardware.scanner import find
from hardware.scanner.find import Found


def linked(dev: Path, folder: str, name: str, node: str) -> None:
    (dev / folder).mkdir(parents=True, exist_ok=True)
    (dev / node).touch()
    (dev / folder / name).symlink_to(dev / node)


def test_a_serial_scanner_is_listed_by_the_name_that_stays_when_the_numbers_change(tmp_path: Path) -> None:
    linked(tmp_path, "serial/by-id", "usb-Maker_Scanner-if00", "ttyACM0")
    (tmp_path / "ttyUSB3").touch()

    assert list(find.serial_lines(tmp_path)) == [
        Found("serial", f"serial://{tmp_path}/serial/by-id/usb-Maker_Scanner-if00", "usb-Maker_Scanner-if00"),
        Found("serial", f"serial://{tmp_path}/ttyUSB3", "ttyUSB3"),
    ]


def test_a_node_that_is_no_camera_is_listed_with_its_trouble(tmp_path: Path) -> None:
    linked(tmp_path, "v4l/by-id", "usb-Maker_Camera-video-index0", "video0")

    (found,) = find.cameras(tmp_path)

    assert found.url == f"v4l2://{tmp_path}/v4l/by-id/usb-Maker_Camera-video-index0"
    assert "no camera" in found.trouble
    assert find.camera_nodes(tmp_path) == [tmp_path / "v4l/by-id/usb-Maker_Camera-video-index0"]
    assert find.first_camera(tmp_path) is None


def test_where_nothing_is_plugged_in_nothing_is_listed(tmp_path: Path) -> None:
    assert list(find.everything(tmp_path)) == []
    assert find.camera_nodes(tmp_path) == []
