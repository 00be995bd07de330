"""The sound devices of this machine, as aplay names them, each with the URL to write into the settings."""

import subprocess

import msgspec

TIME_LIMIT = 10.0  # seconds
# Names that ALSA offers for its own plumbing: they make no sound, or are no place to send speech to.
PLUMBING = ("null", "samplerate", "speexrate", "jack", "oss", "lavrate", "speex", "upmix", "vdownmix", "usbstream")


class Device(msgspec.Struct, frozen=True):
    """`what`: ALSA's own words for it."""

    url: str
    what: str


def listed() -> tuple[Device, ...] | None:
    """Loudspeakers of `aplay -L`; None where aplay is missing or does not answer."""
    try:
        done = subprocess.run(["aplay", "-L"], capture_output=True, text=True, timeout=TIME_LIMIT, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return parsed(done.stdout)


def parsed(listing: str) -> tuple[Device, ...]:
    """A name stands at the beginning of its line, its description indented below."""
    found: list[Device] = []
    for line in listing.splitlines():
        if not line.strip():
            continue
        if not line[0].isspace():
            found.append(Device(f"alsa:{line.strip()}", ""))
        elif found:
            last = found[-1]
            found[-1] = Device(last.url, f"{last.what}, {line.strip()}" if last.what else line.strip())
    return tuple(one for one in found if one.url.removeprefix("alsa:").partition(":")[0] not in PLUMBING)
