"""The hub on the local network by mDNS (`_uketsuke._tcp.local.`). What it says is a hint; a static address always works too."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress

from zeroconf import Error, IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

SERVICE = "_uketsuke._tcp.local."
RESOLVE_MILLISECONDS = 1500
CONNECT_SECONDS = 1.0


@asynccontextmanager
async def advertise(site: str, host: str, port: int, *, secure: bool, version: str) -> AsyncIterator[bool]:
    """Advertise while the block runs; False where this machine has no network to do it on. The TXT record is a hint only."""
    service = AsyncServiceInfo(
        SERVICE,
        f"{site}.{SERVICE}",
        addresses=[ipaddress.ip_address(address).packed for address in _addresses(host)],
        port=port,
        properties={"site": site, "scheme": "https" if secure else "http", "version": version},
        server=f"{socket.gethostname().split('.')[0]}-{port}.local.",
    )
    try:
        responder = AsyncZeroconf(ip_version=IPVersion.V4Only)
    except OSError:
        yield False
        return
    try:
        await responder.async_register_service(service, allow_name_change=True)
        yield True
    finally:
        with suppress(Error, OSError):
            await responder.async_unregister_all_services()
        await responder.async_close()


async def find_hub(timeout: float = 10.0, site: str | None = None, skip: Collection[str] = ()) -> str | None:  # noqa: ASYNC109 (how long to look is part of the question)
    """The address (http://host:port) of the first hub heard that takes connections, none of `skip`; None when time is up."""
    heard: asyncio.Queue[str] = asyncio.Queue()
    try:
        responder = AsyncZeroconf(ip_version=IPVersion.V4Only)
    except OSError:
        return None

    def hear(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is not ServiceStateChange.Removed:
            heard.put_nowait(name)

    browser = AsyncServiceBrowser(responder.zeroconf, SERVICE, handlers=[hear])
    try:
        async with asyncio.timeout(timeout):
            while True:
                service = AsyncServiceInfo(SERVICE, await heard.get())
                if await service.async_request(responder.zeroconf, RESOLVE_MILLISECONDS):
                    address = await _reachable(service, site)
                    if address is not None and address not in skip:
                        return address
    except TimeoutError:
        return None
    finally:
        await browser.async_cancel()
        await responder.async_close()


async def _reachable(service: AsyncServiceInfo, site: str | None) -> str | None:
    """An old address stays in the cache for a while: try them all, the newest first."""
    words = service.decoded_properties
    if site is not None and words.get("site") != site:
        return None
    scheme = words.get("scheme") or "http"
    for address in service.parsed_addresses(IPVersion.V4Only):
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(CONNECT_SECONDS):
                _, writer = await asyncio.open_connection(address, service.port)
            writer.close()
            return f"{scheme}://{address}:{service.port}"
    return None


def _addresses(host: str) -> Sequence[str]:
    """IPv4 addresses others can reach this hub at when it listens on `host`."""
    if host not in ("0.0.0.0", "::", ""):
        return [host]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: asks the routing table which address faces the network
        except OSError:
            return ["127.0.0.1"]
        return [str(probe.getsockname()[0])]
