"""What a counter page shows, as values: who is here, who waits and why in that order, and what each key does now. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from config.bundle import Bundle
from config.site import Counter, Service
from config.words import has_words, local, words
from hub.domain import stage as stages
from hub.web.pages import dialogs
from hub.web.pages.dates import hour, minutes
from hub.web.pages.dialogs import Option
from hub.wire import Action, Choice, LastStep, LegView, Stage, VisitView

LISTED = 50  # rows of the waiting list that are drawn; the rest is counted

STATES = {
    "blocked": "前の行程待ち",
    "waiting": "待ち",
    "called": "呼出中",
    "serving": "対応中",
    "on_hold": "保留",
    "absent": "不在",
    "done": "完了",
    "no_show": "不在のまま終了",
    "cancelled": "取消",
    "left": "帰られた",
}
REASONS = {
    "consideration": ("配慮", "note"),
    "returned": ("戻り", "caution"),
    "reserved": ("この窓口へ", "key"),
    "appointment": ("予約", "key"),
    "short": ("事前入力", "ok"),
    "due": ("戻る時刻", "caution"),
    "own_entry": ("自分が入力", "dash"),
}
STEPS = {
    "call": "呼出",
    "recall": "再呼出",
    "start": "来られた",
    "finish": "送った",
    "mark_absent": "不在",
    "mark_no_show": "終わり",
    "return": "待ちへ戻した",
    "cancel": "取消",
    "hold": "保留",
    "transfer": "転送",
    "send_back": "差し戻し",
    "leave": "帰られた",
    "take_over": "引き継いだ",
    "split": "番号を分けた",
    "merge": "番号をまとめた",
}
FINAL = ("done", "no_show", "cancelled", "left")


@dataclass(frozen=True, slots=True)
class Row:
    """One waiting visit. `tag`: (word, look) where it does not simply stand in order of arrival."""

    visit: str
    leg: str
    version: int
    number: str
    what: str
    people: int
    minutes: int
    since: datetime
    why: str
    tag: tuple[str, str] | None = None
    due: datetime | None = None  # of a hold
    is_due: bool = False
    late: bool = False  # waits longer at this stage than the site means to let anybody
    barred: bool = False  # entered by who sits here: somebody else verifies it
    overtaken: tuple[str, ...] = ()  # who came later and was called before, and why; of the rows that are drawn
    service: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What a key or button sends. `name`: next (CallNext), act (ActOnLeg), or one the page does itself."""

    name: Literal["next", "act", "page"]
    action: Action | None = None
    finish: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """One cell of the key bar, and one line of F1's list. `act` None: not possible now."""

    key: str
    label: str
    act: Act | None = None
    hint: str = ""
    large: str = ""  # the words of the large button, where they differ
    bar: bool = True  # drawn in the key bar, not only in F1's list


@dataclass(frozen=True, slots=True)
class StageMark:
    """One step of the stepper: `look` done, now or later."""

    word: str
    look: str
    note: str


