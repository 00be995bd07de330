"""The desks a number is called to, as each language writes them: runs are joined. Pure."""

from collections.abc import Callable, Iterable


def desk_words(say: Callable[..., str], counters: Iterable[int]) -> str:
    """1〜3番の窓口へ, 5番の窓口へ; empty where there is none. `say`: text key and placeholders → words."""
    key, numbers = "kiosk.ticket.counters", sorted(counters)
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = (say(f"{key}.run", first=run[0], last=run[-1]) if len(run) > 1 else str(run[0]) for run in runs)
    joined = say(f"{key}.and").join(said)
    return say(key, counters=joined, count=len(numbers)) if joined else ""
