"""A server that answers over HTTP, and the ways in which it does not."""

from __future__ import annotations

import base64
import http.client
import json
import os
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agentdash.errors import AgentdashError, UserError
from agentdash.push.secrets import Guard
from agentdash.settings.environment import REFERENCE

if TYPE_CHECKING:
    from agentdash.settings.datasources import DatasourceSettings
    from agentdash.settings.destinations import Destination

SECONDS = 10.0
"""How long one answer may take."""
_SHOWN = 160
"""Characters of what a server says that are worth showing."""


class NoAnswer(AgentdashError):
    """Nothing answers at the address: nobody listens, no such host, no time, no TLS. ``why`` is the short reason."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url}: no answer ({why})")
        self.why = why


class Refusal(AgentdashError):
    """Something answers, and not as asked. ``status`` is HTTP's, ``said`` the beginning of its words."""

    def __init__(self, url: str, status: int, said: str) -> None:
        super().__init__(f"{url}: HTTP {status}" + (f": {said}" if said else ""))
        self.status, self.said = status, said


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nobody: a login would go along."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class Endpoint:
    """An address without its final slash, what is sent along with each request, and seconds for one answer.

    Errors show no secret that went into ``headers``.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float = SECONDS
    guard: Guard = field(default_factory=Guard, repr=False, compare=False)

    def fetch(self, path: str = "", body: bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[bytes, Mapping[str, str]]:
        """What is at ``path``, and the answer's headers by lower-case names; with a body it is posted. Raises NoAnswer, Refusal."""
        address = self.url + path
        shown = self.guard.hide(address.partition("?")[0])
        request = urllib.request.Request(address, body, {"User-Agent": "agentdash", **self.headers, **(headers or {})})
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=self.timeout) as answer:
                return answer.read(), {name.lower(): value for name, value in answer.headers.items()}
        except urllib.error.HTTPError as error:
            with error:
                raise Refusal(shown, error.code, self._said(error)) from None
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(shown, _why(error)) from None

    def json(self, path: str, parameters: Mapping[str, str] | None = None, post: bool = False) -> Any:
        """The JSON at ``path``. Raises NoAnswer, and Refusal with status 200 for what is no JSON."""
        query = urllib.parse.urlencode(parameters or {})
        where = path if post or not query else f"{path}?{query}"
        content, _ = self.fetch(where, query.encode() if post else None, {"Accept": "application/json"})
        try:
            return json.loads(content)
        except ValueError:
            raise Refusal(self.guard.hide(self.url + path), 200, "no JSON: " + self.shown(content)) from None

    def shown(self, content: bytes) -> str:
        """The beginning of a text, on one line and without secrets."""
        text = " ".join(self.guard.hide(content[:4 * _SHOWN].decode(errors="replace")).split())
        return text if len(text) <= _SHOWN else text[:_SHOWN - 1] + "…"

    def _said(self, error: urllib.error.HTTPError) -> str:
        if 300 <= error.code < 400:
            return self.guard.hide(f"sends to {error.headers.get('Location') or 'elsewhere'}")
        try:
            content = error.read()
        except (OSError, http.client.HTTPException):
            return ""
        try:
            found = json.loads(content)
            content = str(found.get("error") or found.get("message") or "").encode() if isinstance(found, dict) else content
        except ValueError:
            pass
        return self.shown(content)


def endpoint(url: str, source: DatasourceSettings | Destination | None = None, env: Mapping[str, str] = os.environ) -> Endpoint:
    """The address with the login and the headers of a datasource or a destination, whose ``${NAME}`` come from ``env``.

    Raises UserError for what is no URL and for a variable that is not set.
    """
    guard = Guard()
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UserError(f'"{url}" is not a URL; write e.g. http://localhost:9090')
    login = ""
    if parts.username or parts.password:
        login = f"{urllib.parse.unquote(parts.username or '')}:{urllib.parse.unquote(parts.password or '')}"
        url = urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    headers: dict[str, str] = {}
    if source is not None:
        headers = {name: _filled(value, env, guard) for name, value in source.headers}
        user = getattr(source, "basic_auth_user", "") or getattr(source, "user", "")
        if user and not login:
            login = f"{user}:{_filled(getattr(source, 'basic_auth_password', '') or getattr(source, 'password', ''), env, guard)}"
    if login:
        guard.learn_login(*login.split(":", 1))
        headers["Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
    return Endpoint(url.rstrip("/"), headers, guard=guard)


def _filled(value: str, env: Mapping[str, str], guard: Guard) -> str:
    for name in REFERENCE.findall(value):
        if not env.get(name):
            raise UserError(f"the environment variable {name} is not set; export {name}, which the settings refer to")
        guard.learn(env[name])
    return REFERENCE.sub(lambda found: env[found[1]], value)


def _why(error: BaseException) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {reason.verify_message}"
    if isinstance(reason, ssl.SSLError):
        return "it does not speak TLS; write http:// instead of https://"
    if isinstance(reason, TimeoutError):
        return "not in time"
    if isinstance(reason, socket.gaierror):
        return "no such host"
    if isinstance(reason, ConnectionRefusedError):
        return "nobody listens there"
    if isinstance(reason, http.client.BadStatusLine | http.client.RemoteDisconnected | ConnectionResetError):
        return "something listens there that does not speak HTTP, or speaks TLS"
    return " ".join(str(reason).split()) or type(reason).__name__
