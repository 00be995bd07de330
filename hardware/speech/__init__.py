"""The loudspeaker (音声案内): chime and spoken words, one after another."""

from pathlib import Path
from typing import TYPE_CHECKING

from hardware.speech.port import Speaker, Utterance

if TYPE_CHECKING:
    from hardware.speech.player import OnFault

__all__ = ["Speaker", "Utterance", "open_speaker"]


def open_speaker(url: str, *, cache: Path | None = None, on_fault: "OnFault | None" = None) -> Speaker:
    """The speaker named by `url` (kinds: hardware.speech.outputs). `cache`: folder for rendered clips. Raises BadSpeakerUrl."""
    # Imported here: numpy and the voices are for those who hold a speaker, not for everybody who knows the port.
    from hardware.speech.clips import Clips  # noqa: PLC0415
    from hardware.speech.outputs import open_output  # noqa: PLC0415
    from hardware.speech.player import QueueSpeaker  # noqa: PLC0415

    return QueueSpeaker(open_output(url), Clips(cache), on_fault)
