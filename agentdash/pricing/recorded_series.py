"""Names of the series that the recording rules of `pricing: {mode: rules}` write."""

from __future__ import annotations

TOKENS = "agentdash:tokens:increase"
COST = "agentdash:cost_usd:increase"

TYPE = "token_type"
"""Label of both: ``input``, ``output``, ``cache_read`` or ``cache_write``. In cost the cache types are what cached input
costs more or less than other input, so that all four add up to the cost."""
PRICE = "price"
"""Label of the tokens: the prices that counted, USD per million; absent on tokens without a price."""


def name(metric: str, interval: int) -> str:
    """The series' name with the length of its intervals: ``agentdash:cost_usd:increase1m``."""
    return metric + (f"{interval // 60}m" if interval % 60 == 0 else f"{interval}s")
