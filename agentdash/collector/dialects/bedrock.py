"""Amazon Bedrock, by instrumentations of its own API."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import ALWAYS, any_of, contains
from agentdash.collector.ottl.values import SCOPE, lower

BEDROCK = Dialect(
    "bedrock", "Amazon Bedrock",
    "The conventions' names or OpenInference's for the API's own numbers: Converse counts cached tokens beside the input "
    "(API reference, TokenUsage, November 2026), and the total leaves them out, too.",
    when=any_of(contains(lower(SCOPE), "bedrock"), contains(lower(SCOPE), "botocore")),
    excludes_cached=(ALWAYS,),
)
