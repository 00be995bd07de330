"""Server-sent events as bytes (WHATWG HTML, section 9.2). Facts are unnamed events; everything else carries its name."""

from datetime import datetime

import msgspec

from hub.wire import BoardState, Event, Ping, Waits

CHANGED = b"event: changed\ndata: {}\n\n"  # look again
_json = msgspec.json.Encoder()


def retry(milliseconds: int) -> bytes:
    """How long a browser waits before it comes back after a cut."""
    return b"retry: %d\n\n" % milliseconds


def fact(event: Event) -> bytes:
    """One fact of the log: `id` is its place in it."""
    return b"id: %d\ndata: %b\n\n" % (event.seq, _json.encode(event))


def snapshot(state: BoardState | Ping) -> bytes:
    """Everything a listener shows, at `state.seq`: what came before no longer matters."""
    return b"id: %d\nevent: snapshot\ndata: %b\n\n" % (state.seq, _json.encode(state))


def waits(told: Waits) -> bytes:
    """How long the waits are now; no fact, so without a place in the log."""
    return b"event: waits\ndata: %b\n\n" % _json.encode(told)


def ping(seq: int, at: datetime) -> bytes:
    """A sign of life with the place of the last fact this view was told: who has another one has missed something."""
    return b"event: ping\ndata: %b\n\n" % _json.encode(Ping(seq=seq, at=at))


def resumed(seq: int, at: datetime) -> bytes:
    """From here on everything is live; nothing up to `seq` is missing."""
    return b"id: %d\nevent: resumed\ndata: %b\n\n" % (seq, _json.encode(Ping(seq=seq, at=at)))


def row(body: bytes) -> bytes:
    """What a phone shows of its own number (JSON)."""
    return b"event: row\ndata: %b\n\n" % body
