"""The HTTP side: credentials, routes, the record of requests, and faults."""

from __future__ import annotations

import base64
import contextlib
import json
import socket
import ssl
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.push.fake import dashboards, datasources, folders, playlists, queries, rules
from tests.push.fake.faults import Fault
from tests.push.fake.state import Answer, State
from tests.served import Served

LOGIN_PAGE = b"<!doctype html><html><head><title>Sign in</title></head><body>glsa_test</body></html>"


class FakeGrafana(Served):
    """A server on 127.0.0.1, to be used as a context. `faults` maps the number of a request (from 0) to a Fault."""

    def __init__(self, version: str = "12.4.0", *, sub_path: str = "", latency: float = 0.0, tls: ssl.SSLContext | None = None) -> None:
        self.state = State(version)
        self.sub_path = sub_path
        self.latency = latency
        self.faults: dict[int, Fault] = {}
        # Applied to every request, before `faults`
        self.always: Fault | None = None
        # Part of a path -> what happens to writes there
        self.refusals: dict[str, Fault] = {}
        # "login": every path answers with a login page; "redirect": it sends there; "500": as it says, but for health
        self.mood = ""
        self.requests: list[tuple[str, str]] = []
        self.bodies: list[bytes] = []
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": self}))
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https" if tls else "http"

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}{self.sub_path}"

    def reset(self) -> None:
        """Forget everything but the version."""
        self.state = State(self.state.version)
        self.faults, self.always, self.refusals, self.mood = {}, None, {}, ""
        self.requests, self.bodies = [], []

    def count(self, *methods: str) -> int:
        return sum(method in methods for method, _ in self.requests)

    @property
    def writes(self) -> list[tuple[str, str]]:
        return [one for one in self.requests if one[0] != "GET"]

    def _entered(self, method: str, path: str, body: bytes) -> Fault | None:
        with self._lock:
            number = len(self.requests)
            self.requests.append((method, path))
            self.bodies.append(body)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            refused = next((fault for part, fault in self.refusals.items() if method != "GET" and part in path), self.always)
            return self.faults.get(number, refused)

    def _left(self) -> None:
        with self._lock:
            self._now -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that are killed, and TLS that is refused, are what is tested here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    fake: FakeGrafana

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_PUT(self) -> None:
        self._handle("PUT")

    def do_DELETE(self) -> None:
        self._handle("DELETE")

    def _handle(self, method: str) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.fake._entered(method, self.path, content)
        try:
            self._answered(method, content, fault)
        finally:
            self.fake._left()

    def _answered(self, method: str, content: bytes, fault: Fault | None) -> None:
        if self.fake.latency:
            time.sleep(self.fake.latency)
        if fault is not None and not fault.after and self._struck(fault):
            return
        if self.fake.mood == "login":
            self._send(200, LOGIN_PAGE, kind="text/html; charset=UTF-8")
            return
        if self.fake.mood == "redirect":
            self._send(302, b"", {"Location": "/login?redirectTo=%2Fapi&token=glsa_test"})
            return
        try:
            status, body = 200, self._route(method, content)
        except Answer as answer:
            status, body = answer.status, answer.body
        if fault is not None and fault.after and self._struck(fault):
            return
        payload = b"" if body is None else json.dumps(body).encode()
        self._send(status, payload, half=fault is not None and fault.half)

    def _struck(self, fault: Fault) -> bool:
        """Let the fault happen; True when there is nothing more to answer."""
        if fault.call:
            fault.call()
        if fault.drop:
            with contextlib.suppress(OSError):
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return True
        if fault.status:
            extra = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
            if fault.says:
                self._send(fault.status, json.dumps({"message": fault.says}).encode(), extra)
                return True
            self._send(fault.status, b"<html><head><title>Bad Gateway</title></head></html>", extra, kind="text/html")
            return True
        return False

    def _send(self, status: int, payload: bytes, extra: dict[str, str] | None = None, *, kind: str = "application/json", half: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(payload)))
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if half:
            self.close_connection = True
            payload = payload[: len(payload) // 2]
        self.wfile.write(payload)
        with contextlib.suppress(OSError):
            self.wfile.flush()

    def _route(self, method: str, content: bytes) -> Any:
        parts = urlsplit(self.path)
        if not parts.path.startswith(self.fake.sub_path + "/"):
            raise Answer(404, "Not found")
        path = parts.path.removeprefix(self.fake.sub_path)
        where = [unquote(part) for part in path.split("/") if part]
        query = parse_qs(parts.query)
        state = self.fake.state
        if where == ["api", "health"]:
            return {"database": "ok", "version": state.version if state.shown_version is None else state.shown_version, "commit": "0000000"}
        self._authenticate(state)
        if self.fake.mood == "500":
            raise Answer(500, {"message": f"panic: {self.headers.get('Authorization')}: something broke", "traceID": ""})
        if len(content) > state.largest_body:
            raise Answer(413, "Request entity too large")
        body = json.loads(content) if content else {}
        with state.lock:
            return self._routed(state, method, where, query, body)

    def _authenticate(self, state: State) -> None:
        given = self.headers.get("Authorization") or ""
        basic = "Basic " + base64.b64encode(b"admin:s3cret-pass").decode()
        if given == "Bearer glsa_expired":
            raise Answer(401, {"message": "Expired API key", "messageId": "api-key.expired", "statusCode": 401})
        if given not in (f"Bearer {state.token}", basic):
            raise Answer(401, {"message": "Invalid API key" if given else "Unauthorized"})
        org = self.headers.get("X-Grafana-Org-Id")
        if org and int(org) != state.org and given == basic:
            # A user who is not in it: signed in, and allowed nothing there.
            if not self.path.endswith("/api/user/orgs"):
                raise Answer(403, "You'll need additional permissions to perform this action. Permissions needed: orgs:read")
        elif org and int(org) != state.org:
            raise Answer(401, {"message": "API key does not belong to the requested organization", "messageId": "api-key.organization-mismatch"})

    def _routed(self, state: State, method: str, where: list[str], query: dict[str, list[str]], body: Any) -> Any:
        unlocked = self.headers.get("X-Disable-Provenance") is not None
        match (method, *where):
            case ("GET", "api", "user", "orgs"):
                return [{"orgId": state.org, "name": "Main Org.", "role": "Admin"}]
            case ("GET", "api", "frontend", "settings"):
                return {"namespace": "default", "buildInfo": {"version": state.version}, "datasources": datasources.queryable(state)}
            case ("GET", "apis", "dashboard.grafana.app", "v1beta1", "namespaces", "default", "dashboards", uid):
                return dashboards.managed(state, uid)
            case ("GET", "api", "search"):
                return dashboards.search(state, query)
            case ("GET", "api", "dashboards", "uid", uid):
                return dashboards.get(state, uid)
            case ("DELETE", "api", "dashboards", "uid", uid):
                return dashboards.delete(state, uid)
            case ("GET", "api", "dashboards", "uid", uid, "versions"):
                return dashboards.versions(state, uid, None)
            case ("GET", "api", "dashboards", "uid", uid, "versions", number):
                return dashboards.versions(state, uid, number)
            case ("POST", "api", "dashboards", "db"):
                return dashboards.post(state, body)
            case ("GET", "api", "folders"):
                return folders.listed(state, query)
            case ("POST", "api", "folders"):
                return folders.post(state, body)
            case ("GET", "api", "folders", uid):
                return folders.get(state, uid)
            case ("PUT", "api", "folders", uid):
                return folders.put(state, uid, body)
            case ("DELETE", "api", "folders", uid):
                return folders.delete(state, uid)
            case ("POST", "api", "folders", uid, "move"):
                return folders.move(state, uid, body)
            case ("GET", "api", "folders", uid, "counts"):
                return folders.counts(state, uid)
            case ("GET", "api", "datasources"):
                return datasources.listed(state)
            case ("POST", "api", "datasources"):
                return datasources.post(state, body)
            case ("GET", "api", "datasources", "uid", uid):
                return datasources.get(state, uid)
            case ("PUT", "api", "datasources", "uid", uid):
                return datasources.put(state, uid, body)
            case ("DELETE", "api", "datasources", "uid", uid):
                return datasources.delete(state, uid)
            case ("POST", "api", "ds", "query"):
                return queries.query(state, body)
            case ("GET", "api", "datasources", "uid", uid, "health"):
                return queries.health(state, uid)
            case ("GET", "api", "prometheus", "grafana", "api", "v1", "rules"):
                return queries.rules(state)
            case ("GET", "api", "playlists"):
                return playlists.listed(state)
            case ("GET", "api", "playlists", uid):
                return playlists.get(state, uid)
            case ("PUT", "api", "playlists", uid):
                return playlists.put(state, uid, body)
            case ("DELETE", "api", "playlists", uid):
                return playlists.delete(state, uid)
            case ("GET", "api", "v1", "provisioning", "alert-rules"):
                return rules.listed(state)
            case ("GET", "api", "v1", "provisioning", "alert-rules", uid):
                return rules.get(state, uid)
            case ("DELETE", "api", "v1", "provisioning", "alert-rules", uid):
                return rules.delete(state, uid, unlocked)
            case ("GET", "api", "v1", "provisioning", "folder", folder, "rule-groups", title):
                return rules.group(state, folder, title)
            case ("PUT", "api", "v1", "provisioning", "folder", folder, "rule-groups", title):
                return rules.put_group(state, folder, title, body, unlocked)
        raise Answer(404, "Not found")
