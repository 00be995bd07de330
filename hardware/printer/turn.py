"""One step of a printer's life: every rule about what was proved, held or lost is here. Pure.

`advance` takes what happened and when, and gives the next life and what is to be done. Silence is a fault; a paper whose
picture may have reached the printer is never sent again.
"""

from dataclasses import replace

from hardware.printer import job as bytes_of
from hardware.printer import status
from hardware.printer.happenings import (
    Action,
    CancelWanted,
    Closing,
    Connect,
    Connected,
    ConnectFailed,
    Flushed,
    HangUp,
    Happening,
    Heard,
    Lost,
    Paper,
    Report,
    Send,
    Submitted,
    TakeBack,
    Tick,
)
from hardware.printer.life import HANDED_OVER, Life, Phase, ask_at, carrying, deadline, state, waits_until
from hardware.printer.port import JobChange, JobState, PrinterState, Tier
from hardware.printer.replies import AutomaticStatus, BuffersCleared, Marker, OrderedStatus, RealTimeStatus, Reply, Text

CONTRADICTIONS = 3  # stray answers shift one round, not three


def advance(life: Life, happening: Happening, now: float) -> tuple[Life, tuple[Action, ...]]:
    """The life after `happening` at `now`, and what to do, in this order."""
    turn = Turn(life, now)
    match happening:
        case Submitted(paper):
            turn.set(queue=(*life.queue, paper))
        case CancelWanted(job):
            turn.cancel(job)
        case Connected():
            turn.connected()
        case ConnectFailed(taken):
            turn.set(unreached=True, taken=taken)
            turn.away()
        case Lost():
            turn.lost()
        case Closing():
            turn.let_go()
            turn.close()
            return turn.life, tuple(turn.actions)
        case Heard(reply):
            turn.heard(reply)
        case Flushed():
            turn.flushed()
        case Tick():
            pass
    turn.time_passed()
    turn.take_next()
    if state(turn.life) is not turn.before:
        turn.set(state_since=now)
    return turn.life, tuple(turn.actions)


