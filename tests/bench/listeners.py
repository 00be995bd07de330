"""Many listeners in a process of their own: reads every byte of N board streams, prints `ready` when all of them stand."""

import asyncio
import json
import sys


async def listen(host: str, port: int, token: str, standing: asyncio.Semaphore) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET /events?view=board HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    await reader.readuntil(b"event: resumed")
    standing.release()
    while await reader.read(65536):
        pass


async def main() -> None:
    asked = json.loads(sys.stdin.readline())
    standing = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(listen(asked["host"], asked["port"], token, standing)) for token in asked["tokens"]]
    for _ in tasks:
        await standing.acquire()
    print("ready", flush=True)
    await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main())
