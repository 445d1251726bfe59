from __future__ import annotations

import http.server
import json
import sys
import threading
import types
from datetime import date
from decimal import Decimal

import pytest

from agentdash.cli import run
from agentdash.pricing import book, refresh
from agentdash.pricing.lookup import find


def told(capsys, *words, code=0):
    assert run(["prices", *map(str, words)]) == code
    out, err = capsys.readouterr()
    return out, err


def test_explain_says_which_rule_won_and_why(capsys, tmp_path):
    settings = tmp_path / "agentdash.yaml"
    settings.write_text("pricing:\n  models: [{model: gpt-4o, input: 2, output: 8, from: 2026-01-01}]\n  discounts: [{percent: 10}]\n")
    out, _ = told(capsys, "explain", "azure/gpt-4o-2024-08-06", "-c", settings, "--at", "2026-06-01")
    assert out.splitlines()[0] == f"1. {settings}: pricing.models[0] (gpt-4o) has a price for it"
    assert "input 1.8, output 7.2" in out
    assert f"won: {settings}: pricing.models[0] (gpt-4o), 10 % off by {settings}: pricing.discounts[0]" in out
    out, _ = told(capsys, "explain", "gpt-4o", "-c", settings, "--at", "2025-06-01")
    assert "does not hold on 2025-06-01" in out
    assert "book: openai/gpt-4o" in out


def test_explain_of_what_has_no_price_exits_with_1(capsys):
    out, err = told(capsys, "explain", "our-gpt", code=1)
    assert out == "1. the book: no model of this name in the book\n"
    assert err == "agentdash: our-gpt: no price; write one in `pricing`, an alias, or `free: true`\n"


def test_explain_as_json(capsys):
    out, _ = told(capsys, "explain", "claude-sonnet-4-5", "--provider", "anthropic", "--json")
    found = json.loads(out)
    assert found["won"] == "book: anthropic/claude-sonnet-4-5"
    assert found["price"]["tiers"] == [{"above": 200000, "input": 6, "output": 22.5, "cache_read": 0.6, "cache_write": 7.5, "cache_write_1h": 12}]
    assert found["in_queries"] is True


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "1.1.2026"])
def test_a_day_that_does_not_exist(capsys, day):
    _, err = told(capsys, "explain", "gpt-4o", "--at", day, code=2)
    assert err == f'agentdash: --at: "{day}" is not a date; write year-month-day, e.g. 2026-01-31\n'


def test_a_provider_that_the_book_does_not_have(capsys):
    _, err = told(capsys, "list", "--provider", "opnai", code=2)
    assert err == "agentdash: --provider: no provider 'opnai'; did you mean 'openai'?\n"


def test_list(capsys):
    out, err = told(capsys, "list", "gpt-4o", "--provider", "openai", "--at", "2026-11-25")
    assert [line.split() for line in out.splitlines()] == [
        ["PROVIDER", "MODEL", "INPUT", "OUTPUT", "CACHED", "WRITTEN", "NOTES"], ["openai", "gpt-4o", "2.5", "10", "1.25", "–"]]
    assert err.startswith("1 price in USD per million tokens on 2026-11-25; genai-prices")


def test_list_what_queries_carry(capsys):
    out, _ = told(capsys, "list", "--in-queries", "--json")
    assert len(json.loads(out)["models"]) == 56


def test_diff_of_rules_and_book(capsys, tmp_path):
    settings = tmp_path / "agentdash.yaml"
    settings.write_text("pricing: {models: [{model: gpt-4o, input: 2, output: 8}, {model: o4-mini, input: 1.1, output: 4.4, cache_read: 0.275}, "
                        "{model: ours, free: true}]}\n")
    out, err = told(capsys, "diff", "-c", settings, code=1)
    assert out.splitlines() == [
        f"~ {settings}: pricing.models[0] (gpt-4o): 2 / 8; the book: 2.5 / 10, cached 1.25",
        f"+ {settings}: pricing.models[2] (ours): 0 / 0, cached 0, cache write 0, not in the book",
    ]
    assert err == "agentdash: 2 prices differ\n"


