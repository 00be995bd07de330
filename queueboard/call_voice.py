"""How a row is called out: Japanese twice after a chime, then once in the ticket's language where that is another."""

from config.bundle import Bundle
from hardware.speech import Speaker, Utterance
from hardware.speech.announcements import call_text, calls_of_a_day, languages_of
from hub.wire import BoardRow

TIMES = 2
SECOND_LANGUAGE = "en"  # for whoever speaks a language that has no words for a call


class CallVoice:
    """The board's Voice (queueboard.link) over a loudspeaker. Renders the calls of this office ahead while nobody is called."""

    def __init__(self, speaker: Speaker, bundle: Bundle) -> None:
        self._speaker, self._bundle = speaker, bundle
        speaker.prepare(calls_of_a_day(bundle))

    def call(self, row: BoardRow, pause: float) -> None:
        """`pause`: seconds between the two times."""
        for utterance in utterances(self._bundle, row, pause):
            self._speaker.say(utterance)

    def hush(self) -> None:
        self._speaker.hush()

    def busy(self) -> bool:
        return self._speaker.busy()


def utterances(bundle: Bundle, row: BoardRow, pause: float) -> tuple[Utterance, ...]:
    """What is said for `row`, in its order. Pure."""
    letter, _, digits = row.number.partition("-")
    japanese = Utterance(
        "ja", call_text(bundle, "ja", letter, int(digits), row.counter), chime=True, times=TIMES, pause=pause, keep=True
    )
    language = spoken_language(bundle, row.language)
    if language is None:
        return (japanese,)
    return japanese, Utterance(language, call_text(bundle, language, letter, int(digits), row.counter), keep=True)


def spoken_language(bundle: Bundle, language: str) -> str | None:
    """The language of the second call; None where the Japanese one is enough."""
    if language in ("ja", "ja-easy"):
        return None
    return next((one for one in (language, SECOND_LANGUAGE) if one in languages_of(bundle)), None)
