"""The price book that agentdash carries: every provider's models with their prices over time.

`book.json` is made by `agentdash prices update` from the package genai-prices (MIT, see NOTICE.genai-prices beside it).
Reading it takes some milliseconds; prices become objects only for the models that are asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from agentdash.errors import UserError
from agentdash.pricing import names
from agentdash.pricing.clause import Clause, beginnings, texts, whole_names
from agentdash.pricing.price import FIELDS, Hours, Period, Price, Schedule

BOOK = Path(__file__).with_name("book.json")
FORMAT = 1


@dataclass(frozen=True, eq=False)
class Model:
    """One model of one provider."""

    provider: str
    id: str
    names: tuple[Clause, ...]
    raw: Mapping[str, Any]

    @cached_property
    def schedule(self) -> Schedule:
        """Its prices over time."""
        return Schedule(tuple(_period(raw) for raw in self.raw["prices"]))

    @cached_property
    def spelled(self) -> tuple[str, ...]:
        """Every text in its names, in lower case."""
        return tuple(texts(self.names))

    @cached_property
    def whole_keys(self) -> tuple[str, ...]:
        """Keys of its whole names."""
        return tuple(dict.fromkeys(map(_key, whole_names(self.id, self.names))))

    @cached_property
    def beginning_keys(self) -> tuple[str, ...]:
        """Keys of what its names begin with."""
        return tuple(dict.fromkeys(map(_key, beginnings(self.names))))

    @property
    def deprecated(self) -> bool:
        """Whether the provider has announced the model's end."""
        return bool(self.raw.get("deprecated"))


@dataclass(frozen=True, eq=False)
class Provider:
    """One provider: how it is called in telemetry, its models, and whose models it sells besides."""

    id: str
    called: tuple[Clause, ...]
    own_names: tuple[Clause, ...]
    sells: tuple[str, ...]
    raw: tuple[Mapping[str, Any], ...]

    @cached_property
    def models(self) -> tuple[Model, ...]:
        """Its models, in the book's order: the first that has a name is the one."""
        return tuple(Model(self.id, item["id"], _clauses(item["names"]), item) for item in self.raw)


@dataclass(frozen=True, eq=False)
class Book:
    """A dated list of prices."""

    made: date
    source: str
    source_version: str
    providers: Mapping[str, Provider]

    @property
    def size(self) -> int:
        """How many models it has."""
        return sum(len(provider.raw) for provider in self.providers.values())

    @property
    def title(self) -> str:
        """What the dashboard says about it, e.g. ``genai-prices 0.2.3 of 2026-11-25, 2330 models``."""
        models = "1 model" if self.size == 1 else f"{self.size} models"
        return f"{self.source} {self.source_version} of {self.made}, {models}"


@cache
def bundled() -> Book:
    """The book that came with agentdash."""
    return load(BOOK)


def checksum() -> str:
    """SHA-256 of the bundled book's file, in hexadecimal digits: what is made from it ready for use names it."""
    return hashlib.sha256(BOOK.read_bytes()).hexdigest()


def load(path: Path) -> Book:
    """Read a book from a file. Raises UserError when it is none or of another format."""
    try:
        return parse(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        raise UserError(f"{path.name}: {error.strerror}; write a book with `agentdash prices update`") from None


def parse(text: str, name: str = "book.json") -> Book:
    """Read a book from its JSON text. Raises UserError when it is none or of another format."""
    try:
        raw = json.loads(text)
        if raw["format"] != FORMAT:
            raise UserError(f"{name}: format {raw['format']}: this agentdash reads {FORMAT}; run `agentdash prices update`")
        providers = {item["id"]: _provider(item) for item in raw["providers"]}
        return Book(date.fromisoformat(raw["made"]), raw["source"], raw["source_version"], providers)
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{name}: not a price book ({error}); write one with `agentdash prices update`") from None


def _provider(raw: Mapping[str, Any]) -> Provider:
    identity = raw["id"]
    return Provider(
        identity, _clauses(raw.get("called", ())), _clauses(raw.get("own_names", ())), tuple(raw.get("sells", ())),
        tuple(raw["models"]),
    )


def _key(name: str) -> str:
    return names.key(names.read(name))


def _clauses(raw: Any) -> tuple[Clause, ...]:
    return tuple((text[0], text[1:]) if isinstance(text, str) else ("&", _clauses(text)) for text in raw)


def _period(raw: Mapping[str, Any]) -> Period:
    hours = raw.get("hours")
    return Period(
        _price(raw),
        begin=date.fromisoformat(raw["from"]) if "from" in raw else None,
        hours=Hours(*(time.fromisoformat(text) for text in hours)) if hours else None,
    )


def _price(raw: Mapping[str, Any]) -> Price:
    amounts = {name: raw[name] for name in FIELDS if name in raw}
    other = tuple(sorted(raw.get("other", {}).items()))
    tiers, so_far = [], amounts
    for tier in raw.get("tiers", ()):
        so_far = {**so_far, **{name: tier[name] for name in FIELDS if name in tier}}
        tiers.append((tier["above"], Price(**so_far)))
    # A model billed by the hour, the search or the image alone has no token price; one without any price is free.
    return Price(**amounts, tiers=tuple(tiers), other=other, by_token=bool(amounts) or not other)
