"""The mark on everything that agentdash pushes: whose it is, and what exactly was pushed last.

A mark reads `<uid prefix>:<form>:<digest>`. The prefix keeps two installations apart, the digest is that of the normal
form, so an edit in the browser shows without any memory outside Grafana. Marks stand where Grafana keeps them through
every version and migration and where nobody has to look at them:

dashboards   a hidden constant variable, beside the tag `managed-by:agentdash`, which search can find
datasources  a key in `jsonData`
alert rules  an annotation whose underscores hide it from notifications, beside the label `managed_by="agentdash"`
folders      have no such place: a folder of ours is one that we were told to make and whose uid begins with our prefix
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Of the normal form. A mark with another one cannot be checked.
FORM = 1
TAG = "managed-by:agentdash"
VARIABLE = "agentdash"
DATASOURCE_KEY = "agentdash"
LABEL, LABEL_VALUE = "managed_by", "agentdash"
ANNOTATION = "__agentdash__"


@dataclass(frozen=True)
class Mark:
    """Whose a resource is and the digest of what was pushed last."""

    prefix: str
    form: int
    digest: str

    def __str__(self) -> str:
        return f"{self.prefix}:{self.form}:{self.digest}"

    @classmethod
    def read(cls, text: Any) -> Mark | None:
        """Parse a mark; None for anything else."""
        parts = text.split(":") if isinstance(text, str) else []
        if len(parts) != 3 or not parts[1].isdigit():
            return None
        return cls(parts[0], int(parts[1]), parts[2])


def make(prefix: str, canonical: bytes) -> Mark:
    """The mark of a resource whose normal form has these canonical bytes."""
    return Mark(prefix, FORM, hashlib.sha256(canonical).hexdigest()[:16])


def on_dashboard(raw: Mapping[str, Any]) -> Mark | None:
    """The mark on a dashboard as Grafana returned it."""
    for variable in _variables(raw):
        if _is_ours(variable):
            return Mark.read(variable.get("query") or (variable.get("current") or {}).get("value"))
    return None


def mark_dashboard(raw: Mapping[str, Any], mark: Mark) -> dict[str, Any]:
    """A copy of a built dashboard with the mark on it."""
    bare = without(raw)
    text = str(mark)
    variable = {
        "name": VARIABLE, "type": "constant", "hide": 2, "skipUrlSync": True, "query": text,
        "current": {"text": text, "value": text},
        "description": "What `agentdash push` wrote last; it tells edits by it.",
    }
    templating = {**(bare.get("templating") or {}), "list": [*_variables(bare), variable]}
    return {**bare, "tags": [*(bare.get("tags") or []), TAG], "templating": templating}


def without(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a dashboard without its mark."""
    bare = dict(raw)
    if TAG in (raw.get("tags") or []):
        bare["tags"] = [tag for tag in raw["tags"] if tag != TAG]
    if any(_is_ours(variable) for variable in _variables(raw)):
        bare["templating"] = {**raw["templating"], "list": [one for one in _variables(raw) if not _is_ours(one)]}
    return bare


def on_rule(rule: Mapping[str, Any]) -> Mark | None:
    """The mark on an alert rule as Grafana returned it."""
    return Mark.read((rule.get("annotations") or {}).get(ANNOTATION))


def mark_rule(rule: Mapping[str, Any], mark: Mark) -> dict[str, Any]:
    """A copy of a built alert rule with its mark on it."""
    return {
        **rule,
        "labels": {**(rule.get("labels") or {}), LABEL: LABEL_VALUE},
        "annotations": {**(rule.get("annotations") or {}), ANNOTATION: str(mark)},
    }


def without_rule_marks(rule: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Labels and annotations of a rule without the mark."""
    labels = {k: v for k, v in (rule.get("labels") or {}).items() if (k, v) != (LABEL, LABEL_VALUE)}
    return labels, {k: v for k, v in (rule.get("annotations") or {}).items() if k != ANNOTATION}


def _variables(raw: Mapping[str, Any]) -> list[Any]:
    return (raw.get("templating") or {}).get("list") or []


def _is_ours(variable: Any) -> bool:
    return isinstance(variable, Mapping) and variable.get("name") == VARIABLE and variable.get("type") == "constant"
