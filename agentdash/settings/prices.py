"""`prices:`, how tokens become money on the dashboards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agentdash.settings.durations import seconds
from agentdash.settings.place import Place

MODES = ("inline", "rules", "collector")
MOST_INLINE = 60
"""Priced models in one query: with these it stays below 16 KB."""

PROVIDERS = (
    "anthropic", "openai", "google", "aws", "deepseek", "mistral", "x-ai", "moonshotai", "zai", "cohere",
)
"""Whose models are written into queries unless told, in the order in which they get room."""


@dataclass(frozen=True)
class Prices:
    """Where price meets token, and which models' prices a query carries."""

    # "inline", "rules" or "collector"
    mode: str = "inline"
    # The price book's file, absolute or from the working directory; "" means the one that came with agentdash
    book: str = ""
    # Ids of providers in the book
    providers: tuple[str, ...] = PROVIDERS
    # Names that are always written into queries, whatever the rule chooses
    models: tuple[str, ...] = ()
    most: int = MOST_INLINE
    # Seconds between two evaluations of the recording rules
    interval: int = 60


def from_raw(raw: Mapping[str, Any], at: Place) -> Prices:
    """Build the section from its checked YAML. Raises UserError for an interval that is no part of an hour."""
    interval = seconds(raw.get("interval", "1m"))
    if not 15 <= interval <= 300:
        at["interval"].fail(f'"{raw["interval"]}" is not between 15s and 5m', "write e.g. 1m")
    book = raw.get("book", "")
    return Prices(
        mode=raw.get("mode", Prices.mode),
        book=str(Path(at.file).parent / book) if book else "",
        providers=tuple(raw.get("providers", PROVIDERS)),
        models=tuple(raw.get("models", ())),
        most=raw.get("most", MOST_INLINE),
        interval=interval,
    )
