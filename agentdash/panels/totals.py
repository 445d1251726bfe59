"""Numbers out of a table: what a table has fetched per service is summed, so that nothing is asked twice.

The change against the time before is Grafana's own: the last row of a field against its first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agentdash.grafana.stat import Stat
from agentdash.grafana.targets import PanelTarget
from agentdash.grafana.transformations import (
    CALCS,
    Transformation,
    added,
    as_rows,
    calculated,
    chosen,
    divided,
    joined,
    summed,
    times,
    totalled,
)
from agentdash.panels import draw
from agentdash.signals import Amount, Signal, measured
from agentdash.vocabulary import labels

_BEFORE, _NOW, _SUM, _ZERO = "before", "now", "sum before", "zero"


def amount(table: str, key: str, title: str, signal: Amount, *, label: str = labels.SERVICE, before: bool = True, **how: Any) -> Stat | None:
    """The sum of a column of ``table`` (a panel's key on the same dashboard, a row for each value of ``label``), which is the
    column of ``signal``.

    With ``before`` the table has what :func:`agentdash.panels.columns.before` asks, and the stat shows the change.
    """
    now = _field(signal)
    steps = [calculated(_NOW, times(now, 1)), *(_since(calculated(_SUM, summed(f"{now}_before"))) if before else ())]
    return _stat(table, key, title, (signal,), steps, before, {"unit": signal.unit} | how, label)


def share(table: str, key: str, title: str, of: Signal, part: Amount, whole: Amount, *, before: bool = False, **how: Any) -> Stat | None:
    """The share ``of``, out of the sums of two columns of ``table``, in the colours of its limits."""
    def divide(name: str, suffix: str) -> list[Transformation]:
        return [calculated(f"{name} part", summed(_field(part) + suffix)), calculated(name, divided(f"{name} part", _field(whole) + suffix))]

    steps = [*divide(_NOW, ""), *(_since(*divide(_SUM, "_before")) if before else ())]
    own = {"unit": "percentunit", "thresholds": draw.limit_steps(of), **draw.bounds("percentunit")}
    return _stat(table, key, title, (of,), steps, before, own | how)


def quotient(table: str, key: str, title: str, of: Signal, over: Amount, under: Amount, *, per: int = 1, **how: Any) -> Stat | None:
    """One sum of a column over another, ``per`` so many of the lower one."""
    if per == 1:
        steps = [calculated(_NOW, divided(_field(over), _field(under)))]
    else:
        steps = [calculated("each", divided(_field(over), _field(under))), calculated(_NOW, times("each", per))]
    return _stat(table, key, title, (of,), steps, False, {"unit": of.unit} | how)


def named(table: str, key: str, title: str, parts: Mapping[str, Amount], **how: Any) -> Stat | None:
    """Sums of several columns, each with its name."""
    if not measured(*parts.values()):
        return None
    [unit] = {one.unit for one in parts.values()}
    return Stat(
        key=key, title=title, signals=tuple(one.name for one in parts.values()), unit=unit, named=True, targets=[PanelTarget(refId="A", key=table, transformed=False)],
        transformations=[joined(labels.SERVICE), *chosen({_field(one): name for name, one in parts.items()}), totalled()], calc="last", **how,
    )


def _field(signal: Amount) -> str:
    return f"Value #{signal.name}"


def _since(*sum_before: Transformation) -> list[Transformation]:
    """The number before, and only where there is one now: else Grafana would show the former for the latter."""
    return [*sum_before, calculated(_ZERO, times(_NOW, 0)), calculated(_BEFORE, added(_SUM, _ZERO))]


def _stat(table: str, key: str, title: str, signals: tuple[Signal, ...], steps: list[Transformation], change: bool, how: Mapping[str, Any],
          label: str = labels.SERVICE) -> Stat | None:
    if not measured(*signals):
        return None
    shown = {name: name for name in ((_BEFORE, _NOW) if change else (_NOW,))}
    return Stat(**{
        "key": key, "title": title, "signals": tuple(one.name for one in signals), "targets": [PanelTarget(refId="A", key=table, transformed=False)],
        "transformations": [joined(label), totalled(), *steps, *chosen(shown), as_rows("last")],
        "field": f"^{CALCS['last']}$", "calc": "last", "change": change, **how})
