"""Signals of coding agents: adoption, output, quality, waiting, money.

The Collector makes most of them of what each agent says of itself (:mod:`agentdash.vocabulary.coding`). Calls, tools, tokens and money
come from where an agent tells them best: Claude Code's log events and own counters, everybody else's spans or log events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agentdash.query import promql
from agentdash.query.promql import Matcher, equals, one_of
from agentdash.signals import sources
from agentdash.signals.binding import Binding
from agentdash.signals.calls import TOKENS, CallSignals, WorkSignals
from agentdash.signals.contract import Amount, Declared
from agentdash.signals.cost import MoneySignals
from agentdash.signals.definition import (
    AmountDefinition,
    CounterDefinition,
    Definition,
    DurationDefinition,
    RatioDefinition,
    ShareDefinition,
    TimedDefinition,
)
from agentdash.signals.limits import above
from agentdash.signals.money import Ask, Computed
from agentdash.signals.preferred import Preferred, PreferredHistogram
from agentdash.signals.series import Series
from agentdash.signals.spans import AGENT_RUNS, FAILED_CALLS, FAILED_TOOL_RUNS, TOOL_RUNS
from agentdash.vocabulary import coding, labels
from agentdash.vocabulary.tokens import CACHE_READ, INPUT, TokenType

CALL = (*labels.RUN, labels.MODEL)
DECISION = (*labels.RUN, labels.TOOL, labels.OUTCOME, labels.DECIDED_BY)
HOUR = 3600

_CLAUDE = {labels.AGENT: "agent_name", labels.TOOL: "tool_name", labels.OUTCOME: "decision", labels.WORKER: "type", labels.CHANGE: "type"}
_BY_PEOPLE, _REJECTED = equals(labels.DECIDED_BY, coding.PERSON), equals(labels.OUTCOME, coding.REJECT)
_CLAUDE_PEOPLE = one_of("source", ("user_permanent", "user_temporary", "user_abort", "user_reject"))
_EDIT = "An edit is a file that the agent wants to write or change: a person is asked, or settings have decided before."
_LINES = "A line that is changed is one of each. Codex does not count them."
_LOGGED = "As Claude Code's log events tell it, whether it sends spans or not."
_OWN = "Of Claude Code as its log events tell it, of everybody else as their spans or log events do."


def _made(counter: str, *where: Matcher, suffix: str = "_total", theirs: str = "", their_where: tuple[Matcher, ...] = ()) -> Mapping[str, tuple[Series, ...]]:
    """The Collector's counter; ``theirs`` is Claude Code's own for people without our Collector."""
    found = {"derived": (Series(coding.series(counter, suffix), where),)}
    return found | ({"claude_code": (Series(theirs, their_where, tuple(_CLAUDE.items())),)} if theirs else {})


def _lines(change: str) -> Mapping[str, tuple[Series, ...]]:
    return _made(coding.LINES, equals(labels.CHANGE, change), theirs="claude_code_lines_of_code_count_total", their_where=(equals("type", change),))


def _own_tokens(one: TokenType) -> CounterDefinition:
    found = sources.tokens(one)["claude_code"]
    return CounterDefinition(f"{one.title} by Claude Code's own count", one.meaning, (*labels.RUN, labels.MODEL), {"derived": found, "claude_code": found},
                             name=f"own_{one.signal}")


OWN_TOKENS = {one: _own_tokens(one) for one in (INPUT, CACHE_READ)}


def _first(*parts: Definition[Amount]) -> Callable[[Binding, Declared], Amount]:
    return lambda binding, definition: Preferred(definition, binding, tuple(binding.of(part) for part in parts))


def _first_timed(*parts: Definition[Amount]) -> Callable[[Binding, Declared], PreferredHistogram]:
    return lambda binding, definition: PreferredHistogram(definition, binding, tuple(binding.of(part) for part in parts))


def _per_hour(binding: Binding, definition: Declared) -> Amount:
    cost, active = binding.of(MoneySignals.reported_cost), binding.of(CodingSignals.active_time)

    def make(ask: Ask, by: tuple[str, ...]) -> str:
        return promql.times(f"{ask(cost, by)} / ({ask(active, by)} > 0)", HOUR)

    return Computed(definition, binding, (cost, active), make)


def _rejected(binding: Binding, definition: Declared) -> Amount:
    cost, decided, rejected = binding.of(CodingSignals.coding_cost), binding.of(CodingSignals.edits), binding.of(CodingSignals.edits_rejected)

    def make(ask: Ask, by: tuple[str, ...]) -> str:
        keys = tuple(dict.fromkeys((labels.SERVICE, *by)))
        share = f"{ask(rejected, keys)} / ({ask(decided, keys)} > 0)"
        return promql.aggregate("sum", promql.matched(ask(cost, keys), "*", share, keys), by)

    return Computed(definition, binding, (cost, decided, rejected), make)


class CodingSignals(Binding):
    """What coding agents do, for whom nobody else counts: sessions, edits, commits."""

    coding_sessions = CounterDefinition(
        "Coding sessions", "Sessions that were begun or resumed: of Claude Code by its own counter, of Codex, Gemini CLI and Copilot by the event or span that begins one.",
        labels.RUN, _made(coding.SESSIONS, theirs="claude_code_session_count_total"), spans=AGENT_RUNS)
    active_time = CounterDefinition(
        "Active time", "Time in which somebody typed or read, and in which the agent worked; idle time is not in it. Only Claude Code counts it.",
        (*labels.RUN, labels.WORKER), _made(coding.ACTIVE, suffix="_seconds_total", theirs="claude_code_active_time_seconds_total"), unit="s", spans=AGENT_RUNS)
    lines_changed = CounterDefinition("Lines changed", f"Lines that edits added and removed. {_LINES}", (*labels.RUN, labels.CHANGE),
                                      _made(coding.LINES, theirs="claude_code_lines_of_code_count_total"), spans=AGENT_RUNS)
    lines_added = CounterDefinition("Lines added", f"Lines that edits added. {_LINES}", labels.RUN, _lines(coding.ADDED), spans=AGENT_RUNS)
    lines_removed = CounterDefinition("Lines removed", f"Lines that edits removed. {_LINES}", labels.RUN, _lines(coding.REMOVED), spans=AGENT_RUNS)
    commits = CounterDefinition("Commits", "Git commits that the agent made. Only Claude Code counts them.", labels.RUN,
                                _made(coding.COMMITS, theirs="claude_code_commit_count_total"), spans=AGENT_RUNS)
    pull_requests = CounterDefinition("Pull requests", "Pull requests that the agent opened, merged or not. Only Claude Code counts them.", labels.RUN,
                                      _made(coding.PULL_REQUESTS, theirs="claude_code_pull_request_count_total"), spans=AGENT_RUNS)
    edits = CounterDefinition("Edits", f"Edits that were decided on. {_EDIT}", DECISION,
                              _made(coding.EDITS, theirs="claude_code_code_edit_tool_decision_total"), spans=TOOL_RUNS)
    edits_decided = CounterDefinition(
        "Edits decided by people", f"Edits that a person was asked about. {_EDIT}", DECISION,
        _made(coding.EDITS, _BY_PEOPLE, theirs="claude_code_code_edit_tool_decision_total", their_where=(_CLAUDE_PEOPLE,)), spans=TOOL_RUNS)
    edits_rejected = CounterDefinition(
        "Edits rejected by people", "Edits that a person rejected.", DECISION,
        _made(coding.EDITS, _BY_PEOPLE, _REJECTED, theirs="claude_code_code_edit_tool_decision_total", their_where=(_CLAUDE_PEOPLE, equals("decision", coding.REJECT))),
        spans=TOOL_RUNS)
    edit_rejections = ShareDefinition("Share of edits rejected", "Edits rejected by people ÷ edits that people decided on.", labels.RUN, edits_rejected, edits_decided,
                                      spans=TOOL_RUNS, limits=above("edit_rejections"))
    tool_decisions = CounterDefinition("Tool decisions", "Whether a tool may run: decided by a person, or before by settings, hooks and modes.", DECISION,
                                       _made(coding.DECISIONS), spans=TOOL_RUNS)
    tools_asked = CounterDefinition("Permissions asked", "Tools about which a person was asked.", DECISION, _made(coding.DECISIONS, _BY_PEOPLE), spans=TOOL_RUNS)
    tools_denied = CounterDefinition("Tools denied", "Tools that may not run, whoever decided.", DECISION, _made(coding.DECISIONS, _REJECTED), spans=TOOL_RUNS)
    exhausted_retries = CounterDefinition("Exhausted retries", "Calls that Claude Code gave up after all its retries.", labels.RUN, _made(coding.EXHAUSTED_RETRIES),
                                          spans=FAILED_CALLS)
    compactions = CounterDefinition("Compactions", "Sessions whose history had grown too long and was cut to a summary; the cache begins anew.", labels.RUN,
                                    _made(coding.COMPACTIONS), spans=AGENT_RUNS)
    coding_records = CounterDefinition("Records of coding agents", "Metric points, log records and spans that arrived from coding agents.",
                                       (*labels.RUN, labels.SENT, labels.VERSION), _made(coding.RECORDS), spans=AGENT_RUNS)
    burning_sessions = CounterDefinition(
        "Burning sessions", "Sessions of Claude Code that cost more than the limit (alerts.burning_session), by its own count; each once, when it passes the limit.",
        labels.RUN, _made(coding.BURNING), spans=AGENT_RUNS)

    logged_calls = CounterDefinition("Calls in log events", f"Calls to models, each with its retries as one. {_LOGGED}", (*CALL, labels.FAILED),
                                     _made(coding.CALLS, suffix="_seconds_count"))
    logged_errors = CounterDefinition("Failed calls in log events", f"Calls to models that failed for good. {_LOGGED}", (*CALL, labels.ERROR_TYPE),
                                      _made(coding.FAILED_CALLS), spans=FAILED_CALLS)
    logged_error_ratio = ShareDefinition("Error ratio of log events", "Failed calls ÷ all calls, as log events tell them.", CALL, logged_errors, logged_calls,
                                         spans=FAILED_CALLS, limits=above("coding_errors"))
    logged_latency = DurationDefinition("Latency in log events", f"How long successful calls took, or their last attempt. {_LOGGED}", CALL,
                                        _made(coding.CALLS, sources.SUCCEEDED, suffix="_seconds_bucket"))
    logged_tool_runs = CounterDefinition("Tool runs in log events", f"Runs of tools. {_LOGGED}", (*labels.STEP, labels.FAILED), _made(coding.TOOLS, suffix="_seconds_count"),
                                         spans=TOOL_RUNS)
    logged_tool_errors = CounterDefinition("Failed tool runs in log events", f"Runs of tools that failed. {_LOGGED}", (*labels.STEP, labels.ERROR_TYPE),
                                           _made(coding.FAILED_TOOLS), spans=FAILED_TOOL_RUNS)
    logged_tool_latency = DurationDefinition("Tool latency in log events", f"Wall time of tool runs. {_LOGGED}", labels.STEP, _made(coding.TOOLS, suffix="_seconds_bucket"),
                                             spans=TOOL_RUNS)

    coding_calls = AmountDefinition("Calls of coding agents", f"Calls to models. {_OWN}", CALL, _first(logged_calls, CallSignals.calls))
    coding_errors = AmountDefinition("Failed calls of coding agents", f"Calls to models that failed. {_OWN}", (*CALL, labels.ERROR_TYPE), _first(logged_errors, CallSignals.errors),
                                     spans=FAILED_CALLS)
    coding_error_ratio = ShareDefinition("Error ratio of coding agents", "Failed calls ÷ all calls.", CALL, coding_errors, coding_calls, spans=FAILED_CALLS,
                                         limits=above("coding_errors"))
    coding_latency = TimedDefinition("Latency of coding agents", f"How long successful calls took. {_OWN}", CALL, _first_timed(logged_latency, CallSignals.latency))
    coding_tool_runs = AmountDefinition("Tool runs of coding agents", f"Runs of tools. {_OWN}", labels.STEP, _first(logged_tool_runs, WorkSignals.tool_runs), spans=TOOL_RUNS)
    coding_tool_errors = AmountDefinition("Failed tool runs of coding agents", f"Runs of tools that failed. {_OWN}", (*labels.STEP, labels.ERROR_TYPE),
                                          _first(logged_tool_errors, WorkSignals.tool_errors), spans=FAILED_TOOL_RUNS)
    coding_tool_error_ratio = ShareDefinition("Tool error ratio of coding agents", "Failed tool runs ÷ all tool runs.", labels.STEP, coding_tool_errors, coding_tool_runs,
                                              spans=FAILED_TOOL_RUNS, limits=above("error_spike"))
    coding_tool_latency = TimedDefinition("Tool latency of coding agents", f"Wall time of tool runs. {_OWN}", labels.STEP,
                                          _first_timed(logged_tool_latency, WorkSignals.tool_latency), spans=TOOL_RUNS)

    coding_cost = AmountDefinition(
        "Cost of coding agents", "Of Claude Code what it says itself, at list prices; of everybody else tokens × price. A subscription is not paid by the token.",
        CALL, _first(MoneySignals.reported_cost, MoneySignals.cost), money=True)
    coding_input = AmountDefinition("Input of coding agents", "Input tokens, cached ones included.", CALL, _first(OWN_TOKENS[INPUT], TOKENS[INPUT]))
    coding_cached = AmountDefinition("Cached input of coding agents", "Input tokens that were read from a cache.", CALL, _first(OWN_TOKENS[CACHE_READ], TOKENS[CACHE_READ]))
    coding_cached_share = ShareDefinition("Cached share of coding agents", "Input tokens read from a cache ÷ all input tokens.", CALL, coding_cached, coding_input)
    cost_per_active_hour = AmountDefinition(
        "Cost per active hour", "What Claude Code says it cost ÷ its active time, of people and program together.", labels.RUN, _per_hour, money=True, spans=AGENT_RUNS,
        limits=above("coding_cost"))
    cost_per_commit = RatioDefinition("Cost per commit", "What Claude Code says it cost ÷ commits, sessions without a commit included.", labels.RUN,
                                      MoneySignals.reported_cost, commits, money=True, spans=AGENT_RUNS)
    cost_per_pull_request = RatioDefinition("Cost per pull request", "What Claude Code says it cost ÷ pull requests opened, everything else that it did included.", labels.RUN,
                                            MoneySignals.reported_cost, pull_requests, money=True, spans=AGENT_RUNS)
    rejected_cost = AmountDefinition("Cost of rejected edits, about", "Cost × the share of all edits that people rejected, per service.", labels.WHERE, _rejected, money=True,
                                     spans=TOOL_RUNS)
