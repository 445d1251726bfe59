"""One line for each way in which a request fails: what happened and what to check."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from agentdash.push.faults import Conflict, Denied, Fatal, GrafanaError, NotFound, Refused, Throttled, Unanswered
from agentdash.push.target import CONNECT, Target

_NEEDED = re.compile(r"Permissions needed: (.+)$", re.DOTALL)
_LONGEST = 300


def network(error: Exception, target: Target, request: str) -> GrafanaError:
    """Say what a request without an answer met: DNS, a refused connection, TLS, a proxy, silence, half an answer."""
    text = _chain(error)
    at = f"{target.url_from}: {target.url}"
    if "ProxyError" in text:
        return Fatal(f"{at}: the proxy does not answer; check HTTPS_PROXY, HTTP_PROXY and NO_PROXY")
    if "NameResolutionError" in text or "Name or service not known" in text or "getaddrinfo" in text:
        return Fatal(f"{at}: no such host: {urlsplit(target.url).hostname}; check the name and your DNS")
    if "CERTIFICATE_VERIFY_FAILED" in text or "certificate verify failed" in text:
        why = "it is self-signed" if "self-signed" in text or "self signed" in text else "verification failed"
        return Fatal(f"{at}: the server's certificate is not trusted: {why}; set GRAFANA_CA_FILE (ca_file) to its CA's PEM file")
    if "SSLError" in text or "WRONG_VERSION_NUMBER" in text:
        return Fatal(f"{at}: no TLS there; check whether it is http:// or https://, and the port")
    if "Connection refused" in text:
        return Unanswered(f"{at}: connection refused; check the address and whether Grafana is running", unreachable=True)
    if "ConnectTimeout" in text:
        line = f"{at}: no connection within {CONNECT:g} s; check the address, a firewall or a proxy in between"
        return Unanswered(line, unreachable=True)
    if "Timeout" in text:
        return Unanswered(f"{request}: no answer within {target.timeout:g} s; raise GRAFANA_TIMEOUT if Grafana is this slow")
    if "IncompleteRead" in text or "ChunkedEncodingError" in text or "JSONDecodeError" in text:
        return Unanswered(f"{request}: the answer broke off half way; check the proxy between here and Grafana")
    if "unreachable" in text:
        return Fatal(f"{at}: the network is unreachable; check your connection and VPN")
    return Unanswered(f"{request}: the connection was dropped without an answer; check {target.url_from} and any proxy in between")


def page(target: Target, request: str, location: str = "") -> Fatal:
    """Say that a web page or a redirect came where Grafana's API answers JSON."""
    at = f"{target.url_from}: {target.url}"
    if location:
        to = location.split("?")[0]
        if "login" in to:
            return Fatal(f"{at}: {request} was sent on to a login page ({to}); use the address that bypasses the login proxy")
        return Fatal(f"{at}: {request} was redirected to {to}; write the address that it leads to")
    return Fatal(f"{at}: {request} answered with a web page instead of JSON (a login page or a proxy); write Grafana's own root address")


def answer(status: int, body: Any, target: Target, request: str, after: float | None) -> GrafanaError:
    """Turn an HTTP error status into the error that says what may be done about it."""
    said = _said(body)
    quoted = f': "{said}"' if said else ""
    if status == 401:
        return Fatal(_unauthorised(said, target), status, said)
    if status == 403:
        found = _NEEDED.search(said)
        return Denied(f"{request}: not allowed{quoted}", said, found.group(1).strip() if found else "")
    if status == 404:
        return NotFound(f"{request}: not found{quoted}", status, said)
    if status in (409, 412):
        return Conflict(f"{request}: conflict{quoted}", status, said)
    if status == 413:
        return Refused(f"too large for Grafana or the proxy before it{quoted}; raise the proxy's body limit or make it smaller", status, said)
    if status == 429:
        return Throttled(f"{request}: too many requests, also after waiting; lower the rate limit's use or try later", after)
    if status in (502, 503, 504):
        return Unanswered(f"{request}: HTTP {status}{quoted}; check Grafana's health and the proxy before it", status, after)
    return Refused(f"{request}: HTTP {status}{quoted}; " + ("check Grafana's log" if status >= 500 else "check the built file"), status, said)


def _unauthorised(said: str, target: Target) -> str:
    if "organization" in said.lower():
        return (
            f"{target.org_from}: {target.url}: the token does not belong to organisation {target.org_id}; "
            "remove the organisation id, or use a token of that organisation"
        )
    if target.auth is None:
        return f"{target.url}: Grafana wants credentials; set GRAFANA_TOKEN to a service account's token"
    if "expired" in said.lower():
        return f"{target.auth_from}: {target.url}: the token has expired; make a new one for the service account"
    what = "the token" if isinstance(target.auth, str) else "the user or password"
    told = f' ("{said}")' if said else ""
    return f"{target.auth_from}: {target.url}: {what} is not accepted{told}; check that it belongs to this Grafana"


def _said(body: Any) -> str:
    if isinstance(body, dict):
        body = body.get("message") or body.get("error") or ""
    text = " ".join(str(body or "").split())
    if text.startswith("<"):
        title = re.search(r"<title>(.*?)</title>", text, re.IGNORECASE)
        text = title.group(1) if title else ""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _chain(error: BaseException | None) -> str:
    parts = []
    while error is not None and len(parts) < 10:
        parts.append(f"{type(error).__name__}: {error}")
        error = error.__cause__ or error.__context__
    return " | ".join(parts)
