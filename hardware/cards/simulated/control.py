"""The control port's words: one JSON object a line in, one out. What the dev dock and the tests do with their hands."""

import json
from collections.abc import Callable
from typing import Any

import msgspec

from hardware.cards.simulated.field import Field
from hardware.cards.simulated.files import CODE_B, PIN, Card

KEY_NAMES = {"pin": (PIN, 0x0001), "code_b": (CODE_B,)}  # name → key of the My Number card, or of the licence


class CannotDo(Exception):
    """What was asked for makes no sense; the text says why."""


def obey(line: str, field: Field) -> str:
    """The JSON answer to one line: the state after it, or {"error": why}."""
    try:
        asked = json.loads(line)
        if not isinstance(asked, dict) or not asked:
            raise CannotDo("expected one JSON object")
        for word, argument in asked.items():
            if word not in WORDS:
                raise CannotDo(f"unknown word {word!r}; known are {', '.join(WORDS)}")
            WORDS[word](field, argument)
    except json.JSONDecodeError as error:
        answer: dict[str, Any] = {"error": f"not JSON: {error.msg}"}
    except CannotDo as error:
        answer = {"error": str(error)}
    else:
        answer = {"ok": True, **state(field)} | ({"library": library(field)} if "cards" in asked else {})
    return json.dumps(answer, ensure_ascii=False)


def state(field: Field) -> dict[str, Any]:
    """What lies there, its tries, and the commands it has heard since it was laid down (headers and status words; bytes in all)."""
    names = [laid.person.id for laid in field.laid]
    tries = {laid.person.id: tries_of(laid.card) for laid in field.laid if laid.card is not None}
    return {"card": names[0] if names else None, "lying": names, "tries": tries, "trace": list(field.trace), "octets": field.octets}


def library(field: Field) -> list[dict[str, str]]:
    return [{"id": person.id, "kind": person.kind.value, "title": person.title} for person in field.library.values()]


def tries_of(card: Card) -> dict[str, int]:
    return {name: key.left for name, numbers in KEY_NAMES.items() for key in keys(card, numbers)}


def keys(card: Card, numbers: tuple[int, ...]) -> list[Any]:
    return [found.keys[number] for found in card.applications.values() for number in numbers if number in found.keys]


def put(field: Field, argument: object) -> None:
    """ "id", or a list of ids for several cards at once."""
    ids = [argument] if isinstance(argument, str) else argument
    if not isinstance(ids, list) or not all(isinstance(name, str) and name in field.library for name in ids):
        raise CannotDo(f"no such card; known are {', '.join(field.library)}")
    field.put(ids)


def remove(field: Field, _: object) -> None:
    field.remove()


def remove_after_apdu(field: Field, argument: object) -> None:
    """The n-th command from now still reaches the card, its answer is lost: the card has been taken away."""
    field.remove_after = number(argument)


def hang_after_apdu(field: Field, argument: object) -> None:
    """The n-th command from now and all after it get no answer, the card lies there as before: until the next `put`."""
    field.hang_after = number(argument)


def lose_frames(field: Field, argument: object) -> None:
    """The next n frames of the activated card are lost on the air (over vpcd: answers, which the reader reports as spoilt)."""
    field.lose = number(argument)


def tries(field: Field, argument: object) -> None:
    """Tries left of the PIN of what lies there, or {"pin": n, "code_b": n}."""
    wanted = argument if isinstance(argument, dict) else {"pin": argument}
    for name, left in wanted.items():
        for laid in field.laid:
            for key in keys(laid.card, KEY_NAMES.get(name, ())) if laid.card is not None else ():
                key.left = number(left)


def air(field: Field, argument: object) -> None:
    """{"fwi": n, "fsc": n, "waiting_time": bool}: how the cards that lie there answer from their next activation on."""
    if not isinstance(argument, dict):
        raise CannotDo("air wants an object")
    for laid in field.laid:
        try:
            laid.person = msgspec.convert(msgspec.to_builtins(laid.person) | argument, type(laid.person))
        except msgspec.ValidationError as error:
            raise CannotDo(str(error)) from None


def nothing(_field: Field, _argument: object) -> None:
    """`state` and `cards` only ask."""


def number(argument: object) -> int:
    if not isinstance(argument, int) or isinstance(argument, bool) or not 0 <= argument <= 15:
        raise CannotDo("expected a number from 0 to 15")
    return argument


WORDS: dict[str, Callable[[Field, object], None]] = {
    "put": put,
    "remove": remove,
    "remove_after_apdu": remove_after_apdu,
    "hang_after_apdu": hang_after_apdu,
    "lose_frames": lose_frames,
    "tries": tries,
    "air": air,
    "state": nothing,
    "cards": nothing,
}
