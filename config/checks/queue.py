"""What must hold in number series and in the order of the line: numbers are left to give, and not every call overtakes."""

from collections.abc import Iterator

from config.checks.finding import Finding
from config.series import LARGEST_OF_KIOSK, count_of, next_kiosk_number
from config.site import Service, Site

LONGEST_WAIT = 240  # minutes; who declares more than four hours needs appointments, not a range


def series(service: Service, at: str) -> Iterator[Finding]:
    """Everything wrong in the numbers of one service, whose range is one."""
    if service.step < 1:
        yield f"{at}.step", f"a step of {service.step} leads nowhere", "write 1 or more"
        return
    if not 1 <= service.kiosk_first_number <= service.kiosk_last_number <= LARGEST_OF_KIOSK:
        numbers = f"{service.kiosk_first_number} to {service.kiosk_last_number}"
        cure = "write kiosk_first_number ≤ kiosk_last_number between 1 and 99"
        yield f"{at}.kiosk_first_number", f"{numbers} is no range of a kiosk's own numbers", cure
    for place, ending in enumerate(service.forbidden_endings):
        if not (ending.isascii() and ending.isdecimal() and len(ending) <= 3):
            yield f"{at}.forbidden_endings[{place}]", f"'{ending}' is not one to three digits", 'write the digits in quotes, as "4"'
    count = count_of(service)
    if count == 0:
        yield f"{at}.forbidden_numbers", "no number is left to give", "forbid fewer, or widen first_number to last_number"
    if next_kiosk_number(service, "01", None) is None:
        yield f"{at}.forbidden_endings", "a kiosk alone has no number left to give", "forbid fewer, or widen its range"
    if service.usual_wait is not None:
        least, most = service.usual_wait.least, service.usual_wait.most
        if not 0 <= least < most <= LONGEST_WAIT or least % 5 or most % 5:
            cure = f"write two multiples of five, the smaller first, up to {LONGEST_WAIT}: {{ least = 10, most = 25 }}"
            yield f"{at}.usual_wait", f"{least} to {most} minutes is no range that can be told", cure
    if service.quota is not None and service.quota < 1:
        yield f"{at}.quota", f"{service.quota} numbers a day are none", "write at least 1, or leave the line out"
    elif service.quota is not None and service.quota > count:
        cure = "lower the quota, or widen first_number to last_number"
        yield f"{at}.quota", f"the series has {count} numbers, fewer than the quota of {service.quota}", cure


def order_of_the_line(site: Site) -> Iterator[Finding]:
    """Everything wrong in `queue`."""
    queue = site.queue
    if not 0 <= queue.head_start_minutes <= 120:
        yield "queue.head_start_minutes", f"{queue.head_start_minutes} minutes is no head start", "write 0 to 120"
    if queue.return_place < 1:
        yield "queue.return_place", f"there is no place {queue.return_place}", "write 1 or more: 3 is third in line"
    for name in ("appointment_every", "consideration_every", "short_every"):
        every = getattr(queue, name)
        if every < 0 or every == 1:
            wrong = "every call would overtake" if every == 1 else f"{every} calls are none"
            yield f"queue.{name}", wrong, "write 0 (nobody overtakes by this), or 2 and more"
