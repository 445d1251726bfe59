"""SDKs' own metrics as the source: the same signals, with the gaps that these metrics have; and never twice."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from agentdash.dashboards.catalogue import dashboards
from agentdash.settings import Settings
from tests.telemetry import recordings
from tests.telemetry.replay import replay
from tests.truth import servers
from tests.truth.grafana import Grafana
from tests.truth.grafana_macros import View, substitute
from tests.truth.measure import Measured
from tests.truth.sdk_gaps import GAPS
from tests.truth.truth import truth
from tests.truth.variants import variant
from tests.validate.queries import panels

SDKS = ("semconv_next", "semconv", "claude_code")
_EXPORTING = ("anthropic_traceloop", "openai_traceloop", "langchain_traceloop", "crewai_traceloop_plus_openai", "claude_code", "copilot_cli102",
              "openai_genai", "story_retry_loop", "story_fallback_client", "story_stalled_step")
_SILENT = ("agents_traceloop", "haystack_native", "llamaindex_openinference")
"""Frameworks that export no metrics at all: with SDKs' metrics as the source they are not seen."""

@pytest.fixture(scope="module")
def by_sdk(tmp_path_factory, settings, prometheus):
    """A Collector that derives nothing, and what its series say."""
    chosen = replace(settings, telemetry=replace(settings.telemetry, sources=SDKS))
    with servers.collector(tmp_path_factory.mktemp("sdks"), chosen, prometheus.write) as collector:
        replay([variant(recordings.load(name), f"{name}/metrics") for name in (*_EXPORTING, *_SILENT)], collector.endpoint, speed=20)
        time.sleep(2)
        assert collector.warnings() == []
    return Measured(prometheus, sources=SDKS)


@pytest.mark.parametrize("signal", ["calls", "errors", "input_tokens", "output_tokens"])
@pytest.mark.parametrize("name", _EXPORTING)
def test_sdk_metrics_against_the_truth(by_sdk, name, signal):
    true = truth(name)
    wanted = {"calls": len(true.served), "errors": len(true.served) - len(true.answered), "input_tokens": true.tokens("input"),
              "output_tokens": true.tokens("output")}[signal]
    share = by_sdk.total(signal, f"{name}/metrics") / wanted
    if (name, signal) in GAPS:
        why, of_it = GAPS[name, signal]
        assert share == pytest.approx(of_it, abs=0.01), why
    else:
        assert share == pytest.approx(1, rel=0.01)


@pytest.mark.parametrize("name", _SILENT)
def test_frameworks_without_metrics_are_not_seen(by_sdk, name):
    assert by_sdk.total("calls", f"{name}/metrics") == 0
    assert by_sdk.total("input_tokens", f"{name}/metrics") == 0


_SELECTOR = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*\{[^{}]*\}")


@pytest.mark.parametrize("sources", [(one,) for one in SDKS] + [("derived", "claude_code")])
def test_no_selector_is_emptied_by_the_values_that_variables_offer(by_sdk, replayed, settings, prometheus, sources):
    """All of a variable is the list of its values: what has series without the variables has series under all of their values."""
    chosen = replace(settings, telemetry=replace(settings.telemetry, sources=sources))
    now = time.time()
    grafana = Grafana(chosen, prometheus, View(now - 1200, now, scrape=settings.telemetry.interval))

    def found(selector: str) -> bool:
        return bool(prometheus.query(f"count(last_over_time({selector}[20m]))"))

    asked, emptied = 0, []
    for name, board in grafana.dashboards.items():
        offered = grafana.variables(name, {})
        texts = [target["expr"] for panel in panels(board) for target in panel.get("targets", ()) if target["datasource"]["type"] == "prometheus"]
        for selector in sorted({selector for text in texts for selector in _SELECTOR.findall(text)}):
            if found(re.sub(r"\$\w+", ".*", selector)):
                asked += 1
                emptied += [] if found(substitute(selector, offered, grafana.view)) else [f"{name}: {selector}"]
    assert emptied == []
    assert asked > 5


@pytest.mark.parametrize("sources", [("derived", "claude_code"), ("derived", "semconv_next", "semconv", "claude_code"), ("derived", "traces")])
def test_two_sources_for_one_service_never_count_twice(replayed, prometheus, sources):
    measured = Measured(prometheus, sources=sources)
    for name in ("claude_code", "copilot_cli102", "openai_genai"):
        assert measured.total("input_tokens", name) == truth(name).tokens("input")
        assert measured.total("calls", name) == len(truth(name).served)


def test_a_collector_that_derives_drops_what_sdks_say_of_the_same(replayed, prometheus):
    names = {row["metric"]["__name__"] for row in prometheus.query('group by (__name__) ({__name__=~".+", service_name="openai_genai"})')}
    assert not {name for name in names if name.startswith(("gen_ai_client_token_usage", "gen_ai_client_inference", "gen_ai_client_generation"))}


@pytest.mark.parametrize("sources", [("semconv",), ("semconv_next",), ("claude_code",), ("traces",), ("semconv_next", "semconv", "claude_code")])
def test_every_source_makes_dashboards(sources):
    default = Settings()
    built = dashboards(replace(default, telemetry=replace(default.telemetry, sources=sources)))
    assert "overview" in built
