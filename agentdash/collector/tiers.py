"""Two tiers: Collectors beside the programs that only take telemetry and send it on, and gateways that count.

A trace's spans, sent to whatever Collector, meet at one gateway, chosen by the trace's id: runs, doubles, retries and fallbacks are
judged there as with one Collector. Metrics and logs of a program go to one gateway by its service's name.

What a gateway does not take waits for that gateway, in memory, in a queue of its own, for half an hour. The balancer itself never sends again: it
would send all of a request again, also what the other gateways took of it, and that would be counted twice.
"""

from __future__ import annotations

from typing import Any

from agentdash.collector.gateway_door import login
from agentdash.collector.pipelines.shared import batch, memory_limiter, programs
from agentdash.collector.stage import Configuration, Exporter, Extension, Pipeline, Why
from agentdash.settings import Settings
from agentdash.settings.gateways import Gateways

_LOST = "nothing is counted or shown."
_RETRY = {"enabled": True, "initial_interval": "1s", "max_interval": "15s", "max_elapsed_time": "30m"}
_QUEUE = 10_000
ROUTED = {"trace": "traceID", "service": "service"}


def sending(settings: Settings, gateways: Gateways, health: Extension, telemetry: dict[str, Any]) -> Configuration:
    """What a Collector of the first tier runs. ``health`` and ``telemetry`` are as in the second."""
    taken = (programs(settings),)

    def way(signal: str, why: str) -> Pipeline:
        to = _balanced(gateways, signal, ROUTED[gateways.by] if signal == "traces" else "service")
        return Pipeline(signal, "send", Why(f"Sends {signal} to the gateways.", why), taken, (memory_limiter(settings), batch()), (to,), passes=True)

    return Configuration((health, *login(gateways)), (
        way("traces", _LOST), way("metrics", "SDKs' own numbers are not seen."), way("logs", "traces have no logs beside them, and programs that tell of calls in logs are not seen.")),
        telemetry)


def _balanced(gateways: Gateways, signal: str, key: str) -> Exporter:
    together = "trace" if key == ROUTED["trace"] else "service"
    otlp: dict[str, Any] = {
        "tls": ({"ca_file": gateways.ca_file} if gateways.ca_file else {"insecure": False}) if gateways.tls else {"insecure": True},
        # One after the other, so that nothing overtakes: sums of SDKs come in the order of their times.
        "sending_queue": {"enabled": True, "queue_size": _QUEUE, "num_consumers": 1}, "retry_on_failure": _RETRY}
    if gateways.token:
        otlp["auth"] = {"authenticator": login(gateways)[0].name}
    return Exporter("load_balancing", signal, Why(
        f"Sends what belongs together, by {together}, to the same gateway, and tries for half an hour.", _LOST,
        f"up to {_QUEUE} requests in a queue in memory for each gateway; what waits for one that is taken off the list is lost."),
        {"routing_key": key, "protocol": {"otlp": otlp}, "resolver": _resolver(gateways)})


def _resolver(gateways: Gateways) -> dict[str, Any]:
    if gateways.hosts:
        return {"static": {"hostnames": list(gateways.hosts)}}
    if gateways.dns:
        name, _, port = gateways.dns.rpartition(":")
        return {"dns": {"hostname": name, "port": port}}
    return {"k8s": {"service": gateways.kubernetes, "ports": [gateways.port]}}
