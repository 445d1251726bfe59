"""How to switch a framework's telemetry on: one definition per framework, which the command prints and docs/instrument/ shows."""

from agentdash.instrument.catalogue import GUIDES, find
from agentdash.instrument.guide import Guide
from agentdash.instrument.page import markdown

__all__ = ["GUIDES", "Guide", "find", "markdown"]
