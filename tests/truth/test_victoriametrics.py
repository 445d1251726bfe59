"""The truth table through VictoriaMetrics, of a few programs; ``python -m tests.truth.table --store victoriametrics`` has all."""

from __future__ import annotations

import pytest

from tests.telemetry import recordings
from tests.truth import table

NAMES = ("claude_code", "codex_cli", "litellm_proxy_gateway", "openai_genai", "story_retry_loop", "story_stalled_step")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    chosen = [recordings.load(name) for name in NAMES]
    settings = {"backend": "victoriametrics", "telemetry": {"interval": "2s"}}
    return table.measure(chosen, settings, 20, tmp_path_factory.mktemp("victoriametrics"), store="victoriametrics")


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_as_on_prometheus(results, name):
    wrong = {one.cell: f"measured {one.measured}; true is {one.true}" for one in results if one.recording == name and not one.right}
    assert wrong == {}
