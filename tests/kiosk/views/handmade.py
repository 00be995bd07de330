"""A UI process whose screens are made by hand. Started by window and runtime tests in place of `python -m kiosk.views`."""

import argparse
import asyncio
import socket
from datetime import UTC, datetime

from hub.dumps import forbid_dumps
from kiosk.views.settings import Place, configure, prepare_environment


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--line", type=int)
    parser.add_argument("--home")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    arguments = parser.parse_args()
    prepare_environment(arguments.home)
    configure(Place(arguments.width, arguments.height), hidden=True)
    from handmade_screens import HandmadeBrain

    from kiosk.personal import Means
    from kiosk.views.face import serve

    forbid_dumps()
    asyncio.run(serve(socket.socket(fileno=arguments.line), HandmadeBrain(), lambda: datetime.now(UTC), Means()))


if __name__ == "__main__":
    main()
