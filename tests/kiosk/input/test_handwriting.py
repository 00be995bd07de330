"""The real zinnia behind the pad: it recognises, and its trouble costs the resident nothing."""

import asyncio
import os
import signal
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.input.candidates import tidy_characters
from kiosk.input.handwriting import ZinniaHandwriting

RICE_FIELD = (  # 田 in the usual order
    ((200, 200), (200, 800)),
    ((200, 200), (800, 200), (800, 800)),
    ((500, 200), (500, 800)),
    ((200, 500), (800, 500)),
    ((200, 800), (800, 800)),
)
HANGS = (sys.executable, "-c", "import time; time.sleep(60)")
NONSENSE = (
    sys.executable,
    "-c",
    "import sys; print('{\"ready\": true}', flush=True); [print('][', flush=True) for _ in sys.stdin]",
)
MISSING = (sys.executable, "-c", 'print(\'{"missing": "model"}\')')


def written(strokes, handwriting=None):
    async def scenario():
        recogniser = handwriting or ZinniaHandwriting()
        try:
            return await recogniser.characters(strokes)
        finally:
            await recogniser.close()

    return asyncio.run(scenario())


def test_a_character_in_the_usual_order_is_the_first_one_offered():
    assert written(RICE_FIELD)[0] == "田"


def test_nothing_written_is_nothing_recognised():
    assert written(()) == ()
    assert written(((),)) == ()


def test_a_worker_without_model_or_with_nonsense_offers_nothing():
    assert written(RICE_FIELD, ZinniaHandwriting(MISSING)) == ()
    assert written(RICE_FIELD, ZinniaHandwriting(NONSENSE)) == ()
    assert written(RICE_FIELD, ZinniaHandwriting(("no-such-program",))) == ()


def test_a_worker_that_was_killed_is_started_again():
    async def scenario():
        handwriting = ZinniaHandwriting()
        await handwriting.warm()
        os.kill(handwriting.pid, signal.SIGKILL)
        lost = await handwriting.characters(RICE_FIELD)
        found = await handwriting.characters(RICE_FIELD)
        pid = handwriting.pid
        await handwriting.close()
        return lost, found, pid, handwriting.pid

    lost, found, pid, after = asyncio.run(scenario())

    assert lost == () or lost[0] == "田"  # seen dead before the question, or with it
    assert found[0] == "田"
    assert pid is not None
    assert after is None


@settings(max_examples=30)
@given(st.lists(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), max_size=30), max_size=40))
def test_no_scribble_stops_it(strokes):
    from kiosk.input.zinnia import Zinnia

    assert all(isinstance(character, str) for character in Zinnia().characters(strokes))


def test_other_forms_of_a_kanji_stand_behind_it_and_no_sign_is_offered():
    variants = {"高": ("髙",)}

    offered = tidy_characters(("高", "＝", "丶", "高", "A"), lambda character: variants.get(character, ()))

    assert offered == ("高", "髙", "丶")
