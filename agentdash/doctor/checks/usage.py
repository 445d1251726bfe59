"""Whether calls carry what tokens and money are made of: usage, a model, a price; and whether any AI span was not understood."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.names import with_numbers
from agentdash.doctor.world import World
from agentdash.signals import Amount, Counted
from agentdash.vocabulary import labels


class Usage(Check):
    """Calls without usage, by service."""

    name, title, needs = "usage", "Token usage", ("metrics",)

    def run(self, world: World) -> Iterator[Finding]:
        """A service whose share is above the signal's own limit."""
        s = world.signals
        yield from _gaps(world, s.usage_gap, s.calls_without_usage, "calls report no token usage, so their cost is not counted",
                         'stream_options={"include_usage": true} for OpenAI streams; `agentdash instrument` has the others')


class Models(Check):
    """Calls without a model, by service."""

    name, title, needs = "models", "Models", ("metrics",)

    def run(self, world: World) -> Iterator[Finding]:
        """A service whose share is above the signal's own limit."""
        s = world.signals
        yield from _gaps(world, s.model_gap, s.calls_without_model, "calls name no model, so they have no price", "use an instrumentation that names it: `agentdash instrument`")


class Unclear(Check):
    """AI spans that nobody understood, by service."""

    name, title, needs = "unclear", "Not understood", ("prometheus",)

    def run(self, world: World) -> Iterator[Finding]:
        """Any at all."""
        signal = world.signals.unclear_spans
        if not signal.measured:
            yield unknown("only agentdash's Collector counts them", asked=False)
            return
        found = _by_service(world, signal)
        if found:
            yield bad(f"spans with tokens that are neither call nor tool nor run: {with_numbers(found.items())}; they are in no other number",
                      "use an instrumentation that docs/truth.md lists, or send us a recording (CONTRIBUTING.md)")
        else:
            yield good("every span with tokens is understood")


class Loss(Check):
    """What the Collector lost of what it took."""

    name, title, needs = "loss", "Telemetry lost", ("prometheus",)

    def run(self, world: World) -> Iterator[Finding]:
        """The share in the time, against the alert's limit."""
        signal = world.signals.telemetry_loss
        if not signal.measured or not isinstance(signal, Amount):
            yield unknown("only agentdash's Collector tells", asked=False)
            return
        share = next((row.value for row in world.prometheus.query(str(signal.total(window=world.since)))), None)
        if share is None:
            yield unknown(f"the Collector's own counters are not in the metrics of the last {world.since}", "let collector.own_metrics be scraped by the Collector itself", asked=False)
        elif signal.limits and share > signal.limits.look:
            yield bad(f"{share:.1%} of the telemetry of the last {world.since} was refused or given up", "more memory for the Collector, or a backend that keeps up")
        else:
            yield good(f"{share:.1%} of the telemetry of the last {world.since}")


def _by_service(world: World, signal: Counted) -> dict[str, float]:
    return {service: number for (service,), number in world.by(str(signal.total((labels.SERVICE,), window=world.since)), labels.SERVICE).items()}


def _gaps(world: World, share: Amount, part: Counted, what: str, remedy: str) -> Iterator[Finding]:
    if not share.measured:
        yield unknown("only agentdash's Collector counts them", asked=False)
        return
    limit = share.limits.look if share.limits else 0.0
    shares = world.by(str(share.total((labels.SERVICE,), window=world.since)), labels.SERVICE)
    numbers = _by_service(world, part)
    for (service,), value in sorted(shares.items(), key=lambda one: -one[1]):
        if value > limit:
            yield bad(f"{service}: {numbers.get(service, 0):,.0f} {what} ({value:.0%})", remedy)
    if not any(value > limit for value in shares.values()):
        yield good(f"at most {max(shares.values(), default=0):.1%} of a service's calls are without")
