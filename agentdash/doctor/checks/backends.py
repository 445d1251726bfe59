"""Whether the backends take what the Collector writes: each is sent something empty, as whom the Collector is."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from agentdash.ask import NoAnswer, Refusal, endpoint
from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.refusals import is_login, wants_tenant
from agentdash.doctor.world import World
from agentdash.errors import UserError
from agentdash.settings.destinations import Destination

_REMOTE_WRITE = {"Content-Type": "application/x-protobuf", "Content-Encoding": "snappy", "X-Prometheus-Remote-Write-Version": "0.1.0"}
_NOTHING_SNAPPY = b"\x00"
"""No bytes, compressed by snappy: a write request without series."""
_JSON = {"Content-Type": "application/json"}
_EMPTY_REFUSED = (400, 415, 422)
"""A backend that wants more than nothing, and took the address and the login."""


class Backends(Check):
    """Metrics, traces and logs: address, login, tenant."""

    name, title = "backends", "Backends"

    def run(self, world: World) -> Iterator[Finding]:
        """One empty request to each; nothing is stored of it."""
        if "derived" not in world.settings.telemetry.sources:
            yield unknown("these settings use no Collector of agentdash's", asked=False)
            return
        to = world.settings.collector
        yield self._asked(world, "metrics", to.metrics, "", _NOTHING_SNAPPY, _REMOTE_WRITE)
        yield self._asked(world, "traces", to.traces, "/v1/traces", b"{}", _JSON)
        if to.logs is not None:
            yield self._asked(world, "logs", to.logs, "/v1/logs", b"{}", _JSON)

    def _asked(self, world: World, kind: str, to: Destination, path: str, body: bytes, headers: dict[str, str]) -> Finding:
        where = f"{kind}: {to.url}"
        try:
            endpoint(to.url, to, world.env).fetch(path, body, headers)
        except UserError as missing:
            return unknown(f"{where}: {missing}")
        except Refusal as refusal:
            return self._refused(kind, where, refusal)
        except NoAnswer as error:
            if _is_here(to.url):
                return bad(f"{where}: no answer ({error.why})", f"start it, or correct collector.{kind}.url")
            return unknown(f"{where}: no answer from here ({error.why})", "the Collector may see it where this machine does not; run doctor there")
        return good(f"{where} takes {kind}")

    def _refused(self, kind: str, where: str, refusal: Refusal) -> Finding:
        said = f"HTTP {refusal.status}" + (f", {refusal.said}" if refusal.said else "")
        if wants_tenant(refusal):
            return bad(f"{where}: wants a tenant ({said})", f"write collector.{kind}.headers: {{X-Scope-OrgID: …}}, the same as the datasource's")
        if is_login(refusal):
            return bad(f"{where}: refuses the login ({said})", f"check collector.{kind}.user and password, and the variable that holds it")
        if kind == "metrics" and "remote write receiver" in refusal.said:
            return bad(f"{where}: remote write is off ({said})", "start Prometheus with --web.enable-remote-write-receiver")
        if refusal.status in (404, 405):
            return bad(f"{where}: takes no {kind} there ({said})", f"correct collector.{kind}.url; for Prometheus turn on remote write")
        if refusal.status in _EMPTY_REFUSED:
            return good(f"{where} answers, and wants more than nothing ({said})")
        return bad(f"{where}: {said}", "look into the backend's log")


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
