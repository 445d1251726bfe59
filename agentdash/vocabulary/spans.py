"""What may be said of a span in a dialect of one's own: kinds, and the names that attributes of others become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from agentdash.vocabulary import attributes, kinds, tokens

EMBEDDINGS = "embeddings"
"""A call that is no chat."""
KINDS = (kinds.CALL, EMBEDDINGS, kinds.TOOL, kinds.RUN, kinds.STEP)
CALLS = (kinds.CALL, EMBEDDINGS)

TEXTS = (
    attributes.ASKED_MODEL, attributes.MODEL, attributes.PROVIDER, attributes.OPERATION, attributes.AGENT, attributes.TOOL, attributes.ERROR_TYPE,
    attributes.HTTP_STATUS, attributes.CONVERSATION, attributes.RESPONSE_ID, attributes.FINISH_REASONS, attributes.TENANT,
)
COUNTS = (*(one.attribute for one in tokens.TOKEN_TYPES), attributes.TOTAL_TOKENS)
DURATIONS = (attributes.FIRST_CHUNK,)
"""Seconds, whatever unit theirs has."""
NAMES = (*TEXTS, *COUNTS, *DURATIONS)

Unit = Literal["s", "ms", "us", "ns"]
PER_SECOND: Mapping[Unit, int] = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
