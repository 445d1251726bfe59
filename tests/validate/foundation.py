"""A judge of dashboards that does not depend on Grafana's TypeScript: the types of grafana-foundation-sdk.

The SDK itself reads anything. Here each value is held against the SDK's annotations instead: unknown keys, wrong types,
values outside an enumeration, and nulls, at every depth, each panel against the options of its own visualization.
"""

from __future__ import annotations

import enum
import importlib
import re
import sys
import types
import typing
import warnings
from functools import cache
from typing import Any

from grafana_foundation_sdk.cog import variants

with warnings.catch_warnings():
    # It prefers the newer model of dashboards, which not every way into Grafana takes.
    warnings.simplefilter("ignore", DeprecationWarning)
    from grafana_foundation_sdk.models import dashboard as sdk

# The trace view has no types in the SDK; panels read from others are Grafana's own affair.
_UNTYPED_PANELS = {"traces"}
_UNTYPED_QUERIES = {"datasource"}
# What Grafana 12.4 has and the SDK does not know yet (its own TypeScript does).
_NEWER = {("Options", "enablePagination")}
# `-- Grafana --` annotations by tag have a target that the SDK knows under another name.
_NULL_ALLOWED = re.compile(r"thresholds\.steps\[0\]\.value$")


def faults(document: dict[str, Any]) -> list[str]:
    """Everything in a dashboard that the SDK's types do not allow, as ``path: what``."""
    return list(_object(document, sdk.Dashboard, ""))


@cache
def _hints(kind: type) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("grafana_foundation_sdk"):
            found |= typing.get_type_hints(base, vars(sys.modules[base.__module__]))
    return found


def _attribute(key: str, hints: dict[str, Any]) -> str | None:
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: f"_{match[1].lower()}", key).lower()
    return next((name for name in (snake, f"{snake}_val") if name in hints), None)


def _object(value: Any, kind: type, at: str) -> typing.Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: {value!r} is no {kind.__name__}"
        return
    if kind is sdk.Panel and value.get("type") == "row":
        kind = sdk.RowPanel
    hints = _hints(kind)
    for key, item in value.items():
        place = f"{at}.{key}" if at else key
        name = _attribute(key, hints)
        if name is None and (kind.__name__, key) not in _NEWER:
            yield f"{place}: {kind.__name__} has no such key"
        elif name is None:
            continue
        elif kind is sdk.Panel and key in {"options", "fieldConfig"}:
            yield from _visualization(value, key, item, place)
        else:
            yield from _check(item, hints[name], place)


def _visualization(panel: dict[str, Any], key: str, item: Any, at: str) -> typing.Iterator[str]:
    kind = panel["type"]
    if kind in _UNTYPED_PANELS:
        if item not in ({}, {"defaults": {}, "overrides": []}):
            yield f"{at}: the {kind} panel has no options to save"
        return
    try:
        module = importlib.import_module(f"grafana_foundation_sdk.models.{kind}")
    except ModuleNotFoundError:
        yield f"{at}: no visualization is called {kind!r}"
        return
    if key == "options":
        yield from _check(item, module.Options, at)
        return
    yield from _check(item, sdk.FieldConfigSource, at)
    custom = item.get("defaults", {}).get("custom", {})
    if hasattr(module, "FieldConfig"):
        yield from _check(custom, module.FieldConfig, f"{at}.defaults.custom")
    elif custom:
        yield f"{at}.defaults.custom: a {kind} panel has none"


def _check(value: Any, hint: Any, at: str) -> typing.Iterator[str]:
    origin = typing.get_origin(hint)
    if value is None:
        if not _NULL_ALLOWED.search(at):
            yield f"{at}: null"
    elif hint is object or hint is Any:
        return
    elif origin in (typing.Union, types.UnionType):
        attempts = [list(_check(value, one, at)) for one in typing.get_args(hint) if one is not type(None)]
        yield from min(attempts, key=len)
    elif origin is typing.Literal:
        if value not in typing.get_args(hint):
            yield f"{at}: {value!r} is none of {typing.get_args(hint)}"
    elif origin is list:
        if not isinstance(value, list):
            yield f"{at}: {value!r} is no list"
            return
        for number, item in enumerate(value):
            yield from _check(item, typing.get_args(hint)[0], f"{at}[{number}]")
    elif origin is dict:
        if not isinstance(value, dict):
            yield f"{at}: {value!r} is no object"
            return
        for key, item in value.items():
            yield from _check(item, typing.get_args(hint)[1], f"{at}.{key}")
    elif hint is variants.Dataquery:
        yield from _query(value, at)
    elif isinstance(hint, type):
        yield from _typed(value, hint, at)


def _query(value: Any, at: str) -> typing.Iterator[str]:
    kind = value.get("datasource", {}).get("type")
    if (kind is None and ".target" in at) or kind in _UNTYPED_QUERIES:
        return
    try:
        module = importlib.import_module(f"grafana_foundation_sdk.models.{kind}")
    except ModuleNotFoundError:
        yield f"{at}: no datasource is called {kind!r}"
        return
    yield from _object(value, module.Dataquery, at)


def _typed(value: Any, hint: type, at: str) -> typing.Iterator[str]:
    if issubclass(hint, enum.Enum):
        if value not in [member.value for member in hint] or isinstance(value, bool):
            yield f"{at}: {value!r} is none of {[member.value for member in hint]}"
    elif hint in (str, bool):
        if not isinstance(value, hint):
            yield f"{at}: {value!r} is no {hint.__name__}"
    elif hint in (int, float):
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not isinstance(value, (int, float)) or (hint is int and not whole):
            yield f"{at}: {value!r} is no {hint.__name__}"
    else:
        yield from _object(value, hint, at)
