"""Which models' prices are written into queries: those that are likely to be called.

In this order, until there is no room left (`pricing.queries.most`, 56 unless told):

1. the models that the settings name: `pricing.queries.models`, `telemetry.models`, the rules and aliases of `pricing`;
2. older models that agents still call a lot (:data:`STILL_CALLED`);
3. of each provider in `pricing.queries.providers` the models that the most sellers in the book sell too, since what everybody
   sells is what many call, and of equals the newer version; as many as the provider has room for (:data:`ROOM`), and
   none that its maker has announced the end of, that is not billed by token, or that is made for speech, pictures or
   search;
4. of a seller (Bedrock) its editions of the models that are there already.

Every other model of the book is there in the modes `rules` and `collector`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentdash.pricing import names
from agentdash.pricing.book import Book, Model
from agentdash.pricing.lookup import Found, find
from agentdash.pricing.providers import SELLERS
from agentdash.pricing.resolve import Prices

if TYPE_CHECKING:
    from agentdash.settings import Settings

STILL_CALLED = (
    "gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini", "gpt-5", "gpt-5-mini", "o4-mini", "text-embedding-3-small",
    "text-embedding-3-large", "claude-sonnet-4-5", "claude-haiku-4-5", "claude-opus-4-5", "claude-sonnet-4",
    "gemini-2.5-flash", "gemini-2.5-pro", "deepseek-chat", "mistral-large-latest", "command-a",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.anthropic.claude-haiku-4-5-20251001-v1:0",
)

ROOM = {
    "anthropic": 14, "openai": 21, "google": 7, "deepseek": 3, "mistral": 2, "x-ai": 2, "moonshotai": 2, "zai": 2, "cohere": 1,
    "aws": 6,
}
"""Models per provider, those above included. A provider that is not named here has room for two."""

_SPECIAL = re.compile(
    r"audio|realtime|image|tts|transcri|whisper|live|video|moderation|search|deep-research|embed|vision|sonic|voxtral|ocr|"
    r"robotics|omni|computer-use|voice|cyber|safeguard|guard|:free|preview-\d"
)


def chosen(prices: Prices, settings: Settings) -> tuple[Model, ...]:
    """The models of the book whose prices queries carry, the likeliest first."""
    wanted = settings.pricing.queries.providers
    named = [*settings.pricing.queries.models, *settings.telemetry.models, *(rule.model for rule in prices.own.rules if rule.model),
             *(target for _, target in prices.own.aliases)]
    kept: dict[Model, None] = {}
    for name in (*named, *STILL_CALLED):
        found = find(prices.book, name)
        if isinstance(found, Found) and (name in named or found.model.provider in wanted):
            kept[found.model] = None
    for identity in sorted((p for p in wanted if p in prices.book.providers), key=lambda p: p in SELLERS):
        room = ROOM.get(identity, 2) - sum(1 for model in kept if model.provider == identity)
        usable = [model for model in prices.book.providers[identity].models if model not in kept and _usable(model)]
        if identity in SELLERS:
            by_provider = {provider: number for number, provider in enumerate(wanted)}
            ranked = _sold_too(usable, sorted(kept, key=lambda model: (by_provider.get(model.provider, len(wanted)), _rank(model))))
        else:
            own = [model for model in usable if (maker := _maker(prices.book, model)) == identity or maker not in wanted]
            ranked = sorted(own, key=_rank)
        for model in ranked[: max(0, room)]:
            kept[model] = None
    return tuple(kept)[: settings.pricing.queries.most]


def _usable(model: Model) -> bool:
    if model.deprecated or _SPECIAL.search(model.id.lower()):
        return False
    price = model.schedule.periods[-1].price
    return price.by_token and price.input > 0 and price.output > 0


def _maker(book: Book, model: Model) -> str | None:
    """Whose list its name leads to when nobody says who served it."""
    found = find(book, model.id)
    return found.model.provider if isinstance(found, Found) else None


def _sold_too(usable: list[Model], ranked: list[Model]) -> list[Model]:
    """A seller's editions of the models that are kept already, in their order."""
    order = {_bare(model): number for number, model in reversed(list(enumerate(ranked)))}
    return sorted((model for model in usable if _bare(model) in order), key=lambda model: order[_bare(model)])


def _rank(model: Model) -> tuple[float, ...]:
    return (-model.raw.get("sold", 0), *(-float(number.replace("-", ".")) for number in re.findall(r"[0-9]+(?:[.-][0-9]+)?", model.id)))


def _bare(model: Model) -> str:
    last = names.family(model.id).rsplit("/", 1)[-1]
    return re.sub(r"^(?:[a-z-]+\.)*(?=[a-z])|-v[0-9]$", "", last).replace(".", "-")
