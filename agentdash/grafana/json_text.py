"""Dashboards as bytes: the same ones every time, quick to write and pleasant to diff."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_compact = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(", ", ": "), allow_nan=False).encode


def dumps(document: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys and one line per field of a panel and per query, newline at the end.

    The standard library indents in Python, line by line, which takes longer than building the dashboard; here only the
    upper levels are laid out and its C encoder writes the rest.
    """
    return (_laid_out(document, "", 3) + "\n").encode()


def _laid_out(value: Any, indent: str, levels: int) -> str:
    inner = indent + " "
    if levels and isinstance(value, Mapping) and any(isinstance(item, (Mapping, list)) for item in value.values()):
        lines = (f"{inner}{_compact(key)}: {_laid_out(value[key], inner, _below(key, value[key], levels))}" for key in sorted(value))
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if levels and isinstance(value, (list, tuple)) and value and isinstance(value[0], Mapping):
        return "[\n" + ",\n".join(inner + _laid_out(item, inner, levels - 1) for item in value) + f"\n{indent}]"
    return _compact(value)


def _below(key: str, value: Any, levels: int) -> int:
    """Panels inside a collapsed row, and the queries of a panel, get lines of their own as well."""
    if key == "panels" and isinstance(value, list):
        return 3
    if key == "targets":
        return 1
    return levels - 1
