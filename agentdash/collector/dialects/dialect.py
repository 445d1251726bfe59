"""What is said of a dialect: one frozen object per framework or convention."""

from __future__ import annotations

from dataclasses import dataclass, field

from agentdash.collector.ottl.conditions import ALWAYS, Condition, any_of
from agentdash.collector.ottl.statements import Statement
from agentdash.vocabulary.spans import Unit


@dataclass(frozen=True)
class Call:
    """Spans that are calls to models; ``operation`` as in the conventions, e.g. ``chat``."""

    operation: str
    condition: Condition


@dataclass(frozen=True)
class Duration:
    """A canonical attribute in seconds, and theirs with its unit."""

    name: str
    theirs: str
    unit: Unit = "ms"


@dataclass(frozen=True)
class UsageText:
    """An attribute whose text is a JSON object with token counts; ``keys``: those under which they stand in it, with a dot
    between two levels; none where it holds nothing else."""

    attribute: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failure:
    """Spans that failed though no attribute of the conventions says so, and the ``error.type`` they get."""

    error_type: str
    condition: Condition


@dataclass(frozen=True)
class LogEvent:
    """Log records that tell of a call, tool run or agent run which no span tells of, or not whole. Conditions and names are
    those of records' attributes."""

    kind: str
    """One of :mod:`agentdash.vocabulary.kinds`."""
    condition: Condition
    names: tuple[tuple[str, str], ...] = ()
    """(canonical attribute, theirs)."""
    constants: tuple[tuple[str, str], ...] = ()
    """Canonical attributes that no record has."""
    milliseconds: str = ""
    """The attribute that says how long it took; "" where no one record does."""
    failed: Condition | None = None
    """Which of them failed; None: none."""
    reasoning_beside: bool = False
    """Output tokens leave reasoning out."""


@dataclass(frozen=True)
class Streamed:
    """An answer in several log records of one ``thread`` (an attribute): one when it ``begins``, others while it ``goes_on``, each
    with the ``milliseconds`` since the one before, and one when it ``ends``, with the milliseconds from its beginning to the
    ``first_chunk``."""

    thread: str
    begins: Condition
    goes_on: Condition
    milliseconds: str
    ends: Condition
    first_chunk: str


@dataclass(frozen=True)
class Counter:
    """One of the SDK's own counters, with the labels that may stay: never a session, user or call."""

    name: str
    unit: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tally:
    """What adds to a counter of :mod:`agentdash.vocabulary.coding`: records for which ``condition`` holds, one each, or points of a
    ``metric``, each with its value."""

    counter: str
    condition: Condition = ALWAYS
    metric: str = ""


@dataclass(frozen=True)
class Work:
    """What a coding agent's metrics, logs or spans tell of its work. Conditions and statements are those of points, records or spans."""

    ours: Condition
    """Which of them are the agent's."""
    tallies: tuple[Tally, ...] = ()
    statements: tuple[Statement, ...] = ()
    """What gives them the counters' labels."""


