"""What happened, step by step, and whether everybody saw the same number."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PLACES = ("kiosk", "slip", "board", "counter", "phone")


class Report:
    """Steps with their seconds, and the numbers seen of each visit."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self.steps: list[dict[str, Any]] = []
        self.seen: dict[str, dict[str, list[str]]] = {}
        self.facts: dict[str, Any] = {}
        self.agreed = 0  # how often different places were asked for the same thing and said the same
        self._differ: list[str] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        entry: dict[str, Any] = {"step": name, "at": round(began - self._began, 3)}
        self.steps.append(entry)
        try:
            yield
            entry["ok"] = True
        except BaseException as error:
            entry["ok"] = False
            entry["error"] = f"{type(error).__name__}: {error}"[:500]
            raise
        finally:
            entry["seconds"] = round(time.monotonic() - began, 3)
            print(f"{'ok ' if entry.get('ok') else 'NO '} {entry['at']:7.1f} s  {name} ({entry['seconds']:.1f} s)", flush=True)

    def saw(self, visit: str, place: str, number: str) -> None:
        self.seen.setdefault(visit, {}).setdefault(place, []).append(number)

    def agree(self, what: str, **said: Any) -> None:
        """Note whether all of `said` are equal: place → what it says."""
        first, *others = said.values()
        if all(other == first for other in others):
            self.agreed += 1
        else:
            self.disagree(f"{what}: " + ", ".join(f"{place} says {each!r}" for place, each in said.items()))

    def disagree(self, words: str) -> None:
        self._differ.append(words)
        print(f"DISAGREE {words}", flush=True)

    def disagreements(self) -> list[str]:
        """Places that saw another number than the kiosk, or none; and whatever else was not the same everywhere."""
        found = [*self._differ]
        for visit, places in self.seen.items():
            numbers = {number for seen in places.values() for number in seen}
            if len(numbers) != 1:
                found.append(f"{visit}: {places}")
            found += [f"{visit}: no number seen at {place}" for place in PLACES if place not in places]
        return found

    def write(self, file: Path) -> None:
        ended = not self.disagreements() and all(step.get("ok") for step in self.steps)
        content = {
            "ended_as_it_should": ended,
            "seconds": round(time.monotonic() - self._began, 1),
            "numbers": self.seen,
            "disagreements": self.disagreements(),
            "agreed": self.agreed,
            **self.facts,
            "steps": self.steps,
        }
        file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
