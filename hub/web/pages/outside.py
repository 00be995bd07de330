"""Residents' own addresses: which they are, and where somebody goes on whose step failed there. Pure."""

OUTSIDE = ("/t", "/T", "/enter", "/book", "/now")
HOME = "/enter"


def is_outside(path: str) -> bool:
    """Whether a page belongs to residents, on their phone or at home."""
    return any(path == each or path.startswith(f"{each}/") for each in OUTSIDE)


def on_from(path: str) -> str:
    """A page one can open again: pages that came of a press have no address of their own."""
    parts = path.split("/")
    if parts[1] in ("t", "T") and len(parts) > 2:
        return "/".join(parts[:3])
    return f"/{parts[1]}" if is_outside(path) else "/"
