"""Why a query finds nothing: the matcher without which it would."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agentdash.ask import View, substitute
from agentdash.query import reading
from agentdash.query.promql import aggregate
from agentdash.vocabulary.hourly import PREFIX

Ask = Callable[[str], bool]
"""Whether PromQL finds anything."""


@dataclass(frozen=True)
class Reason:
    """What empties a query. ``chosen`` says that it is a choice on the dashboard, which is somebody's mistake; else nothing of the
    kind has happened."""

    line: str
    chosen: bool = False


def reason(query: str, chosen: Mapping[str, Sequence[str]], view: View, ask: Ask) -> Reason:
    """Leaves the matchers of ``query`` (with Grafana's variables in it) out one by one; ``chosen`` are variables that are not All."""
    by_variable = {matcher[0]: name for name in chosen for one in reading.selectors(query) for matcher in one.matchers if f"${name}" in matcher[2] or f"${{{name}" in matcher[2]}
    sent = reading.without_variables(substitute(query, chosen, view))
    for label, name in by_variable.items():
        if ask(reading.without(sent, label)):
            return Reason(f"{name}={','.join(chosen[name])} empties it: without that it has data", chosen=True)
    everything = reading.without_variables(substitute(query, {}, view))
    if len(by_variable) > 1 and ask(everything):
        together = " and ".join(f"{name}={','.join(chosen[name])}" for name in by_variable.values())
        return Reason(f"{together} together empty it", chosen=True)
    for metric in reading.metrics(everything):
        if not ask(aggregate("count", f"last_over_time({metric}[{view.range}s])")):
            why = "rules/agentdash.yml is not loaded, or not for an hour yet" if metric.startswith(PREFIX) else "nothing of the kind has happened, or nobody reports it"
            return Reason(f"there is no series {metric}: {why}")
    for label in dict.fromkeys(matcher[0] for one in reading.selectors(everything) for matcher in one.matchers):
        if ask(reading.without(everything, label)):
            fixed = next("".join(matcher) for one in reading.selectors(everything) for matcher in one.matchers if matcher[0] == label)
            return Reason(f"{fixed} fits nothing in this time")
    return Reason("its series say nothing in this time")
