"""The card's side of the block protocol (ISO 14443-4): I-, R- and S-blocks, chaining both ways, more time on request."""

from collections.abc import Callable

FRAME_SIZES = (16, 24, 32, 40, 48, 64, 96, 128, 256)
FRAMING = 3  # PCB and two bytes of checksum, which nfcpy's link leaves out but counts

I_BLOCK, R_ACK, R_NAK, S_DESELECT, S_WTX = 0x02, 0xA2, 0xB2, 0xC2, 0xF2
CHAINED = 0x10
NUMBER = 0x01

Respond = Callable[[bytes], bytes | None]  # command → answer; None: the card is no longer there


class IsoDep:
    """One activation. `reader_frame`, `card_frame`: bytes of the largest frame each side takes."""

    def __init__(self, respond: Respond, reader_frame: int, card_frame: int, wants_time: Callable[[bytes], bool]) -> None:
        self._respond = respond
        self._wants_time = wants_time
        self._piece = reader_frame - FRAMING
        self._card_frame = card_frame
        self._number = 1  # ISO 14443-4 rule C
        self._command = b""
        self._left: bytes | None = None  # of the answer
        self._sent: bytes | None = None

    def receive(self, frame: bytes) -> bytes | None:
        """The frame the card answers with; None: silence, which is also the answer to anything broken."""
        if not frame or len(frame) + FRAMING - 1 > self._card_frame:
            return None
        block = frame[0]
        if block & 0xEE == I_BLOCK:
            reply = self._information(frame)
        elif block & 0xEE == R_ACK:
            reply = self._receipt(block)
        elif block == S_WTX:
            reply = self._next_piece()
        elif block == S_DESELECT:
            reply = frame
        else:
            return None
        self._sent = reply
        return reply

    def _information(self, frame: bytes) -> bytes | None:
        self._number ^= NUMBER  # rule D
        self._command += frame[1:]
        if frame[0] & CHAINED:
            return bytes((R_ACK | self._number,))
        command, self._command = self._command, b""
        self._left = self._respond(command)
        if self._left is not None and self._wants_time(command):
            return bytes((S_WTX, 0x01))
        return self._next_piece()

    def _receipt(self, block: int) -> bytes | None:
        if block & NUMBER == self._number:  # rule 11: say it again
            return self._sent
        if block & CHAINED:  # R(NAK), rule 12: the last command never arrived
            return bytes((R_ACK | self._number,))
        self._number ^= NUMBER  # rule E: go on with the chain
        return self._next_piece()

    def _next_piece(self) -> bytes | None:
        if self._left is None:
            return None
        piece, rest = self._left[: self._piece], self._left[self._piece :]
        self._left = rest or None
        return bytes((I_BLOCK | (CHAINED if rest else 0) | self._number,)) + piece
