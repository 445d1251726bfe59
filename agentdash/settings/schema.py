"""The JSON Schema of agentdash.yaml: what may be said, in which words it is explained, and what holds where nothing is said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agentdash.settings.given import Problem

Node = Mapping[str, Any]
FILE = "agentdash.schema.json"
"""Its name beside a settings file."""


def text() -> str:
    """Return the schema as it ships, for editors."""
    return files("agentdash.settings").joinpath("schema.json").read_text("utf-8")


def is_ours(path: Path) -> bool:
    """Whether a file is the schema of some version of agentdash."""
    try:
        return bool(json.loads(path.read_bytes())["$id"] == FILE)
    except (OSError, ValueError, KeyError, TypeError):
        return False


@cache
def load() -> Node:
    """Return the schema as data. Nobody may change it."""
    loaded: Node = json.loads(text())
    return loaded


def resolve(node: Node) -> Node:
    """Follow `$ref` to its definition."""
    while "$ref" in node:
        target: Any = load()
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def below(node: Node, key: str | int) -> Node:
    """The schema of what stands under `key`; an empty one where it says nothing."""
    node = resolve(node)
    found = node.get("items") if isinstance(key, int) else node.get("properties", {}).get(key, node.get("additionalProperties"))
    return resolve(found) if isinstance(found, dict) else {}


def allows_null(node: Node) -> bool:
    """Whether `null` is a value there."""
    return "null" in node.get("type", ())


def complete(value: Any, node: Node) -> Any:
    """`value` with the defaults of every key that it lacks, sections and their keys included."""
    node = resolve(node)
    if isinstance(value, list):
        return [complete(item, node.get("items", {})) for item in value]
    if not isinstance(value, dict) or node.get("x-inherits"):
        return value
    filled = {key: complete(item, below(node, key)) for key, item in value.items()}
    for key in node.get("properties", {}):
        child = below(node, key)
        if key not in filled and "default" in child:
            filled[key] = child["default"]
        elif key not in filled and "properties" in child:
            filled[key] = complete({}, child)
    return filled


def problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything that the schema finds wrong."""
    # Only a settings file pays for this import; the defaults need no check.
    import jsonschema

    from agentdash.settings import formats
    from agentdash.settings.problems import explain

    validator = jsonschema.Draft202012Validator(load(), format_checker=formats.checker())
    for error in validator.iter_errors(data):
        yield from explain(error)
