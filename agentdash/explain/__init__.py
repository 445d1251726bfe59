"""What a panel or an alert means: its signals, series, labels, prices and queries, and what they answer now."""

from agentdash.explain.answers import answered
from agentdash.explain.describe import Explanation, Query, described
from agentdash.explain.find import Found, find

__all__ = ["Explanation", "Found", "Query", "answered", "described", "find"]
