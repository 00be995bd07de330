"""What may be said to a card at all: a list of allowed commands, everything else is refused (個人番号 is never read).

The same file id means different things in different applications (0001 is the My Number in the text application, 券面入力補助AP,
and the printed items on a licence), so the filter follows where in the card we are. Wherever that is in doubt, only choosing an
application is allowed.
"""

from dataclasses import dataclass, field, replace

from hardware.cards import expiry, licence, my_number, recognise
from hardware.cards.commands import (
    COMMON_AP,
    COUNT_TRIES,
    FIRST_RECORD,
    HEADER,
    IMMIGRATION,
    JPKI_AP,
    LICENCE_DF1,
    MY_NUMBER_LICENCE,
    NO_SUCH_APPLICATION,
    OK,
    READ_BINARY,
    RESIDENCE_DF2,
    SELECT,
    SELECT_MASTER_FILE,
    SELECT_RESIDENCE_MASTER_FILE,
    SHORT_ID,
    TEXT_AP,
    VERIFY,
    select_application,
    select_file,
)


@dataclass(frozen=True, slots=True)
class Area:
    """What may be touched in one application: files to read, keys with the number of their digits, files of one record."""

    readable: frozenset[int] = frozenset()
    keys: dict[int, int] = field(default_factory=dict)
    records: frozenset[int] = frozenset()

    def file_of(self, command: bytes) -> int | None:
        """The file that `command` chooses, if it is one of ours."""
        return next((file for file in (*self.readable, *self.keys, *self.records) if command == select_file(file)), None)


# No application has these names. Choosing a master file does nothing on a My Number card, which says 9000 to it.
LICENCE_MASTER_FILE, RESIDENCE_MASTER_FILE = b"licence", b"residence"
AREAS = {
    TEXT_AP: Area(frozenset((my_number.BASIC_ITEMS,)), {my_number.PIN_KEY: 4, my_number.CODE_B_KEY: 14}),
    COMMON_AP: Area(records=frozenset((expiry.CARD_FACTS,))),
    LICENCE_MASTER_FILE: Area(frozenset((licence.PIN_SET, licence.COMMON)), {licence.PIN_KEY: 4}),
    LICENCE_DF1: Area(frozenset((licence.TEXT_ITEMS, licence.CHANGES))),
    RESIDENCE_MASTER_FILE: Area(frozenset((recognise.RESIDENCE_KIND,))),
    JPKI_AP: Area(frozenset((recognise.TOKEN,))),
    # Only chosen, to tell what kind of card it is:
    RESIDENCE_DF2: Area(),
    IMMIGRATION: Area(),
    MY_NUMBER_LICENCE: Area(),
}
NOWHERE = Area()
MASTER_FILES = {SELECT_MASTER_FILE: LICENCE_MASTER_FILE, SELECT_RESIDENCE_MASTER_FILE: RESIDENCE_MASTER_FILE}
WAYS_TO_MASTER_FILE = {
    LICENCE_MASTER_FILE: (LICENCE_DF1, LICENCE_MASTER_FILE),
    RESIDENCE_MASTER_FILE: (RESIDENCE_DF2, IMMIGRATION, RESIDENCE_MASTER_FILE),
}
APPLICATIONS = {select_application(aid): aid for aid in AREAS if aid not in MASTER_FILES.values()}


@dataclass(frozen=True, slots=True)
class Position:
    """Where we are in the card: application and file, None where not known.

    `tried`: a secret was sent in this session. `text_ap`: the card may have the text application, until it said that it has not.
    """

    application: bytes | None = None
    file: int | None = None
    tried: bool = False
    text_ap: bool = True

    @property
    def area(self) -> Area:
        return NOWHERE if self.application is None else AREAS[self.application]


def allowed(position: Position, command: bytes) -> bool:
    """Whether `command` may leave for the card at `position`."""
    if command in APPLICATIONS:
        return True
    if command in MASTER_FILES:
        # On a My Number card this would say 9000 and leave us in the text application, where 0001 is the My Number.
        return position.application in WAYS_TO_MASTER_FILE[MASTER_FILES[command]] and not position.text_ap
    if command == FIRST_RECORD:
        return position.file in position.area.records
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
        text_ap = status != NO_SUCH_APPLICATION if chosen == TEXT_AP else position.text_ap
        return replace(position, application=chosen if done else None, file=None, text_ap=text_ap)
    if command in MASTER_FILES:
        return replace(position, application=MASTER_FILES[command] if done else None, file=None)
    if command == FIRST_RECORD:
        return position
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
    unset = position.application == LICENCE_MASTER_FILE and digits == licence.UNSET_PIN.encode("ascii")
    return not position.tried and command[HEADER] == len(digits) == position.area.keys[key] and (digits.isdigit() or unset)


def _read_allowed(position: Position, command: bytes) -> bool:
    """Only files of ours: the current one, or one named in the command."""
    if len(command) != HEADER + 1:
        return False
    p1 = command[2]
    file = p1 & ~SHORT_ID if p1 & SHORT_ID else position.file
    return file in position.area.readable
