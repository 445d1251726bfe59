"""What a span is, as :data:`agentdash.vocabulary.attributes.KIND` says it on every span of an AI instrumentation."""

from __future__ import annotations

CALL = "call"
"""A call to a model; counted."""
TOOL = "tool"
"""A run of a tool; counted."""
RUN = "run"
"""A run of an agent or workflow; counted."""
WAIT = "wait"
"""Time in which a tool waited for a person to allow it; counted."""
UNCLEAR = "unclear"
"""Says that tokens were used, and is nothing that anybody knows; counted, as something that nobody understood."""
STEP = "step"
"""Everything else that an AI instrumentation writes: shown in traces, counted nowhere."""
