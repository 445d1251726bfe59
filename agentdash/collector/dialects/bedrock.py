"""Amazon Bedrock, by instrumentations of its own API."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import ALWAYS, matches
from agentdash.collector.ottl.values import SCOPE

BEDROCK = Dialect(
    "bedrock", "Amazon Bedrock",
    "The conventions' names or OpenInference's for the API's own numbers: Converse counts cached tokens beside the input "
    "(API reference, TokenUsage, November 2026), and the total leaves them out, too.",
    when=matches(SCOPE, "(?i)bedrock|botocore"),
    excludes_cached=(ALWAYS,),
)
