"""Prices for the tests: the bundled book with pricing written as YAML."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from agentdash import pricing
from agentdash.pricing.resolve import Prices
from agentdash.settings import Settings, parse
from tests.telemetry import recordings

DATA = Path(__file__).parent / "data"


def settings(text: str = "") -> Settings:
    return parse(text, "agentdash.yaml")


def prices(text: str = "") -> Prices:
    return pricing.of(settings(text))


@cache
def listed() -> tuple[tuple[str, str, float | None, float | None], ...]:
    """litellm's published names: name, provider, USD per million input and output tokens."""
    lines = gzip.decompress((DATA / "litellm_names.tsv.gz").read_bytes()).decode().splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return tuple((name, provider, float(i) if i else None, float(o) if o else None) for name, provider, i, o in rows)


@cache
def recorded() -> tuple[tuple[str, str], ...]:
    """Model and provider names on the spans of the recordings."""
    keys = {"gen_ai.response.model", "gen_ai.request.model", "llm.model_name", "model", "embedding.model_name"}
    found: set[tuple[str, str]] = set()
    for recording in map(recordings.load, recordings.names()):
        for span in _spans(request.body for request in recording.requests if request.signal == "traces"):
            attributes = {a["key"]: a["value"].get("stringValue", "") for a in span.get("attributes", ())}
            provider = attributes.get("gen_ai.provider.name") or attributes.get("gen_ai.system", "")
            found |= {(attributes[key].strip('"'), provider) for key in keys & attributes.keys() if attributes[key]}
    # A gateway's own name for a group of models.
    return tuple(sorted(pair for pair in found if pair[0] != "fast"))


def _spans(bodies):
    for body in bodies:
        for resource in body["resourceSpans"]:
            for scope in resource["scopeSpans"]:
                yield from scope["spans"]


def book_names() -> tuple[tuple[str, str], ...]:
    """Every literal name in the book, with its provider."""
    found = []
    for provider in pricing.of(settings()).book.providers.values():
        for model in provider.models:
            found.append((model.id, provider.id))
            found += [(text, provider.id) for operator, text in model.names if operator in "=^*$" and isinstance(text, str)]
    return tuple(dict.fromkeys(found))
