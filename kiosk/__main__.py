"""One kiosk: `python -m kiosk --hub http://127.0.0.1:8080 --token-file kiosk-01.token --state kiosk-01`."""

import argparse
import asyncio
import json
import logging
import signal
import sys
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from config.japanese import postal
from hub.client import HubClient, find_own_hub
from hub.dumps import forbid_dumps
from kiosk import control, process
from kiosk.devices import open_devices
from kiosk.input.home import sweep
from kiosk.journal import Journal, OldSqlite
from kiosk.runtime import Runtime
from kiosk.settings import BadSettings, Settings, read_settings, settings
from kiosk.standing import Standing

JST = timezone(timedelta(hours=9), "JST")
FIND_SECONDS = 10.0

EPILOG = """
Every option may also stand in a TOML file, in the same words with _ for - (--settings kiosk.toml); the command line wins.
A device that is not named is not there: without a reader names are typed, without a printer the number stays on the screen.

  enrol the kiosk once, on the hub:   python -m hub enrol --state hub-state --kind kiosk --name 01 > kiosk-01.token
  start it:                           python -m kiosk --hub http://127.0.0.1:8080 --token-file kiosk-01.token --state kiosk-01 \\
                                        --reader nfcpy:usb --printer tcp://192.0.2.10:9100 --scanner v4l2:///dev/video0
  without a display:                  SDL_VIDEODRIVER=offscreen python -m kiosk … --dev 127.0.0.1:0

The state folder keeps the last good configuration, the kiosk's own numbers of the day and what waits for the hub, sealed to it.
Keep it when the kiosk is updated; one folder belongs to one kiosk.
"""


def main() -> int:
    forbid_dumps()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        chosen = _settings()
        if lacking := postal.missing():
            logging.getLogger("kiosk").error("postal codes find no town here: %s", lacking)
        chosen.state.mkdir(parents=True, exist_ok=True)
        return asyncio.run(_serve(chosen))
    except (BadSettings, control.NotLoopback, OldSqlite) as trouble:
        print(f"kiosk: {trouble}", file=sys.stderr)
        return 2


def _settings() -> Settings:
    parser = argparse.ArgumentParser(
        prog="python -m kiosk",
        description="A touch kiosk of the ward office: the window, the card reader, the printer, the camera, the voice.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,
    )
    parser.add_argument("--settings", type=Path, help="TOML file with any of the options below")
    parser.add_argument("--hub", help="http(s)://host:port of the hub; found by mDNS where it is not given")
    parser.add_argument("--token-file", help="file with the device token of `python -m hub enrol --kind kiosk`")
    parser.add_argument("--authority", help="certificate (PEM) of the ward's authority, where the hub speaks HTTPS")
    parser.add_argument("--state", help="folder of this kiosk")
    parser.add_argument("--kiosk", help="number of this kiosk, 01 to 99 (default 01); part of the numbers it gives by itself")
    parser.add_argument("--reader", help="card reader, e.g. nfcpy:usb, nfcpy:udp:127.0.0.1:54321")
    parser.add_argument("--printer", help="ticket printer, e.g. tcp://192.0.2.10:9100")
    parser.add_argument("--scanner", help="camera, e.g. v4l2:///dev/video0, images:///folder")
    parser.add_argument("--speaker", help="loudspeaker, e.g. alsa:default, wav:///folder, none:")
    parser.add_argument("--kana-kanji", help="unix:///run/uketsuke-mozc.sock where systemd runs Mozc as a user of its own")
    parser.add_argument("--slip-dots", type=int, help="dots across the paper: 576 (80 mm, default) or 384 (58 mm)")
    parser.add_argument("--slip-dpi", type=int, help="dots an inch of the ticket printer: 203 (default) or 180")
    parser.add_argument("--size", help="pixels of the panel: 1280x800 (default) or 1080x1920")
    parser.add_argument("--place", help="left,top of the window on the X screen (default 0,0)")
    parser.add_argument("--px-per-mm", type=float, help="pixels per millimetre of the panel (default 5.88: 10.1 inch, 1280x800)")
    parser.add_argument("--framed", action="store_true", help="a window with a frame, to be moved about on a desk")
    parser.add_argument("--training", action="store_true", help="操作研修: marked on screen and slip")
    parser.add_argument("--dev", help="host:port of the control port (loopback only) for tests and the demo; port 0 picks one")
    given: dict[str, Any] = vars(parser.parse_args())
    values = read_settings(given.pop("settings")) if "settings" in given else {}
    values |= _pair(given, "size", "x", "width", "height") | _pair(given, "place", ",", "left", "top") | given
    if "token_file" not in values or "state" not in values:
        raise BadSettings("give --token-file and --state (or both in the --settings file); --help shows an example")
    return settings(values)


def _pair(given: dict[str, Any], name: str, between: str, first: str, second: str) -> dict[str, object]:
    if name not in given:
        return {}
    one, _, other = given.pop(name).partition(between)
    if not (one.isdecimal() and other.isdecimal()):
        raise BadSettings(f"--{name} is two numbers with {between!r} between them, such as --size 1280x800, --place 0,0")
    return {first: int(one), second: int(other)}


async def _serve(chosen: Settings) -> int:
    token = chosen.token
    sweep()
    process.sweep()
    standing = Standing(chosen.state)
    journal = Journal(chosen.state / "journal.db")
    arguments = [
        f"--bundle={standing.bundle_file}",
        f"--width={chosen.width}",
        f"--height={chosen.height}",
        f"--left={chosen.left}",
        f"--top={chosen.top}",
        *(("--framed",) if chosen.framed else ()),
        f"--px-per-mm={chosen.px_per_mm}",
        f"--reader={chosen.reader}",
        f"--scanner={chosen.scanner}",
        f"--kana-kanji={chosen.kana_kanji.removeprefix('unix://')}",
        f"--slip-dots={chosen.slip_dots}",
        f"--slip-dpi={chosen.slip_dpi}",
        f"--headphones={chosen.speaker if chosen.headphones else ''}",
    ]
    authority = chosen.authority or None
    async with HubClient(chosen.hub or await _found(token, authority), token, authority=authority) as hub:
        runtime = Runtime(
            chosen,
            hub,
            journal,
            standing,
            open_devices(chosen, journal),
            lambda: process.start(arguments),
            lambda: datetime.now(JST),
            lambda: uuid.uuid4().hex,
        )
        work = asyncio.create_task(runtime.run())
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, work.cancel)
        ready: dict[str, str] = {"kiosk": chosen.kiosk}
        if chosen.dev:
            _, ready["control"] = await control.serve(chosen.dev, runtime.answer)
        print(json.dumps(ready), flush=True)
        try:
            await work
        except asyncio.CancelledError:
            return 0
        finally:
            journal.close()
    return 0


async def _found(token: str, authority: str | None) -> str:
    """The hub's address by mDNS: a hint only, who it is the token decides. Raises BadSettings."""
    address = await find_own_hub(token, authority, FIND_SECONDS)
    if address is None:
        raise BadSettings(
            "no hub on this network knows this kiosk: start the hub, enrol the kiosk there, or give its address with --hub http://host:port"
        )
    return address


if __name__ == "__main__":
    sys.exit(main())
