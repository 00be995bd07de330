"""Whose booking a browser looks at: the codes it has typed or been given, which stand in no address. Kept as entries are."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime

from hub.web.pages.by_cookie import ByCookie
from hub.wire import AppointmentView, Refusal

MOST = 2000  # browsers at once
MOST_OF_ONE = 20  # bookings of one browser; the first goes first
NAME_BYTES = 6


@dataclass(frozen=True, slots=True)
class Held:
    """One booking. `code`: as it goes into the QR; `short_code`: as it is typed; one of them may not be known.

    `view`: as it was last seen. `one_code`: what was entered at home lies under the same code.
    """

    view: AppointmentView
    code: str = ""
    short_code: str = ""
    one_code: bool = False

    @property
    def opens(self) -> str:
        """The code to ask with."""
        return self.code or self.short_code


@dataclass(slots=True)
class Holder:
    """One browser. `bookings`: by their names in its addresses, which open nothing without its cookie.

    `tried`: page → the code typed there that opened nothing, and why.
    """

    touched: datetime
    bookings: dict[str, Held] = field(default_factory=dict)
    tried: dict[str, tuple[str, Refusal]] = field(default_factory=dict)

    def keep(self, held: Held) -> str:
        """The name of the booking; the same for the same booking, of which both codes are known by and by."""
        self.tried.clear()
        for name, before in self.bookings.items():
            if before.view.appointment == held.view.appointment:
                code, short_code = held.code or before.code, held.short_code or before.short_code
                self.bookings[name] = replace(held, code=code, short_code=short_code, one_code=held.one_code or before.one_code)
                return name
        while len(self.bookings) >= MOST_OF_ONE:
            del self.bookings[next(iter(self.bookings))]
        name = secrets.token_urlsafe(NAME_BYTES)
        self.bookings[name] = held
        return name


class Holders(ByCookie[Holder]):
    """All of them."""

    def __init__(self) -> None:
        super().__init__(MOST)
