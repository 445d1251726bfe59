"""How each fault of the table comes about, and what doctor then says."""

from __future__ import annotations

import contextlib
import copy
import json
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from unittest import mock

from agentdash.doctor.checks import sent
from agentdash.settings import load
from tests import tools
from tests.doctor.backend import FakeBackend
from tests.doctor.world import GOOD, HOLD, Company, Doctor, addresses, running
from tests.push.fake import dashboards as fake_dashboards
from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth import servers
from tests.truth.servers import Prometheus, free_port

Producer = Callable[[Company], Doctor]
PRODUCERS: dict[str, Producer] = {}
"""In the order in which tests run them: what changes the telemetry comes last, and of that what is told last first."""
PASSWORD = "right-password-1234"
# bcrypt, cost 4
_HASH = "$2b$04$abcdefghijklmnopqrstuuwsHPmCH2vgT/8Vl5JcHSUTRcZCNsFWe"


def fault(key: str) -> Callable[[Producer], Producer]:
    """Registers the producer of a fault."""
    def register(producer: Producer) -> Producer:
        PRODUCERS[key] = producer
        return producer
    return register


def _closed() -> str:
    return f"127.0.0.1:{free_port()}"


@fault("built older")
def _(c: Company) -> Doctor:
    return c.doctor(alerts={"error_spike": {"above": 0.2}})


@fault("collector elsewhere")
def _(c: Company) -> Doctor:
    with FakeBackend() as other:
        return c.doctor(dist="none", collector={"http": other.url.removeprefix("http://")})


@fault("collector deaf")
def _(c: Company) -> Doctor:
    return c.doctor(dist="none", collector={"http": _closed()})


@fault("collector unhealthy")
def _(c: Company) -> Doctor:
    return c.doctor(dist="none", collector={"health": _closed()})


@fault("collector older")
def _(c: Company) -> Doctor:
    return c.doctor(dist="none", collector={"metrics": {"url": c.prometheus.write.replace("127.0.0.1", "localhost")}})


@fault("collector version")
def _(c: Company) -> Doctor:
    return c.doctor(dist="none", collector={"version": "0.150.0"})


@fault("remote write off")
def _(c: Company) -> Doctor:
    with servers.prometheus(c.folder / "off", flags=()) as other:
        return c.doctor(dist="none", collector={"metrics": {"url": other.write}})


@fault("wrong token")
def _(c: Company) -> Doctor:
    with _guarded(c) as other:
        to = {"url": other.write, "user": "writer", "password": "${METRICS_PASSWORD}"}
        return c.doctor(dist="none", env={"METRICS_PASSWORD": "wrong-password-9876"}, collector={"metrics": to})


@fault("no secret")
def _(c: Company) -> Doctor:
    return c.doctor(dist="none", collector={"metrics": {"url": c.prometheus.write, "user": "writer", "password": "${METRICS_PASSWORD}"}})


@fault("wrong tenant")
def _(c: Company) -> Doctor:
    with FakeBackend(before=c.prometheus.url) as gate:
        gate.now.tenant = True
        return c.doctor(dist="none", collector={"metrics": {"url": f"{gate.url}/api/v1/write"}})


@fault("metrics stopped")
def _(c: Company) -> Doctor:
    return c.doctor(dist="none", collector={"metrics": {"url": f"http://{_closed()}/api/v1/write"}})


@fault("traces stopped")
def _(c: Company) -> Doctor:
    return c.doctor(dist="none", collector={"traces": {"url": f"http://{_closed()}"}})


@fault("clock off")
def _(c: Company) -> Doctor:
    with mock.patch("agentdash.doctor.world.time", SimpleNamespace(time=lambda: time.time() - 600)):
        return c.doctor()


@fault("server clock off")
def _(c: Company) -> Doctor:
    with FakeBackend(before=c.prometheus.url) as gate:
        gate.now.ahead = 600
        return c.doctor("--url", gate.url)