def test_diff_of_two_books(capsys, tmp_path):
    old = tmp_path / "old.json"
    text = book.BOOK.read_text()
    assert '{"id":"gpt-4o","names"' in text
    old.write_text(text.replace('{"id":"gpt-4.1-nano"', '{"id":"gpt-4.1-tiny"').replace('"prices":[{"input":0.4,"cache_read":0.1,"output":1.6', '"prices":[{"input":0.5,"cache_read":0.1,"output":1.6', 1))
    out, _ = told(capsys, "diff", old, code=1)
    lines = out.splitlines()
    assert any(line.startswith("+ openai/gpt-4.1-nano: ") for line in lines)
    assert any(line.startswith("- openai/gpt-4.1-tiny: ") for line in lines)
    assert any(line.startswith("~ ") and "0.5 / 1.6" in line and "-> 0.4 / 1.6" in line for line in lines)
    assert told(capsys, "diff", book.BOOK) == ("", "")


@pytest.mark.parametrize("content, words", [("{}", "not a price book"), ("nonsense", "not a price book"), ('{"format": 9}', "format 9: this agentdash reads 1")])
def test_a_file_that_is_no_book(capsys, tmp_path, content, words):
    path = tmp_path / "prices.json"
    path.write_text(content)
    _, err = told(capsys, "diff", path, code=2)
    assert err.startswith("agentdash: prices.json: ")
    assert words in err
    assert err.count("\n") == 1


class _Prometheus(http.server.BaseHTTPRequestHandler):
    rows = ()

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        _Prometheus.asked = (self.path, asked, self.headers.get("Authorization"))
        body = json.dumps({"status": "success", "data": {"resultType": "vector", "result": [
            {"metric": {"gen_ai_response_model": model, "gen_ai_provider_name": provider}, "value": [0, str(tokens)]}
            for model, provider, tokens in self.rows]}}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def prometheus():
    server = http.server.HTTPServer(("127.0.0.1", 0), _Prometheus)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_check_lists_what_has_no_price_first(capsys, prometheus, tmp_path):
    settings = tmp_path / "agentdash.yaml"
    settings.write_text("pricing: {mode: inline}\n")
    _Prometheus.rows = [("gpt-4o-2024-08-06", "openai", 5000), ("our-gpt", "openai", 70), ("gpt-4o-2024-05-13", "openai", 10), ("llama3:8b", "ollama", 5)]
    out, err = told(capsys, "check", "-c", settings, "--url", prometheus, "--since", "6h", code=1)
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == ["MODEL", "our-gpt", "gpt-4o-2024-05-13", "llama3:8b", "gpt-4o-2024-08-06"]
    assert "no price: the book: openai has no model of this name in the book" in lines[1]
    assert "not in the queries: name gpt-4o-2024-05-13 in pricing.queries.models (book: openai/gpt-4o-2024-05-13)" in lines[2]
    assert "self-hosted" in lines[3]
    assert err == "agentdash: 3 of 4 models have no price in the queries; see the last column\n"
    assert _Prometheus.asked[0] == "/api/v1/query"
    assert "%5B6h%5D" in _Prometheus.asked[1]


def test_check_when_everything_has_a_price(capsys, prometheus, tmp_path, monkeypatch):
    _Prometheus.rows = [("gpt-4o", "openai", 5000), ("llama3:8b", "ollama", 5)]
    monkeypatch.setenv("SECRET_FOR_THIS_TEST", "pass")
    settings = tmp_path / "agentdash.yaml"
    settings.write_text("pricing: {models: [{provider: ollama, free: true}]}\n"
                        f"datasources:\n  url: {prometheus}\n  basic_auth_user: me\n  basic_auth_password: ${{SECRET_FOR_THIS_TEST}}\n")
    out, err = told(capsys, "check", "-c", settings)
    assert len(out.splitlines()) == 3
    assert err == ""
    assert _Prometheus.asked[2] == "Basic bWU6cGFzcw=="


@pytest.mark.parametrize("words, line", [
    (("--url", "http://127.0.0.1:9"), "http://127.0.0.1:9/api/v1/query: no answer ("),
    (("--url", "nowhere"), '--url: "nowhere" is not a URL; write e.g. http://localhost:9090'),
    (("--since", "a day"), '--since: "a day" is not a duration; write e.g. 24h'),
])
def test_check_that_cannot_ask(capsys, words, line):
    _, err = told(capsys, "check", *words, code=2)
    assert err.startswith(f"agentdash: {line}")
    assert err.count("\n") == 1


def _source(monkeypatch, price):
    """A stand-in for the package genai-prices with one model."""
    kinds = {name: type(name, (), {}) for name in ("ClauseEquals", "ClauseStartsWith", "ClauseOr")}

    def make(kind, **values):
        one = kinds[kind]() if kind in kinds else types.SimpleNamespace()
        one.__dict__.update(values)
        return one

    model = make("", id="m-1", match=make("ClauseOr", or_=[make("ClauseEquals", equals="M-1"), make("ClauseStartsWith", starts_with="m-1-")]),
                 deprecated=None, context_window=1000, prices=make("", input_mtok=Decimal(price), output_mtok=Decimal("2.50")))
    provider = make("", id="maker", models=[model], provider_match=None, model_match=None, fallback_model_providers=None)
    package, data = types.ModuleType("genai_prices"), types.ModuleType("genai_prices.data")
    data.providers = [provider]
    monkeypatch.setitem(sys.modules, "genai_prices", package)
    monkeypatch.setitem(sys.modules, "genai_prices.data", data)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "9.9")


