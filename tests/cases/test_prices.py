"""Cases of prices: what a name costs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from agentdash import cli, yaml_text

_CASES = yaml_text.loads((Path(__file__).parent / "prices.yaml").read_text())["cases"]
_AT = "2026-11-25"


def _is(price: Mapping[str, Any] | None, expected: Any) -> bool:
    if isinstance(expected, list):
        return any(_is(price, one) for one in expected)
    if expected == "none":
        return price is None
    return price is not None and all(price.get(kind) == pytest.approx(amount) for kind, amount in expected.items())


@pytest.mark.parametrize("case", [
    pytest.param(case, id=f"{case.get('provider', '')}-{case['name']}",
                 marks=[pytest.mark.xfail(strict=True, reason=f"{case['kind']}: {case['open']}")] if "open" in case else [])
    for case in _CASES])
def test_case(case, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    cli.run(["prices", "explain", case["name"], "--provider", case.get("provider", ""), "--at", _AT, "--json"])
    said = json.loads(capsys.readouterr().out)
    assert _is(said["price"], case["price"]), (said["price"], said["won"])
    assert "won" not in case or case["won"] in said["won"], said["won"]
