"""The simulator's process: a field on a UDP port (nfcpy's link) and in vpcd's readers (PC/SC), hands on a port (JSON lines)."""

import argparse
import json
import random
import selectors
import socket
import sys
import time
from pathlib import Path
from typing import TypeAlias

from hardware.cards.simulated.control import obey
from hardware.cards.simulated.field import Field
from hardware.cards.simulated.people import PEOPLE, load
from hardware.cards.simulated.vpcd import Slot

LARGEST_DATAGRAM = 2048
CHECKSUM = 2  # bytes
LONGEST_LINE = 65536
AGAIN = 0.1  # seconds until a slot nobody listens at is tried again

Address: TypeAlias = tuple[str, int]

EXPLANATION = """\
A reader's field without a reader. Point a kiosk or the field tool at it:

  python -m hardware.cards.simulated --udp 127.0.0.1:54321 --control 127.0.0.1:54322
  python -m hardware.cards wait --reader nfcpy:udp:127.0.0.1:54321

or, with pcscd and vsmartcard-vpcd installed and running, lay the cards into its virtual readers (slot 0 on 35963, slot 1 on 35964):

  python -m hardware.cards.simulated --vpcd 127.0.0.1:35963 --control 127.0.0.1:54322
  python -m hardware.cards wait --reader pcsc:

pcscd may come and go. With --vpcd given twice the n-th card goes into the n-th reader.
The first line on standard output names both ports. Then lay a card down with a line of JSON on the control port:
  {"put": "taro"}  {"put": ["taro", "hanako"]}  {"remove": true}  {"remove_after_apdu": 4}  {"hang_after_apdu": 4}
  {"lose_frames": 1}  {"tries": 1}  {"air": {"fwi": 4}}  {"state": true}  {"cards": true}
Each line is answered by one line. The process ends when its standard input closes (with --until-stdin-closes) or by a signal.
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m hardware.cards.simulated", description=EXPLANATION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--udp", type=address, default=("127.0.0.1", 0), metavar="HOST:PORT", help="the field; port 0: any free one"
    )
    parser.add_argument(
        "--vpcd", type=address, action="append", default=[], metavar="HOST:PORT", help="a slot of vpcd to lay cards into"
    )
    parser.add_argument("--control", type=place, default=("127.0.0.1", 0), metavar="HOST:PORT|PATH", help="the hands")
    parser.add_argument("--people", type=Path, default=PEOPLE, metavar="FILE", help="cards, as in hardware/cards/people.toml")
    parser.add_argument("--put", metavar="ID", help="a card that lies there from the start")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end with the program that started this one")
    arguments = parser.parse_args()
    library = {person.id: person for person in load(arguments.people)}
    field = Field(library, random.Random())  # noqa: S311 (which time slot a card picks is no secret)
    if arguments.put is not None:
        if arguments.put not in library:
            parser.error(f"no card {arguments.put}; known are {', '.join(library)}")
        field.put([arguments.put])
    try:
        serve(field, arguments.udp, arguments.control, arguments.vpcd, arguments.until_stdin_closes)
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        print(f"cannot serve: {error}", file=sys.stderr)
        return 1
    return 0


def address(text: str) -> Address:
    """HOST:PORT. Raises ValueError."""
    host, _, port = text.rpartition(":")
    return host or "127.0.0.1", int(port)


def place(text: str) -> Address | str:
    """HOST:PORT, or the path of a Unix socket. Raises ValueError."""
    return text if "/" in text else address(text)


def serve(field: Field, air: Address, control: Address | str, vpcd: list[Address], until_stdin_closes: bool) -> None:
    """Until standard input closes, if so wanted. One thread: what a hand does never falls between a frame and its answer."""
    with (
        selectors.DefaultSelector() as selector,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link,
        socket.create_server(control, family=socket.AF_UNIX if isinstance(control, str) else socket.AF_INET) as door,
    ):
        link.bind(air)
        selector.register(link, selectors.EVENT_READ)
        selector.register(door, selectors.EVENT_READ)
        if until_stdin_closes:
            selector.register(sys.stdin, selectors.EVENT_READ)
        hands = door.getsockname()
        ports = {"udp": link.getsockname()[1], "control": hands if isinstance(hands, str) else hands[1]}
        print(json.dumps(ports | {"reader": f"nfcpy:udp:{air[0]}:{ports['udp']}"}), flush=True)
        unfinished: dict[socket.socket, bytes] = {}
        slots = [Slot(where, number, len(vpcd), field) for number, where in enumerate(vpcd)]
        while True:
            for slot in slots:
                slot.settle(selector)
            for key, _ in selector.select(AGAIN if any(slot.waits for slot in slots) else None):
                if isinstance(key.data, Slot):
                    key.data.hear(selector)
                elif key.fileobj is link:
                    hear(link, field)
                elif key.fileobj is door:
                    hand, _ = door.accept()
                    unfinished[hand] = b""
                    selector.register(hand, selectors.EVENT_READ)
                elif isinstance(key.fileobj, socket.socket):
                    if not feel(key.fileobj, unfinished, field):
                        selector.unregister(key.fileobj)
                        del unfinished[key.fileobj]
                        key.fileobj.close()
                elif not sys.stdin.readline():
                    return


def hear(link: socket.socket, field: Field) -> None:
    try:
        datagram, sender = link.recvfrom(LARGEST_DATAGRAM)
        answer = field.receive(datagram)
        if answer is not None:
            time.sleep(field.seconds_on_air(octets_in(datagram) + octets_in(answer)))
            link.sendto(answer, sender)
    except ConnectionError:  # the reader closed its socket before the answer: it has turned its field off
        return


def octets_in(datagram: bytes) -> int:
    """Of the frame in `106B 0200A4…`, with the checksum that nfcpy's link leaves out."""
    return len(datagram.partition(b" ")[2]) // 2 + CHECKSUM


def feel(hand: socket.socket, unfinished: dict[socket.socket, bytes], field: Field) -> bool:
    """Obey every whole line that has come; False when the hand is gone."""
    try:
        arrived = hand.recv(LONGEST_LINE)
        *lines, unfinished[hand] = (unfinished[hand] + arrived).split(b"\n")
        for line in lines:
            hand.sendall(obey(line.decode("utf-8", "replace"), field).encode("utf-8") + b"\n")
    except ConnectionError:
        return False
    return bool(arrived) and len(unfinished[hand]) < LONGEST_LINE


if __name__ == "__main__":
    sys.exit(main())