class Turn:
    """One step of a life: reads and replaces it, collects what is to be done."""

    def __init__(self, life: Life, now: float) -> None:
        self.life = life
        self.now = now
        self.before = state(life)
        self.actions: list[Action] = []

    def set(self, **changes: object) -> None:
        self.life = replace(self.life, **changes)  # type: ignore[arg-type]

    def send(self, data: bytes) -> None:
        self.actions.append(Send(data))
        self.set(flushed=False)

    def report(self, job: str, to: JobState, fault: PrinterState | None = None) -> None:
        self.actions.append(Report(JobChange(job, to, fault)))

    def marker(self, part: str) -> bytes:
        number, *others = self.life.markers
        self.set(markers=tuple(others), awaited=bytes_of.marker_name(number, part))
        return self.life.awaited

    # --- the line -----------------------------------------------------------------------------------------------------------

    def connected(self) -> None:
        self.set(unreached=False, taken=False, answered=False, silent=False, misses=0, round=None)
        self.set(faults=status.NONE, automatic=False, identity=())
        self.set(tier=None, awaited=b"", ordered=0, resynced=False, parted=False, flushed=True)
        if self.life.blind:
            self.set(phase=Phase.IDLE, due=None, tier=Tier.D, failures=0)
        else:
            self.set(phase=Phase.ASKING, due=None)
            self.send(bytes_of.HEADS_END)
            self.ask()

    def away(self) -> None:
        failures = self.life.failures + 1
        self.set(phase=Phase.AWAY, failures=failures, tier=None, due=self.now + self.life.limits.pause(failures))

    def let_go(self) -> None:
        """What becomes of the paper in hand when the line is no more."""
        paper = self.life.paper
        if paper and self.life.phase in HANDED_OVER:
            self.report(paper.job, JobState.UNCERTAIN)
            self.set(paper=None, torn=deadline(self.life, paper))
        elif paper:
            self.put_back(PrinterState.UNREACHABLE)

    def close(self) -> None:
        """What is queued is given back: it must not come out when somebody opens the printer again, perhaps tomorrow."""
        for paper in self.life.queue:
            self.report(paper.job, JobState.FAILED_CLEAN, PrinterState.UNREACHABLE)
        self.set(phase=Phase.AWAY, due=None, queue=())

    def lost(self) -> None:
        self.let_go()
        self.away()
        if self.life.failures == 1:  # an idle line was closed: nobody needs to wait
            self.connect()

    def connect(self) -> None:
        self.set(phase=Phase.CONNECTING, due=None)
        self.actions.append(Connect())

    def give_up_line(self) -> None:
        self.actions.append(HangUp())
        self.lost()

    # --- asking for the status ------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        if self.life.round is None:  # a second question would mix up the answers, which do not say what they answer
            self.set(round=(), asked=self.now)
            self.send(bytes_of.ASK_STATUS)

    def unanswered(self) -> None:
        limits = self.life.limits
        self.set(misses=self.life.misses + 1, silent=True, round=None)
        # A taken line is kept: it is our place in the queue. A printer that named its fault may stay silent until it is mended.
        enough = limits.misses if self.life.answered or self.life.alone else limits.misses_when_taken
        if self.life.misses >= enough and not self.blocked:
            self.give_up_line()
            return
        if self.life.phase is Phase.PRINTING:
            self.hold(PrinterState.UNREACHABLE)
        elif self.life.phase is Phase.STARTING:
            self.put_back(PrinterState.UNREACHABLE)
            self.set(phase=Phase.ASKING, due=None)
        self.ask()

    def answer(self, byte: int) -> None:
        if self.life.round is None:
            return  # nobody asked: a stray answer, caused by a picture
        self.set(round=(*self.life.round, byte))
        if len(self.life.round) < 4:
            return
        answers = self.life.round
        self.set(round=None)
        told = status.from_round(answers)
        if self.life.automatic:  # answers do not say what they answer; ASB does, so it wins where there is one
            otherwise = status.blocking(told) is not self.blocked
            self.set(contradicted=self.life.contradicted + 1 if otherwise else 0)
            if self.life.contradicted >= CONTRADICTIONS:  # it told us once, and the line lost it
                self.set(automatic=False)
        if not self.life.automatic:
            self.faults(told)
        elif self.life.phase is Phase.ASKING:
            self.faults(self.life.faults)
        if self.life.phase is Phase.PRINTING and self.life.tier is Tier.C and self.life.due is None and not self.blocked:
            self.finish(JobState.PRINTED_UNVERIFIED)

    # --- what is heard --------------------------------------------------------------------------------------------------------

    def heard(self, reply: Reply) -> None:
        was_silent = self.life.silent
        self.set(answered=True, silent=False, misses=0)
        match reply:
            case RealTimeStatus(byte):
                self.answer(byte)
            case AutomaticStatus():
                self.set(automatic=True, contradicted=0)
                self.faults(status.from_automatic(reply))
            case OrderedStatus():
                self.came_in_order()
            case Marker(name) if name == self.life.awaited:
                self.set(awaited=b"")
                self.came_marker()
            case BuffersCleared():
                self.cleared()
            case Text(_, text) if self.life.phase is Phase.PROBING and len(self.life.identity) < 3:
                self.set(identity=(*self.life.identity, text.decode("ascii", "replace").strip()))
        if was_silent and self.life.phase is Phase.HELD:
            self.faults(self.life.faults)

    @property
    def blocked(self) -> bool:
        return status.blocking(self.life.faults)

    def faults(self, faults: status.Faults) -> None:
        before = status.worst(self.life.faults)
        closed = PrinterState.COVER in self.life.faults and PrinterState.COVER not in faults
        self.set(faults=faults)
        if closed and PrinterState.CUTTER in faults and self.life.flushed:
            # Somebody has been inside and shut it: the printer waits to be told to try again. Never before that: fingers.
            self.send(bytes_of.RECOVER)
        worst = status.worst(faults)
        match self.life.phase:
            case Phase.ASKING if not self.blocked:
                if self.life.torn is not None:
                    # Zeros first: were they letters, the rest of a torn slice header could announce a picture of megabytes.
                    self.pad(max(self.life.torn, self.life.limits.marker))
                else:
                    self.probe(self.life.limits.marker)
            case Phase.PROBING | Phase.CLEARING if self.blocked:
                self.set(phase=Phase.ASKING, due=None)
            case Phase.STARTING if self.blocked:
                self.put_back(worst)
                self.set(phase=Phase.ASKING, due=None)
            case Phase.PRINTING if self.blocked:
                self.hold(worst)
            case Phase.HELD if self.blocked and worst != before:
                self.hold(worst)
            case Phase.HELD if not self.blocked and self.life.due is None:
                self.resume()

    # --- what can it prove ----------------------------------------------------------------------------------------------------

    def probe(self, within: float) -> None:
        self.set(phase=Phase.PROBING, due=self.now + within, ordered=self.life.ordered + 1)
        self.send(bytes_of.probe(self.marker("p")))

    def probed(self) -> None:
        """Time is up: no marker came."""
        if self.life.ordered == 0:
            self.ready(Tier.B)
        elif not self.life.resynced:
            self.resync()
        else:
            self.ready(Tier.C)

    def resync(self) -> None:
        self.set(phase=Phase.CLEARING, due=self.now + self.life.limits.clear, awaited=b"", ordered=0, resynced=True, parted=False)
        self.actions.append(TakeBack())
        self.send(bytes_of.CLEAR_BUFFERS)

    def pad(self, within: float) -> None:
        zeros = bytes_of.padding(self.life.width)
        self.send(zeros)
        self.probe(within + carrying(self.life, len(zeros)))

    def ready(self, tier: Tier) -> None:
        # Half a paper must never hang on the next one. It is there when a job was lost, or when only clearing
        # made the printer follow us again.
        if not self.life.parted and (self.life.torn is not None or (self.life.resynced and tier is not Tier.C)):
            # The ordered status of the probe before is still on its way: it must not be taken for the next one's.
            self.set(parted=True)
            self.send(bytes_of.cut())
            if tier is not Tier.C:
                self.probe(self.life.limits.marker + self.life.limits.cutter)  # that it was cut is proved like a paper
                return
        self.set(phase=Phase.IDLE, due=None, tier=tier, torn=None, resynced=False, failures=0, asked=self.now)

    def cleared(self) -> None:
        if self.life.phase is Phase.CLEARING:
            self.pad(self.life.limits.marker)
        elif self.life.cancelled and self.life.paper:  # perhaps late: a full buffer hears the order after the roll was changed
            self.finish(JobState.CANCELLED)
            self.doubt(self.life.limits.marker)

    def doubt(self, torn: float) -> None:
        """Half a paper may be in the printer: start from the beginning with it."""
        self.set(phase=Phase.ASKING, due=None, torn=torn, tier=None, parted=False)
        self.ask()

    # --- one paper --------------------------------------------------------------------------------------------------------------

    def take_next(self) -> None:
        self.give_back_late()
        while self.life.queue:
            head = self.life.queue[0]
            now_state = state(self.life)
            if self.life.phase is Phase.IDLE and now_state.can_print:
                self.start(head)
                continue
            since = self.life.state_since if now_state is self.before else self.now
            if now_state.can_print or self.now < waits_until(self.life, since):
                return
            self.set(queue=self.life.queue[1:])
            self.report(head.job, JobState.FAILED_CLEAN, now_state)

    def give_back_late(self) -> None:
        """Whoever waited for these has gone: a crash or a long fault lies between."""
        for paper in self.life.queue:
            if self.now >= paper.until:
                self.actions.append(Report(JobChange(paper.job, JobState.FAILED_CLEAN, late=True)))
        self.set(queue=tuple(paper for paper in self.life.queue if self.now < paper.until))

    def start(self, paper: Paper) -> None:
        limits = self.life.limits
        paper = replace(paper, attempts=paper.attempts + 1)
        self.set(queue=self.life.queue[1:], paper=paper, proved=False, cancelled=False, taken_back=False)
        self.report(paper.job, JobState.SENDING)
        if self.life.tier in (Tier.C, Tier.D):
            self.hand_over()
            return
        self.set(phase=Phase.STARTING, due=self.now + limits.marker)
        if self.life.tier is Tier.A:
            self.send(bytes_of.initialise() + bytes_of.ask_marker(self.marker("s")))
        else:
            self.set(ordered=1)
            self.send(bytes_of.initialise() + bytes_of.ASK_ORDERED)

    def hand_over(self) -> None:
        """The picture leaves: from here on it is never sent again."""
        paper, tier, limits = self.paper_in_hand, self.life.tier, self.life.limits
        self.report(paper.job, JobState.PRINTING)
        picture = bytes_of.body(paper.width, paper.raster, dear=self.life.seconds_per_byte > 0)
        self.set(phase=Phase.PRINTING, due=self.now + deadline(self.life, paper), left=False)
        self.set(earliest=self.now + limits.printing(paper.rows))
        match tier:
            case Tier.A:
                self.send(picture + bytes_of.ask_marker(self.marker("e")))
            case Tier.B:
                self.set(ordered=1)
                self.send(picture + bytes_of.ASK_ORDERED)
            case _:
                self.send(bytes_of.initialise() + picture)

    @property
    def paper_in_hand(self) -> Paper:
        assert self.life.paper is not None  # noqa: S101 - holds from STARTING on
        return self.life.paper

    def came_marker(self) -> None:
        match self.life.phase:
            case Phase.PROBING:
                self.ready(Tier.A)
            case Phase.STARTING:
                self.hand_over()
            case Phase.PRINTING | Phase.HELD | Phase.CANCELLING:
                self.finish(JobState.PRINTED)

    def came_in_order(self) -> None:
        if self.life.ordered == 0:
            return
        self.set(ordered=self.life.ordered - 1)
        if self.life.ordered or self.life.tier is Tier.A:
            return
        match self.life.phase:
            case Phase.PROBING:
                self.set(due=self.now + self.life.limits.settle)
            case Phase.STARTING:
                self.hand_over()
            case Phase.PRINTING | Phase.HELD:
                self.set(proved=True)
                if self.life.phase is Phase.PRINTING:
                    self.set(due=max(self.now, self.life.earliest))

    def flushed(self) -> None:
        self.set(flushed=True)
        first, self.life = not self.life.left, replace(self.life, left=True)
        if first and self.life.phase is Phase.PRINTING and self.life.tier in (Tier.C, Tier.D):
            # Nothing is in order here: wait as long as a slow printer needs, then look again.
            self.set(due=self.now + self.life.limits.printing(self.paper_in_hand.rows) + 1.0)

    def hold(self, fault: PrinterState) -> None:
        waits = fault is PrinterState.UNKNOWN
        self.set(phase=Phase.HELD, due=self.now + self.life.limits.unproved if waits else None)
        self.report(self.paper_in_hand.job, JobState.HELD, fault)

    def resume(self) -> None:
        """The fault is gone; the printer goes on with what it holds."""
        paper, limits = self.paper_in_hand, self.life.limits
        self.report(paper.job, JobState.PRINTING)
        again = self.now + limits.printing(paper.rows)
        self.set(phase=Phase.PRINTING, earliest=again, due=self.now + deadline(self.life, paper))
        if self.life.proved or self.life.tier is Tier.C:
            self.set(due=again)

    def put_back(self, fault: PrinterState) -> None:
        """No picture has left: the same paper may start again, a few times."""
        paper = self.paper_in_hand
        self.set(paper=None)
        if paper.attempts >= self.life.limits.starts:
            self.report(paper.job, JobState.FAILED_CLEAN, fault)
        else:
            self.report(paper.job, JobState.QUEUED)
            self.set(queue=(paper, *self.life.queue))

    def finish(self, final: JobState) -> None:
        self.report(self.paper_in_hand.job, final)
        self.set(paper=None, phase=Phase.IDLE, due=None, awaited=b"", ordered=0)

    def cancel(self, job: str) -> None:
        waiting = tuple(paper for paper in self.life.queue if paper.job != job)
        if len(waiting) < len(self.life.queue):
            self.set(queue=waiting)
            self.report(job, JobState.CANCELLED)
        elif self.life.phase is Phase.HELD and self.paper_in_hand.job == job and not self.life.blind:
            if not self.life.flushed:
                self.actions.append(TakeBack())
            self.set(
                cancelled=True, taken_back=not self.life.flushed, phase=Phase.CANCELLING, due=self.now + self.life.limits.cancel
            )
            self.send(bytes_of.CLEAR_BUFFERS)

    # --- time -------------------------------------------------------------------------------------------------------------------

    def time_passed(self) -> None:
        if self.life.due is not None and self.now >= self.life.due:
            self.fall_due()
        if (asking := ask_at(self.life)) is not None and self.now >= asking:
            if self.life.round is None:
                self.ask()
            elif self.life.flushed:
                self.unanswered()
            else:
                self.stuck()

    def stuck(self) -> None:
        """The question itself has not left. A line that takes nothing at all is given up, but not while it may hold a paper."""
        self.set(asked=self.now, misses=self.life.misses + 1)
        if self.life.misses >= self.life.limits.misses and self.life.alone and self.life.phase not in HANDED_OVER:
            self.set(silent=True)
            self.give_up_line()

    def fall_due(self) -> None:
        self.set(due=None)
        match self.life.phase:
            case Phase.AWAY:
                self.connect()
            case Phase.PROBING if not self.life.flushed:
                # It answered and now takes nothing: nothing is proved, nothing can be asked.
                self.set(silent=True)
                self.give_up_line()
            case Phase.PROBING:
                self.probed()
            case Phase.CLEARING:
                self.pad(self.life.limits.marker)
            case Phase.STARTING:
                self.put_back(PrinterState.FAULT)
                self.resync()
            case Phase.PRINTING:
                self.not_proved()
            case Phase.HELD:
                self.unresolved()
            case Phase.CANCELLING if self.life.taken_back:
                self.unresolved()
            case Phase.CANCELLING:
                self.set(phase=Phase.HELD)
                self.faults(self.life.faults)  # it may have been mended meanwhile: nothing would tell again

    def not_proved(self) -> None:
        match self.life.tier:
            case Tier.D:
                self.finish(JobState.UNCERTAIN)
            case Tier.B if self.life.proved:
                self.finish(JobState.PRINTED_UNVERIFIED)
            case Tier.C if self.life.flushed:
                if self.life.round is None:
                    self.ask()  # `answer` decides
            case _:
                self.hold(PrinterState.UNKNOWN)

    def unresolved(self) -> None:
        self.finish(JobState.UNCERTAIN)
        self.doubt(self.life.limits.marker)
