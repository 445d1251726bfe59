"""One line for each way in which a request fails: what happened and what to check."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from agentdash.push.connection import CONNECT, Connection
from agentdash.push.errors import (
    Conflict,
    Denied,
    Fatal,
    GrafanaError,
    Missing,
    QuotaReached,
    Refused,
    Throttled,
    Unanswered,
)

_QUOTA = re.compile(r"\bquotas?\b|\blimit (?:is |was |has been )?(?:reached|exceeded)\b|\bmaximum number of\b", re.IGNORECASE)
_LIMITS = "[quota] in grafana.ini; in Grafana Cloud that of the plan"
# How Grafana words that credentials may not do something; it says 403 for other reasons too.
_RIGHTS = re.compile(r"permission|access|denied|forbidden|unauthori[sz]ed|not (?:authori[sz]ed|allowed)|\brole\b|\brbac\b", re.IGNORECASE)
_NEEDED = re.compile(r"Permissions needed: (.+)$", re.DOTALL)
_LONGEST = 300


def network(error: Exception, connection: Connection, request: str) -> GrafanaError:
    """Say what a request without an answer met: DNS, a refused connection, TLS, a proxy, silence, half an answer."""
    text = _chain(error)
    at = f"{connection.url_from}: {connection.url}"
    if "ProxyError" in text:
        return Fatal(f"{at}: the proxy does not answer; check HTTPS_PROXY, HTTP_PROXY and NO_PROXY")
    if "NameResolutionError" in text or "Name or service not known" in text or "getaddrinfo" in text:
        return Fatal(f"{at}: no such host: {urlsplit(connection.url).hostname}; check the name and your DNS")
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
        return Unanswered(f"{request}: no answer within {connection.timeout:g} s; raise GRAFANA_TIMEOUT if Grafana is this slow")
    if "IncompleteRead" in text or "ChunkedEncodingError" in text or "JSONDecodeError" in text:
        return Unanswered(f"{request}: the answer broke off half way; check the proxy between here and Grafana")
    if "unreachable" in text:
        return Fatal(f"{at}: the network is unreachable; check your connection and VPN")
    return Unanswered(f"{request}: the connection was dropped without an answer; check {connection.url_from} and any proxy in between")


def page(connection: Connection, request: str, location: str = "") -> Fatal:
    """Say that a web page or a redirect came where Grafana's API answers JSON."""
    at = f"{connection.url_from}: {connection.url}"
    if location:
        to = location.split("?")[0]
        if "login" in to:
            return Fatal(f"{at}: {request} was sent on to a login page ({to}); use the address that bypasses the login proxy")
        return Fatal(f"{at}: {request} was redirected to {to}; write the address that it leads to")
    return Fatal(f"{at}: {request} answered with a web page instead of JSON (a login page or a proxy); write Grafana's own root address")


def answer(status: int, body: Any, connection: Connection, request: str, after: float | None) -> GrafanaError:
    """Turn an HTTP error status into the error that says what may be done about it."""
    said = _said(body)
    quoted = f': "{said}"' if said else ""
    if status == 401:
        return Fatal(_unauthorised(said, connection), status, said)
    # Grafana says 403 for a quota too, also to administrators; another version may say it with another status.
    if 400 <= status < 500 and status not in (404, 429) and _QUOTA.search(said):
        return QuotaReached(f"Grafana's quota is reached{quoted}; delete what is not needed, or raise the limit ({_LIMITS})", status, said)
    if status == 403:
        return _forbidden(said, body, request)
    if status == 404:
        return Missing(f"{request}: not found{quoted}", status, said)
    if status in (409, 412):
        return Conflict(f"{request}: conflict{quoted}", status, said)
    if status == 413:
        return Refused(f"too large for Grafana or the proxy before it{quoted}; raise the proxy's body limit or make it smaller", status, said)
    if status == 429:
        return Throttled(f"{request}: too many requests, also after waiting; lower the rate limit's use or try later", after)
    if status in (502, 503, 504):
        return Unanswered(f"{request}: HTTP {status}{quoted}; check Grafana's health and the proxy before it", status, after)
    return Refused(f"{request}: HTTP {status}{quoted}; " + ("check Grafana's log" if status >= 500 else "check the built file"), status, said)


def _forbidden(said: str, body: Any, request: str) -> GrafanaError:
    """Which of its reasons a 403 has, by what is said beside it."""
    if isinstance(body, str) and body.lstrip().startswith("<"):
        return Refused(f"{request}: HTTP 403 and a web page ({said or 'without title'}); check the proxy or firewall before Grafana", 403, said)
    found = _NEEDED.search(said)
    if found or not said or _RIGHTS.search(said):
        quoted = f': "{said}"' if said else ""
        return Denied(f"{request}: not allowed{quoted}", said, found.group(1).strip() if found else "")
    return Refused(f'{request}: Grafana refuses it: "{said}"', 403, said)


def _unauthorised(said: str, connection: Connection) -> str:
    if "organization" in said.lower():
        return (
            f"{connection.org_from}: {connection.url}: the token does not belong to organisation {connection.org_id}; "
            "remove the organisation id, or use a token of that organisation"
        )
    if connection.auth is None:
        return f"{connection.url}: Grafana wants credentials; set GRAFANA_TOKEN to a service account's token"
    if "expired" in said.lower():
        return f"{connection.auth_from}: {connection.url}: the token has expired; make a new one for the service account"
    what = "the token" if isinstance(connection.auth, str) else "the user or password"
    told = f' ("{said}")' if said else ""
    return f"{connection.auth_from}: {connection.url}: {what} is not accepted{told}; check that it belongs to this Grafana"


def _said(body: Any) -> str:
    if isinstance(body, dict):
        failed = [one.get("error") for one in (body.get("results") or {}).values()] if isinstance(body.get("results"), dict) else []
        body = body.get("message") or body.get("error") or next(filter(None, failed), "")
    text = " ".join(str(body or "").split())
    if text.startswith("<"):
        title = re.search(r"<title>(.*?)</title>", text, re.IGNORECASE)
        text = title.group(1) if title else ""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _chain(error: BaseException | None) -> str:
    parts: list[str] = []
    while error is not None and len(parts) < 10:
        parts.append(f"{type(error).__name__}: {error}")
        error = error.__cause__ or error.__context__
    return " | ".join(parts)
