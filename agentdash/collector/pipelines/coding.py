"""From coding agents' metrics, logs and spans to counters of their work (:mod:`agentdash.collector.coding`)."""

from __future__ import annotations

from agentdash.collector import coding
from agentdash.collector.pipelines.shared import (
    SERIES,
    TOGETHER,
    agents,
    drop,
    memory_limiter,
    series_labels,
    to_metrics,
    transform,
)
from agentdash.collector.series import sums
from agentdash.collector.stage import Connector, Pipeline, Processor, Why
from agentdash.settings import Settings

_NOTHING = "sessions, lines and decisions of coding agents are on no dashboard."
_SIGNALS = {"metrics": coding.POINTS, "logs": coding.RECORDS, "traces": coding.SPANS}


def pipelines(settings: Settings) -> tuple[Pipeline, ...]:
    """What coding agents send, counted; and what their sessions cost."""
    counted = _counted(settings)
    return (
        *(_told(settings, signal, counted) for signal in _SIGNALS),
        Pipeline("metrics", "coding_work", Why("Passes these numbers on.", _NOTHING), (counted,), (series_labels(settings),), (SERIES,)),
        Pipeline("metrics", "coding_sessions", Why(
            "Makes of what sessions cost how many of them cost more than the alert's limit, without naming one.", "a session that burns money is not seen."),
            (sessions(settings),), _session_stages(settings), (SERIES,)),
    )


def _counted(settings: Settings) -> Connector:
    seen = {context: [coding.seen(context, settings)] for context in (coding.SPANS, coding.POINTS, coding.RECORDS)}
    return to_metrics(
        settings, "coding", Why("Counts sessions, decisions, calls and tools that coding agents tell of.", _NOTHING),
        spans=[*coding.tallies(coding.SPANS, settings), *seen[coding.SPANS]], datapoints=seen[coding.POINTS],
        logs=[*coding.tallies(coding.RECORDS, settings), *coding.beside(settings), *seen[coding.RECORDS]])


def _told(settings: Settings, signal: str, counted: Connector) -> Pipeline:
    context = _SIGNALS[signal]
    beside = coding.told_beside(settings) if signal == "logs" else []
    return Pipeline(signal, "coding", Why(f"Counts what coding agents tell of their work in {context.sent}.", _NOTHING), (agents(settings),), (
        memory_limiter(settings),
        drop(settings, f"coding_{signal}", Why("Leaves only what coding agents sent.", "everybody's records are looked at by statements that are not for them."),
             **{signal: [coding.others(context)]}),
        transform(settings, f"coding_{signal}", Why("Gives them the same labels, whichever agent it is.", "each agent has words of its own for the same."),
                  **{signal: [*coding.statements(context, settings), *beside]}),
    ), (counted,))


def sessions(settings: Settings) -> Connector:
    """The connector that counts what each session costs."""
    return to_metrics(settings, "coding_sessions", Why("Counts what each session of a coding agent costs.", "a session that burns money is not seen."),
                      datapoints=coding.session_costs(settings))


def _session_stages(settings: Settings) -> tuple[Processor, ...]:
    return (
        Processor("delta_to_cumulative", "coding_sessions", Why(
            "Remembers what each session has cost.", "every session looks as cheap as its last minute.",
            f"some hundred bytes for each session of a day, at most {coding.MOST_SESSIONS}; sessions beyond are not looked at."),
            {"max_stale": coding.LOOKED_AT, "max_streams": coding.MOST_SESSIONS}),
        drop(settings, "coding_sessions", Why("Drops sessions below the limit of the alert `burning_session`.", "every session burns."),
             metrics=coding.cheap_sessions(settings)),
        transform(settings, "coding_burning", Why("Says of each session once that it is above.", "dollars are counted, not sessions."), metrics=coding.burning()),
        Processor("cumulative_to_delta", "coding_sessions", Why(
            "Passes on only what is new of each session.", "sessions are counted again with each of their points.", "the sessions above the limit."),
            {"initial_value": "keep", "max_staleness": coding.LOOKED_AT}),
        transform(settings, "coding_nameless", Why("Takes the session's id off.", "there is a series for every session."), metrics=coding.nameless()),
        drop(settings, "coding_again", Why("Drops changes of zero.", "nothing but more work."), metrics=coding.no_change()),
        series_labels(settings), TOGETHER,
        transform(settings, "coding_sums", Why("Adds up the sessions with the same labels.", "of several sessions only one is counted."), metrics=sums()),
    )
