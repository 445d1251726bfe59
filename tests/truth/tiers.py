"""Two agents and some gateways, real ones, on free ports of this machine."""

from __future__ import annotations

import contextlib
import itertools
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agentdash import yaml_text
from agentdash.collector.config import escape, first_tier
from agentdash.settings import Settings
from agentdash.settings.gateways import Gateways
from tests.telemetry import spans
from tests.telemetry.recordings import Recording
from tests.telemetry.replay import Sender, replay
from tests.truth import servers
from tests.truth.measure import Measured

AGENTS = 2


@dataclass
class Tiers:
    """Agents that run, and gateways that a test starts, kills and starts again."""

    folder: Path
    settings: Settings
    remote_write: str
    hosts: list[str]
    agents: list[servers.Collector]
    senders: list[Sender]

    @contextlib.contextmanager
    def gateway(self, number: int) -> Iterator[servers.Collector]:
        """Runs one of the hosts."""
        gateways = self.settings.collector.gateways
        assert gateways is not None
        own = replace(self.settings, collector=replace(self.settings.collector, gateways=replace(gateways, listen=self.hosts[number])))
        with servers.collector(self.folder, own, self.remote_write, f"gateway-{number}") as server:
            yield server

    def send(self, number: int, body: dict[str, Any], signal: str = "traces") -> None:
        """Sends to the agents in turn; again where one does not take it, as SDKs do."""
        for _ in range(60):
            with contextlib.suppress(OSError):
                if self.senders[number % AGENTS].send(signal, body) == 200:
                    return
            time.sleep(0.5)
            self.senders[number % AGENTS] = Sender(self.agents[number % AGENTS].endpoint)
        raise RuntimeError("an agent takes nothing for half a minute")

    def replay(self, chosen: Iterable[Recording], speed: float) -> None:
        """Sends recordings, their spans to both agents in turn, and so of one trace too."""
        requests = itertools.count()

        def other(body: dict[str, Any], kind: str) -> dict[str, Any] | None:
            if kind == "traces" and next(requests) % 2:
                self.send(1, body)
                return None
            return body

        replay(chosen, self.agents[0].endpoint, speed=speed, edit=other)

    def use(self, hosts: Sequence[str]) -> None:
        """Tells the agents of other gateways, by SIGHUP."""
        for number, agent in enumerate(self.agents):
            (self.folder / f"agent-{number}" / "config.yaml").write_bytes(yaml_text.dumps(_first(self.settings, hosts, agent.addresses), "", sort_keys=False))
            agent.process.send_signal(signal.SIGHUP)

    def settle(self, prometheus: servers.Prometheus, most: float = 120) -> None:
        """Waits until what was sent is counted: of marks enough that every gateway has some. Raises TimeoutError."""
        time.sleep(3)
        mark, marks = f"settled-{spans.span_id()}", 12 * len(self.hosts)
        for number in range(marks):
            self.send(number, spans.export(mark, [spans.call()]))
        until = time.time() + most
        while Measured(prometheus).total("calls", mark) < marks:
            if time.time() > until:
                raise TimeoutError("the last calls are not counted")
            time.sleep(0.3)
        time.sleep(0.5)


@contextlib.contextmanager
def tiers(folder: Path, settings: Settings, remote_write: str, gateways: int = 3, using: int | None = None) -> Iterator[Tiers]:
    """Two agents that send to ``using`` of some gateways, all of them unless told, none of which runs yet."""
    hosts = servers.free_addresses(gateways)
    two = replace(settings, collector=replace(settings.collector, tiers="two", gateways=Gateways(
        tuple(hosts), "", "", "trace", hosts[0], "", False, "", "", "")))
    with contextlib.ExitStack() as stack:
        agents = []
        for number in range(AGENTS):
            own = folder / f"agent-{number}"
            own.mkdir(parents=True)
            health, http, grpc, metrics = servers.free_addresses(4)
            addresses = {"health": health, "http": http, "grpc": grpc, "own_metrics": metrics}
            agents.append(stack.enter_context(servers.running(own, _first(two, hosts[:using], addresses), addresses)))
        yield Tiers(folder, two, remote_write, hosts, agents, [Sender(one.endpoint) for one in agents])


def _first(settings: Settings, hosts: Sequence[str], addresses: dict[str, str]) -> dict[str, Any]:
    gateways = settings.collector.gateways
    assert gateways is not None
    built = first_tier(replace(settings, collector=replace(settings.collector, **addresses, gateways=replace(gateways, hosts=tuple(hosts)))))
    assert built is not None
    return escape(built.plain())
