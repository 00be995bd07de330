"""The process that decodes single pictures: they come in through shared memory, texts go out. Where it crashes, another is started.

READY on standard output once it can work. One request on standard input: `REQUEST` (height, width, number of passes), then one
byte a pass, its index in `ORDER`; the picture lies at the start of the shared memory, height × width bytes. One answer a request
on standard output: the length (4 bytes, big-endian), then a JSON list of texts. The end of standard input ends the process.
"""

import mmap
import os
import struct
import sys
from typing import BinaryIO, get_args

import cv2
import msgspec
import numpy as np

from hardware.scanner.passes import PassName, apply
from hardware.scanner.pictures import Grey
from hardware.scanner.zbar import QrReader

REQUEST = struct.Struct(">HHB")
LENGTH = struct.Struct(">I")
READY = b"R"
ORDER: tuple[PassName, ...] = get_args(PassName)


def read_codes(reader: QrReader, grey: Grey, passes: tuple[PassName, ...]) -> tuple[str, ...]:
    """Texts of all QR codes found by the first pass that finds any, as the picture orders them, each once."""
    return next((texts for name in passes if (texts := reader.read(apply(name, grey)))), ())


def serve(requests: BinaryIO, answers: BinaryIO, memory: mmap.mmap) -> None:
    """Answer requests until their end."""
    reader = QrReader()
    answers.write(READY)
    answers.flush()
    while len(head := requests.read(REQUEST.size)) == REQUEST.size:
        height, width, count = REQUEST.unpack(head)
        passes = tuple(ORDER[index] for index in requests.read(count))
        # The copy keeps the pixels alive while zbar looks at them, whatever the parent writes meanwhile.
        grey = np.frombuffer(memory, np.uint8, height * width).reshape(height, width).copy()
        body = msgspec.json.encode(read_codes(reader, grey, passes))
        answers.write(LENGTH.pack(len(body)) + body)
        answers.flush()


def main() -> None:
    """`argv`: the inherited descriptor of the shared memory."""
    descriptor = int(sys.argv[1])
    memory = mmap.mmap(descriptor, 0, prot=mmap.PROT_READ)
    os.close(descriptor)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land between two answers
    cv2.setNumThreads(1)  # the screen's process needs the other core
    serve(sys.stdin.buffer, answers, memory)


if __name__ == "__main__":
    main()