@fault("wrong port")
def _(c: Company) -> Doctor:
    return c.doctor("--url", f"http://{_closed()}")


@fault("wrong server")
def _(c: Company) -> Doctor:
    return c.doctor("--url", c.door)


@fault("tls")
def _(c: Company) -> Doctor:
    return c.doctor("--url", c.prometheus.url.replace("http:", "https:"))


@fault("query login")
def _(c: Company) -> Doctor:
    with _guarded(c) as other:
        source = {"url": other.url, "basic_auth_user": "writer", "basic_auth_password": "${READ_PASSWORD}"}
        to = {"url": c.prometheus.write, "user": "anybody", "password": "${READ_PASSWORD}"}
        return c.doctor(dist="none", env={"READ_PASSWORD": "wrong-password-9876"}, datasources={**c.given["datasources"], "prometheus": source}, collector={"metrics": to})


@fault("query tenant")
def _(c: Company) -> Doctor:
    with FakeBackend(before=c.prometheus.url) as gate:
        gate.now.tenant = True
        return c.doctor("--url", gate.url)


@fault("empty")
def _(c: Company) -> Doctor:
    with servers.prometheus(c.folder / "empty") as other:
        return c.doctor("--url", other.url)


@fault("wrong source")
def _(c: Company) -> Doctor:
    return c.doctor(dist="none", telemetry={"sources": ["claude_code"]})


@fault("no traces")
def _(c: Company) -> Doctor:
    with FakeBackend() as other:
        return c.doctor(dist="none", datasources={**c.given["datasources"], "tempo": {"url": other.url}})


@fault("search tenant")
def _(c: Company) -> Doctor:
    with FakeBackend() as other:
        other.now.tenant = True
        return c.doctor(dist="none", datasources={**c.given["datasources"], "tempo": {"url": other.url}})


@fault("no traceql metrics")
def _(c: Company) -> Doctor:
    c.backend.now.metrics_off = True
    try:
        return c.doctor()
    finally:
        c.backend.now.metrics_off = False


@fault("logs stopped")
def _(c: Company) -> Doctor:
    return c.doctor(dist="none", datasources={**c.given["datasources"], "loki": {"url": f"http://{_closed()}"}})


@fault("lines without traces")
def _(c: Company) -> Doctor:
    kept = c.backend.now.lines
    c.backend.now.lines = [(service, "") for service, _ in kept]
    try:
        return c.doctor()
    finally:
        c.backend.now.lines = kept


@fault("grafana stopped")
def _(c: Company) -> Doctor:
    return c.doctor(named=True, env={"GRAFANA_URL": f"http://{_closed()}"})


@fault("grafana token")
def _(c: Company) -> Doctor:
    return c.doctor(named=True, env={"GRAFANA_TOKEN": "glsa_wrong_one_1234"})


@fault("grafana rights")
def _(c: Company) -> Doctor:
    c.grafana.state.denied = {"dashboards:read"}
    try:
        return c.doctor(named=True)
    finally:
        c.grafana.state.denied = set()


def _changed(c: Company, change: Callable[[Company], object]) -> Doctor:
    """With a change of what Grafana holds, which is taken back afterwards."""
    state = c.grafana.state
    kept = {name: copy.deepcopy(getattr(state, name)) for name in ("dashboards", "datasources", "rules", "unhealthy", "rule_errors")}
    change(c)
    try:
        return c.doctor(named=True)
    finally:
        for name, value in kept.items():
            setattr(state, name, value)


@fault("datasource missing")
def _(c: Company) -> Doctor:
    return _changed(c, lambda c: c.grafana.state.datasources.pop("agentdash-tempo"))


@fault("datasource unhealthy")
def _(c: Company) -> Doctor:
    return _changed(c, lambda c: c.grafana.state.unhealthy.update({"agentdash-prometheus": 'Post "http://prometheus:9090": no such host'}))


