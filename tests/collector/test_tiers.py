"""What the two tiers are made of, and that the Collector accepts it."""

from __future__ import annotations

import os
import subprocess

import pytest

from agentdash import yaml_text
from agentdash.build import artifacts
from agentdash.settings import parse
from tests import tools

_TLS = "token: '${GATEWAY_TOKEN}', tls: {cert_file: /tls/tls.crt, key_file: /tls/tls.key, ca_file: /tls/ca.crt}"
_GATEWAYS = {
    "hosts": ("hosts: [gateway-1:4317, gateway-2:4317]", {"static": {"hostnames": ["gateway-1:4317", "gateway-2:4317"]}}),
    "dns": ("dns: gateways.example.org:4327", {"dns": {"hostname": "gateways.example.org", "port": "4327"}}),
    "kubernetes": ("kubernetes: gateway.monitoring, listen: '0.0.0.0:4337'", {"k8s": {"service": "gateway.monitoring", "ports": [4337]}}),
    "secured": (f"hosts: [gateway-1:4317], by: service, {_TLS}", {"static": {"hostnames": ["gateway-1:4317"]}}),
}


def _built(gateways: str) -> dict[str, bytes]:
    return artifacts(parse(f"collector: {{tiers: two, gateways: {{{gateways}}}}}\n", "test"))


@pytest.mark.parametrize("name", _GATEWAYS)
def test_agents_find_the_gateways_and_balance_once(name):
    given, resolver = _GATEWAYS[name]
    agent = yaml_text.loads(_built(given)["collector/agent.yaml"])
    keys = {name.rpartition("_")[2]: one["routing_key"] for name, one in agent["exporters"].items()}
    assert keys == {"traces": "service" if name == "secured" else "traceID", "metrics": "service", "logs": "service"}
    for one in agent["exporters"].values():
        assert one["resolver"] == resolver
        # Sent again by the balancer, what other gateways took of a request would count twice.
        assert set(one) == {"routing_key", "protocol", "resolver"}


def test_the_secret_and_the_certificate_are_on_both_sides_and_in_no_file():
    built = _built(_GATEWAYS["secured"][0])
    agent, gateway = (yaml_text.loads(built[f"collector/{name}.yaml"]) for name in ("agent", "config"))
    door = gateway["receivers"]["otlp/agentdash"]["protocols"]
    assert door == {"grpc": {"endpoint": "0.0.0.0:4317", "max_recv_msg_size_mib": 64, "tls": {"cert_file": "/tls/tls.crt", "key_file": "/tls/tls.key"},
                             "auth": {"authenticator": "bearertokenauth/agentdash_gateways"}}}
    for one in (agent, gateway):
        assert one["extensions"]["bearertokenauth/agentdash_gateways"] == {"scheme": "Bearer", "token": "${env:GATEWAY_TOKEN}"}
    assert agent["exporters"]["load_balancing/agentdash_traces"]["protocol"]["otlp"]["tls"] == {"ca_file": "/tls/ca.crt"}


@pytest.mark.parametrize("name", _GATEWAYS)
def test_the_collector_accepts_both_tiers(name, tmp_path):
    built = _built(_GATEWAYS[name][0])
    for file in ("agent", "config"):
        path = tmp_path / f"{file}.yaml"
        path.write_bytes(built[f"collector/{file}.yaml"])
        found = subprocess.run([tools.otelcol(), "validate", f"--config={path}"], capture_output=True, text=True, env={**os.environ, "GATEWAY_TOKEN": "secret"})
        assert found.returncode == 0, found.stderr


def test_one_tier_has_no_agents():
    assert "collector/agent.yaml" not in artifacts(parse("", "test"))
