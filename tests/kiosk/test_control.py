"""The control port is for the machine itself alone, and answers every line."""

import asyncio
import json

import pytest

from kiosk import control


async def echo(request):
    return {"ok": True, "heard": request}


def test_each_line_is_answered_by_one_line():
    async def scenario():
        server, address = await control.serve("127.0.0.1:0", echo)
        host, port = address.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        answers = []
        for line in (b'{"tap": "begin"}\n', b"not json\n", b"[1]\n"):
            writer.write(line)
            answers.append(json.loads(await reader.readline()))
        writer.close()
        server.close()
        return answers

    first, second, third = asyncio.run(scenario())

    assert first == {"ok": True, "heard": {"tap": "begin"}}
    assert "error" in second
    assert "error" in third


@pytest.mark.parametrize("address", ["0.0.0.0:0", "192.0.2.1:0"])
def test_it_is_not_offered_to_a_network(address):
    with pytest.raises(control.NotLoopback):
        asyncio.run(control.serve(address, echo))
