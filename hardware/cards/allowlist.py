"""What may be said to a card at all: a list of allowed commands, everything else is refused (個人番号 is never read).

The same file id means different things in different applications (0001 is the My Number in the text application, 券面入力補助AP),
so the filter follows where in the card we are. Wherever that is in doubt, only choosing an application is allowed.
"""

from dataclasses import dataclass, replace

from hardware.cards.commands import (
    BASIC_ITEMS,
    CODE_B_KEY,
    COUNT_TRIES,
    HEADER,
    LICENCE_DF1,
    OK,
    PIN_KEY,
    READ_BINARY,
    RESIDENCE_DF2,
    SELECT,
    TEXT_AP,
    VERIFY,
    select_application,
    select_file,
)

# Choosing the licence or the residence card's application only tells what kind of card it is.
APPLICATIONS = {select_application(aid): aid for aid in (TEXT_AP, LICENCE_DF1, RESIDENCE_DF2)}
TEXT_FILES = {select_file(file): file for file in (PIN_KEY, CODE_B_KEY, BASIC_ITEMS)}
DIGITS = {PIN_KEY: 4, CODE_B_KEY: 14}
KEY_BY_P2 = {0x91: PIN_KEY, 0x95: CODE_B_KEY}  # P2 = 80 | short id: the key file named in the command itself
READ_SHORT_ID = 0x80 | BASIC_ITEMS


@dataclass(frozen=True, slots=True)
class Position:
    """Where we are in the card: application and file, None where not known. `tried`: a secret was sent in this session."""

    application: bytes | None = None
    file: int | None = None
    tried: bool = False


def allowed(position: Position, command: bytes) -> bool:
    """Whether `command` may leave for the card at `position`."""
    if command in APPLICATIONS:
        return True
    if position.application != TEXT_AP or len(command) < HEADER:
        return False
    if command in TEXT_FILES:
        return True
    match command[0], command[1]:
        case 0x00, instruction if instruction == VERIFY:
            return _verify_allowed(position, command)
        case 0x00, instruction if instruction == READ_BINARY:
            return _read_allowed(position, command)
        case _:
            return False


def moved(position: Position, command: bytes, status: int) -> Position:
    """Where we are after `command` was answered with `status`. A refused choice leaves us nowhere, whatever the standard says."""
    if command in APPLICATIONS:
        return replace(position, application=APPLICATIONS[command] if status == OK else None, file=None)
    if command[1] == SELECT:
        return replace(position, file=TEXT_FILES[command] if status == OK else None)
    if command[1] == VERIFY:
        named_in_command = command[:HEADER] != COUNT_TRIES
        return replace(
            position,
            file=None if named_in_command else position.file,
            tried=position.tried or is_try(command),
        )
    if command[2] == READ_SHORT_ID:
        return replace(position, file=BASIC_ITEMS if status == OK else None)
    return position


def is_try(command: bytes) -> bool:
    """Whether `command` carries a secret, and so may cost one of the resident's tries."""
    return len(command) > HEADER and command[1] == VERIFY


def _verify_allowed(position: Position, command: bytes) -> bool:
    """Asking for the tries left, or one single try of the right length, on one of the two keys."""
    p1, p2 = command[2], command[3]
    key = position.file if p2 == 0x80 else KEY_BY_P2.get(p2)
    if p1 != 0x00 or key not in DIGITS:
        return False
    if len(command) == HEADER:
        return True
    digits = command[HEADER + 1 :]
    return not position.tried and command[HEADER] == len(digits) == DIGITS[key] and digits.isdigit()


def _read_allowed(position: Position, command: bytes) -> bool:
    """Only file 0002: as the current file, or named in the command (P1 = 82)."""
    if len(command) != HEADER + 1:
        return False
    p1 = command[2]
    return p1 == READ_SHORT_ID or (p1 < 0x80 and position.file == BASIC_ITEMS)
