"""Cases of pushes: what Grafana answers, and what the command says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from agentdash import yaml_text
from tests.push.built import Built
from tests.push.fake import FakeGrafana
from tests.push.fake.faults import Fault
from tests.push.running import TOKEN, on_disk, run

_CASES = yaml_text.loads((Path(__file__).parent / "push.yaml").read_text())["cases"]


class Answering(FakeGrafana):
    """Answers some requests as it is told."""

    def __init__(self, answers: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self._answers = answers

    def _entered(self, method: str, path: str, body: bytes) -> Fault | None:
        usual = super()._entered(method, path, body)
        for answer in self._answers:
            if method == answer["method"] and answer["path"] in path:
                return Fault(status=answer["status"], says=answer["message"])
        return usual


@pytest.mark.parametrize("case", [
    pytest.param(case, id=name, marks=[pytest.mark.xfail(strict=True, reason=f"{case['kind']}: {case['open']}")] if "open" in case else [])
    for name, case in _CASES.items()])
def test_case(case, tmp_path):
    dist = on_disk(Built().files(), tmp_path / "dist")
    with Answering(case["answers"]) as grafana:
        ran = run("push", "--dist", str(dist), "--yes", env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN})
    said = (ran.out + ran.err).lower()
    assert ran.code != 0
    assert [word for word in case["expect"]["says"] if word.lower() not in said] == [], said
    assert [word for word in case["expect"]["says_not"] if word.lower() in said] == [], said