@fault("dashboard missing")
def _(c: Company) -> Doctor:
    return _changed(c, lambda c: c.grafana.state.dashboards.pop("agentdash-cost"))


@fault("dashboard older")
def _(c: Company) -> Doctor:
    return c.doctor(dist="none", named=True, grafana={"refresh": "5m"})


def _edited(edit: Callable[[dict], object]) -> Callable[[Company], object]:
    def change(c: Company) -> None:
        spec = copy.deepcopy(c.grafana.state.dashboards["agentdash-overview"]["spec"])
        edit(spec)
        fake_dashboards.save(c.grafana.state, "agentdash-overview", spec, "agentdash")
    return change


def _panel(spec: dict, title: str) -> dict:
    return next(one for panel in spec["panels"] for one in (panel, *panel.get("panels", ())) if one.get("title") == title)


@fault("panel edited")
def _(c: Company) -> Doctor:
    return _changed(c, _edited(lambda spec: _panel(spec, "Cost per hour by model").update(title="Money")))


@fault("variable vanished")
def _(c: Company) -> Doctor:
    def choose(spec: dict) -> None:
        next(one for one in spec["templating"]["list"] if one["name"] == "service")["current"] = {"text": ["old-bot"], "value": ["old-bot"]}
    return _changed(c, _edited(choose))


@fault("variable chosen")
def _(c: Company) -> Doctor:
    return c.doctor("--panel", "cost-by-model", "--set", "service=old-bot")


@fault("query broken")
def _(c: Company) -> Doctor:
    return _changed(c, _edited(lambda spec: _panel(spec, "Cost per hour by model")["targets"][0].update(expr="sum(rate(x[5m])")))


@fault("rule fails")
def _(c: Company) -> Doctor:
    return _changed(c, lambda c: c.grafana.state.rule_errors.update({"agentdash-loop": "failed to build query 'A': data source not found"}))


@fault("no rules")
def _(c: Company) -> Doctor:
    return _changed(c, lambda c: c.grafana.state.rules.clear())


@fault("call not counted")
def _(c: Company) -> Doctor:
    with servers.prometheus(c.folder / "empty2") as other, mock.patch.object(sent, "_PATIENCE", 4):
        return c.doctor("--send", "--url", other.url)


@fault("call not traced")
def _(c: Company) -> Doctor:
    with FakeBackend() as other, mock.patch.object(sent, "_PATIENCE", 4):
        return c.doctor("--send", dist="none", datasources={**c.given["datasources"], "tempo": {"url": other.url}})


@contextlib.contextmanager
def _guarded(c: Company) -> Iterator[Prometheus]:
    """A real Prometheus that wants a login."""
    folder = c.folder / "guarded"
    folder.mkdir(exist_ok=True)
    (folder / "web.yml").write_text(f"basic_auth_users: {{writer: '{_HASH}'}}\n")
    (folder / "prometheus.yml").write_text("{}")
    port = free_port()
    with (folder / "log").open("ab") as output:
        process = subprocess.Popen(
            [tools.prometheus(), f"--config.file={folder / 'prometheus.yml'}", f"--storage.tsdb.path={folder / 'data'}", f"--web.listen-address=127.0.0.1:{port}",
             f"--web.config.file={folder / 'web.yml'}", "--web.enable-remote-write-receiver"], stdout=output, stderr=output)
    server = Prometheus(process, folder / "log", f"http://127.0.0.1:{port}")
    try:
        until = time.time() + 30
        while time.time() < until:
            try:
                urllib.request.urlopen(server.url, timeout=1)
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        yield server
    finally:
        server.stop()


