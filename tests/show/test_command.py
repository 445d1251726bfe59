"""`agentdash show` where something is wrong. The Prometheus here is a small fake: it answers what a test tells it to."""

from __future__ import annotations

import contextlib
import http.server
import json
import socket
import threading
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs

import pytest

from agentdash import cli

Say = Callable[[str], tuple[int, object]]


@contextlib.contextmanager
def _prometheus(say: Say) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
            status, data = say(query) if "/query_range" not in self.path else (200, {"resultType": "matrix", "result": []})
            self._answer(status, {"status": "success", "data": data} if status == 200 else {"status": "error", "error": data})

        def do_GET(self):
            self._answer(200, {"status": "success", "data": ["shop"]} if "service_name" in self.path else {"status": "success", "data": []})

        def _answer(self, status, document):
            body = json.dumps(document).encode()
            if self.headers.get("Authorization") not in (None, "Basic bWU6czNjcmV0LXdvcmQ="):
                status, body = 401, b""
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _nothing(query: str) -> tuple[int, object]:
    return 200, {"resultType": "vector", "result": []}


def _seven(query: str) -> tuple[int, object]:
    return 200, {"resultType": "vector", "result": [{"metric": {"service_name": "shop"}, "value": [0, "7"]}]}


def _show(*arguments: str) -> int:
    return cli.run(["show", "-c", "/dev/null", *arguments])


def test_a_failed_query_is_told_in_its_place_and_no_number_stands_there(capsys):
    def say(query: str) -> tuple[int, object]:
        # The tiles above read the table of services: one failed column is no row of calm numbers.
        return (422, "query processing would load too many samples") if "cost_usd" in query else _seven(query)

    with _prometheus(say) as url:
        assert _show("--url", url) == 3
        said = capsys.readouterr()
        assert _show("--url", url, "--json") == 3
        panels = {panel["key"]: panel for panel in json.loads(capsys.readouterr().out)["panels"]}
    [line] = said.err.splitlines()
    assert line.startswith("agentdash: no answer for Cost, Calls, Failed calls, Tokens, Missing usage, Services by cost: ")
    assert "too many samples" in line
    assert said.out.count("✗ failed") == 6
    assert panels["error-ratio"]["limits"] == {"look": 0.05, "bad": 0.1}
    for key in ("cost", "calls", "error-ratio", "who-spends"):
        assert "failure" in panels[key]
        assert not {"values", "rows"} & panels[key].keys()
    assert panels["wrong-failures"]["values"] == [{"name": "shop", "value": 7.0, "before": None}]


def test_nothing_measured_reads_as_the_panels_say_it(capsys):
    with _prometheus(_nothing) as url:
        assert _show("--url", url) == 0
    out = capsys.readouterr().out
    assert "no calls in this range" in out
    assert "Services by cost: no calls in this range" in out


def test_nobody_answers(capsys):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert _show("--url", url) == 2
    said = capsys.readouterr()
    assert said.out == ""
    [line] = said.err.splitlines()
    assert line.startswith(f"agentdash: {url}")
    assert line.endswith("no answer (nobody listens there); start it, or say where Prometheus answers: --url")


def test_logins_come_from_the_environment_and_are_never_shown(capsys, tmp_path, monkeypatch):
    with _prometheus(_seven) as url:
        (tmp_path / "agentdash.yaml").write_text(
            f"backend: grafana\ndatasources: {{prometheus: {{url: '{url}', basic_auth_user: me, basic_auth_password: '${{PROM_WORD}}'}}}}")
        assert cli.run(["show", "-c", str(tmp_path / "agentdash.yaml")]) == 2
        assert "PROM_WORD is not set" in capsys.readouterr().err
        monkeypatch.setenv("PROM_WORD", "another-word")
        assert cli.run(["show", "-c", str(tmp_path / "agentdash.yaml")]) == 2
        said = capsys.readouterr()
        assert "HTTP 401" in said.err
        assert "another-word" not in said.out + said.err
        monkeypatch.setenv("PROM_WORD", "s3cret-word")
        assert cli.run(["show", "-c", str(tmp_path / "agentdash.yaml"), "--json"]) == 0
        assert "s3cret-word" not in capsys.readouterr().out


@pytest.mark.parametrize("arguments, told", [
    (["overveiw"], "did you mean 'overview'?"),
    (["--range", "yesterday"], '--range: "yesterday" is not a time range; write e.g. 30m, 6h or 7d'),
    (["--url", "nowhere"], '"nowhere" is not a URL; write e.g. http://localhost:9090'),
    (["--set", "service"], '--set: "service" chooses nothing; write e.g. service=support-bot'),
    (["--set", "servce=x"], '--set: the dashboard has no variable "servce"; it has environment, service, tenant, model'),
    (["--set", "service=gone"], '--set: service: nothing is called "gone" in this time; there are shop'),
])
def test_what_was_asked_wrongly(capsys, arguments, told):
    with _prometheus(_nothing) as url:
        assert _show(*([] if "--url" in arguments else ["--url", url]), *arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    [line] = said.err.splitlines()
    assert told in line
