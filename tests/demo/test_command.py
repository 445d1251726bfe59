"""`agentdash demo` where something is wrong: one line, and nothing more. The servers are small fakes of what may answer at an address."""

from __future__ import annotations

import contextlib
import http.server
import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from agentdash import cli
from agentdash.demo.sender import headers
from agentdash.errors import UserError


class _Receiver(http.server.BaseHTTPRequestHandler):
    """Takes OTLP as the Collector does: an empty answer is a full success."""

    protocol_version = "HTTP/1.1"
    taken: list[tuple[int, str]]
    status, kind, body = 200, "application/x-protobuf", b""
    busy = 0

    def do_POST(self):
        size = int(self.headers["Content-Length"])
        self.rfile.read(size)
        self.taken.append((size, self.headers.get("Authorization", "")))
        full = type(self).busy > 0 and size > 0
        type(self).busy -= full
        self.send_response(503 if full else self.status)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def _serving(**answers) -> Iterator[tuple[str, type[_Receiver]]]:
    handler = type("Receiver", (_Receiver,), {"taken": [], **answers})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}", handler
    finally:
        server.shutdown()
        server.server_close()


def _demo(*arguments: str) -> int:
    return cli.run(["demo", "-c", "/dev/null", "--minutes", "0.03", "--rate", "6000", *arguments])


def _line(capsys) -> str:
    said = capsys.readouterr()
    assert said.out == ""
    [line] = said.err.splitlines()
    return line


def test_nobody_at_the_address(capsys):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert _demo("--endpoint", address) == 2
    assert _line(capsys).startswith(f"agentdash: {address}: nobody listens there; start the Collector")


@pytest.mark.parametrize("greeting", [b"\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x05\x00\x00\x40\x00", b""], ids=["grpc", "hangs up"])
def test_a_port_that_does_not_speak_http(capsys, greeting):
    # What gRPC sends first, before it hangs up.
    with socket.create_server(("127.0.0.1", 0)) as server:
        def answer():
            with contextlib.suppress(OSError):
                while True:
                    one, _ = server.accept()
                    one.recv(65536)
                    one.sendall(greeting)
                    one.close()
        threading.Thread(target=answer, daemon=True).start()
        assert _demo("--endpoint", f"http://127.0.0.1:{server.getsockname()[1]}") == 2
    assert "does not speak HTTP; OTLP over HTTP is port 4318 (4317 is gRPC's)" in _line(capsys)


@pytest.mark.parametrize("answer, told", [
    ({"status": 404, "kind": "text/plain"}, "HTTP 404: this is no OTLP receiver; write the address of the Collector's"),
    ({"kind": "text/html", "body": b"<html>"}, "HTTP 200: this is no OTLP receiver"),
    ({"body": b"<html>"}, "HTTP 200: this is no OTLP receiver"),
    ({"status": 401}, "HTTP 401: who sends must say who they are; set OTEL_EXPORTER_OTLP_HEADERS"),
    ({"status": 503}, "HTTP 503: the Collector is too busy"),
    ({"status": 400, "body": b"Client sent an HTTP request to an HTTPS server.\n"}, "the port speaks TLS; write https://"),
], ids=["not found", "a page", "no protobuf", "no login", "busy", "tls"])
def test_another_server_at_the_address(capsys, answer, told):
    with _serving(**answer) as (address, _):
        assert _demo("--endpoint", f"http://{address}") == 2
    assert told in _line(capsys)


def test_no_tls_at_the_port(capsys):
    with _serving() as (address, _):
        assert _demo("--endpoint", f"https://{address}") == 2
    assert f"the port does not speak TLS; write http://{address}" in _line(capsys)


@pytest.mark.parametrize("endpoint, told", [
    ("localhost:4318", "is not a URL; write e.g. http://localhost:4318"), ("grpc://localhost:4317", "is not a URL"),
    ("http://localhost:port", "is not an address"), ("http://me:secret@localhost:4318", "set OTEL_EXPORTER_OTLP_HEADERS instead")])
def test_an_address_that_is_none(capsys, endpoint, told):
    assert _demo("--endpoint", endpoint) == 2
    line = _line(capsys)
    assert told in line
    assert "secret" not in line


def test_headers_are_sent_and_never_said(capsys, monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Basic%20abc,x-scope=one")
    with _serving() as (address, receiver):
        assert _demo("--endpoint", f"http://{address}/v1/traces") == 0
    assert {authorization for _, authorization in receiver.taken} == {"Basic abc"}
    said = capsys.readouterr()
    assert "abc" not in said.out + said.err
    with pytest.raises(UserError, match="a part is no name=value") as refused:
        headers("secret")
    assert "secret" not in str(refused.value)


def test_what_a_busy_collector_refused_is_sent_again_and_counted_once(capsys):
    with _serving(busy=2) as (address, receiver):
        assert _demo("--endpoint", f"http://{address}", "--json") == 0
    assert receiver.busy == 0
    assert sum(row["calls"] for row in json.loads(capsys.readouterr().out)["calls"]) > 0


def test_spans_that_are_not_taken_end_it_with_the_truth_so_far(capsys):
    # ExportTraceServiceResponse with partial_success {rejected_spans: 3, error_message: "full"}; the check sends no spans and is refused, too.
    with _serving(body=b"\x0a\x08\x08\x03\x12\x04full") as (address, _):
        assert _demo("--endpoint", f"http://{address}") == 2
    said = capsys.readouterr()
    assert said.err.splitlines()[-1] == f"agentdash: http://{address}: 3 spans were not taken: full"
    assert "SERVICE" in said.out


def test_money_in_another_currency_is_told_as_the_dashboards_show_it(capsys, tmp_path):
    (tmp_path / "eur.yaml").write_text("pricing: {currency: {code: EUR, per_usd: 2}}")
    with _serving() as (address, _):
        assert cli.run(["demo", "-c", str(tmp_path / "eur.yaml"), "--endpoint", f"http://{address}", "--minutes", "0.03", "--rate", "6000"]) == 0
    out = capsys.readouterr().out
    [usd] = re.findall(r"^all .* ([\d.]+)$", out, re.MULTILINE)
    [eur] = re.findall(r"The dashboards show EUR: ([\d.]+) in all", out)
    assert float(eur) == pytest.approx(2 * float(usd), abs=2e-6)
    assert float(usd) > 0


def test_the_first_interrupt_ends_it_with_the_truth_so_far():
    with _serving() as (address, _):
        program = subprocess.Popen([sys.executable, "-m", "agentdash", "demo", "-c", "/dev/null", "--endpoint", f"http://{address}", "--json"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert program.stderr.readline().startswith("demo: 10 min to http://127.0.0.1:")
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=60)
    assert program.returncode == 130
    assert json.loads(out)["seconds"] < 60
    assert err.startswith("demo: the dashboards have all of it within")


def test_without_the_extra_it_says_how_to_get_it():
    blocked = "import sys; sys.modules['opentelemetry'] = None; from agentdash import cli; sys.exit(cli.run(['demo']))"
    done = subprocess.run([sys.executable, "-c", blocked], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ('agentdash: the demo speaks OTLP with opentelemetry-proto, which is not installed; pip install "agentdash-grafana[demo]"\n')
