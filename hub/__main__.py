"""The hub of one office: `python -m hub --site config/sites/demo --state DIR --listen 127.0.0.1:8080`."""

import argparse
import asyncio
import gc
import ipaddress
import json
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec
import structlog
from aiohttp import web

from config.bundle import Bundle
from config.load import load_site
from config.release import RELEASE
from hub.dumps import forbid_dumps
from hub.entropy import Entropy
from hub.office import Office, open_office
from hub.office.house import now_in_japan
from hub.office.staff import Initial
from hub.security.actors import System
from hub.store.doors import NumberTaken
from hub.web import log
from hub.web.app import build

GARBAGE = 10_000  # new objects between two looks for circles, some twenty requests; by default a seventh of the CPU went there
EXPIRE_EVERY = 600.0  # seconds between two looks for what is past its time

HELP = """The hub of one office: it gives the numbers, keeps the queue and the records, and serves kiosks, boards and pages.

first start
  python -m hub --site config/sites/demo --state /var/lib/uketsuke --listen 127.0.0.1:8080
  It prints one line of JSON with its address, and once the passwords of the first staff. Open http://127.0.0.1:8080/ to sign in.

a kiosk or a board
  python -m hub enrol --site config/sites/demo --state /var/lib/uketsuke --kind kiosk --name 01
  It prints the device's token once; put it into a file only the device can read, and give it with --token-file.

files of the site changed
  Send SIGHUP (systemctl reload uketsuke-hub): they are loaded again, and boards and kiosks take them over without a restart.
  Where they have faults, these are printed and nothing changes.

staff who help at kiosks
  python -m hub pin --site config/sites/demo --state /var/lib/uketsuke --login floor --number 03
  It prints a new PIN once. Hold the top left corner of a kiosk for three seconds, then type number and PIN.

over the network
  Say where certificate and key are (--tls-certificate, --tls-key), or --behind-proxy where another program in front speaks TLS.
"""


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    forbid_dumps()
    bundle = _bundle(given.site, given.public_url)
    if bundle is None:
        return 2
    given.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    if given.command == "enrol":
        return asyncio.run(_enrol(given.state, bundle, given.kind, given.name))
    if given.command == "pin":
        return asyncio.run(_pin(given.state, bundle, given.login, given.number))
    host, port = given.listen
    secure = bool(given.tls_certificate) or given.behind_proxy
    if not secure and not _loopback(host):
        print(
            f"Refused: {host} can be reached over the network, and without TLS names and passwords would travel in the clear.\n"
            "Give --tls-certificate and --tls-key, or --behind-proxy if a proxy in front speaks TLS, or --listen 127.0.0.1:8080.",
            file=sys.stderr,
        )
        return 2
    log.configure()
    return _run(
        _serve(
            bundle,
            given.state,
            host,
            port,
            _tls(given),
            again=lambda: _bundle(given.site, given.public_url, started=True),
            secure=secure,
            proxied=given.behind_proxy,
            mdns=not given.no_mdns,
        )
    )


async def _serve(  # noqa: PLR0913 (all that the command line says)
    bundle: Bundle,
    state: Path,
    host: str,
    port: int,
    tls: ssl.SSLContext | None,
    *,
    again: Callable[[], Bundle | None],
    secure: bool,
    proxied: bool,
    mdns: bool,
) -> int:
    """Until SIGTERM or SIGINT. SIGHUP: the site's files are loaded `again`; None: they are faulty, and nothing changes."""
    stop, changed = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, changed.set)
    async with open_office(state, bundle, random=Entropy()) as office:
        _show_once(await office.door.create_demo_staff(System()))
        runner = web.AppRunner(
            await build(office, now_in_japan, secure=secure, proxied=proxied), access_log=None, shutdown_timeout=3.0
        )
        await runner.setup()
        # what is here now stays until the end: the collector need not walk it again for every few requests
        gc.collect()
        if mdns:  # zeroconf is 4 MB; loaded before what is there is frozen
            from hub.discovery import advertise  # noqa: PLC0415
        gc.freeze()
        gc.set_threshold(GARBAGE)
        sock = _listening(host, port)
        await web.SockSite(runner, sock, ssl_context=tls).start()
        host, port = sock.getsockname()[:2]
        address = f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"
        print(json.dumps({"hub": "ready", "address": address, "site": bundle.site.id, "version": RELEASE}), flush=True)
        works = (asyncio.create_task(_expire(office)), asyncio.create_task(_take_files(office, again, changed)))
        try:
            if mdns:
                async with advertise(bundle.site.id, host, port, secure=tls is not None, version=RELEASE) as heard:
                    if not heard:
                        structlog.get_logger().warning("mdns", reason="no network: give kiosks and boards the address")
                    await stop.wait()
            else:
                await stop.wait()
        finally:
            for work in works:
                work.cancel()
            await runner.cleanup()
    return 0


