"""Whether the Collector runs, and takes OTLP where agents are to send it."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.ask import Endpoint, NoAnswer, Refusal
from agentdash.doctor.examination import broken, unreachable
from agentdash.doctor.finding import Check, Finding, bad, good
from agentdash.doctor.world import World

_WRONG_METHOD = 405
"""What an OTLP door answers to a GET."""


class CollectorAlive(Check):
    """The Collector's health, and its door for OTLP over HTTP."""

    name, title = "collector", "Collector"

    def run(self, world: World) -> Iterator[Finding]:
        """Asks both; a GET changes nothing."""
        if "derived" not in world.settings.telemetry.sources:
            raise unreachable("telemetry.sources has no `derived`: these settings use no Collector of agentdash's", asked=False)
        settings = world.settings.collector
        door, health = world.listening(settings.http), world.listening(settings.health)
        healthy = _answers(health)
        try:
            door.fetch("/v1/traces")
            takes = False
        except Refusal as refusal:
            takes = refusal.status == _WRONG_METHOD
        except NoAnswer as error:
            if healthy:
                yield bad(f"it runs, and does not listen for OTLP at {door.url} ({error.why})", "run it with the configuration of these settings (collector.http)")
                return
            raise broken(f"not there: {error}", "start it with dist/collector/config.yaml, or say where it runs with --collector HOST") from None
        if not takes:
            raise broken(f"something else than a Collector listens at {door.url}", "give the Collector a port of its own (collector.http)")
        if not healthy:
            yield bad(f"it takes OTLP at {door.url}, and does not tell its health at {health.url}", "run it with the configuration of these settings (collector.health)")
            return
        yield good(f"runs, and takes OTLP at {door.url}")


def _answers(at: Endpoint) -> bool:
    try:
        at.fetch("/")
    except (NoAnswer, Refusal):
        return False
    return True
