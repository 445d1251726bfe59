"""Makes the price book from the installed package genai-prices: `agentdash prices update`."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from agentdash.errors import AgentdashError
from agentdash.pricing import names
from agentdash.pricing.book import FORMAT
from agentdash.pricing.providers import SELLERS

SOURCE = "genai-prices"
_AMOUNTS = {
    "input_mtok": "input", "output_mtok": "output", "cache_read_mtok": "cache_read", "cache_write_mtok": "cache_write",
    "cache_write_1h_mtok": "cache_write_1h",
}
_OPERATORS = {
    "ClauseEquals": ("=", "equals"), "ClauseStartsWith": ("^", "starts_with"), "ClauseEndsWith": ("$", "ends_with"),
    "ClauseContains": ("*", "contains"), "ClauseRegex": ("~", "regex"),
}


def render(made: date) -> str:
    """The book's JSON text from the installed package, one model a line, the same bytes for the same package and date.

    Raises AgentdashError when the package is not installed.
    """
    try:
        from importlib import import_module
        from importlib.metadata import version

        providers = import_module("genai_prices.data").providers
    except ImportError:
        raise AgentdashError(f'the package {SOURCE} is not installed; run pip install "agentdash-grafana[prices]"') from None
    head = {
        "format": FORMAT, "made": made.isoformat(), "source": SOURCE, "source_version": version(SOURCE),
        "licence": "MIT, Copyright (c) Pydantic Services Inc. 2025 to present; see NOTICE.genai-prices",
        "unit": "USD per million tokens",
    }
    lines = [_json(head)[:-1] + ',"providers":[']
    found = [provider for provider in providers if provider.models]
    sold = _sold(found)
    for number, provider in enumerate(found):
        about = {"id": provider.id}
        if provider.provider_match is not None:
            about["called"] = _clauses(provider.provider_match)
        if provider.model_match is not None:
            about["own_names"] = _clauses(provider.model_match)
        if provider.fallback_model_providers:
            about["sells"] = list(provider.fallback_model_providers)
        lines.append(_json(about)[:-1] + ',"models":[')
        models = [_json(_model(model, provider.id, sold)) for model in provider.models]
        lines.append(",\n".join(models) + "]}" + ("," if number < len(found) - 1 else ""))
    lines.append("]}")
    return "\n".join(lines) + "\n"


def write(text: str, path: Path) -> None:
    """Write the book whole or not at all."""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            file.write(text)
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError as error:
        raise AgentdashError(f"{path}: {error.strerror}; choose another file with --output") from None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _model(model: Any, provider: str, sold: dict[str, set[str]]) -> dict[str, Any]:
    raw: dict[str, Any] = {"id": model.id, "names": _clauses(model.match)}
    sellers = {seller for name in _literals(raw["names"]) for seller in sold.get(_bare(name), ())} - {provider}
    if sellers and provider not in SELLERS:
        raw["sold"] = len(sellers)
    if model.deprecated:
        raw["deprecated"] = True
    if model.context_window:
        raw["context"] = model.context_window
    conditional = isinstance(model.prices, list)
    raw["prices"] = [_period(item.prices, item.constraint) for item in model.prices] if conditional else [_period(model.prices, None)]
    return raw


def _sold(providers: Any) -> dict[str, set[str]]:
    """Which sellers have a model of a bare name: how widely a model is sold tells how likely it is to be called."""
    sold: dict[str, set[str]] = defaultdict(set)
    for provider in providers:
        if provider.id in SELLERS or provider.id.startswith("huggingface"):
            for model in provider.models:
                for text in (model.id, *_literals(_clauses(model.match))):
                    sold[_bare(text)].add(provider.id)
    return sold


def _literals(clauses: list[Any]) -> list[str]:
    return [clause[1:] for clause in clauses if isinstance(clause, str) and clause[0] != "~"]


def _bare(name: str) -> str:
    """A name without path, date, region and maker, with dots as dashes: how the same model is known everywhere."""
    last = names.family(name).rsplit("/", 1)[-1]
    return re.sub(r"^(?:[a-z-]+\.)*(?=[a-z])", "", last).replace(".", "-").removeprefix("databricks-")


def _period(price: Any, constraint: Any) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    if hasattr(constraint, "start_date"):
        raw["from"] = constraint.start_date.isoformat()
    elif constraint is not None:
        raw["hours"] = [constraint.start_time.strftime("%H:%M"), constraint.end_time.strftime("%H:%M")]
    other: dict[str, float] = {}
    tiers: dict[int, dict[str, Any]] = {}
    for key, value in vars(price).items():
        if value is None:
            continue
        name = _AMOUNTS.get(key)
        if name is None:
            other[key] = _number(getattr(value, "base", value))
            continue
        raw[name] = _number(getattr(value, "base", value))
        for tier in getattr(value, "tiers", ()):
            tiers.setdefault(tier.start, {"above": tier.start})[name] = _number(tier.price)
    if tiers:
        raw["tiers"] = [tiers[above] for above in sorted(tiers)]
    if other:
        raw["other"] = dict(sorted(other.items()))
    return raw


def _number(amount: Any) -> int | float:
    value = float(amount)
    return int(value) if value == int(value) else value


def _clauses(match: Any) -> list[Any]:
    """The source's match logic as clauses of which one must hold; everything but regular expressions in lower case."""
    kind = type(match).__name__
    if kind == "ClauseOr":
        return [clause for part in match.or_ for clause in _clauses(part)]
    if kind == "ClauseAnd":
        return [[clause for part in match.and_ for clause in _clauses(part)]]
    operator, attribute = _OPERATORS[kind]
    text = getattr(match, attribute)
    return [operator + (text if operator == "~" else text.lower())]
