"""Amazon Bedrock, by instrumentations of its own API."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import all_of, any_of, contains, matches, negate, present
from agentdash.collector.ottl.values import NAME, SCOPE, attr, lower
from agentdash.vocabulary.attributes import TOTAL_TOKENS

_FOLDED = all_of(contains(lower(SCOPE), "openinference"), any_of(present(attr(TOTAL_TOKENS)), matches(NAME, r"\.invoke_model")))
"""OpenInference passes the API's own total on, in which cached tokens are: where it has folded them into its input the numbers add
up, and where it has not (before 0.1.59) they say that, too. Of ``invoke_model`` it folds Anthropic's since 2025."""

BEDROCK = Dialect(
    "bedrock", "Amazon Bedrock",
    "The conventions' names or OpenInference's for the API's own numbers: Converse counts cached tokens beside the input "
    "(API reference, TokenUsage, November 2026); OpenLLMetry's total leaves them out, too.",
    when=any_of(contains(lower(SCOPE), "bedrock"), contains(lower(SCOPE), "botocore")),
    excludes_cached=(negate(_FOLDED),),
)
