"""The loudspeaker for the field engineer: say a sentence as the hall would hear it. One JSON object a line."""

import argparse
import json
import sys
import threading
from pathlib import Path

from hardware.speech import Utterance
from hardware.speech.clips import Clips
from hardware.speech.outputs import BadSpeakerUrl, open_output
from hardware.speech.programme import programme
from hardware.speech.readings import spoken
from hardware.speech.voice import NoVoice

HELP = """examples:
  python -m hardware.speech say --speaker alsa:default --chime --times 2 'Aの25番のかた、4番の窓口へお越しください'
  python -m hardware.speech say --speaker wav:///tmp/calls --language en 'Number A 25, please come to counter 4.'
  python -m hardware.speech read 'A-025番の方'      how a Japanese sentence will be written for the voice

speaker URLs: alsa:NAME (names: aplay -L), wav:///folder (files and index.jsonl), none:
Japanese needs the extra `speech`, other languages the program espeak-ng. Never say a name.
Ends with 0 when the words were said, 1 with {"fault": …, "cure": …} when only the chime was, or nothing."""


def answer(line: dict[str, object]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


def say(url: str, utterance: Utterance, cache: Path | None) -> int:
    try:
        output = open_output(url)
    except BadSpeakerUrl as error:
        answer({"fault": "bad_url", "cure": str(error)})
        return 2
    clips = Clips(cache)
    words = clips.clip(utterance.language, utterance.text)
    clips.rest()
    heard = programme(utterance, None if isinstance(words, NoVoice) else words)
    fault = output.play(heard, threading.Event())
    if fault is not None:
        answer({"fault": fault.value, "cure": "look at the loudspeaker, its cable and its name in `aplay -L`"})
        return 1
    if isinstance(words, NoVoice):
        answer({"fault": "no_voice", "cure": words.cure, "chime": utterance.chime})
        return 1
    answer({"said": utterance.text, "language": utterance.language, "seconds": round(heard.sound.seconds, 2)})
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m hardware.speech", description=__doc__, epilog=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    of_say = commands.add_parser("say", help="say a sentence")
    of_say.add_argument("text", metavar="TEXT")
    of_say.add_argument("--speaker", required=True, metavar="URL")
    of_say.add_argument("--language", default="ja", metavar="CODE")
    of_say.add_argument("--chime", action="store_true", help="two tones before")
    of_say.add_argument("--times", type=int, default=1, metavar="N")
    of_say.add_argument("--cache", type=Path, metavar="FOLDER", help="keep what was rendered")
    of_read = commands.add_parser("read", help="show how a Japanese sentence will be written for the voice")
    of_read.add_argument("text", metavar="TEXT")
    wish = parser.parse_args()
    if wish.command == "read":
        answer({"text": wish.text, "spoken": spoken(wish.text)})
        return 0
    return say(wish.speaker, Utterance(wish.language, wish.text, wish.chime, wish.times), wish.cache)


if __name__ == "__main__":
    sys.exit(main())
