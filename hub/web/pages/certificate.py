"""The page that lays a scanned 転出証明書 beside the entry: hand it in, decide field by field, correct what the paper proves."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from aiohttp import web

from config.words import local
from hub.office import Declined
from hub.office.scanning import KeptScan, paper_of
from hub.scans.outcome import MOST_BYTES, NotTaken, Why
from hub.web import errors
from hub.web.errors import Refused, bad_message, status_of
from hub.web.pages import certificate_keys, compared
from hub.web.pages.beside import OUTCOMES, SEXES, Line, beside
from hub.web.pages.page import Page, Turn, see
from hub.wire import CheckField, CheckOutcome, CorrectRecord, RecordView, Refusal, TickItem

# why a document was not taken: what holds, what to do
NOT_TAKEN: dict[Why, tuple[str, str]] = {
    "too_large": ("ファイルが大きすぎます（20MB まで）", "200〜300dpi で読み取り直してください。"),
    "not_a_picture": ("PNG・JPEG・PDF ではありません", "読み取り機の設定を PDF か JPEG にして、もう一度読み取ってください。"),
    "cut_short": ("ファイルが途中で切れているか、壊れています", "もう一度読み取ってください。"),
    "too_many_pixels": ("画像が細かすぎます", "200〜300dpi で読み取り直してください。"),
    "too_many_pages": ("ページが多すぎます（4ページまで）", "転出証明書だけを読み取ってください。"),
    "locked": ("パスワードのかかった PDF です", "パスワードなしの PDF か、紙から読み取ってください。"),
    "no_pdf_here": ("このハブでは PDF を開けません", "JPEG か PNG で読み取ってください。（PDF を開くには ocr の追加インストール）"),
    "other_paper": (
        "転出証明書が見つかりません",
        "罫線の四隅が入るように、平らに置いて読み取ってください。様式がちがうときは、紙を見て照合してください。",
    ),
    "too_slow": ("読み取りに時間がかかりすぎたので、やめました", "もう一度読み取るか、紙を見て照合してください。"),
    "reader_failed": (
        "読み取りの部分が止まりました",
        "もう一度読み取るか、紙を見て照合してください。ハブのほかの部分は動いています。",
    ),
}
KEPT: Literal["kept"] = "kept"  # 不一致, and the entry stays: the resident confirmed it
MOST_AT_ONCE = 500
HELD = ("いまは、ほかの窓口がこの記録を持っています", "見ることだけできます。何も変わっていません。")
FIRST = ("ほかの操作が先でした", "一覧を新しくしました。もう一度えらんでください。")
REFUSED = {
    "invalid_answers": ("その値は、この項目に書けません", "書き方を確かめてください。何も変わっていません。"),
    "nothing_changed": ("変わったところがありません", "何もしていません。"),
    "my_number_written": ("12桁の番号が書かれています", "個人番号は書かないでください。何も変わっていません。"),
    "reason_needed": ("理由が選ばれていません", "理由をえらんで、もう一度押してください。"),
}


async def show(turn: Turn) -> web.StreamResponse:
    return await _page(turn)


async def take(turn: Turn) -> web.StreamResponse:
    """Read, then keep: what is no certificate is forgotten at once."""
    visit = turn.request.match_info["visit"]
    view = await _record(turn)
    found = paper_of(turn.house.bundle, view)
    if found is None:
        return await _page(turn)
    if not turn.file:
        return await _page(turn, ("ファイルがえらばれていません", "読み取った画像をえらぶか、ここへ落としてください。"), 422)
    scan = await turn.house.scans.read(turn.file, (found[2],))
    if isinstance(scan, NotTaken):
        return await _page(turn, NOT_TAKEN[scan.why], 422)
    try:
        kept = await turn.office.records.keep_scan(turn.actor, visit, scan.sheet, scan.pictures, scan.left_out)
    except Declined:
        return await _page(turn, HELD, 409)
    if isinstance(kept, Refusal):
        raise Refused(kept)
    await _seen(turn, kept)
    return see(_path(turn))


async def drop(turn: Turn) -> web.StreamResponse:
    try:
        await turn.office.records.drop_scan(turn.actor, turn.request.match_info["visit"])
    except Declined:
        return await _page(turn, HELD, 409)
    return see(_path(turn))


async def decide(turn: Turn) -> web.StreamResponse:
    """One finding, or several in the order they were made: keys come faster than answers."""
    form = turn.form
    application, seen = _number(form, "application"), _number(form, "seen")
    findings = _findings(form)
    known = {(each.path, each.mark) for each in await _lines(turn)}
    if any((path, mark) not in known for path, mark, _ in findings):
        return await _page(turn, FIRST, 409)
    return await _settled(turn, application, seen, findings)


async def decide_rest(turn: Turn) -> web.StreamResponse:
    """のこりは一致: the rows the clerk saw named in the question, each a finding of its own."""
    form = turn.form
    shown = beside(turn.house.bundle, await _record(turn), await _scan(turn))
    if shown is None or shown.seen != _number(form, "seen") or len(shown.rest) != _number(form, "rest"):
        return await _page(turn, FIRST, 409)
    return await _settled(turn, shown.application, shown.seen, [(line.path, line.mark, "same") for line in shown.rest])


async def _settled(
    turn: Turn, application: int, seen: int, findings: Sequence[tuple[str, str, CheckOutcome | Literal["kept"]]]
) -> web.StreamResponse:
    """Path, mark and outcome each, in this order; the first that is not taken ends it."""
    visit, key = turn.request.match_info["visit"], turn.form.get("key")
    answer: RecordView | Refusal | None = None
    for place, (path, mark, outcome) in enumerate(findings):
        message = CheckField(
            visit=visit,
            application=application,
            path=path,
            outcome="mismatch" if outcome == KEPT else outcome,
            against=mark,
            seen=seen + place,
            kept=outcome == KEPT,
        )
        try:
            answer = await turn.office.records.check_field(turn.actor, message, f"{key}-{place}" if key else None)
        except Declined:
            return await _page(turn, HELD, 409)
        if isinstance(answer, Refusal):
            return await _page(turn, FIRST, status_of(answer))
    if isinstance(answer, RecordView):
        await _seen(turn, answer)
    return see(_path(turn))


async def _seen(turn: Turn, view: RecordView) -> None:
    """A paper that was compared to its end was seen: 持ち物 says so too, and the tick comes off like any other."""
    shown = beside(turn.house.bundle, view, await _scan(turn))
    if shown is None or shown.open:
        return
    for each in compared.asked_for(turn.house.bundle, view):
        if each.said is None:
            key = f"{view.visit}-{shown.seen}-seen"
            await turn.office.records.tick_item(turn.actor, TickItem(view.visit, each.item, True), key)


async def correct(turn: Turn) -> web.StreamResponse:
    """証明書に合わせる: what the clerk has looked at and typed, never what the machine read by itself."""
    form = turn.form
    line = next((each for each in await _lines(turn) if each.path == form.get("answer")), None)
    if line is None or not line.input:
        return await _page(turn, FIRST, 409)
    message = CorrectRecord(
        visit=turn.request.match_info["visit"],
        application=_number(form, "application"),
        changes={line.path: form.get("value", "")},
        revision=_number(form, "revision"),
        reason="right_glyph" if line.outcome == "variant" else "certificate_says",
    )
    try:
        answer = await turn.office.records.correct_record(turn.actor, message, form.get("key") or None)
    except Declined:
        return await _page(turn, HELD, 409)
    if isinstance(answer, Refusal):
        return await _page(turn, REFUSED.get(answer.error, FIRST), status_of(answer))
    return see(_path(turn))


async def picture(turn: Turn) -> web.StreamResponse:
    scan = await _scan(turn)
    page = turn.request.match_info["page"]
    if scan is None or scan.id != turn.request.match_info["scan"] or not page.isdecimal() or int(page) >= len(scan.pictures):
        raise Refused(errors.not_found())
    return web.Response(body=scan.pictures[int(page)], content_type="image/jpeg", headers={"Cache-Control": "no-store"})


async def _page(turn: Turn, said: tuple[str, str] | None = None, status: int = 200) -> web.Response:
    """`said`: what was not done, and what to do."""
    view, scan = await _record(turn), await _scan(turn)
    shown = beside(turn.house.bundle, view, scan)
    counter = getattr(turn.actor, "counter", None)
    return turn.page(
        "certificate.html",
        status,
        number=view.number,
        visit=view.visit,
        beside=shown,
        scan=scan,
        said=said,
        held=view.holder != counter,
        holder=view.holder,
        outcomes=OUTCOMES,
        keys=certificate_keys.keys(shown is not None, view.holder != counter, scan is not None),
        sexes=SEXES,
        words={id_: (sign, word) for id_, sign, word in OUTCOMES},
        nonce=secrets.token_hex(8),
        counter_line=next((local(each.name, "ja") for each in turn.house.bundle.site.counters if each.number == counter), ""),
        most=MOST_BYTES,
    )


async def _lines(turn: Turn) -> Sequence[Line]:
    shown = beside(turn.house.bundle, await _record(turn), await _scan(turn))
    return shown.lines if shown is not None else ()


async def _record(turn: Turn) -> RecordView:
    view = await turn.office.records.record(turn.actor, turn.request.match_info["visit"])
    if isinstance(view, Refusal):
        raise Refused(view)
    return view


async def _scan(turn: Turn) -> KeptScan | None:
    scan = await turn.office.records.scan(turn.actor, turn.request.match_info["visit"])
    if isinstance(scan, Refusal):
        raise Refused(scan)
    return scan


def _path(turn: Turn) -> str:
    return f"/counter/certificate/{turn.request.match_info['visit']}"


def _number(form: Mapping[str, str], field: str) -> int:
    text = form.get(field, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Refused(bad_message(f"`{field}` is no number"))
    return int(text)


def _findings(form: Mapping[str, str]) -> list[tuple[str, str, CheckOutcome | Literal["kept"]]]:
    """(path, mark, outcome) of each. Raises Refused where the three lists are not of one length."""
    outcomes = [KEPT] if form.get("kept") == "true" else form.get("outcome", "").split("\n")
    paths, marks = form.get("answer", "").split("\n"), form.get("mark", "").split("\n")
    if not len(outcomes) == len(paths) == len(marks) <= MOST_AT_ONCE:
        raise Refused(bad_message("`answer`, `mark` and `outcome` are of different length"))
    return [(path, mark, KEPT if each == KEPT else _outcome(each)) for path, mark, each in zip(paths, marks, outcomes, strict=True)]


def _outcome(text: str) -> CheckOutcome:
    for outcome in get_args(CheckOutcome):
        if outcome == text:
            return outcome  # type: ignore[no-any-return]
    raise Refused(bad_message("`outcome` is none of the four"))


_PLACE = "/counter/certificate/{visit}"
PAGES = (
    Page("GET", _PLACE, "scan", show),
    Page("POST", _PLACE, "keep_scan", take, MOST_BYTES),
    Page("POST", f"{_PLACE}/remove", "drop_scan", drop),
    Page("POST", f"{_PLACE}/decide", "check_field", decide),
    Page("POST", f"{_PLACE}/rest", "check_field", decide_rest),
    Page("POST", f"{_PLACE}/correct", "correct_record", correct),
    Page("GET", f"{_PLACE}/{{scan}}/{{page}}", "scan", picture),
)
