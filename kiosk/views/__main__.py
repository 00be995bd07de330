"""The UI process of a kiosk. Started by `python -m kiosk` with its end of the line; of no use by hand."""

import argparse
import asyncio
import socket
from datetime import datetime, timedelta, timezone
from pathlib import Path

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
    arguments = parser.parse_args()
    prepare_environment(arguments.home)
    configure(Place(arguments.width, arguments.height, arguments.left, arguments.top), hidden=True, framed=arguments.framed)

    # After the settings: these import Kivy, which reads them once.
    import msgspec

    from config.bundle import Bundle
    from config.theme import Panel
    from kiosk.brain import Brain
    from kiosk.views.face import keep_memory_private, serve

    keep_memory_private()
    bundle = msgspec.json.decode(arguments.bundle.read_bytes(), type=Bundle)
    brain = Brain(bundle, Panel(arguments.width, arguments.height, arguments.px_per_mm))
    asyncio.run(serve(socket.socket(fileno=arguments.line), brain, lambda: datetime.now(JST)))


if __name__ == "__main__":
    main()
