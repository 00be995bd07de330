"""The loudspeaker for the field engineer: find it, try it, render the calls of the day ahead. One JSON object a line."""

import argparse
import contextlib
import json
import logging
import os
import sys
import threading
from pathlib import Path

from config.bundle import Bundle
from config.load import load_site
from hardware.speech import announcements, open_speaker
from hardware.speech.alsa import AlsaOutput
from hardware.speech.clips import Clips
from hardware.speech.devices import listed
from hardware.speech.outputs import BadSpeakerUrl, open_output, volume_of
from hardware.speech.phrases import phrases
from hardware.speech.port import CURES, SpeakerState, Utterance
from hardware.speech.programme import programme
from hardware.speech.readings import written
from hardware.speech.render import render
from hardware.speech.voice import NoVoice, installed_voices

HELP = """examples:
  python -m hardware.speech devices                which loudspeakers there are, each with its URL
  python -m hardware.speech say --speaker alsa:default --chime --times 2 'Aの25番のかた、4番の窓口へお越しください'
  python -m hardware.speech say --speaker wav:///tmp/calls --language en 'Number A 25, please come to counter 4.'
  python -m hardware.speech watch --speaker alsa:default     its state on every change: pull the plug and put it back; Ctrl-C ends
  python -m hardware.speech voices                 which language is said, by whom, or what to install
  python -m hardware.speech read 'A-025番の方'      how a sentence will be written for the voice, and its clips
  python -m hardware.speech render --folder /var/lib/uketsuke/clips --site config/sites/demo
      every call this office can make, rendered at the lowest priority; stop it and start it again as you like
  python -m hardware.speech render --folder F --site S --letters A,C --numbers 1-200 --languages ja

speaker URLs: alsa:NAME (names: devices), wav:///folder (files and index.jsonl), none:; ?volume=60 makes each quieter.
Japanese needs the extra `speech`, other languages the program espeak-ng. Never say a name.
Ends with 0 when it was done, 1 with {"fault": …, "cure": …} when not all of it was, 2 when it was asked for wrongly."""


