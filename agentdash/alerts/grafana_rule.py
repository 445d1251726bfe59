"""An alert as Grafana keeps it: what its file form and its API form have in common.

``A`` is the value, ``C`` the threshold on it and the condition, ``B`` what is spent per hour, ``F`` where linked dashboards begin.
A rule one of whose queries finds nothing has no data as a whole, so ``B`` has a value (not a number) wherever ``A`` has one.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from agentdash.alerts.alert import Alert
from agentdash.alerts.annotations import FROM, links, summary
from agentdash.alerts.texts import phrases
from agentdash.query import promql

if TYPE_CHECKING:
    from agentdash.settings import Settings

LOOKS_BACK = 600
"""Seconds; an instant query looks at the end of the range, whose length says nothing."""
MAX_UID = 40
_NUMBERS = {"share": "{{ humanizePercentage $values.A.Value }}"}


def uid(alert: Alert, settings: Settings) -> str:
    """The rule's uid: stable, with the settings' prefix, at most forty characters."""
    name = f"{settings.grafana.uid_prefix}-{alert.key}"
    if alert.service and "-" not in alert.key:
        name += f"-{zlib.crc32(alert.service.encode()):08x}"
    name = name.replace("_", "-")
    return name if len(name) <= MAX_UID else f"{name[:MAX_UID - 9]}-{zlib.crc32(name.encode()):08x}"


def title(alert: Alert) -> str:
    """Titles are unique in their folder."""
    return f"{alert.name}: {alert.title}" + (f" ({alert.service})" if alert.service and "-" not in alert.key else "")


def data(alert: Alert, settings: Settings) -> list[dict[str, Any]]:
    """The queries and the threshold."""
    found = [_query("A", alert.expression, settings)]
    if alert.money is not None:
        found.append(_query("B", f"({alert.money.expression}) or {_same(alert)}", settings))
    found.append(_query("F", FROM, settings))
    found.append({
        "refId": "C", "datasourceUid": "__expr__", "relativeTimeRange": {"from": 0, "to": 0}, "queryType": "",
        "model": {
            "refId": "C", "type": "threshold", "expression": "A", "datasource": {"type": "__expr__", "uid": "__expr__"},
            "conditions": [{"type": "query", "evaluator": {"type": "gt", "params": [alert.threshold]}, "operator": {"type": "and"},
                            "query": {"params": ["C"]}, "reducer": {"type": "last", "params": []}}],
        },
    })
    return found


def _same(alert: Alert) -> str:
    by = alert.money.by if alert.money else ()
    matched = f"{promql.on(by)} " if by else ""
    return f"{matched}({promql.aggregate('max', alert.expression, by)} * NaN)"


def _query(ref_id: str, expression: str, settings: Settings) -> dict[str, Any]:
    source = settings.datasources.prometheus
    return {
        "refId": ref_id, "datasourceUid": source.uid, "queryType": "", "relativeTimeRange": {"from": LOOKS_BACK, "to": 0},
        "model": {
            "refId": ref_id, "datasource": {"type": "prometheus", "uid": source.uid}, "editorMode": "code", "expr": expression,
            "instant": True, "range": False, "intervalMs": 60_000, "maxDataPoints": 100, "legendFormat": "__auto",
        },
    }


def _if_there(ref_id: str, text: str, otherwise: str) -> str:
    return f"{{{{ if $values.{ref_id} }}}}{text}{{{{ else }}}}{otherwise}{{{{ end }}}}"


def rule_annotations(alert: Alert, settings: Settings, currency: str) -> dict[str, str]:
    """What it says; the values are those of the queries."""
    # Without data there are no values, and a function of nothing is an error in Grafana's log.
    said = phrases(settings)
    amount = _if_there("B", f'{{{{ if eq $values.B.Value $values.B.Value }}}}{{{{ printf "%.2f" $values.B.Value }}}} {currency}'
                            f"{{{{ else }}}}{said['amount']}{{{{ end }}}}", said["amount"])
    number = _if_there("A", _NUMBERS.get(alert.unit, '{{ printf "%.1f" $values.A.Value }}'), said["number"])
    begin = _if_there("F", '{{ printf "%.0f" $values.F.Value }}', "now-1h")
    return {"summary": summary(alert, settings, number, amount), "title": alert.title, **links(alert, settings, begin)}
