"""Messages mangled at random: refused in the one shape or taken whole, never a fault of the hub."""

import asyncio
import copy
import json
import random

import msgspec

from hub.wire import Refusal, Ticket
from tests.hub.web.running_hub import moving_in, running_hub

ODD = [
    None,
    True,
    False,
    0,
    -1,
    1e308,
    "",
    " ",
    "\u0000",
    "\u202e",
    "🈳",
    "x" * 5000,
    [],
    {},
    [[]],
    {"needs_staff": True},
    "2027-02-30",
    [None],
]
VALID = json.loads(
    msgspec.json.encode({"language": "ja", "channel": "kiosk", "applications": [moving_in(people=2)], "consideration": False})
)


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from places(inside, (*path, name))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from places(inside, (*path, index))


def mangled(chance):
    """The valid message with one to three places replaced, removed, doubled or renamed."""
    message = copy.deepcopy(VALID)
    for _ in range(chance.randint(1, 3)):
        path = chance.choice([path for path in places(message) if path])
        here = message
        for part in path[:-1]:
            here = here[part]
        match chance.randrange(4):
            case 0:
                here[path[-1]] = chance.choice(ODD)
            case 1:
                del here[path[-1]]
            case 2 if isinstance(here, dict):
                here[f"{path[-1]}_"] = here[path[-1]]
            case _:
                here[path[-1]] = [here[path[-1]]] * 12
    return json.dumps(message).encode()


def test_no_mangled_visit_breaks_the_hub_or_loses_its_shape(tmp_path):
    chance = random.Random(20270329)

    async def scenario():
        async with running_hub(tmp_path) as hub:
            session = hub.browser().session
            found = set()
            for number in range(800):
                headers = {"Authorization": f"Bearer {hub.kiosk}", "Idempotency-Key": f"mangled-{number:04}"}
                body = mangled(chance)
                async with session.post(hub.address + "/api/visits", data=body, headers=headers) as answer:
                    content = await answer.read()
                found.add(answer.status)
                if answer.status == 201:
                    msgspec.json.decode(content, type=Ticket)
                else:
                    refusal = msgspec.json.decode(content, type=Refusal)
                    assert answer.status in (400, 422), (answer.status, refusal.error, body[:600])
            assert found >= {400, 422}

    asyncio.run(scenario())