@dataclass(frozen=True, slots=True)
class Here:
    """The visit at this desk. `leg`: the one the keys act on; `since`: when it entered its state."""

    visit: str
    leg: str
    version: int
    number: str
    state: str
    state_word: str
    procedures: str
    people: int
    language: str
    since: datetime
    called_times: int
    steps: tuple[StageMark, ...]
    note: str = ""  # why it was sent or sent back here


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole page but the record."""

    counter: int
    counter_name: str
    stage: Stage
    stage_word: str
    services: str
    service_ids: str  # of the lines that may be called here, with blanks between
    waiting: tuple[Row, ...]
    more: int
    absent: tuple[Row, ...]
    held: tuple[Row, ...]  # by the time they are due; those without a time last. Who is due waits too
    picks: tuple[Row, ...]  # every number F3 may call: all that wait, then those on hold and the absent
    elsewhere: tuple[tuple[str, str], ...]  # numbers F3 may not call: (number, why not)
    here: Here | None
    next: Row | None
    keys: tuple[Key, ...]
    back_office: bool
    hold_times: tuple[Option, ...] = ()
    closing: str = ""
    targets: tuple[Option, ...] = ()  # of a transfer
    earlier: tuple[Option, ...] = ()  # of sending back
    gone: tuple[Option, ...] = ()  # who does not come, or goes
    undo: LastStep | None = None
    undo_words: str = ""
    stages: tuple[tuple[str, str], ...] = field(default=())  # of this counter: (id, word)
    missing: str = ""  # what the visit lacks to be sent on

    @property
    def count(self) -> int:
        return len(self.waiting) + self.more

    @property
    def longest(self) -> int:
        return max((row.minutes for row in self.waiting), default=0)

    @property
    def main_key(self) -> Key:
        return next(key for key in self.keys if key.key == "F2")

    @property
    def due(self) -> int:
        return sum(row.is_due for row in self.held)

    def key(self, name: str) -> Key:
        return next(key for key in self.keys if key.key == name)


BACK_OFFICE = ("examination", "entry", "verification")


@dataclass(frozen=True, slots=True)
class Around:
    """What a desk knows of the rest of the house. `choices`: calls since its oldest row; `waiting`: people by service."""

    staffed: frozenset[int] = frozenset()
    waiting: Mapping[str, int] = field(default_factory=dict)
    choices: Sequence[Choice] = ()
    undo: LastStep | None = None


def desk(
    bundle: Bundle,
    counter: Counter,
    stage: Stage,
    visits: Sequence[VisitView],
    now: datetime,
    around: Around = Around(),
    in_line: int = 0,
) -> Desk:
    """`visits` as Office.work gives them: at the counter first, then waiting in the order of the policy; `in_line` may be more."""
    here = next((found for view in visits if (found := _here(bundle, counter, stage, view))), None)
    rows = {
        state: [_row(bundle, view, leg, now, around) for view in visits for leg in _legs(view, stage, state, counter)]
        for state in ("waiting", "absent", "on_hold")
    }
    held = sorted(rows["on_hold"], key=lambda row: (row.due is None, row.due or row.since, row.number))
    # whose time has come is called before everybody, and is still listed with what else may be done
    waiting, absent = [*(row for row in held if row.is_due), *rows["waiting"]], rows["absent"]
    back = stage in BACK_OFFICE
    pickable = {row.number for row in (*waiting, *held, *absent)}
    view = next((view for view in visits if here is not None and view.visit == here.visit), None)
    leg = next((leg for leg in view.legs if here is not None and leg.leg == here.leg), None) if view else None
    until = dialogs.closing(bundle, counter, now)
    first = next((row for row in waiting if not row.barred), None)
    return Desk(
        counter=counter.number,
        counter_name=local(counter.name, "ja"),
        stage=stage,
        stage_word=stage_word(bundle, stage),
        service_ids=" ".join(sorted(services_of(counter))),
        services="・".join(local(service.name, "ja") for service in bundle.site.services if service.id in counter.services),
        waiting=tuple(_overtaken(row, around.choices, stage) for row in waiting[:LISTED]),
        more=max(len(waiting), in_line) - len(waiting[:LISTED]),
        absent=tuple(absent),
        held=tuple(held),
        picks=(*(row for row in waiting if not row.barred), *(row for row in held if not row.is_due), *absent),
        elsewhere=tuple((view.number, _elsewhere(bundle, view, stage)) for view in visits if view.number not in pickable),
        here=here,
        next=first,
        keys=_keys(here, first, bool(pickable), _onward(bundle, visits, here, stage), stage, around.undo),
        back_office=back,
        hold_times=dialogs.hold_times(bundle, counter, now),
        closing=hour(until) if until else "",
        targets=dialogs.targets(bundle, counter, leg, around.staffed, around.waiting, now) if leg and not back else (),
        earlier=dialogs.earlier(bundle, view, leg) if view and leg and leg.state == "serving" else (),
        gone=dialogs.gone(here.called_times if here.state == "called" else None) if here else (),
        undo=around.undo,
        undo_words=f"{'・'.join(around.undo.numbers)} {STEPS.get(around.undo.action, '')}" if around.undo else "",
        stages=tuple((each, stage_word(bundle, each)) for each in counter.stages),
    )


def held_back(desk: Desk, missing: str) -> Desk:
    """The desk of a visit that lacks something: F2 leads to it, and nothing sends the visit on."""
    number = desk.here.number if desk.here else ""
    first = Key("F2", f"{missing}が のこっています", Act("page"), f"{number} を送る前に", f"{missing}をする")
    instead = {"F2": first, "F10": replace(desk.key("F10"), act=None)}
    return replace(desk, keys=tuple(instead.get(each.key, each) for each in desk.keys), missing=missing)


def stage_word(bundle: Bundle, stage: str) -> str:
    return words(bundle, "ja", f"stage.{stage}")


def procedure_word(bundle: Bundle, procedure: str, service: str, language: str = "ja") -> str:
    """The name of a procedure; of a number without one, the service's."""
    if procedure and has_words(bundle, f"procedure.{procedure}.name"):
        return words(bundle, language, f"procedure.{procedure}.name")
    return local(service_of(bundle, service).name, language)


def service_of(bundle: Bundle, service: str) -> Service:
    return next(each for each in bundle.site.services if each.id == service)


