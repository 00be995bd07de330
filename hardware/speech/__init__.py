"""The loudspeaker (音声案内): chime and spoken words, one after another."""

from pathlib import Path

from hardware.speech.port import OnState, Speaker, SpeakerState, Utterance

__all__ = ["Speaker", "SpeakerState", "Utterance", "open_speaker"]


def open_speaker(url: str, *, cache: Path | None = None, on_state: OnState | None = None) -> Speaker:
    """The speaker named by `url` (kinds: hardware.speech.outputs). `cache`: folder of rendered clips. Raises BadSpeakerUrl.

    `on_state` hears of each change of state once, from the speaker's thread.
    """
    # Imported here: numpy and the voices are for those who hold a speaker, not for everybody who knows the port.
    from hardware.speech.clips import Clips  # noqa: PLC0415
    from hardware.speech.outputs import open_output, volume_of  # noqa: PLC0415
    from hardware.speech.player import QueueSpeaker  # noqa: PLC0415

    return QueueSpeaker(open_output(url), Clips(cache), on_state, volume=volume_of(url))
