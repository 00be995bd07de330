"""What is said on entering a screen, from the boxes that are drawn: nothing of a person, in the resident's language. Pure."""

from collections.abc import Callable

from config.japanese.ruby import base
from kiosk.viewmodels import assist, booked, choosing, consent, guidance, page, proxy, review, saved, start, store, ticket
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.stage import Stage, sentences

_OWN: dict[str, Callable[[Stage], str]] = {
    "start": start.spoken,
    "ticket": ticket.spoken,
    "page": page.spoken,
    "guidance": guidance.spoken,
    "consent": consent.spoken,
    "saved": saved.spoken,
    "result": choosing.spoken,
    "appointment": booked.spoken,
    "store": store.spoken,
    "store_way": store.way_spoken,
    "proxy": proxy.spoken,
    "review": review.spoken,
}
# What a screen has to tell before it asks: ids of its boxes. The day a card ran out belongs to its holder alone.
_FIRST = ("card_lies", "wrong", "told", "notice", "printer", "sheet")
_THEN = ("title", "sub", "needs", "cause", "refused")


def spoken(stage: Stage, boxes: tuple[Box, ...]) -> str:
    """Of the picture made of `boxes`: what went wrong, the question, what to do."""
    stage = stage._replace(heard=True)
    session = stage.session
    if session.over == "assist" and assist.is_silent(stage):
        return ""
    known = {box.id: box for box in boxes}
    if session.over == "idle":
        lies = [words_of(stage, known["card_lies"])] if "card_lies" in known else []
        return sentences(stage, [*lies, stage.say("kiosk.spoken.idle")]) if lies else stage.say("kiosk.spoken.idle")
    private = session.card.expired is not None and session.card.fault is None and not session.devices.headphones
    first = [words_of(stage, known[id]) for id in _FIRST if id in known and not (id == "told" and private)]
    own = _OWN.get(session.screen) if not session.over else None
    if own is not None:
        return sentences(stage, [*first, own(stage)])
    said = [words_of(stage, known[id]) for id in _THEN if id in known]
    return sentences(stage, [*first, *said])


def words_of(stage: Stage, box: Box) -> str:
    """The words of a box, its lines put together again: another weight begins another sentence."""
    found: list[str] = []
    before: Line | None = None
    between = "" if stage.session.language in ("ja", "zh") else " "
    for line in box.lines:
        if before is not None and before.bold == line.bold:
            found[-1] += between + base(line.text)
        else:
            found.append(base(line.text))
        before = line
    return sentences(stage, found)
