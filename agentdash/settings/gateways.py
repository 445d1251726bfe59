"""`collector.gateways:`, how agents' Collectors reach those that count, where there are two tiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings.destinations import leads_to
from agentdash.settings.place import Place

RESOLVERS = ("hosts", "dns", "kubernetes")


@dataclass(frozen=True)
class Gateways:
    """The second tier, and the way to it."""

    # Exactly one of the three: addresses, one address behind which there are several, service.namespace
    hosts: tuple[str, ...]
    dns: str
    kubernetes: str
    # "trace" or "service": what stays together on one gateway
    by: str
    # host:port that a gateway listens on
    listen: str
    # "" or "${NAME}"
    token: str
    # Whether the way is encrypted; the files are those of a gateway, and for agents the authority that signed it ("" is the system's)
    tls: bool
    cert_file: str
    key_file: str
    ca_file: str

    @property
    def port(self) -> int:
        """Where gateways are reached that only a name in a cluster tells."""
        return int(self.listen.rpartition(":")[2])


def from_raw(raw: Mapping[str, Any], tiers: str, at: Place) -> Gateways | None:
    """Build the section from its checked YAML; None with one tier.

    A problem are gateways with one tier, none or more than one way to find them, two with one address, a token without TLS, and TLS without a certificate or the other way round.
    """
    # Of a section with something wrong in it only the defaults are here.
    if any(problem.path[:1] == ("collector",) for problem in at.found):
        return None
    given = [key for key in RESOLVERS if raw.get(key)]
    if tiers == "one":
        # The defaults may be spelled out.
        if at.is_given and (given or raw.get("token") or raw.get("tls")):
            at.wrong("there is one tier", "write collector.tiers: two, or remove gateways")
        return None
    if not given:
        at.wrong("nothing says where the gateways are", "write hosts: [gateway-1:4317, gateway-2:4317], dns: gateways:4317, or kubernetes: gateways.monitoring")
    for key in given[1:]:
        at[key].wrong(f"{given[0]} says already where the gateways are", "keep one of the two")
    hosts = tuple(raw.get("hosts", ()))
    for place, host in enumerate(hosts):
        twin = next((other for other in hosts[:place] if leads_to(f"http://{host}", {"there": other})), None)
        if twin:
            at["hosts"][place].wrong(f"{host} is {twin} again: two gateways of one id would take each other's traces", "name each gateway once")
    tls = raw["tls"]
    built = Gateways(hosts, raw.get("dns", ""), raw.get("kubernetes", ""), raw["by"], raw["listen"], raw.get("token", ""), at["tls"].is_given,
                     **{key: tls.get(key, "") for key in ("cert_file", "key_file", "ca_file")})
    if built.tls:
        for key in ("cert_file", "key_file"):
            if not tls.get(key):
                at["tls"].wrong(f"a gateway cannot prove who it is without {key}", f"write {key}: /etc/agentdash/tls/{'tls.crt' if key == 'cert_file' else 'tls.key'}")
    if built.token and not built.tls:
        at["token"].wrong("without TLS everybody on the way could read it, and Collectors refuse that", "write tls: {cert_file: …, key_file: …} beside it")
    for key, there, right in (("token", bool(built.token), "token: ${AGENTDASH_GATEWAY_TOKEN}"), ("tls", built.tls, "tls: {cert_file: …, key_file: …}")):
        if key in raw["required"] and not there:
            at[key].wrong("gateways.required asks for it, and it is not there", f"write {right}")
    return built
