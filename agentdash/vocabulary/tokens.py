"""The token types: one row each, and every other list of them is derived from this table.

Conventions: semantic-conventions-genai, autumn 2026. ``input`` includes cached tokens, read and written; ``output``
includes reasoning.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TokenType:
    """One type of token.

    ``attribute`` is what a normalised span carries, ``metric`` the counter derived from it (the names of the Gigapipe
    post). ``of`` names the type that includes this one, ``priced_as`` the price that it is charged at; None where the
    including type's price has it already.
    """

    name: str
    title: str
    attribute: str
    meaning: str
    of: str | None = None
    priced_as: str | None = None

    @property
    def counter(self) -> str:
        """The OpenTelemetry name of the derived counter, e.g. ``gen_ai.usage.input_tokens``."""
        return f"gen_ai.usage.{self.name}_tokens"

    @property
    def metric(self) -> str:
        """The Prometheus name of the derived counter, e.g. ``gen_ai_usage_input_tokens_total``."""
        return f"gen_ai_usage_{self.name}_tokens_total"

    @property
    def signal(self) -> str:
        """The signal's name, e.g. ``input_tokens``."""
        return f"{self.name}_tokens"


INPUT = TokenType("input", "Input tokens", "gen_ai.usage.input_tokens",
                  "Tokens sent to models, cached ones included.", priced_as="input")
CACHE_READ = TokenType("cache_read", "Cached input tokens", "gen_ai.usage.cache_read.input_tokens",
                       "Input tokens that the provider read from its prompt cache; part of the input tokens.", "input", "cache_read")
CACHE_WRITE = TokenType("cache_write", "Cache-write tokens", "gen_ai.usage.cache_write.input_tokens",
                        "Input tokens that the provider wrote to its prompt cache; part of the input tokens.", "input", "cache_write")
OUTPUT = TokenType("output", "Output tokens", "gen_ai.usage.output_tokens",
                   "Tokens that models answered with, reasoning included.", priced_as="output")
REASONING = TokenType("reasoning", "Reasoning tokens", "gen_ai.usage.reasoning.output_tokens",
                      "Output tokens spent on hidden reasoning; part of the output tokens.", "output")

TOKEN_TYPES = (INPUT, CACHE_READ, CACHE_WRITE, OUTPUT, REASONING)
PRICED = tuple(one for one in TOKEN_TYPES if one.priced_as)
"""Those with a price of their own."""
