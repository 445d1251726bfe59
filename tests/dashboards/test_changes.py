"""What the settings change about dashboards: panels by key, new panels of signals, thresholds that are an alert's, texts."""

from __future__ import annotations

import warnings

import pytest

from agentdash.alerts import alerts
from agentdash.dashboards import dashboards
from agentdash.errors import AgentdashWarning
from agentdash.settings import Settings, parse
from agentdash.signals import bind
from agentdash.vocabulary.dashboards import JUDGED


def built(text: str):
    settings = parse(text, "test.yaml", {})
    return settings, dashboards(settings)


def places(dashboard) -> dict[str, tuple[int, int, int, int]]:
    return {panel.key: (panel.gridPos.x, panel.gridPos.y, panel.gridPos.w, panel.gridPos.h) for panel in dashboard.all_panels()}


def test_a_panel_looks_as_the_settings_say():
    _, found = built("panels: {error-ratio: {title: Broken, description: Ours., unit: percent, height: 6, width: 8}, overview/calls: {hide: true}}")
    panel = found["overview"].panel("error-ratio")
    assert (panel.title, panel.description, panel.unit) == ("Broken", "Ours.", "percent")
    assert places(found["overview"])["error-ratio"][2:] == (8, 6)
    assert "calls" not in places(found["overview"])
    assert "calls" in places(found["coverage"])


def test_panels_move():
    _, found = built("panels: {overview/cost: {after: calls}, latency-by-model: {section: Latency and tokens, width: 24}, error-ratio: {before: calls}}")
    place = places(found["overview"])
    assert [key for key, (_, y, *_) in place.items() if y == 0][:3] == ["error-ratio", "calls", "cost"]
    rows = {row.title: [panel.key for panel in row.panels] for row in found["overview"].panels if hasattr(row, "panels")}
    assert rows["Latency and tokens"][-1] == "latency-by-model"
    assert "latency-by-model" not in rows["Models"]


def test_every_panel_whose_colours_are_an_alerts_is_told_so_and_no_other():
    settings = Settings()
    signals = bind(settings)
    judging = {}
    for one in dashboards(settings).values():
        for panel in one.all_panels():
            limits = signals.named(panel.signals[0]).definition.limits if len(panel.signals) == 1 and panel.thresholds else None
            if limits is not None and len(panel.thresholds["steps"]) > 1 and "fixed" not in limits.__qualname__:
                judging[panel.key] = panel.signals[0]
    assert set(judging) == set(JUDGED)


@pytest.mark.parametrize("key, orange, red", [
    ("error-ratio", 0.11, 0.33), ("latency-p95", 2, 5.12), ("long-run-share", 0.2, 0.4), ("fallback-part", 0.01, 0.03), ("tool-time", 10, 40), ("telemetry", 0.02, 0.05)])
def test_a_threshold_is_that_of_the_panel_and_of_its_alert(key, orange, red):
    settings, found = built(f"panels: {{{key}: {{thresholds: {{orange: {orange}, red: {red}}}}}}}")
    [panel] = [panel for one in found.values() for panel in one.all_panels() if panel.key == key]
    assert [step["value"] for step in panel.thresholds["steps"][1:]] == pytest.approx([orange, red])
    rule = settings.alerts.rules[JUDGED[key].alert]
    assert rule[JUDGED[key].red] == pytest.approx(red / orange if JUDGED[key].red == "times_past" else red)
    said = {alert.key: alert for alert in alerts(settings)}
    if JUDGED[key].red == "above":
        assert said[JUDGED[key].alert].threshold == red
    elif JUDGED[key].alert == "latency":
        assert f'le="{red:g}"' in said["latency"].expression
    else:
        assert f"> ({red / orange:g} * " in said["stall"].expression


