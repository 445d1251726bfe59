"""Prompts that the provider's cache no longer serves."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert
from agentdash.alerts.surroundings import Surroundings, on, past, per
from agentdash.vocabulary import dashboards


def cache(around: Surroundings) -> Iterator[Alert]:
    """How much of yesterday's share of cached input is gone."""
    read, sent = around.signals["cache_read_tokens"], around.signals["input_tokens"]
    if not around.measured("cache_read_tokens", "input_tokens"):
        return
    by = around.by
    for place in around.places("cache"):
        rule = place.rule
        window, before = rule["window"], past(rule["past"])

        def hits(window: str, place=place) -> str:
            whole = sent.rate(by, place.where, window)
            return f"(({read.rate(by, place.where, window)} or {whole} * 0) / ({whole} > 0))"

        value = (f"(1 - {hits(window)} / ({hits(before)} >= {rule['hit_ratio']:g})) and {on(by)} "
                 f"({sent.rate(by, place.where, window, per(window))} >= {rule['tokens']})")
        yield Alert(
            key="cache", name="AgentCacheHitDrop", title="Prompts are no longer cached", expression=place.here(value),
            threshold=1 - rule["below"], hold=rule.hold, severity=rule.severity, by=by, service=place.service,
            sentence="{service} lost {value} of the share of its input that came from the provider's cache, compared with yesterday",
            money=around.spent(window, "and it spends {cost} per hour"), panel=dashboards.TOKENS_BY_TYPE, runbook="AgentCacheHitDrop", every=300,
            reason="Without input there is nothing to cache; while metrics cannot be asked, the last answer holds.",
        )