def answer(line: dict[str, object]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


def say(url: str, utterance: Utterance, cache: Path | None) -> int:
    try:
        output, volume = open_output(url), volume_of(url)
    except BadSpeakerUrl as error:
        answer({"fault": "bad_url", "cure": str(error)})
        return 2
    clips = Clips(cache)
    words = clips.clip(utterance.language, utterance.text, keep=cache is not None)
    clips.rest()
    heard = programme(utterance, None if isinstance(words, NoVoice) else words, volume)
    state = output.play(heard, threading.Event())
    if state in CURES:
        complaint = {"aplay": output.complaint} if isinstance(output, AlsaOutput) and output.complaint else {}
        answer({"fault": state.value, "cure": CURES[state], **complaint})
        return 1
    if isinstance(words, NoVoice):
        answer({"fault": SpeakerState.NO_VOICE.value, "cure": words.cure, "chime": utterance.chime})
        return 1
    answer({"said": utterance.text, "language": utterance.language, "seconds": round(heard.sound.seconds, 2)})
    return 0


def watch(url: str, seconds: float | None) -> int:
    """Ends with 0 where nothing is wrong at the end."""

    def told(state: SpeakerState) -> None:
        answer({"speaker": state.value, **({"cure": CURES[state]} if state in CURES else {})})

    try:
        speaker = open_speaker(url, on_state=told)
    except BadSpeakerUrl as error:
        answer({"fault": "bad_url", "cure": str(error)})
        return 2
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait(seconds)
    state = speaker.state()
    speaker.close()
    return 1 if state in CURES else 0


def devices() -> int:
    found = listed()
    if found is None:
        answer({"fault": SpeakerState.NO_DEVICE.value, "cure": "aplay does not answer: apt-get install alsa-utils"})
        return 1
    for device in found:
        answer({"speaker": device.url, "what": device.what})
    if not found:
        answer({"fault": SpeakerState.NO_DEVICE.value, "cure": "ALSA knows no loudspeaker: look at its cable and at `aplay -l`"})
    return 0 if found else 1


def voices() -> int:
    for language, voice in installed_voices().items():
        if isinstance(voice, NoVoice):
            answer({"language": language, "voice": None, "cure": voice.cure})
        else:
            answer({"language": language, "voice": voice})
    return 0


def rendered(wish: argparse.Namespace) -> int:
    bundle = load_site(wish.site)
    if not isinstance(bundle, Bundle):
        answer({"fault": "bad_site", "cure": f"python -m config check {wish.site}"})
        return 2
    os.nice(19)  # the voice's process too: a call, a screen or a scan comes first
    letters = wish.letters or announcements.letters_of(bundle)
    numbers = wish.numbers or announcements.numbers_of(bundle)
    counters = wish.counters or announcements.counters_of(bundle)
    languages = wish.languages or announcements.languages_in_clips(bundle)
    texts = tuple(announcements.calls(bundle, languages, letters, numbers, counters))
    done = render(
        texts,
        wish.folder,
        lambda language, text, number: answer({"rendered": text, "language": language, "done": f"{number} of {len(texts)}"}),
    )
    size = sum(file.stat().st_size for file in wish.folder.glob("*.wav"))
    answer({"new": done.new, "there": done.there, "megabytes": round(size / 1e6, 1), "credits": str(wish.folder / "CREDITS.txt")})
    for language, cure in done.silent.items():
        answer({"fault": SpeakerState.NO_VOICE.value, "language": language, "cure": cure})
    if done.full:
        answer({"fault": "disk_full", "cure": f"make room on the disk of {wish.folder}, then start this again"})
    return 1 if done.silent or done.full else 0


def span(written: str) -> tuple[int, ...]:
    """`1-30`, `4` or `1-3,7`."""
    pieces = [piece.partition("-") for piece in written.split(",")]
    return tuple(number for first, _, last in pieces for number in range(int(first), int(last or first) + 1))


def names(written: str) -> tuple[str, ...]:
    return tuple(written.split(","))


def arguments() -> argparse.Namespace:
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
    of_read = commands.add_parser("read", help="show how a sentence will be written for the voice, and its clips")
    of_read.add_argument("text", metavar="TEXT")
    of_read.add_argument("--language", default="ja", metavar="CODE")
    commands.add_parser("devices", help="list the loudspeakers of this machine with the URL of each")
    of_watch = commands.add_parser("watch", help="tell the state of a loudspeaker on every change")
    of_watch.add_argument("--speaker", required=True, metavar="URL")
    of_watch.add_argument("--seconds", type=float, metavar="N", help="end by itself")
    commands.add_parser("voices", help="list the languages and who says them")
    of_render = commands.add_parser("render", help="render the calls of an office ahead")
    of_render.add_argument("--folder", type=Path, required=True, help="where the clips go; give it to the board as --clips")
    of_render.add_argument("--site", type=Path, required=True, help="configuration folder of the office")
    of_render.add_argument("--letters", type=names, metavar="A,C", help="only these services (all of the site)")
    of_render.add_argument("--numbers", type=span, metavar="1-200", help="only these numbers (all a service can give)")
    of_render.add_argument("--counters", type=span, metavar="1-30", help="these counters (all that call residents)")
    of_render.add_argument(
        "--languages", type=names, metavar="ja,en", help="only these languages (those of the site whose call is cut in two)"
    )
    return parser.parse_args()


def main() -> int:
    wish = arguments()
    logging.disable()  # what goes wrong is an answer of ours
    match wish.command:
        case "read":
            answer(
                {
                    "text": wish.text,
                    "spoken": written(wish.language, wish.text),
                    "clips": [phrase.text for phrase in phrases(wish.text)],
                }
            )
            return 0
        case "devices":
            return devices()
        case "watch":
            return watch(wish.speaker, wish.seconds)
        case "voices":
            return voices()
        case "render":
            return rendered(wish)
    return say(wish.speaker, Utterance(wish.language, wish.text, wish.chime, wish.times), wish.cache)


if __name__ == "__main__":
    sys.exit(main())
