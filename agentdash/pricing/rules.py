"""Recording rules that bring prices to tokens each interval: `pricing: {mode: rules}`.

Prometheus then keeps what was paid, with the prices of that time: a later price changes no past cost. The rules know every
model of the book. What an interval added is written, not a counter: sums over time are exact, whatever restarts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agentdash import yaml_text
from agentdash.pricing import recorded_series as names
from agentdash.pricing.inline import MODEL, PROVIDER, TYPES, Inline
from agentdash.pricing.resolve import Prices, of
from agentdash.pricing.shape import for_queries
from agentdash.pricing.table import rows

if TYPE_CHECKING:
    from agentdash.settings import Settings

FILE = "rules/prices.yml"

# Samples may arrive some seconds after their time; an interval is closed this much later, and then never changes.
_LATE = 30
_CALL = ("service_name", "deployment_environment_name", "tenant_id", "gen_ai_agent_name", "gen_ai_operation_name", PROVIDER,
         "gen_ai_request_model", MODEL)


def artifacts(settings: Settings) -> dict[str, bytes]:
    """The rule file, in the mode that needs it."""
    if settings.pricing.mode != "rules":
        return {}
    return {FILE: yaml_text.dumps(document(settings), sort_keys=False)}


def document(settings: Settings) -> dict[str, object]:
    """The rule file as data: tokens of each interval with their prices as a label, then their cost."""
    prices = of(settings)
    interval = settings.pricing.interval
    table = whole(prices)
    labels = (*_CALL, *settings.telemetry.group_by)
    tokens = {kind: _added(f"gen_ai_usage_{kind}_tokens_total", labels, interval) for kind in TYPES}
    recorded = {"tokens": names.name(names.TOKENS, interval), "cost": names.name(names.COST, interval)}
    return {"groups": [{
        "name": f"{settings.grafana.uid_prefix}-prices",
        "interval": f"{interval}s",
        "rules": [
            {"record": recorded["tokens"], "expr": table.labelled(tokens, labels, names.TYPE, names.PRICE)},
            {"record": recorded["cost"], "expr": table.cost_of_labelled(recorded["tokens"], names.TYPE, names.PRICE)},
        ],
    }]}


def whole(prices: Prices) -> Inline:
    """The price table of every model of the book."""
    models = [model for provider in prices.book.providers.values() for model in provider.models]
    return Inline(rows(prices, models, for_queries(prices.book.made)), prices)


def _added(metric: str, labels: Sequence[str], interval: int) -> str:
    """What a counter grew by in the interval that closed some seconds ago. A series without a past began at zero."""
    now, before = f"{metric} offset {_LATE}s", f"{metric} offset {_LATE + interval}s"
    return f"sum by ({','.join(labels)}) ({now} - ({before} or {now} * 0))"
