"""What can be done to a simulated printer by hand: one JSON object on its control port, any number of words at once."""

from typing import Literal

import msgspec

from hardware.printer.machine import Machine


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word that is left out changes nothing."""

    paper: Literal["ok", "near_end", "out"] | None = None
    cover: Literal["open", "closed"] | None = None
    cutter: Literal["ok", "jam", "jam_at_cut", "cleared"] | None = None
    heat: Literal["ok", "hot"] | None = None
    defect: bool | None = None  # an error that nobody can mend
    power: Literal["on", "off"] | None = None
    plug: Literal["in", "out"] | None = None  # of the line
    mute: bool | None = None
    speed: float | None = None  # millimetres a second
    tier: Literal["A", "B", "C", "D"] | None = None
    proof: Literal["printed", "parsed"] | None = None
    buffer: int | None = None  # bytes
    reply_split: bool | int | None = None  # every byte alone, or in two after so many bytes
    reply_delay: float | None = None  # seconds, before each piece of an answer
    idle_close: float | None = None  # seconds without a byte after which a network card ends a connection; 0: never
    say: str | None = None  # bytes in hexadecimal, sent as if they were an answer

    paper_out_at_row: int | None = None
    cut_link_after: int | None = None  # bytes received
    after_obeyed: int | None = None  # everything above happens when so many more bytes were obeyed

    unbox: bool = False  # a new printer of the same kind takes its place
    state: bool = False
    sheets: bool = False
    await_sheets: int | None = None
    await_paused: bool = False  # answer when `after_obeyed` has come


def turn(machine: Machine, order: Order) -> None:
    """Do to the machine's own parts what `order` says."""
    machine.paper = order.paper or machine.paper
    machine.cutter = order.cutter or machine.cutter
    machine.tier = order.tier or machine.tier
    machine.proof = order.proof or machine.proof
    machine.buffer_bytes = order.buffer or machine.buffer_bytes
    if order.cover is not None:
        machine.cover_open = order.cover == "open"
    if order.heat is not None:
        machine.hot = order.heat == "hot"
    if order.defect is not None:
        machine.broken = order.defect
    if order.mute is not None:
        machine.mute = order.mute
    if order.paper_out_at_row is not None:
        machine.paper_out_at_row = order.paper_out_at_row
    machine.changed()
