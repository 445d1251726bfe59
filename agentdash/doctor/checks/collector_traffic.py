"""What the Collector says of itself: what it took, refused, and could not hand on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from agentdash.ask import NoAnswer, Row
from agentdash.doctor.examination import unreachable
from agentdash.doctor.finding import Check, Finding, bad, good
from agentdash.doctor.names import with_numbers
from agentdash.doctor.world import World

_KINDS = {"spans": "spans", "metric_points": "metric points", "log_records": "log lines"}
_BETWEEN = 2.0
"""Seconds between two looks at a queue: what waits longer does not go."""
_OWN = "/agentdash"
"""How the names end that agentdash gives to components."""


class CollectorTraffic(Check):
    """Its own metrics: another configuration, nothing taken, something refused or stuck."""

    name, title, needs = "collector-traffic", "Collector's traffic", ("collector",)

    def run(self, world: World) -> Iterator[Finding]:
        """Reads them twice, to see whether what waits goes on."""
        try:
            own = world.own_metrics()
        except NoAnswer as error:
            raise unreachable(f"it tells nothing of itself: {error}", "open collector.own_metrics to this machine, or run doctor beside the Collector") from None
        if other := _other_configuration(world, own):
            yield other
        yield _refused(own) or good("refuses nothing")
        yield _stuck(world, own) or good("hands everything on")
        taken = {kind: _sum(own, f"otelcol_receiver_accepted_{kind}", "otlp") for kind in _KINDS}
        up = sum(row.value for row in own.get("otelcol_process_uptime", ()))
        if not taken["spans"] and not taken["log_records"] and not taken["metric_points"]:
            yield bad(f"has taken nothing from an agent since its start {_ago(up)} ago", "point an agent at it: `agentdash instrument` says how")
        else:
            told = ", ".join(f"{number:,.0f} {_KINDS[kind]}" for kind, number in taken.items() if number)
            yield good(f"took {told} in the {_ago(up)} since its start")


def _sum(own: Mapping[str, list[Row]], metric: str, receiver: str = "") -> float:
    return sum(row.value for row in own.get(metric, ()) if row.labels.get("receiver", "").startswith(receiver))


def _other_configuration(world: World, own: Mapping[str, list[Row]]) -> Finding | None:
    wanted = world.settings.collector
    writes = {row.labels["endpoint"] for row in own.get("otelcol_exporter_prometheusremotewrite_consumers", ()) if row.labels.get("exporter", "").endswith(_OWN)}
    if writes and wanted.metrics.url not in writes:
        return bad(f"it writes metrics to {', '.join(sorted(writes))}, the settings say {wanted.metrics.url}", "restart it with the newest dist/collector/config.yaml")
    names = {row.labels.get("exporter", "") for row in own.get("otelcol_exporter_queue_capacity", ())}
    if names and not any(name.endswith(_OWN) or _OWN + "_" in name for name in names):
        return bad("it runs a configuration that is not agentdash's", "start it with dist/collector/config.yaml, or add merge.yaml to yours (docs/deploy/collector.md)")
    versions = {row.labels["service_version"] for row in own.get("target_info", ()) if "service_version" in row.labels}
    if versions and wanted.version not in versions:
        return bad(f"it is {', '.join(sorted(versions))}, the settings were written for {wanted.version}", f"write collector.version: {min(versions)}, and build again")
    return None


def _refused(own: Mapping[str, list[Row]]) -> Finding | None:
    lost = [(words, _sum(own, f"otelcol_receiver_refused_{kind}")) for kind, words in _KINDS.items()]
    if any(number for _, number in lost):
        return bad(f"refused what was more than its memory holds: {with_numbers(one for one in lost if one[1])} since its start",
                   "raise collector.memory_limit_mib, or run a second one")
    return None


def _stuck(world: World, own: Mapping[str, list[Row]]) -> Finding | None:
    """What was given up, and what waits and does not go."""
    given_up: dict[str, float] = {}
    for kind in _KINDS:
        for what in ("send_failed", "enqueue_failed"):
            for row in own.get(f"otelcol_exporter_{what}_{kind}", ()):
                given_up[row.labels.get("exporter", "?")] = given_up.get(row.labels.get("exporter", "?"), 0) + row.value
    if any(given_up.values()):
        return bad(f"could not hand on, and gave up: {with_numbers((_to(world, name), number) for name, number in given_up.items() if number)}",
                   "see Backends above for why; what it gave up is lost")
    waiting = _waiting(own)
    if not waiting:
        return None
    sent = _sent(own)
    time.sleep(_BETWEEN)
    later = world.own_metrics()
    still = {name for name, size in _waiting(later).items() if name in waiting and size >= waiting[name] and _sent(later).get(name) == sent.get(name)}
    if still:
        return bad(f"something waits and does not go: {with_numbers((_to(world, name), _waiting(later)[name]) for name in still)}", "see Backends above for why")
    return None


def _waiting(own: Mapping[str, list[Row]]) -> dict[str, float]:
    return {row.labels.get("exporter", "?"): row.value for row in own.get("otelcol_exporter_queue_size", ()) if row.value}


def _sent(own: Mapping[str, list[Row]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for kind in _KINDS:
        for row in own.get(f"otelcol_exporter_sent_{kind}", ()):
            found[row.labels.get("exporter", "?")] = found.get(row.labels.get("exporter", "?"), 0) + row.value
    return found


def _to(world: World, exporter: str) -> str:
    to = world.settings.collector
    if exporter.startswith("prometheus_remote_write"):
        return f"metrics to {to.metrics.url}"
    if exporter.endswith("_traces"):
        return f"traces to {to.traces.url}"
    if exporter.endswith("_logs") and to.logs is not None:
        return f"logs to {to.logs.url}"
    return exporter


def _ago(seconds: float) -> str:
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
