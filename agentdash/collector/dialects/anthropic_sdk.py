"""The Anthropic SDK's own spans."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import starts_with
from agentdash.collector.ottl.values import SCOPE

ANTHROPIC_SDK = Dialect(
    "anthropic_sdk", "Anthropic's SDK",
    "Its own spans see every request of their process, those of an instrumentation again, often in another trace.",
    when=starts_with(SCOPE, "com.anthropic.sdk."),
    sees_all_of="anthropic",
    kept=(r"anthropic\.(request\.id|usage\..*|response\..*|message\.stop_reason|provider)", r"anthropic\.mcp\.server\.name"),
)
