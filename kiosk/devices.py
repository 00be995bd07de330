"""The devices of one kiosk, by the URLs of its settings. What is not named is not there; the kiosk goes on without it."""

from collections.abc import Callable
from dataclasses import dataclass

from hardware.cards.port import CardReader
from hardware.printer.port import OnChange, OnState, TicketPrinter
from hardware.speech.port import Speaker
from kiosk.journal import Journal
from kiosk.settings import BadSettings, Settings


@dataclass(frozen=True, slots=True)
class Devices:
    """None for what this kiosk does not have."""

    open_printer: Callable[[OnChange, OnState], TicketPrinter] | None
    open_reader: Callable[[], CardReader] | None
    camera_is_there: Callable[[], bool] | None  # opened in the window of a visit, never by its parent
    speaker: Speaker | None


def open_devices(settings: Settings, journal: Journal) -> Devices:
    """Drivers for the URLs of `settings`; a wrong URL is told before a resident comes. Raises BadSettings."""
    # Each driver brings its libraries with it: whoever has no such device does not load them.
    try:
        return Devices(
            open_printer=_printer(settings, journal) if settings.printer else None,
            open_reader=_reader(settings.reader) if settings.reader else None,
            camera_is_there=_camera(settings.scanner) if settings.scanner else None,
            speaker=_speaker(settings) if settings.speaker else None,
        )
    except ValueError as trouble:
        raise BadSettings(str(trouble)) from None


def _printer(settings: Settings, journal: Journal) -> Callable[[OnChange, OnState], TicketPrinter]:
    from hardware.printer.links.address import BadPrinterUrl, parse  # noqa: PLC0415
    from hardware.printer.printer import open_printer  # noqa: PLC0415

    try:
        parse(settings.printer)
    except BadPrinterUrl as trouble:
        raise BadSettings(str(trouble)) from None
    return lambda on_change, on_state: open_printer(settings.printer, journal, on_change, on_state, settings.slip_dots)


def _reader(url: str) -> Callable[[], CardReader]:
    from hardware.cards.open import open_reader  # noqa: PLC0415

    open_reader(url).close()
    return lambda: open_reader(url)


def _camera(url: str) -> Callable[[], bool]:
    from hardware.scanner.address import is_there  # noqa: PLC0415

    is_there(url)
    return lambda: is_there(url)


def _speaker(settings: Settings) -> Speaker:
    from hardware.speech import open_speaker  # noqa: PLC0415

    return open_speaker(settings.speaker, cache=settings.state / "clips")
