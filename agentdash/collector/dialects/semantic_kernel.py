"""Semantic Kernel for Python; that for .NET speaks the conventions."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import starts_with
from agentdash.collector.ottl.statements import replace
from agentdash.collector.ottl.values import SCOPE, attr
from agentdash.vocabulary.attributes import ERROR_TYPE

SEMANTIC_KERNEL = Dialect(
    "semantic_kernel", "Semantic Kernel",
    "The conventions' names; the type of an error as Python prints a class; a loop of calls and tools is a span without attributes.",
    signs=(starts_with(SCOPE, "semantic_kernel."),),
    metrics=(r"semantic_kernel\..*",),
    first=(replace(attr(ERROR_TYPE), "^<class '([^']+)'>$", "$1"),),
)
