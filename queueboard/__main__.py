"""The waiting-room display: `python -m queueboard --hub http://HUB:PORT --token-file FILE --speaker alsa:default`."""

import argparse
import asyncio
import contextlib
import json
import logging
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec

from config.bundle import Bundle, keep, kept
from config.completing import completed
from hardware.speech import Speaker, open_speaker
from hub.client import HubClient, LinkUp, find_own_hub, read_token
from hub.wire import SettingsChanged
from queueboard import health, view
from queueboard.board import is_stale
from queueboard.call_voice import CallVoice
from queueboard.clock import OfficeClock
from queueboard.link import Screen

JST = timezone(timedelta(hours=9))
LOG = logging.getLogger("queueboard")
TICK_SECONDS = 0.25


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m queueboard", description=__doc__)
    parser.add_argument(
        "--hub", help="address of the hub, http(s)://host:port; without it the hub is looked for on the network (mDNS)"
    )
    parser.add_argument("--token-file", type=Path, required=True, help="file with the token of `python -m hub enrol --kind board`")
    parser.add_argument("--authority", help="certificate (PEM) of the ward's authority, where the hub speaks HTTPS")
    parser.add_argument("--speaker", default="none:", help="alsa:NAME, wav:///folder or none: (default); ?volume=60 is quieter")
    parser.add_argument("--clips", type=Path, help="folder of rendered calls (STATE/clips); see python -m hardware.speech render")
    parser.add_argument("--state", type=Path, default=Path("board-state"), help="folder for the last good configuration")
    parser.add_argument("--size", default="1920x1080", help="pixels of the window; the picture is drawn for 16:9")
    parser.add_argument("--full-screen", action="store_true")
    parser.add_argument("--framed", action="store_true", help="a window with a frame, to be moved about on a desk")
    parser.add_argument("--control", help="development only: HOST:PORT of a control port (JSON lines), port 0 chooses one")
    return parser.parse_args()


async def load_bundle(client: HubClient, state: Path) -> Bundle:
    """The hub's configuration, or the last good one while the hub is away; waits for the hub where there is neither."""
    file = state / "bundle.json"
    while True:
        answer = await client.bundle()
        if isinstance(answer, Bundle):
            keep(answer, file)
            return completed(answer)[0]
        if bundle := kept(file):
            return completed(bundle)[0]
        LOG.warning("no configuration yet, waiting for the hub: %s", getattr(answer, "cure", "") or getattr(answer, "reason", ""))
        await asyncio.sleep(1)


async def follow(client: HubClient, screen: Screen, state: Path, speaker: Speaker, clock: OfficeClock) -> None:
    """For ever. A board that comes back, and one that is told so, takes the configuration now in force."""
    async for news in client.events("board"):
        clock.hear(news)
        screen.hear(news, clock())
        if isinstance(news, LinkUp | SettingsChanged):
            answer = await client.bundle(screen.bundle.hash)
            if isinstance(answer, Bundle) and answer.hash != screen.bundle.hash:
                keep(answer, state / "bundle.json")
                bundle = completed(answer)[0]
                screen.renew(bundle, CallVoice(speaker, bundle))
        if screen.refusal:
            LOG.error("the hub refuses this board: %s", screen.refusal)
            screen.refusal = None


async def redraw(screen: Screen, widget: view.BoardWidget, clock: OfficeClock) -> None:
    while True:
        widget.show(screen.tick(clock()))
        await asyncio.sleep(TICK_SECONDS)


class Control:
    """Answers JSON lines: {"picture": path} saves what is shown, {"state": true} tells it."""

    def __init__(self, screen: Screen, clock: OfficeClock) -> None:
        self._screen, self._clock = screen, clock

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            answer = await self._answer(json.loads(line))
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        writer.close()

    async def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        if path := asked.get("picture"):
            saved = asyncio.Event()
            view.save_picture(Path(path), saved.set)
            await saved.wait()
            return {"picture": path}
        board, announcer = self._screen.board, self._screen.announcer
        return {
            "seq": board.seq if board else None,
            "calls": msgspec.to_builtins(board.calls) if board else [],
            "missed": msgspec.to_builtins(board.missed) if board else [],
            "lines": msgspec.to_builtins(board.lines) if board else [],
            "calling": msgspec.to_builtins(announcer.now_calling),
            "news_at": board.news_at.isoformat() if board else None,
            "stale": board is None or is_stale(board, self._clock()),
        }


async def _found(token: str, authority: str | None) -> str:
    """The hub's address by mDNS, however long it takes: a display that is switched on before the hub joins by itself."""
    while True:
        if address := await find_own_hub(token, authority):
            return address
        LOG.warning(
            "no hub on this network knows this board yet; still looking. A fixed address always works: --hub http://HOST:PORT"
        )


async def run(options: argparse.Namespace) -> None:
    from kivy.base import async_runTouchApp, stopTouchApp  # noqa: PLC0415 (opens the window)

    token = read_token(options.token_file)
    address = options.hub or await _found(token, options.authority)
    width, height = (int(part) for part in options.size.split("x"))
    async with HubClient(address, token, authority=options.authority) as client:
        bundle = await load_bundle(client, options.state)
        speaker = open_speaker(options.speaker, cache=options.clips or options.state / "clips")
        screen = Screen(bundle, CallVoice(speaker, bundle))
        widget = view.make_board(width, height)
        clock = OfficeClock(lambda: datetime.now(JST))
        works = (
            follow(client, screen, options.state, speaker, clock),
            redraw(screen, widget, clock),
            health.report(client, speaker, clock),
        )
        tasks = [asyncio.create_task(work) for work in works]
        for task in tasks:
            task.add_done_callback(lambda done: done.cancelled() or stopTouchApp())
        if options.control:
            host, _, port = options.control.rpartition(":")
            server = await asyncio.start_server(Control(screen, clock).serve, host, int(port))
            print(json.dumps({"ready": "board", "control": server.sockets[0].getsockname()[1]}), flush=True)
        try:
            await async_runTouchApp(widget, async_lib="asyncio")
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            speaker.close()
        for result in results:
            if isinstance(result, Exception):
                raise result


def main() -> int:
    options = arguments()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    width, height = (int(part) for part in options.size.split("x"))
    view.open_window(width, height, full_screen=options.full_screen, framed=options.framed)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(options))
    return 0


if __name__ == "__main__":
    sys.exit(main())