def _filled(c: Company, name: str, *, service: str, metric: str, **labels: str) -> Doctor:
    """Asks a real Prometheus into which a program wrote a counter by itself, past the Collector."""
    with servers.prometheus(c.folder / name, flags=("--web.enable-otlp-receiver",)) as other:
        for value in (0, 5):
            point = {"timeUnixNano": str(time.time_ns()), "asDouble": value, "attributes": spans.attributes({"service_name": service, **labels})}
            body = {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": metric, "gauge": {"dataPoints": [point]}}]}]}]}
            request = urllib.request.Request(f"{other.url}/api/v1/otlp/v1/metrics", json.dumps(body).encode(), {"Content-Type": "application/json"})
            urllib.request.urlopen(request, timeout=10).close()
            time.sleep(1)
        return c.doctor("--url", other.url)


@fault("other source")
def _(c: Company) -> Doctor:
    return _filled(c, "other", service="side-bot", metric="gen_ai_client_inference_usage_input_tokens_total")


@fault("labels dropped")
def _(c: Company) -> Doctor:
    kept = dict.fromkeys(("deployment_environment_name", "gen_ai_agent_name", "gen_ai_operation_name", "gen_ai_response_model", "collector_id"), "x")
    return _filled(c, "dropped", service="support-bot", metric="gen_ai_client_operation_duration_seconds_count", error="false", **kept)


@fault("several collectors")
def _(c: Company) -> Doctor:
    own = {"service_name": "support-bot", "error": "false", "tenant_id": "acme", **dict.fromkeys((
        "deployment_environment_name", "gen_ai_agent_name", "gen_ai_operation_name", "gen_ai_response_model"), "x")}
    with servers.prometheus(c.folder / "several", flags=("--web.enable-otlp-receiver",)) as other:
        for value, ago in enumerate((1140, 660, 540, 30)):
            points = [{"timeUnixNano": str(time.time_ns() - ago * 10**9), "asDouble": value, "attributes": spans.attributes({**own, "collector_id": one})}
                      for one in ("one", "other")]
            body = {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "gen_ai_client_operation_duration_seconds_count", "gauge": {"dataPoints": points}}]}]}]}
            request = urllib.request.Request(f"{other.url}/api/v1/otlp/v1/metrics", json.dumps(body).encode(), {"Content-Type": "application/json"})
            urllib.request.urlopen(request, timeout=10).close()
        return c.doctor("--url", other.url)


@contextlib.contextmanager
def _second(c: Company, name: str, prometheus: Prometheus, **collector: Any) -> Iterator[dict[str, Any]]:
    """A second real Collector that writes to a Prometheus of its own; yields the sections of settings that differ."""
    changed = {"collector": {**addresses(), "memory_limit_mib": 1024, "hold": HOLD, "metrics": {"url": prometheus.write}, **collector},
               "datasources": {**c.given["datasources"], "prometheus": {"url": prometheus.url}}}
    with running(c.folder / name, load(c.settings_file(**changed))):
        yield changed


def _send(changed: dict[str, Any], *made: spans.Span) -> int:
    return Sender(f"http://{changed['collector']['http']}").send("traces", spans.export("new-bot", made, GOOD))


def _derived(changed: dict[str, Any], metric: str) -> None:
    """Until the Collector itself shows a series."""
    until = time.time() + 60
    while time.time() < until:
        with urllib.request.urlopen(f"http://{changed['collector']['series']}/metrics", timeout=5) as answer:
            if metric in answer.read().decode():
                return
        time.sleep(0.2)
    raise TimeoutError(metric)


UNCLEAR = spans.Span("mystery", {"gen_ai.provider.name": "acme", "gen_ai.usage.input_tokens": 12, "gen_ai.usage.output_tokens": 3})


