"""What each framework calls the same thing: one file and one object per dialect, read from the emitters' own sources.

The order is that in which their statements run: the first that fills a name has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentdash.collector.dialects.agent_framework import AGENT_FRAMEWORK
from agentdash.collector.dialects.agno import AGNO
from agentdash.collector.dialects.anthropic_sdk import ANTHROPIC_SDK
from agentdash.collector.dialects.bedrock import BEDROCK
from agentdash.collector.dialects.claude_agent_sdk import CLAUDE_AGENT_SDK
from agentdash.collector.dialects.claude_code import CLAUDE_CODE
from agentdash.collector.dialects.codex import CODEX
from agentdash.collector.dialects.conventions import CONVENTIONS
from agentdash.collector.dialects.copilot import COPILOT
from agentdash.collector.dialects.crewai import CREWAI
from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.dialects.dspy import DSPY
from agentdash.collector.dialects.gemini_cli import GEMINI_CLI
from agentdash.collector.dialects.genkit import GENKIT
from agentdash.collector.dialects.google_adk import GOOGLE_ADK
from agentdash.collector.dialects.haystack import HAYSTACK
from agentdash.collector.dialects.langchain import LANGCHAIN
from agentdash.collector.dialects.langfuse import LANGFUSE
from agentdash.collector.dialects.langsmith import LANGSMITH
from agentdash.collector.dialects.litellm import LITELLM
from agentdash.collector.dialects.livekit import LIVEKIT
from agentdash.collector.dialects.llamaindex import LLAMAINDEX
from agentdash.collector.dialects.llamaindex_openllmetry import LLAMAINDEX_OPENLLMETRY
from agentdash.collector.dialects.logfire import LOGFIRE
from agentdash.collector.dialects.mastra import MASTRA
from agentdash.collector.dialects.mcp import MCP
from agentdash.collector.dialects.mlflow import MLFLOW
from agentdash.collector.dialects.openai_agents import OPENAI_AGENTS
from agentdash.collector.dialects.openinference import OPENINFERENCE
from agentdash.collector.dialects.openlit import OPENLIT
from agentdash.collector.dialects.openllmetry import OPENLLMETRY
from agentdash.collector.dialects.own import own
from agentdash.collector.dialects.pydantic_ai import PYDANTIC_AI
from agentdash.collector.dialects.semantic_kernel import SEMANTIC_KERNEL
from agentdash.collector.dialects.smolagents import SMOLAGENTS
from agentdash.collector.dialects.strands import STRANDS
from agentdash.collector.dialects.vercel import VERCEL

if TYPE_CHECKING:
    from agentdash.settings import Settings

DIALECTS: tuple[Dialect, ...] = (
    # Strands puts another unit under one of the conventions' names.
    STRANDS, CONVENTIONS, OPENINFERENCE, LLAMAINDEX, DSPY, AGNO, CLAUDE_AGENT_SDK, CLAUDE_CODE, HAYSTACK, VERCEL, OPENLLMETRY,
    LLAMAINDEX_OPENLLMETRY, LANGCHAIN, CREWAI, OPENAI_AGENTS,
    COPILOT, GOOGLE_ADK, BEDROCK, OPENLIT, MCP, MASTRA, SMOLAGENTS, PYDANTIC_AI, LITELLM, ANTHROPIC_SDK,
    LANGFUSE, MLFLOW, GENKIT, LANGSMITH, GEMINI_CLI, CODEX, SEMANTIC_KERNEL, LOGFIRE, AGENT_FRAMEWORK, LIVEKIT,
)

__all__ = ["DIALECTS", "Dialect", "known"]


def known(settings: Settings) -> tuple[Dialect, ...]:
    """Every dialect that the Collector understands: the settings' own first, for they know best what is theirs."""
    return (*map(own, settings.telemetry.dialects), *DIALECTS)
