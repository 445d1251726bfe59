"""Prompts that the provider's cache no longer serves."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert
from agentdash.alerts.surroundings import Place, Surroundings, past, per
from agentdash.query.promql import on
from agentdash.signals import measured
from agentdash.vocabulary import dashboards
from agentdash.vocabulary.tokens import CACHE_READ, INPUT


def cache(around: Surroundings) -> Iterator[Alert]:
    """How much of yesterday's share of cached input is gone."""
    read, sent = around.signals.tokens(CACHE_READ), around.signals.tokens(INPUT)
    if not measured(around.signals.tokens(CACHE_READ), around.signals.tokens(INPUT)):
        return
    by = around.by
    for place in around.places("cache"):
        rule = place.rule
        window, before = rule["window"], past(rule["past"])

        def hits(window: str, place: Place = place) -> str:
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
