"""Whether every model that was called has a price."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash import pricing
from agentdash.doctor.finding import Check, Finding, bad, good
from agentdash.doctor.names import some
from agentdash.doctor.world import World
from agentdash.pricing import called_models


class Priced(Check):
    """The models of the time beside the price book (what ``agentdash prices check`` lists)."""

    name, title, needs = "prices", "Prices", ("metrics",)

    def run(self, world: World) -> Iterator[Finding]:
        """Asks tokens by model and provider."""
        found = called_models.judged(pricing.of(world.settings), world.settings, called_models.asked(world.prometheus.query, world.since))
        missing = [one for one in found if one.problem]
        if missing:
            tokens = sum(one.tokens for one in missing)
            yield bad(f"{tokens:,.0f} tokens of {some(one.model or _nameless(one.provider) for one in missing)} have no price",
                      f"`agentdash prices explain {missing[0].model}`; write a price or an alias into pricing")
        else:
            yield good(f"{len(found)} models, each with a price")


def _nameless(provider: str) -> str:
    return f"a model without a name at {provider or 'an unknown provider'}"
