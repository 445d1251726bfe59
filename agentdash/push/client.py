"""grafana-client, with what it lacks around it.

It neither retries nor paginates, returns a login page as if it were an answer, drops `Retry-After`, joins a URL without
its final slash to `/grafanaapi`, and lets its HTTP library's exceptions through. All of that ends here.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from agentdash.errors import UserError
from agentdash.push import error_messages
from agentdash.push.connection import CONCURRENCY, CONNECT, Connection
from agentdash.push.errors import Fatal, GrafanaError, Throttled, Unanswered

# What one page of a list holds; Grafana's own limit for searches is 5000.
PAGE = 1000
_LONGEST_PAUSE = 30.0


def path(*parts: str) -> str:
    """Join path segments, each escaped: uids and group titles may hold anything."""
    return "".join("/" + quote(part, safe="") for part in parts)


class _Session:
    """One grafana-client, used by one thread at a time, and what its last answer's headers said."""

    def __init__(self, connection: Connection) -> None:
        # Commands that reach no Grafana do not pay for this import.
        from grafana_client.api import GrafanaApi
        from niquests.utils import get_environ_proxies

        parts = urlsplit(connection.url)
        host = parts.hostname or ""
        self.connection = connection
        self.request = ""
        self.status = 0
        self.after: float | None = None
        self.api = GrafanaApi(
            connection.auth,
            host=f"[{host}]" if ":" in host else host,
            port=parts.port,
            protocol=parts.scheme,
            url_path_prefix=parts.path.lstrip("/"),
            verify=False if connection.insecure else (connection.ca_file or os.environ.get("REQUESTS_CA_BUNDLE") or True),
            timeout=(min(CONNECT, connection.timeout), connection.timeout),
            user_agent="agentdash",
            organization_id=connection.org_id,
            session_pool_size=1,
        )
        session = self.api.client.s
        # The library would read every environment variable again for each request.
        session.proxies.update(get_environ_proxies(connection.url, no_proxy=None))
        session.trust_env = False
        if connection.client_cert:
            session.cert = (connection.client_cert, connection.client_key) if connection.client_key else connection.client_cert
        if connection.insecure:
            import warnings

            warnings.filterwarnings("ignore", message="Unverified HTTPS request")
        session.hooks["response"].append(self._inspect)

    def call(self, method: str, where: str, arguments: Mapping[str, Any], request: str) -> Any:
        """One request; `request` is its name in messages. Raises GrafanaError, or whatever the library does."""
        self.request, self.status, self.after = request, 0, None
        answer = getattr(self.api.client, method)(where, accept_empty_json=True, **arguments)
        if isinstance(answer, str) and answer:
            raise error_messages.page(self.connection, request)
        return None if answer == "" else answer

    def _inspect(self, response: Any, **_: Any) -> Any:
        """See each answer before grafana-client does: its headers, redirects, and pages that are no answers."""
        self.status = response.status_code
        self.after = _seconds(response.headers.get("Retry-After"))
        if 300 <= response.status_code < 400:
            location = self.connection.guard.hide(response.headers.get("Location") or "elsewhere")
            raise error_messages.page(self.connection, self.request, location)
        if response.status_code < 300 and "html" in (response.headers.get("Content-Type") or ""):
            raise error_messages.page(self.connection, self.request)
        return response


class Client:
    """One Grafana server. Safe to use from several threads.

    `log` is told each request: method, path, status (0 without an answer), seconds. Raises UserError for a certificate's
    file that is not there.
    """

    def __init__(self, connection: Connection, log: Callable[[str, str, int, float], None] | None = None) -> None:
        _check_files(connection)
        self.connection = connection
        self.requests: Counter[str] = Counter()
        self._log = log
        self._idle: list[_Session] = []
        self._slots = threading.BoundedSemaphore(CONCURRENCY)
        self._lock = threading.Lock()
        self._reached = False

    def get(self, where: str, params: Mapping[str, Any] | None = None) -> Any:
        """GET, repeated with back-off while the connection drops or Grafana says 429, 502, 503 or 504.

        Raises GrafanaError's subclasses; never Unanswered before the last try.
        """
        attempt = 0
        while True:
            try:
                return self._once("GET", where, params=params)
            except (Throttled, Unanswered) as error:
                attempt += 1
                # A server that was never there is a wrong address, not a server in trouble.
                lost = getattr(error, "unreachable", False) and not self._reached
                if attempt >= self.connection.tries or lost:
                    raise Fatal(str(error), error.status) from None
                self.pause(attempt, error.after)

    def pages(self, where: str, params: Mapping[str, Any]) -> Iterator[Any]:
        """Every item of a list that Grafana answers in pages."""
        page = 1
        while True:
            items = self.get(where, {**params, "limit": PAGE, "page": page})
            yield from items
            if len(items) < PAGE:
                return
            page += 1

    def send(self, method: str, where: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Any:
        """POST, PUT or DELETE, once. Whether to repeat it is the caller's to decide (see `safe_write`)."""
        return self._once(method, where, body=body, headers=headers)

    def pause(self, attempt: int, after: float | None) -> None:
        """Wait before the next try: what Retry-After says, or a pause that doubles, a little at random."""
        if after is None:
            after = self.connection.pause * 2 ** (attempt - 1) * random.uniform(0.75, 1.25)
        time.sleep(min(after, _LONGEST_PAUSE))

    def _once(
        self, method: str, where: str, params: Mapping[str, Any] | None = None, body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        request = f"{method} {urlsplit(self.connection.url).path.rstrip('/')}/api{where}"
        given = {"json": body, "params": params, "headers": dict(headers) if headers else None}
        self._slots.acquire()
        with self._lock:
            self.requests[method] += 1
            session = self._idle.pop() if self._idle else None
        try:
            session = session or _Session(self.connection)
        except BaseException:
            self._slots.release()
            raise
        started = time.monotonic()
        try:
            return session.call(method, where, {key: value for key, value in given.items() if value is not None}, request)
        except GrafanaError:
            raise
        except Exception as error:
            raise self._translated(error, session) from None
        finally:
            with self._lock:
                self._idle.append(session)
                self._reached = self._reached or session.status > 0
            self._slots.release()
            if self._log:
                self._log(method, f"/api{where}", session.status, time.monotonic() - started)

    def _translated(self, error: Exception, session: _Session) -> GrafanaError:
        status = getattr(error, "status_code", 0)
        if status:
            found = error_messages.answer(status, getattr(error, "response", None), self.connection, session.request, session.after)
        else:
            found = error_messages.network(error, self.connection, session.request)
        hide = self.connection.guard.hide
        found.args = (hide(str(found)),)
        found.detail = hide(found.detail)
        return found


def _check_files(connection: Connection) -> None:
    """The HTTP library says of a missing file only that there was no connection."""
    for name, file in (("CA_FILE", connection.ca_file), ("CLIENT_CERT", connection.client_cert), ("CLIENT_KEY", connection.client_key)):
        if file and not Path(file).is_file():
            raise UserError(f"GRAFANA_{name} ({name.lower()}): {file}: no such file; write the path of a PEM file")


def _seconds(retry_after: str | None) -> float | None:
    """Read Retry-After: seconds, or a date."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        from email.utils import parsedate_to_datetime

        try:
            return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
        except (TypeError, ValueError):
            return None
