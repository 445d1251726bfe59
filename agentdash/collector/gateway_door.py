"""How the Collectors of the first tier enter those of the second: address, certificate, shared secret."""

from __future__ import annotations

from typing import Any

from agentdash.collector.stage import Extension, Why
from agentdash.settings.environment import in_collector
from agentdash.settings.gateways import Gateways


def login(gateways: Gateways) -> tuple[Extension, ...]:
    """The shared secret, where there is one: agents show it, gateways ask for it."""
    if not gateways.token:
        return ()
    return (Extension("bearertokenauth", "gateways", Why("Holds the secret that agents and gateways share.", "gateways take telemetry of everybody."),
                      {"scheme": "Bearer", "token": in_collector(gateways.token)}),)


def door(gateways: Gateways) -> dict[str, Any]:
    """Where and how a gateway takes what the first tier sends."""
    # Of gRPC's own accord 4 MiB, which a bundle of spans with prompts in them exceeds: it would be refused for good.
    found: dict[str, Any] = {"endpoint": gateways.listen, "max_recv_msg_size_mib": 64}
    if gateways.tls:
        found["tls"] = {"cert_file": gateways.cert_file, "key_file": gateways.key_file}
    if gateways.token:
        found["auth"] = {"authenticator": login(gateways)[0].name}
    return found
