"""Telling everybody in the house what was committed, in order."""

from collections.abc import Callable

from hub.office.announce import to_wire
from hub.store.transaction import Logged
from hub.wire import Event

Listener = Callable[[tuple[Event, ...]], None]


class Feed:
    """Listeners are called in the loop's thread with the events of one commit, in order of `seq`."""

    def __init__(self) -> None:
        self._listeners: dict[int, Listener] = {}
        self._count = 0

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Returns the way to stop; stopping twice is no fault."""
        self._count += 1
        number = self._count
        self._listeners[number] = listener
        return lambda: self._listeners.pop(number, None) and None

    def publish(self, logged: tuple[Logged, ...]) -> None:
        events = tuple(to_wire(each) for each in logged)
        for listener in tuple(self._listeners.values()):
            listener(events)
