"""What people said, their addresses and their keys do not leave the Collector, unless the settings want what they said."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.telemetry import recordings
from tests.telemetry.replay import Sender
from tests.truth import servers
from tests.truth.planted import EMAIL, KEYS, MARK, log_exports, span_exports
from tests.truth.settle import settle

# What names something, rather than saying something: values of these may have spaces, and may be seen.
_NAMES = re.compile(
    r"(agent\.name|agent_name|workflow\.name|entity\.(name|path)|tool\.name|operationId|crew\.name|agent\.role|agent\.type|lc_agent_name|"
    r"graph\.node|langgraph_node|^(service|telemetry|process|host|os|terminal)\.|component\.(name|type)|functionId|msg_template|^call_type$)")
_LONG_ENOUGH = 16
_CLEAN = {"claude_code", "copilot_cli102"}
"""Programs that record no content by default."""


def _leaves(value: Any) -> Iterator[str]:
    """Strings in an OTLP value, JSON in strings opened."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str):
        try:
            opened = json.loads(value) if value[:1] in '[{"' else None
        except ValueError:
            opened = None
        if isinstance(opened, dict | list):
            yield from _leaves(opened)
        else:
            yield value


def _attributes(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        if "key" in value and "value" in value:
            yield value["key"], value["value"]
        for key, item in value.items():
            if key == "body" or key == "message":
                yield key, item
            yield from _attributes(item)
    elif isinstance(value, list):
        for item in value:
            yield from _attributes(item)


def _said(name: str) -> set[str]:
    """Sentences in a recording: strings with spaces in anything but names."""
    said: set[str] = set()
    names: set[str] = set()
    for request in recordings.load(name).requests:
        if request.signal != "metrics":
            for key, value in _attributes(request.body):
                (names if _NAMES.search(key) else said).update(_leaves(value))
    return {text for text in said - names if len(text) >= _LONG_ENOUGH and " " in text.strip()}


@pytest.fixture(scope="module")
def left(replayed, collector):
    """What left the Collector, by service."""
    found: dict[str, list[str]] = {}
    for path in (collector.traces, collector.logs):
        for line in path.read_text().splitlines():
            for resource in next(iter(json.loads(line).values())):
                named = {one["key"]: one["value"].get("stringValue") for one in resource["resource"].get("attributes", ())}
                found.setdefault(named.get("service.name", ""), []).append(json.dumps(resource, ensure_ascii=False))
    return {service: "\n".join(parts) for service, parts in found.items()}


def _left(collector: servers.Collector) -> str:
    # As the exporter writes them: one form for a character, so that a search finds it.
    return "\n".join(json.dumps(json.loads(line), ensure_ascii=False) for path in (collector.traces, collector.logs) if path.exists()
                     for line in path.read_text().splitlines())


def _label_values(prometheus: servers.Prometheus) -> str:
    now = time.time()
    labels = {name for row in prometheus.query('group by (__name__) ({__name__=~".+"})') for name in row["metric"]}
    for row in prometheus.query('{__name__=~".+"}'):
        labels.update(row["metric"])
    return "\n".join(value for label in labels for value in prometheus.label_values(label, '{__name__=~".+"}', now - 3600, now))


@pytest.mark.parametrize("name", recordings.names())
def test_no_sentence_of_a_recording_comes_out(left, name):
    said = _said(name)
    assert said or name in _CLEAN, "nothing was said?"
    written = "\n".join(left[service] for service in recordings.load(name).services if service in left)
    quoted = {text for text in said if json.dumps(text, ensure_ascii=False)[1:-1] in written}
    assert quoted == set()


def test_no_sentence_of_a_recording_becomes_a_label(replayed, prometheus):
    values = _label_values(prometheus)
    assert {text for name in recordings.names() for text in _said(name) if text in values} == set()


@pytest.fixture(scope="module")
def planted(collector, prometheus):
    """Everything planted has passed through the Collector with the default settings."""
    _plant(collector, prometheus)
    return _left(collector)


def _plant(collector: servers.Collector, prometheus: servers.Prometheus) -> None:
    sender = Sender(collector.endpoint)
    for signal, bodies in (("traces", span_exports("planted")), ("logs", log_exports("planted"))):
        for body in bodies:
            assert sender.send(signal, body) == 200
    settle(collector, prometheus)
    time.sleep(2.5)


def _around(left: str, word: str) -> set[str]:
    """Where it came out: what stands before it."""
    return {left[max(0, found.start() - 90):found.end()] for found in re.finditer(re.escape(word), left)}


def test_nothing_planted_comes_out(planted):
    assert planted.count('"planted"') >= 10
    assert _around(planted, MARK) == set()
    assert _around(planted, EMAIL) == set()


def test_an_exception_keeps_its_type(planted):
    own = [span for line in planted.splitlines() for resource in json.loads(line).get("resourceSpans", ()) if '"planted"' in json.dumps(resource["resource"])
           for scope in resource["scopeSpans"] if scope["scope"].get("name") == "helpdesk" for span in scope["spans"]]
    assert sorted(span["status"].get("message", "") for span in own) == ["", "", "ValueError", "openai.RateLimitError"]
    assert [attribute["value"]["stringValue"] for span in own for event in span.get("events", ()) for attribute in event.get("attributes", ())] == ["ValueError"]


@pytest.mark.parametrize("key", KEYS)
def test_no_key_comes_out(planted, key):
    assert _around(planted, key) == set()


def test_nothing_planted_becomes_a_label(planted, prometheus):
    values = _label_values(prometheus)
    for word in (MARK, EMAIL, *KEYS):
        assert word not in values


def test_settings_may_keep_what_was_said_but_no_keys(tmp_path, settings, prometheus):
    kept = replace(settings, telemetry=replace(settings.telemetry, content=True))
    with servers.collector(tmp_path, kept, prometheus.write) as collector:
        _plant(collector, prometheus)
        left = _left(collector)
        assert collector.warnings() == []
    assert left.count(MARK) > 100
    for word in (EMAIL, *KEYS):
        assert _around(left, word) == set()