def test_update_writes_a_book_and_says_what_is_new(capsys, tmp_path, monkeypatch):
    path = tmp_path / "prices.json"
    _source(monkeypatch, "1.5")
    out, _ = told(capsys, "update", "-o", path, "--date", "2026-11-01")
    assert out == f"{path}: genai-prices 9.9 of 2026-11-01, 1 model\n"
    assert find(book.load(path), "m-1-preview", "maker").model.schedule.periods[0].price.input == 1.5
    before = path.read_bytes()
    out, _ = told(capsys, "update", "-o", path, "--date", "2026-12-01")
    assert out == f"{path}: unchanged, genai-prices 9.9 of 2026-11-01, 1 model\n"
    assert path.read_bytes() == before
    _source(monkeypatch, "1.25")
    out, _ = told(capsys, "update", "-o", path, "--date", "2026-12-01")
    assert out.splitlines() == ["~ maker/m-1: 1.5 / 2.5 -> 1.25 / 2.5", f"{path}: genai-prices 9.9 of 2026-12-01, 1 model (0 new, 0 gone, 1 changed)"]
    assert [file.name for file in tmp_path.iterdir()] == ["prices.json"]


def test_update_without_the_package(capsys, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    monkeypatch.setitem(sys.modules, "genai_prices.data", None)
    _, err = told(capsys, "update", "-o", tmp_path / "prices.json", code=2)
    assert err == 'agentdash: the package genai-prices is not installed; run pip install "agentdash-grafana[prices]"\n'
    assert list(tmp_path.iterdir()) == []


def test_update_to_a_folder_that_is_not_there(capsys, tmp_path, monkeypatch):
    _source(monkeypatch, "1.5")
    _, err = told(capsys, "update", "-o", tmp_path / "no" / "prices.json", code=2)
    assert err == f"agentdash: {tmp_path / 'no' / 'prices.json'}: No such file or directory; choose another file with --output\n"


def test_the_bundled_book_is_what_the_package_says():
    pytest.importorskip("genai_prices")
    from importlib.metadata import version

    bundled = book.bundled()
    if version(refresh.SOURCE) != bundled.source_version:
        pytest.skip("another version of genai-prices is installed")
    assert refresh.render(bundled.made) == book.BOOK.read_text(encoding="utf-8")


def test_the_bundled_book_has_its_licence_and_date():
    assert date(2026, 11, 25) <= book.bundled().made
    assert "MIT License" in book.BOOK.with_name("NOTICE.genai-prices").read_text()
    assert json.loads(book.BOOK.read_text())["licence"].startswith("MIT")
