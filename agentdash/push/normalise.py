"""What the normal forms of all kinds have in common.

A normal form is what remains of a resource when everything that Grafana adds, drops or reorders is set aside: two
resources that mean the same have the same one, whichever Grafana stored one of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_DEEP = (dict, list, float)


def placed(spec: Mapping[str, Any], folder_uid: str) -> dict[str, Any]:
    """A normal form together with where it lies, which is compared and remembered with it."""
    return {**spec, "folder": folder_uid} if folder_uid else dict(spec)


def canonical(form: Any) -> bytes:
    """The same bytes for the same normal form."""
    return json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def without_empty(value: Any) -> Any:
    """Drop nulls and empty values from objects, at every depth: Grafana reads them as absent."""
    kind = type(value)
    if kind is dict:
        kept = {}
        for key, item in value.items():
            if type(item) in _DEEP:
                item = without_empty(item)
            # 0 and False say something; None, "", [] and {} do not.
            if item or item is False or item == 0:
                kept[key] = item
        return kept
    if kind is list:
        return [without_empty(item) if type(item) in _DEEP else item for item in value]
    return int(value) if kind is float and value.is_integer() else value


def without_null(value: Any) -> Any:
    """Drop nulls from objects, at every depth."""
    if isinstance(value, Mapping):
        return {key: without_null(item) for key, item in value.items() if item is not None}
    return [without_null(item) for item in value] if isinstance(value, list) else value
