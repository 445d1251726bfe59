"""Services whose calls lack something, by the signal of the share and its own limit."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.finding import Finding, bad, good, unknown
from agentdash.doctor.world import World
from agentdash.signals import Amount, Counted
from agentdash.vocabulary import labels


def by_service(world: World, signal: Counted) -> dict[str, float]:
    """What happened in the time, by service."""
    return {service: number for (service,), number in world.by(str(signal.total((labels.SERVICE,), window=world.since)), labels.SERVICE).items()}


def gaps(world: World, share: Amount, part: Counted, what: str, remedy: str) -> Iterator[Finding]:
    """One finding per service above the limit; ``what`` follows the number of its calls."""
    if not share.measured:
        yield unknown("only agentdash's Collector counts them", asked=False)
        return
    limit = share.limits.look if share.limits else 0.0
    shares = world.by(str(share.total((labels.SERVICE,), window=world.since)), labels.SERVICE)
    numbers = by_service(world, part)
    for (service,), value in sorted(shares.items(), key=lambda one: -one[1]):
        if value > limit:
            yield bad(f"{service}: {numbers.get(service, 0):,.0f} {what} ({value:.0%})", remedy)
    if not any(value > limit for value in shares.values()):
        yield good(f"at most {max(shares.values(), default=0):.1%} of a service's calls are without")