def services_of(counter: Counter) -> frozenset[str]:
    """What may be called here, help for other lines included: whether it is helped just now, the order of the line says."""
    return frozenset((*counter.services, *(service for each in counter.helps for service in each.services)))


def what_for(bundle: Bundle, view: VisitView) -> str:
    """転入 ほか2件."""
    procedures = list(dict.fromkeys((leg.procedure, leg.service) for leg in view.legs))
    first = procedure_word(bundle, *procedures[0])
    return f"{first} ほか{len(procedures) - 1}件" if len(procedures) > 1 else first


def _legs(view: VisitView, stage: Stage, state: str, counter: Counter) -> tuple[LegView, ...]:
    """The first leg of the visit that this desk may serve in this state: those beside it move with it."""
    return tuple(
        leg
        for leg in view.legs
        if leg.stage == stage
        and leg.state == state
        and leg.service in services_of(counter)
        and (state != "waiting" or leg.reserved in (None, counter.number))
    )[:1]


def _row(bundle: Bundle, view: VisitView, leg: LegView, now: datetime, around: Around) -> Row:
    tag = REASONS.get(view.reason) or _sent_here(leg)
    why = f"到着 {hour(view.opened_at)}"
    if view.reason == "consideration":
        why += "・配慮 15分"
    elif tag is None and view.entered_at_home:
        tag = ("事前入力", "ok")
    if leg.stage != "reception":
        why = f"{stage_word(bundle, leg.stage)}へ {hour(leg.since)}"
    if leg.state == "absent":
        why = f"不在 {hour(leg.since)}"
    if view.reason == "own_entry":
        why += "・ほかの方が照合します"
    if leg.state == "waiting" and leg.reason:
        why += f"・{_reason_here(leg)}"
    if view.booked is not None and leg.stage == "reception":
        why = f"予約 {hour(view.booked)}・到着 {hour(view.opened_at)}"
    if leg.state == "on_hold":
        until = f"{hour(leg.due)} に戻られる" if leg.due else "戻られたら"
        why = f"{until}・{dialogs.reason_word(leg.reason, stages.Action.HOLD)}"
    since = view.opened_at if leg.stage == "reception" else leg.since
    return Row(
        visit=view.visit,
        leg=leg.leg,
        version=view.version,
        number=view.number,
        what=what_for(bundle, view),
        people=view.people,
        minutes=minutes(since, now),
        since=since,
        late=leg.state == "waiting" and minutes(since, now) >= getattr(bundle.site.goals, leg.stage),
        barred=view.reason == "own_entry",
        why=why,
        tag=tag,
        due=leg.due,
        is_due=leg.due is not None and leg.due <= now,
        service=leg.service,
        waits=leg.state == "waiting",
    )


def _overtaken(row: Row, choices: Sequence[Choice], stage: Stage) -> Row:
    return replace(row, overtaken=dialogs.overtaken(choices, row.service, stage, row.since)) if row.waits else row


def _sent_here(leg: LegView) -> tuple[str, str] | None:
    """How a waiting leg came to this line, where it was sent."""
    if leg.state != "waiting" or not leg.reason:
        return None
    return ("差し戻し", "caution") if leg.reason in dialogs.WORDS[stages.Action.SEND_BACK] else ("転送", "note")


def _reason_here(leg: LegView) -> str:
    return dialogs.reason_word(leg.reason, stages.Action.SEND_BACK, stages.Action.TRANSFER)


def _here(bundle: Bundle, counter: Counter, stage: Stage, view: VisitView) -> Here | None:
    leg = next(
        (leg for leg in view.legs if leg.counter == counter.number and leg.stage == stage and leg.state in ("called", "serving")),
        None,
    )
    if leg is None:
        return None
    names = dict.fromkeys(procedure_word(bundle, each.procedure, each.service) for each in view.legs)
    return Here(
        visit=view.visit,
        leg=leg.leg,
        version=view.version,
        number=view.number,
        state=leg.state,
        state_word=STATES[leg.state],
        procedures="　".join(names),
        people=view.people,
        language=view.language,
        since=leg.since,
        called_times=leg.called_times,
        steps=_steps(bundle, view, leg),
        note=_reason_here(leg),
    )


def _steps(bundle: Bundle, view: VisitView, now_at: LegView) -> tuple[StageMark, ...]:
    marks = []
    for stage in service_of(bundle, now_at.service).stages:
        legs = [leg for leg in view.legs if leg.service == now_at.service and leg.stage == stage]
        if not legs:
            continue
        if stage == now_at.stage:
            look, note = "now", STATES[now_at.state]
        elif all(leg.state in FINAL for leg in legs):
            look, note = "done", hour(legs[0].since)
        else:
            look, note = "later", ""
        marks.append(StageMark(stage_word(bundle, stage), look, note))
    return tuple(marks)


