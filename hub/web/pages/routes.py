"""Every page of the hub in one table."""

from hub.web.pages import (
    booking,
    casework,
    certificate,
    choosing,
    congestion,
    counter,
    expected,
    files,
    finishing,
    floor,
    notices,
    number,
    paper_forms,
    paper_slip,
    parting,
    phone,
    portal,
    printed,
    search,
    sign_in,
    wall,
)
from hub.web.pages.page import Page, page
from hub.web.pages.settings import pages as settings
from hub.web.pages.settings import roster

PAGES: tuple[Page, ...] = (
    *sign_in.PAGES,
    *counter.PAGES,
    *parting.PAGES,
    *casework.PAGES,
    *finishing.PAGES,
    *search.PAGES,
    *printed.PAGES,
    *certificate.PAGES,
    *floor.PAGES,
    *number.PAGES,
    *paper_forms.PAGES,
    *paper_slip.PAGES,
    *notices.PAGES,
    *phone.PAGES,
    *portal.PAGES,
    *choosing.PAGES,
    *booking.PAGES,
    *expected.PAGES,
    *congestion.PAGES,
    *wall.PAGES,
    *roster.PAGES,
    *settings.PAGES,
    *files.PAGES,
)

__all__ = ["PAGES", "Page", "page"]
