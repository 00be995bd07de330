"""The UI process of a kiosk. Started by `python -m kiosk` with its end of the line; of no use by hand."""

import argparse
import asyncio
import socket
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from hardware.cards.port import CardReader
from hardware.scanner.port import Scanner
from hardware.speech.port import Speaker
from hub.dumps import forbid_dumps
from kiosk.views.settings import Place, configure, prepare_environment

JST = timezone(timedelta(hours=9), "JST")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kiosk.views", description=__doc__)
    parser.add_argument("--line", type=int, required=True, help="file descriptor of a socket to the parent process")
    parser.add_argument("--home", required=True, help="folder in memory that is wiped after the visit")
    parser.add_argument("--bundle", type=Path, required=True, help="the configuration as the hub sent it")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--left", type=int, default=0)
    parser.add_argument("--top", type=int, default=0)
    parser.add_argument("--px-per-mm", type=float, default=5.88)
    parser.add_argument("--framed", action="store_true")
    parser.add_argument("--headphones", default="", help="loudspeaker that the resident alone hears; then names are said too")
    parser.add_argument("--reader", default="", help="card reader; the parent lends it to the window of a visit")
    parser.add_argument("--scanner", default="", help="camera or hand scanner; open only while a code is asked for")
    parser.add_argument("--kana-kanji", default="", help="socket behind which systemd runs Mozc")
    parser.add_argument("--slip-dots", type=int, default=576, help="dots across the paper of the ticket printer")
    parser.add_argument("--slip-dpi", type=int, default=203)
    arguments = parser.parse_args()
    forbid_dumps()
    prepare_environment(arguments.home)
    configure(Place(arguments.width, arguments.height, arguments.left, arguments.top), hidden=True, framed=arguments.framed)

    # After the settings: these import Kivy, which reads them once.
    import msgspec

    from config.bundle import Bundle
    from config.theme import Panel
    from kiosk.brain import Brain
    from kiosk.input.mozc import open_converter
    from kiosk.personal import Means
    from kiosk.views.face import serve

    bundle = msgspec.json.decode(arguments.bundle.read_bytes(), type=Bundle)
    means = Means(
        bundle.site.address,
        _reader(arguments.reader),
        _scanner(arguments.scanner),
        _speaker(arguments.headphones),
        open_converter=lambda: open_converter(Path(arguments.kana_kanji) if arguments.kana_kanji else None),
        slip_dots=arguments.slip_dots,
        slip_dpi=arguments.slip_dpi,
    )
    brain = Brain(bundle, Panel(arguments.width, arguments.height, arguments.px_per_mm))
    asyncio.run(serve(socket.socket(fileno=arguments.line), brain, lambda: datetime.now(JST), means))


def _reader(url: str) -> Callable[[], CardReader] | None:
    def opened() -> CardReader:
        # Loaded by the reader's thread, for who lays a card down.
        from hardware.cards.open import open_reader

        return open_reader(url)

    return opened if url else None


def _scanner(url: str) -> Callable[[], Scanner] | None:
    def opened() -> Scanner:
        # For who has a code; what sees and decodes is a process of its own.
        from hardware.scanner import open_scanner

        return open_scanner(url)

    return opened if url else None


def _speaker(url: str) -> Callable[[], Speaker] | None:
    def opened() -> Speaker:
        from hardware.speech import open_speaker

        return open_speaker(url)

    return opened if url else None


if __name__ == "__main__":
    main()