def test_half_of_red_is_orange_and_other_thresholds_are_the_panels_alone():
    settings, found = built("panels: {overview/cost: {thresholds: {red: 10}}, error-ratio: {thresholds: {red: 0.5}}}")
    assert [step["value"] for step in found["overview"].panel("cost").thresholds["steps"]] == [None, 5, 10]
    assert [step["value"] for step in found["overview"].panel("error-ratio").thresholds["steps"]] == [None, 0.25, 0.5]
    assert settings.alerts.rules["error_spike"]["above"] == 0.5


OWN = """
telemetry: {group_by: {team: team.name}}
signals:
  merged: {counter: acme_merged_total, labels: {service_name: job}, meaning: Merged pull requests., title: Merged}
  review: {histogram: acme_review_seconds_bucket, labels: [service_name], meaning: Reviews.}
  cost_per_merge: {part: cost, whole: merged, meaning: What one costs., limits: {orange: 5, red: 10}}
panels:
  cost/merges: {signal: merged, by: [service_name], after: projected-month}
  cost/per-merge: {signal: cost_per_merge, draw: stat}
  overview/review: {signal: review}
alerts:
  own:
    DearMerges: {signal: cost_per_merge, above: 10, window: 1h, severity: critical, panel: cost/per-merge, runbook: https://wiki.example.com/dear}
    SlowReviews: {signal: review, above: 600, summary: Reviews of {service} take {value}}
"""


def test_signals_of_ones_own_are_drawn_and_judged():
    text = OWN.replace("summary: Reviews of {service} take {value}", 'summary: "Reviews of {service} take {value}"')
    settings, found = built(text)
    merges, per_merge, review = found["cost"].panel("merges"), found["cost"].panel("per-merge"), found["overview"].panel("review")
    assert merges.targets[0].expr.startswith("topk(8, ")
    # Theirs is called `job`, and does not carry the settings' own labels.
    assert 'rate(acme_merged_total{job=~"^(?:$service)$"}[$__rate_interval])' in merges.targets[0].expr
    assert "team=" in per_merge.targets[0].expr
    assert "increase(acme_merged_total" in per_merge.targets[0].expr
    assert per_merge.unit == "currencyUSD"
    assert [step["value"] for step in per_merge.thresholds["steps"]] == [None, 5, 10]
    assert "histogram_quantile(0.95, sum by (le) (rate(acme_review_seconds_bucket" in review.targets[0].expr
    own = {alert.name: alert for alert in alerts(settings)}
    assert own["DearMerges"].expanded.endswith("> 10")
    assert (own["DearMerges"].by, own["DearMerges"].key, own["DearMerges"].unit) == (("service_name",), "own-dear-merges", "money")
    assert own["SlowReviews"].summary == "Reviews of {service} take {value}"
    assert own["SlowReviews"].unit == "seconds"


@pytest.mark.parametrize("panel, number", [("{signal: dear, draw: stat, thresholds: {red: 7}}", 7), ("{signal: dear}", 10)])
def test_the_number_of_ones_own_alert_is_that_of_its_panel_or_of_its_signal(panel, number):
    settings, found = built("signals: {dear: {part: cost, whole: calls, meaning: Dear., limits: {orange: 5, red: 10}}}\n"
                            f"panels: {{cost/dear: {panel}}}\nalerts: {{own: {{Dear: {{signal: dear, panel: cost/dear}}}}}}")
    [alert] = [alert for alert in alerts(settings) if alert.name == "Dear"]
    assert alert.threshold == number
    assert [step["value"] for step in found["cost"].panel("dear").thresholds["steps"]][-1] == number


def test_a_hidden_panel_is_linked_by_no_alert():
    from agentdash.alerts.annotations import linked

    settings, _ = built("panels: {calls-and-failures: {hide: true}}")
    spike = next(alert for alert in alerts(settings) if alert.key == "error_spike")
    assert linked(spike, settings) is None
    assert linked(spike, Settings()) is not None


def test_what_these_settings_do_not_build_is_no_mistake():
    with pytest.warns(AgentdashWarning, match="panels.error-ratio: these settings do not build it"):
        built("dashboards: [cost]\npanels: {error-ratio: {title: x}}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        built("panels: {error-ratio: {title: x}}")
