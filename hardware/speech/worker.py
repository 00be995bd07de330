"""The Japanese voice's own process: texts in, samples out. It loads a dictionary of 100 MB, and may die.

A request on standard input: its length (4 bytes, big-endian), then JSON {"text", "speed"}. An answer on standard output:
`ANSWER` (samples a second, number of samples), then the samples, 16 bits, little-endian. A text without sound has no samples.
"""

import os
import struct
import sys
from typing import BinaryIO

import msgspec
import numpy as np

LENGTH = struct.Struct(">I")
ANSWER = struct.Struct(">II")


class Request(msgspec.Struct, frozen=True):
    """What to say; `speed` 1 is the voice's own."""

    text: str
    speed: float


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until their end."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime, which reads it when loaded, would count its use for its maker
    import pyopenjtalk  # noqa: PLC0415 (only this process has the dictionary)

    while len(head := requests.read(LENGTH.size)) == LENGTH.size:
        request = msgspec.json.decode(requests.read(LENGTH.unpack(head)[0]), type=Request)
        samples, rate = pyopenjtalk.tts(request.text, speed=request.speed)
        loudest = max(1.0, float(np.abs(samples).max(initial=0.0)) / 32767)  # short phrases come out beyond 16 bits
        sound = (samples / loudest).astype("<i2")
        answers.write(ANSWER.pack(rate, len(sound)) + sound.tobytes())
        answers.flush()


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)  # the library greets on standard output and complains on standard error; neither is for us
    os.dup2(silent, 2)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
