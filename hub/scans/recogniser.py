"""Lines of text into characters: PP-OCR's text model, run by onnxruntime. Only what a register can hold is ever read.

The model is a file of the package rapidocr (extra `ocr`); its alphabet stands in the model. Its output is CTC: one row of
probabilities a step, 0 for "nothing new here".
"""

import os
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from config.japanese.variants import all_forms
from hub.scans.document import Grey

MODEL = "PP-OCRv6_rec_small.onnx"
HEIGHT = 48  # pixels of a line, as the model was trained
WIDEST = 48 * 50
THREADS = 2
BATCH = 8
POSSIBLE = 0.05  # of what is written there, the least chance an allowed character must have
KANA = "".join(map(chr, range(0x30A1, 0x30F7))) + "ー・"
DATE = "0123456789０１２３４５６７８９年月日明治大正昭平成令和元生西暦MTSHR.．/／-－"


class Line(msgspec.Struct, frozen=True):
    """What was read of one line. `sure`: 0 to 1 for each character."""

    text: str
    sure: tuple[float, ...]


def model_file() -> Path | None:
    """The model inside the package rapidocr; None where the extra is not installed."""
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None or find_spec("onnxruntime") is None:
        return None
    file = Path(spec.origin).parent / "models" / MODEL
    return file if file.is_file() else None


class Recogniser:
    """One loaded model. Not for several threads at once."""

    def __init__(self, file: Path) -> None:
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # else it keeps a device id, counts its use on disk and tells its maker
        import onnxruntime  # noqa: PLC0415 (of the extra `ocr`)

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        # lines are of every width: the arena would keep a block for each (700 MB instead of 500 after four pages, 2 % faster)
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        characters = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._alphabet = ("", *characters, " ")
        self._input = self._session.get_inputs()[0].name
        self._masks: dict[str, NDArray[np.bool_]] = {}

    @property
    def alphabet(self) -> frozenset[str]:
        return frozenset(self._alphabet)

    def read(self, lines: Sequence[Grey], allowed: Sequence[str]) -> tuple[Line, ...]:
        """Each line with the characters allowed there; "" allows whatever a register holds."""
        prepared = [_prepared(line) for line in lines]
        found: dict[int, Line] = {}
        order = sorted(range(len(lines)), key=lambda index: prepared[index].shape[2])
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            widest = prepared[batch[-1]].shape[2]
            stack = np.zeros((len(batch), 3, HEIGHT, widest), np.float32)
            for row, index in enumerate(batch):
                stack[row, :, :, : prepared[index].shape[2]] = prepared[index]
            for row, chances in enumerate(self._session.run(None, {self._input: stack})[0]):
                found[batch[row]] = self._decoded(chances, allowed[batch[row]])
        return tuple(found[index] for index in range(len(lines)))

    def _decoded(self, chances: NDArray[np.float32], allowed: str) -> Line:
        # Whether there is a character is asked of the whole alphabet, which one of the allowed: 卜 and 口 stand for ト and ロ.
        likely = np.where(self._mask(allowed), chances, 0.0)
        best = likely.argmax(axis=1)
        surest = likely[np.arange(len(best)), best] / np.maximum(1.0 - chances[:, 0], 1e-6)
        # a space, or what no register can hold, is nothing
        best = np.where((chances.argmax(axis=1) != 0) & (surest >= POSSIBLE), best, 0)
        text: list[str] = []
        sure: list[float] = []
        before = 0
        for step, sign in enumerate(best):
            if sign and sign == before:
                sure[-1] = max(sure[-1], float(surest[step]))
            elif sign:
                text.append(self._alphabet[sign])
                sure.append(float(surest[step]))
            before = int(sign)
        return Line("".join(text), tuple(sure))

    def _mask(self, allowed: str) -> NDArray[np.bool_]:
        if allowed not in self._masks:
            wanted = set(allowed) if allowed else None
            mask = np.array([_in_register(sign) if wanted is None else sign in wanted for sign in self._alphabet])
            mask[0] = False
            self._masks[allowed] = mask
        return self._masks[allowed]


def _prepared(line: Grey) -> NDArray[np.float32]:
    width = int(np.clip(round(HEIGHT * line.shape[1] / line.shape[0]), 16, WIDEST))
    shrinking = line.shape[0] > HEIGHT
    scaled = cv2.resize(line, (width, HEIGHT), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC)
    return np.repeat(((scaled.astype(np.float32) / 255 - 0.5) / 0.5)[None], 3, axis=0)


@cache
def _forms() -> frozenset[str]:
    return frozenset(all_forms())


def _in_register(sign: str) -> bool:
    """Japanese characters (JIS X 0213), forms of names, Latin letters, digits and a few signs; no Chinese of today."""
    if not sign or sign in _forms():
        return True
    try:
        sign.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return sign.isalnum() or sign in "ー・-－―‐()（）々〆ヶ.．,，'’"


def words_alphabet(words: Iterable[str]) -> str:
    """Every character of these words, once."""
    return "".join(sorted(set("".join(words))))
