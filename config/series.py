"""Number series (番号の系列): which running number follows, at the hub and at a kiosk that is alone. Source: site.services."""

from config.site import Service

LARGEST = 999
LARGEST_OF_KIOSK = 99


def next_number(service: Service, last: int | None) -> int | None:
    """The running number after `last` (None: nothing given yet today); None where the series is used up."""
    start = service.first_number if last is None else max(service.first_number, last + 1)
    numbers = range(service.first_number, service.last_number + 1, service.step)
    return next((each for each in numbers if each >= start and not _forbidden(service, each, f"{each:03d}")), None)


def next_kiosk_number(service: Service, kiosk: str, last: int | None) -> int | None:
    """The same for a number a kiosk gives by itself: A-1203 is the third of kiosk 12."""
    start = service.kiosk_first_number if last is None else max(service.kiosk_first_number, last + 1)
    numbers = range(start, service.kiosk_last_number + 1)
    return next((each for each in numbers if not _forbidden(service, each, f"{kiosk:0>2}{each:02d}")), None)


def count_of(service: Service) -> int:
    """How many numbers a day has."""
    numbers = range(service.first_number, service.last_number + 1, service.step)
    return sum(not _forbidden(service, each, f"{each:03d}") for each in numbers)


def _forbidden(service: Service, running: int, written: str) -> bool:
    return running in service.forbidden_numbers or written.endswith(service.forbidden_endings)