async def _take_files(office: Office, again: Callable[[], Bundle | None], changed: asyncio.Event) -> None:
    """For ever: each time the files were changed."""
    while True:
        await changed.wait()
        changed.clear()
        bundle = await asyncio.to_thread(again)
        if bundle is not None:
            taken = await office.branch.take_files(System(), bundle)
            structlog.get_logger().info("files", reason="taken over" if taken else "nothing differs")


async def _expire(office: Office) -> None:
    while True:
        await office.expire(System(), now_in_japan())
        await asyncio.sleep(EXPIRE_EVERY)


async def _enrol(state: Path, bundle: Bundle, kind: Literal["kiosk", "board"], name: str) -> int:
    async with open_office(state, bundle) as office:
        print(json.dumps({"kind": kind, "name": name, "token": await office.devices.enrol_device(System(), kind, name)}))
    return 0


async def _pin(state: Path, bundle: Bundle, login: str, number: str) -> int:
    if not (number.isascii() and number.isdecimal() and 2 <= len(number) <= 4):
        print(f"--number {number!r} is typed at kiosks: give two to four digits, as 03", file=sys.stderr)
        return 2
    async with open_office(state, bundle) as office:
        try:
            pin = await office.door.set_pin(System(), login, number)
        except NumberTaken:
            print(f"Somebody else has the number {number}: give another one.", file=sys.stderr)
            return 1
    if pin is None:
        print(f"Nobody signs in as {login!r}: give the login of somebody the hub knows.", file=sys.stderr)
        return 1
    print(json.dumps({"login": login, "number": number, "pin": pin}))
    return 0


def _run(serve: Coroutine[None, None, int]) -> int:
    """uvloop where it is installed: a third less CPU for each request."""
    # A page drawn for one clerk must not hold up a call on its way to the boards: turns of half a millisecond, not of five.
    sys.setswitchinterval(0.0005)
    factory: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
    with suppress(ImportError):
        import uvloop  # noqa: PLC0415 (optional)

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(serve)


def _bundle(folder: Path, public_url: str | None, *, started: bool = False) -> Bundle | None:
    """The configuration, or None where it has faults, which are printed. `started`: the hub goes on with what it has."""
    loaded = load_site(folder)
    if isinstance(loaded, Bundle):
        if public_url is None:
            return loaded
        return msgspec.structs.replace(loaded, site=msgspec.structs.replace(loaded.site, public_url=public_url))
    then = "nothing of it is taken over" if started else "the hub does not start with a part of it"
    print(f"The configuration in {folder} has {len(loaded)} faults; {then}:", file=sys.stderr)
    for problem in loaded:
        print(f"  {problem.file}: {problem.place}: {problem.wrong}. {problem.cure}.", file=sys.stderr)
    return None


def _show_once(people: tuple[Initial, ...]) -> None:
    """To the terminal, never to a log: these passwords are stored nowhere and not shown again."""
    if people:
        print("First start. Sign in with one of these; they are shown this once:", file=sys.stderr)
        for person in people:
            print(f"  {person.role:<12} ID {person.login:<10} password {person.password}", file=sys.stderr, flush=True)
            if person.pin:
                print(f"  {'':<12} at a kiosk: number {person.number} PIN {person.pin}", file=sys.stderr, flush=True)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    sock.listen(256)
    sock.setblocking(False)
    return sock


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tls(given: argparse.Namespace) -> ssl.SSLContext | None:
    if not given.tls_certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(given.tls_certificate, given.tls_key)
    return context


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT, as 127.0.0.1:8080 is (port 0: any free one)")
    return host.strip("[]"), int(port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hub", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "command",
        nargs="?",
        choices=("serve", "enrol", "pin"),
        default="serve",
        help="serve (default), enrol a device, or give somebody a PIN for kiosks",
    )
    parser.add_argument("--site", type=Path, default=Path("config/sites/demo"), help="folder of the site's configuration")
    parser.add_argument("--state", type=Path, required=True, help="folder for the database and its keys; made where absent")
    parser.add_argument("--listen", type=_address, default=("127.0.0.1", 8080), metavar="HOST:PORT", help="port 0: any free one")
    parser.add_argument("--tls-certificate", metavar="FILE", help="PEM; with it the hub speaks HTTPS")
    parser.add_argument("--tls-key", metavar="FILE", help="PEM of the certificate's key")
    parser.add_argument(
        "--behind-proxy", action="store_true", help="a proxy in front speaks TLS; this hub may listen in plain HTTP"
    )
    parser.add_argument("--public-url", metavar="URL", help="where phones reach this hub; overrides the site's public_url")
    parser.add_argument("--no-mdns", action="store_true", help="do not advertise on the local network")
    parser.add_argument("--kind", choices=("kiosk", "board"), default="kiosk", help="enrol: which kind of device")
    parser.add_argument("--name", default="01", help="enrol: its name, as 01")
    parser.add_argument("--login", default="", help="pin: whose, as they sign in")
    parser.add_argument("--number", default="", help="pin: what they type at kiosks, two to four digits")
    return parser


if __name__ == "__main__":
    sys.exit(main())
