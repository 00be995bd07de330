"""The whole API against its own description: nothing schemathesis makes of it, as whatever actor, is a fault of the hub.

Run by its command in a process of its own, with bounded examples: its pytest plug-in stays out (pyproject.toml).
"""

import asyncio
import re
import sys
from pathlib import Path

import pytest

from tests.hub.web.running_hub import running_hub

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
EXAMPLES = 1  # of each operation, right and wrong ones, beside all on the borders of the description


async def actor_headers(hub, actor):
    """What this kind of actor sends with every request."""
    match actor:
        case "kiosk":
            return [f"Authorization: Bearer {hub.kiosk}"]
        case "board":
            return [f"Authorization: Bearer {hub.board}"]
        case login:
            browser = await hub.clerk(1, login)
            await browser.get("/desk" if login == "madoguchi" else "/floor")
            cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser.session.cookie_jar)
            assert browser.token
            return [f"Cookie: {cookies}", f"X-Page-Token: {browser.token}"]


@pytest.mark.parametrize("actor", ["kiosk", "madoguchi", "kacho"])
def test_nothing_schemathesis_sends_is_a_fault_of_the_hub(tmp_path, actor):
    async def scenario():
        async with running_hub(tmp_path / "hub") as hub:
            headers = [*await actor_headers(hub, actor), "Idempotency-Key: schemathesis-0001"]
            command = [
                *(str(SCHEMATHESIS), "run", hub.address + "/api/openapi.json", "--no-color"),
                *("--checks", "not_a_server_error", "--phases", "coverage,fuzzing", "--seed", "20270329", "--no-shrink"),
                *("--max-examples", str(EXAMPLES), "--warnings", "off"),
                *(part for header in headers for part in ("-H", header)),
            ]
            child = await asyncio.create_subprocess_exec(
                *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, cwd=tmp_path
            )
            told, _ = await child.communicate()
            return child.returncode, told.decode()

    returned, told = asyncio.run(scenario())

    assert returned == 0, told[-6000:]
    generated = re.search(r"(\d+) generated, (\d+) passed", told)
    assert generated and int(generated[1]) == int(generated[2]) > 100, told[-2000:]