def _onward(bundle: Bundle, visits: Sequence[VisitView], here: Here | None, stage: Stage) -> str:
    """Where the visit at the desk goes when this stage is done: 審査, or nothing after the last."""
    view = next((view for view in visits if here is not None and view.visit == here.visit), None)
    if view is None or here is None:
        return ""
    service = next(leg.service for leg in view.legs if leg.leg == here.leg)
    stages = service_of(bundle, service).stages
    later = stages[stages.index(stage) + 1 :] if stage in stages else ()
    return stage_word(bundle, later[0]) if later else ""


def _elsewhere(bundle: Bundle, view: VisitView, stage: Stage) -> str:
    """Why this desk cannot call the number: 3番・受付で対応中, or that other desks serve it."""
    legs = [leg for leg in view.legs if leg.state in ("called", "serving")]
    if legs:
        return f"{legs[0].counter}番・{stage_word(bundle, legs[0].stage)}で{STATES[legs[0].state]}です"
    kept = next((leg.reserved for leg in view.legs if leg.stage == stage and leg.state == "waiting" and leg.reserved), None)
    if kept is not None:
        return f"{kept}番で呼ぶ方です"
    if any(leg.stage == stage and leg.state in ("waiting", "absent", "on_hold") for leg in view.legs):
        return "ほかの窓口で受ける方です"
    return "いまは待っていません"


def _keys(
    here: Here | None, first: Row | None, pickable: bool, onward: str, stage: Stage, undo: LastStep | None
) -> tuple[Key, ...]:
    back = stage in BACK_OFFICE
    called, serving = here is not None and here.state == "called", here is not None and here.state == "serving"
    hand_on = f"{onward}へ送る" if onward else "終わる"
    return (
        Key("F1", "キーの一覧", Act("page")),
        _main(here, first, onward, back),
        Key("F3", "番号を指定", Act("page") if here is None and pickable and not back else None),
        Key("F4", "もう一度呼ぶ", Act("act", "recall") if called else None),
        Key("F6", "区画を移る", Act("page")),
        Key("F7", "保留", Act("page") if here is not None else None, "戻る時刻と理由"),
        _gone(called, serving and not back),
        Key("F9", "転送" if stage == "reception" else "差し戻す" if back else "転送・差し戻す", Act("page") if here else None),
        Key("Shift+F9", "家族の番号", Act("page") if here is not None and not back else None, "まとめる・分ける", bar=False),
        Key("F10", f"{hand_on}だけ", Act("act", "finish") if serving else None, "次は呼びません"),
        Key("Ctrl+P", "申請書を印刷", Act("page") if serving else None, "入力された内容を A4 の用紙に"),
        Key("Shift+F8", "送らずに終える", Act("page") if serving and not back else None, "案内だけ、書類が足りないなど", bar=False),
        Key("Ctrl+I", "本人確認", Act("page") if serving else None, "何を見せてもらったか", bar=False),
        Key("Ctrl+M", "申し送りを書く", Act("page") if serving else None, "次の工程へ", bar=False),
        Key("Shift+F3", "番号・名前でさがす", Act("page"), "今日の番号がいまどこにあるか", bar=False),
        Key("Ctrl+B", "離席・鍵", Act("page"), "画面をかくし、もどるときパスワード", bar=False),
        Key("Ctrl+Z", "取り消す", Act("page") if undo else None, "60秒のあいだ、自分の最後の操作"),
    )


def _gone(called: bool, serving: bool) -> Key:
    """F8: who does not come is absent; who stood here and goes has left."""
    if serving:
        return Key("F8", "帰られた", Act("page"))
    return Key("F8", "不在", Act("act", "mark_absent") if called else None)


def _main(here: Here | None, first: Row | None, onward: str, back: bool) -> Key:
    """F2, the one key that moves the visit on; its label is always what it does."""
    verb = "取る" if back else "呼ぶ"
    if here is None:
        if first is None:
            return Key("F2", f"次を{verb}")
        return Key("F2", f"次を{verb}　{first.number}", Act("next"), f"{first.what} {first.people}人・待ち {first.minutes}分")
    if here.state == "called":
        return Key("F2", f"来られた　{here.number}", Act("act", "start"), "対応をはじめます")
    after = f"{onward}へ送" if onward else "終わ"
    if first is None:
        return Key("F2", f"{after}る", Act("next", finish=True), f"{here.number}。待っている方はいません")
    does = f"{here.number} は{after}ります"
    return Key("F2", f"{after}り、次を{verb}", Act("next", finish=True), does, f"次を{verb}　{first.number}")
