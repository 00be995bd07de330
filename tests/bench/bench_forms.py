"""Printed forms: from the answers to the PDF through the drawing process, and how long the hub's own loop stands still for it."""

import asyncio
import resource
import time
from dataclasses import dataclass
from datetime import date
from statistics import median

from hub.web.paper.drawing import pdf
from hub.web.paper.form import form_sheet
from hub.web.paper.maker import PaperMaker
from hub.web.paper.sheet import Order
from tests.hub.web.paper.filled_forms import every_form, moving_in
from tests.hub.web.running_hub import demo_bundle

TIMES = 9
TICK = 0.002  # seconds between two looks at the loop


def run():
    return asyncio.run(_measured())


async def _measured():
    maker, bundle = PaperMaker(), demo_bundle()
    begun = time.perf_counter()
    await maker.pdf(_order(bundle, moving_in(1)))
    cold = time.perf_counter() - begun
    rows = [{"name": "first form, the process started with it", "figure": cold * 1000, "unit": "ms"}]
    for name, filled in (
        ("moving in, one person", moving_in(1)),
        ("moving in, eight people, two sheets", moving_in(8)),
        ("certificates", every_form()[-2]),
    ):
        taken = []
        stalls = asyncio.create_task(_stalls())
        for _ in range(TIMES):
            begun = time.perf_counter()
            drawn = await maker.pdf(_order(bundle, filled))
            taken.append(time.perf_counter() - begun)
        stalls.cancel()
        await asyncio.gather(stalls, return_exceptions=True)
        direct, busy = _direct(_order(bundle, filled))
        taken_here = median(taken)
        rows.append(
            {
                "name": f"{name}, {len(drawn) / 1024:.0f} KiB",
                "figure": taken_here * 1000,
                "unit": "ms",
                "goal": "2000",
                "beside": f"drawn in the asking process {direct * 1000:.0f} ms, {busy * 1000:.0f} ms of CPU",
                "ratio": taken_here / direct,
            }
        )
    await maker.close()
    rows.append(
        {
            "name": "longest stop of the hub's loop meanwhile, by work of its own (CPU)",
            "figure": _LONGEST.own * 1000,
            "unit": "ms",
            "goal": "50",
            "beside": f"{_LONGEST.stood * 1000:.0f} ms on the clock, with what else the machine did",
        }
    )
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rows.append({"name": "memory of the drawing process, fonts mapped, gone after five minutes", "figure": memory, "unit": "MiB"})
    return rows


def _direct(order):
    """Seconds without the other process, and how many of them the CPU worked for it: a busy machine tells on the first alone."""
    taken, busy = [], []
    for _ in range(3):
        begun, worked = time.perf_counter(), time.process_time()
        pdf(order)
        taken.append(time.perf_counter() - begun)
        busy.append(time.process_time() - worked)
    return median(taken), median(busy)


@dataclass
class Stop:
    """Seconds: `stood` on the clock, `own` of CPU of this process."""

    stood: float = 0.0
    own: float = 0.0


_LONGEST = Stop()


async def _stalls():
    """Keeps the longest time the loop did not come round, and the most this process worked without coming round."""
    while True:
        begun, worked = time.perf_counter(), time.process_time()
        await asyncio.sleep(TICK)
        _LONGEST.stood = max(_LONGEST.stood, time.perf_counter() - begun - TICK)
        _LONGEST.own = max(_LONGEST.own, time.process_time() - worked)


def _order(bundle, filled):
    sheet = form_sheet(bundle, bundle.forms[filled.procedure], filled, "ab" * 16, "A-024", date(2027, 3, 29))
    return Order("A-024", (sheet,))