def new_collector(c: Company) -> dict[str, Doctor]:
    """Four faults of a Collector that has just been started, one after the other; and what is left in its Prometheus when it has ended."""
    found = {}
    with servers.prometheus(c.folder / "second", flags=("--web.enable-remote-write-receiver", "--query.lookback-delta=1s")) as other, FakeBackend(before=other.url) as gate:
        with _second(c, "new", other, metrics={"url": f"{gate.url}/api/v1/write"}) as changed:
            found["nothing sent"] = c.doctor(dist="none", **changed)
            assert _send(changed, spans.Span("GET /", {"http.request.method": "GET"}, scope="http")) == 200
            time.sleep(2)
            found["no ai"] = c.doctor(dist="none", **changed)
            assert _send(changed, UNCLEAR) == 200
            _derived(changed, "agentdash_unclear_spans_total")
            found["not understood"] = c.doctor(dist="none", **changed)
            gate.now.says = (400, "out of order")
            assert _send(changed, spans.call()) == 200
            own = f"http://{changed['collector']['own_metrics']}/metrics"
            until = time.time() + 60
            while time.time() < until and not _gave_up(own):
                time.sleep(0.5)
            gate.now.says = None
            found["collector gave up"] = c.doctor(dist="none", **changed)
            _derived(changed, "gen_ai_client_operation_duration_seconds_count")
            time.sleep(3 * 2)
        time.sleep(2)
        found["ended"] = c.doctor("--url", other.url, dist="none")
    return found


def _gave_up(own: str) -> bool:
    with urllib.request.urlopen(own, timeout=5) as answer:
        return bool(re.search(r"otelcol_exporter_send_failed_metric_points\S* [1-9]", answer.read().decode()))


@fault("collector refuses")
def _(c: Company) -> Doctor:
    with _second(c, "small", c.prometheus, memory_limit_mib=64, memory_spike_mib=63) as changed:
        time.sleep(2)
        assert _send(changed, spans.call()) != 200
        return c.doctor(dist="none", **changed)


def _after(c: Company, query: str, service: str, *made: spans.Span, resource: dict[str, Any] | None = None) -> Doctor:
    """What doctor says when a program's spans have been counted."""
    c.send(service, *made, resource=resource)
    c.wait(query)
    return c.doctor()


def _counted(metric: str, service: str) -> str:
    return f'max_over_time({metric}{{service_name="{service}"}}[10m]) > 0'


# From here on the telemetry itself is wrong, and stays so: what doctor tells last comes first.


@fault("no price")
def _(c: Company) -> Doctor:
    return _after(c, _counted("agentdash_unpriced_tokens_total", "lab-bot"), "lab-bot", spans.call(model="our-own-model-7", attributes={"gen_ai.provider.name": "ours"}))


@fault("no model")
def _(c: Company) -> Doctor:
    nameless = spans.call()
    for key in ("gen_ai.request.model", "gen_ai.response.model"):
        del nameless.attributes[key]
    return _after(c, _counted("agentdash_calls_without_model_total", "wrapped-bot"), "wrapped-bot", nameless)


@fault("no usage")
def _(c: Company) -> Doctor:
    return _after(c, _counted("agentdash_calls_without_usage_total", "stream-bot"), "stream-bot", spans.call(tokens=None))


@fault("some not understood")
def _(c: Company) -> Doctor:
    return _after(c, _counted("agentdash_unclear_spans_total", "mystery-bot"), "mystery-bot", UNCLEAR)


@fault("no environment")
def _(c: Company) -> Doctor:
    return _after(c, _counted("gen_ai_client_operation_duration_seconds_count", "plain-bot"), "plain-bot", spans.call(), resource={"tenant.id": "acme"})


@fault("no name")
def _(c: Company) -> Doctor:
    return _after(c, _counted("gen_ai_client_operation_duration_seconds_count", "unknown_service:python"), "unknown_service:python", spans.call())


@fault("collector stopped")
def _(c: Company) -> Doctor:
    assert c.collector is not None
    c.collector.stop()
    return c.doctor()


NEW_COLLECTOR = ("nothing sent", "no ai", "not understood", "collector gave up", "ended")
"""Those of :func:`new_collector`."""
TELEMETRY = ("no price", "no model", "no usage", "some not understood", "no environment", "no name", "collector stopped")
"""Those that stay once they are there, in the order in which they may follow each other."""
