"""What may be said to a card at all: a list of allowed commands, everything else is refused (個人番号 is never read).

The same file id means different things in different applications (0001 is the My Number in the text application, 券面入力補助AP,
and the printed items on a licence), so the filter follows where in the card we are. Wherever that is in doubt, only choosing an
application is allowed.
"""

from dataclasses import dataclass, field, replace

from hardware.cards import licence, my_number
from hardware.cards.commands import (
    COUNT_TRIES,
    HEADER,
    LICENCE_DF1,
    OK,
    READ_BINARY,
    RESIDENCE_DF2,
    SELECT,
    SELECT_MASTER_FILE,
    TEXT_AP,
    VERIFY,
    select_application,
    select_file,
)

SHORT_ID = 0x80  # P1 of a reading, P2 of a try: the file is named in the command itself
NO_SUCH_APPLICATION = 0x6A82


@dataclass(frozen=True, slots=True)
class Area:
    """What may be touched in one application: files to read, keys with the number of their digits."""

    readable: frozenset[int] = frozenset()
    keys: dict[int, int] = field(default_factory=dict)

    def file_of(self, command: bytes) -> int | None:
        """The file that `command` chooses, if it is one of ours."""
        return next((file for file in (*self.readable, *self.keys) if command == select_file(file)), None)


MASTER_FILE = b""  # of a licence; choosing it on a My Number card does nothing and says 9000
AREAS = {
    TEXT_AP: Area(frozenset((my_number.BASIC_ITEMS,)), {my_number.PIN_KEY: 4, my_number.CODE_B_KEY: 14}),
    MASTER_FILE: Area(frozenset((licence.PIN_SET,)), {licence.PIN_KEY: 4}),
    LICENCE_DF1: Area(frozenset((licence.TEXT_ITEMS, licence.CHANGES))),
    RESIDENCE_DF2: Area(),  # only chosen, to tell what kind of card it is
}
NOWHERE = Area()
APPLICATIONS = {select_application(aid): aid for aid in AREAS if aid != MASTER_FILE}


@dataclass(frozen=True, slots=True)
class Position:
    """Where we are in the card: application and file, None where not known.

    `tried`: a secret was sent in this session. `text_ap`: the card may have the text application.
    """

    application: bytes | None = None
    file: int | None = None
    tried: bool = False
    text_ap: bool = False

    @property
    def area(self) -> Area:
        return NOWHERE if self.application is None else AREAS[self.application]


def allowed(position: Position, command: bytes) -> bool:
    """Whether `command` may leave for the card at `position`."""
    if command in APPLICATIONS:
        return True
    if command == SELECT_MASTER_FILE:
        # On a My Number card this would say 9000 and leave us in the text application, where 0001 is the My Number.
        return position.application in (LICENCE_DF1, MASTER_FILE) and not position.text_ap
    if len(command) < HEADER or command[0] != 0x00:
        return False
    if command[1] == SELECT:
        return position.area.file_of(command) is not None
    if command[1] == VERIFY:
        return _verify_allowed(position, command)
    return command[1] == READ_BINARY and _read_allowed(position, command)


def moved(position: Position, command: bytes, status: int) -> Position:
    """Where we are after `command` was answered with `status`. A refused choice leaves us nowhere, whatever the standard says."""
    done = status == OK
    if command in APPLICATIONS:
        chosen = APPLICATIONS[command]
        text_ap = position.text_ap or (chosen == TEXT_AP and status != NO_SUCH_APPLICATION)
        return replace(position, application=chosen if done else None, file=None, text_ap=text_ap)
    if command == SELECT_MASTER_FILE:
        return replace(position, application=MASTER_FILE if done else None, file=None)
    if command[1] == SELECT:
        return replace(position, file=position.area.file_of(command) if done else None)
    if command[1] == VERIFY:
        file = position.file if command[:HEADER] == COUNT_TRIES else None
        return replace(position, file=file, tried=position.tried or is_try(command))
    if command[2] & SHORT_ID:
        return replace(position, file=command[2] & ~SHORT_ID if done else None)
    return position


def is_try(command: bytes) -> bool:
    """Whether `command` carries a secret, and so may cost one of the resident's tries."""
    return len(command) > HEADER and command[1] == VERIFY


def _verify_allowed(position: Position, command: bytes) -> bool:
    """Asking for the tries left, or one single try of the right length, on a key of ours."""
    p1, p2 = command[2], command[3]
    key = position.file if p2 == SHORT_ID else p2 & ~SHORT_ID if p2 & SHORT_ID else None
    if p1 != 0x00 or key not in position.area.keys:
        return False
    if len(command) == HEADER:
        return True
    digits = command[HEADER + 1 :]
    unset = position.application == MASTER_FILE and digits == licence.UNSET_PIN.encode("ascii")
    return not position.tried and command[HEADER] == len(digits) == position.area.keys[key] and (digits.isdigit() or unset)


def _read_allowed(position: Position, command: bytes) -> bool:
    """Only files of ours: the current one, or one named in the command."""
    if len(command) != HEADER + 1:
        return False
    p1 = command[2]
    file = p1 & ~SHORT_ID if p1 & SHORT_ID else position.file
    return file in position.area.readable