@dataclass(frozen=True)
class Dialect:
    """How one framework or convention writes its telemetry.

    Conditions speak of a span, and hold only where :attr:`here` holds. Patterns are RE2 and stand for the whole name.
    """

    key: str
    title: str
    about: str
    """What is special about it, in one line."""

    signs: tuple[Condition, ...] = ()
    """Each makes a span an AI span of this dialect; spans without any dialect's sign pass untouched. Cheap: the scope or one
    attribute."""
    when: Condition | None = None
    """On which AI spans the rest holds; None: those with a sign of it. For a convention that others write too: all of them."""

    last_word: bool = False
    """What it says of kinds holds against all others: the settings' own."""

    # Names
    names: tuple[tuple[str, str], ...] = ()
    """(canonical attribute, theirs): copied where the canonical one is not there."""
    durations: tuple[Duration, ...] = ()
    usage_texts: tuple[UsageText, ...] = ()
    agent: str = ""
    """The agent's name where no attribute has one."""
    coding: bool = False
    """Its agent's ordinary run is a day's programming: limits of its own for long runs."""
    not_providers: tuple[str, ...] = ()
    """Names under which the framework itself stands as the provider of a call."""

    # Kinds
    calls: tuple[Call, ...] = ()
    tools: tuple[Condition, ...] = ()
    runs: tuple[Condition, ...] = ()
    waits: tuple[Condition, ...] = ()
    """Time in which a tool waited for a person."""
    not_calls: tuple[Condition, ...] = ()
    not_tools: tuple[Condition, ...] = ()
    not_runs: tuple[Condition, ...] = ()

    parts: tuple[Condition, ...] = ()
    """Spans that are calls only where no call is right above them, for that one knows more."""
    steps: tuple[Condition, ...] = ()
    """Spans that are steps by the dialect's own mark, though they may tell a model and usage: they repeat what calls say."""

    # Counting
    excludes_cached: tuple[Condition, ...] = ()
    """Spans whose input tokens leave cached ones out, where the numbers alone do not tell."""
    excludes_reasoning: tuple[Condition, ...] = ()
    """Spans whose output tokens leave reasoning out, where the numbers alone do not tell."""
    untimed: tuple[Condition, ...] = ()
    """Calls whose span ends when the stream begins."""
    first_chunk_events: tuple[str, ...] = ()
    """Span events that mark the first chunk of an answer."""
    attempt_events: tuple[str, ...] = ()
    """Span events that mark the start of another attempt inside the span of a call."""
    sees_all_of: str = ""
    """A provider: these spans are of its SDK, and see every call that is made by it, those of other instrumentations again."""
    executions: tuple[Condition, ...] = ()
    """Spans below a tool's span that are what it really did: its start and its failure are theirs."""
    runs_alone: tuple[Condition, ...] = ()
    """Spans of runs whose calls are another program's: where nothing below tells of usage, theirs counts."""
    fails_run: tuple[Condition, ...] = ()
    """Spans whose failure is that of their trace's run, which may say nothing of it."""
    ends_run: tuple[Condition, ...] = ()
    """Spans that end the run above them where they fail with a call; such a run exports no span of its own."""
    chunks: tuple[Condition, ...] = ()
    """Spans below a call that are parts of its answer, as it arrived."""
    failures: tuple[Failure, ...] = ()

    not_failures: tuple[Condition, ...] = ()
    """Spans with an error status that is another span's."""

    # What stays of it
    kept: tuple[str, ...] = ()
    """Attributes of spans and logs that hold nothing people said; all others of AI telemetry are dropped."""
    kept_in_events: tuple[str, ...] = ()
    kept_in_logs: tuple[str, ...] = ()
    dropped_events: tuple[str, ...] = ()
    """Span events that nobody needs."""
    log_scopes: tuple[str, ...] = ()
    """Beginnings of the names of instrumentation scopes whose logs are AI telemetry."""

    # Its logs
    events: tuple[LogEvent, ...] = ()
    """Log records that are counted; spans that tell of the same are ``steps``."""
    streamed: Streamed | None = None
    """How long calls took of which log records tell."""

    events_beside: tuple[LogEvent, ...] = ()
    """Log records that tell of what spans may tell too: counted apart, for programs that send no spans."""

    # A coding agent's work
    in_metrics: Work | None = None
    in_logs: Work | None = None
    in_spans: Work | None = None

    # Its own metrics
    metrics: tuple[str, ...] = ()
    """Names of its metrics: what they tell is derived from spans, or taken one by one."""
    counters: tuple[Counter, ...] = ()
    chats_only: tuple[str, ...] = ()
    """Scopes whose metrics name no operation where it is ``chat``."""

    # What no field says
    early: tuple[Statement, ...] = ()
    """Before long texts are cut, and only on spans with a sign of the dialect."""
    first: tuple[Statement, ...] = ()
    """Before the names are filled."""
    last: tuple[Statement, ...] = ()
    """After the kinds are known."""

    here: Condition = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "here", any_of(*self.signs) if self.when is None else self.when)
