"""Equal troubles of several machines as one card: what is wrong and the cure once, and which machines. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from hub.web.pages.devices import Notice, name_of


@dataclass(frozen=True, slots=True)
class Trouble:
    """One card. `machines`: what is told of each, the oldest first; what staff settle themselves stands alone."""

    machines: tuple[Notice, ...]

    @property
    def first(self) -> Notice:
        return self.machines[0]

    @property
    def id(self) -> str:
        """Stays while machines come to it and go: whoever opened it goes on reading."""
        return f"trouble-{crc32((self.first.words + self.first.cure).encode()):08x}"

    @property
    def places(self) -> str:
        """2・5・11番, in the order of the floor."""
        kiosks = sorted((each.kiosk for each in self.machines if each.kiosk), key=lambda kiosk: (len(name_of(kiosk)), kiosk))
        if kiosks:
            return "・".join(name_of(each) for each in kiosks) + "番"
        return "・".join(sorted(each.place for each in self.machines))


def troubles(notices: Iterable[Notice]) -> tuple[Trouble, ...]:
    """In the order they come: the most urgent kind first."""
    found: dict[tuple[str, ...], list[Notice]] = {}
    for each in notices:
        kind = "kiosk" if each.kiosk else "board"
        found.setdefault((kind, each.shape, each.words, each.cure, each.settled_at), []).append(each)
    return tuple(Trouble(tuple(each)) for each in found.values())
