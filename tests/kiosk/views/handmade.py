"""A UI process whose screens are made by hand: `python handmade.py FD WIDTH HEIGHT HOME`. Started by the window tests."""

import asyncio
import socket
import sys
from datetime import UTC, datetime

from kiosk.views.settings import Place, configure, prepare_environment


def main(line: int, width: int, height: int, home: str) -> None:
    prepare_environment(home)
    configure(Place(width, height), hidden=True)
    from handmade_screens import HandmadeBrain

    from kiosk.views.face import keep_memory_private, serve

    keep_memory_private()
    asyncio.run(serve(socket.socket(fileno=line), HandmadeBrain(), lambda: datetime.now(UTC)))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
