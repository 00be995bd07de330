"""Every call a site can make, as texts to render ahead (`Speaker.prepare`). Pure."""

from collections.abc import Iterable, Iterator

from config.bundle import Bundle
from config.words import words
from hardware.speech.phrases import phrases

CALL = "board.spoken_call"
A_DAY = 300  # numbers of one service: of the whole 999, two thirds of the disk are for days that never come
CALLING = ("reception", "delivery")  # the stages a resident is called to


def call_text(bundle: Bundle, language: str, letter: str, running: int, counter: int | None) -> str:
    """The words of one call."""
    return words(bundle, language, CALL, letter=letter, digits=str(running), counter=counter)


def languages_of(bundle: Bundle) -> tuple[str, ...]:
    """Languages of the site that have words of their own for a call."""
    return tuple(one for one in bundle.site.languages if CALL in bundle.texts.get(one, {}))


def languages_in_clips(bundle: Bundle) -> tuple[str, ...]:
    """Those whose call is cut between number and counter: of the others every pair would be a clip of its own.

    Whoever chose やさしい日本語 is called in Japanese.
    """
    cut = (one for one in languages_of(bundle) if len(phrases(call_text(bundle, one, "A", 1, 1))) > 1)
    return tuple(one for one in cut if one != "ja-easy")


def letters_of(bundle: Bundle) -> tuple[str, ...]:
    return tuple(service.letter for service in bundle.site.services)


def numbers_of(bundle: Bundle) -> range:
    """From the lowest first to the highest last number of all services."""
    services = bundle.site.services
    return range(min(one.first_number for one in services), max(one.last_number for one in services) + 1)


def counters_of(bundle: Bundle) -> tuple[int, ...]:
    """Those where a resident is called to; desks behind never are."""
    return tuple(counter.number for counter in bundle.site.counters if set(counter.stages) & set(CALLING))


def calls(
    bundle: Bundle, languages: Iterable[str], letters: Iterable[str], numbers: Iterable[int], counters: Iterable[int]
) -> Iterator[tuple[str, str]]:
    """(Language, text) so that each counter and each number stands in one of them: low numbers, which come first, first.

    Not their product: a call is put together from the clip of its number and the clip of its counter (phrases).
    """
    letters, counters, languages = tuple(letters), tuple(counters), tuple(languages)
    if not (letters and counters):
        return
    for language in languages:
        for counter in counters:
            yield language, call_text(bundle, language, letters[0], 1, counter)
    for running in numbers:
        for language in languages:
            for letter in letters:
                yield language, call_text(bundle, language, letter, running, counters[0])


def calls_of_a_day(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Of the whole site, the numbers that a day reaches; those beyond take a moment more.

    In Japanese: the other voices need a twentieth of a second, and speak after it.
    """
    return calls(bundle, ("ja",), letters_of(bundle), numbers_of(bundle)[:A_DAY], counters_of(bundle))
