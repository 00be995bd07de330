"""Where in the building something is, in words."""

from config.bundle import Bundle
from config.site import Service
from config.words import words


def floor_words(bundle: Bundle, service: Service, language: str) -> str:
    """2階, or 地下1階; empty where the site does not say it."""
    if service.floor is None:
        return ""
    key = "place.basement" if service.floor.startswith("B") else "place.floor"
    return words(bundle, language, key, floor=service.floor.removeprefix("B"))
