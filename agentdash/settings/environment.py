"""`${NAME}` in settings: plain values are filled in when the file is read, secrets stay references.

A secret is resolved by whatever sends it (Grafana for provisioned files, `agentdash push`, the Collector), so that
no file that agentdash writes holds one. `$${` stands for the characters `${`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from agentdash.settings.place import Place

NAME = r"[A-Za-z_][A-Za-z0-9_]*"
REFERENCE = re.compile(rf"\$\{{({NAME})\}}")
_ANY = re.compile(r"\$\$\{|\$\{[^}\n]*\}?")
_EXAMPLE = "${GIGAPIPE_PASSWORD}"


def fill(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], env: Mapping[str, str], at: Place) -> Any:
    """Return `value` with its references filled in, but for those that the schema marks `x-keep-references`.

    Raises UserError for a malformed reference anywhere, and for a variable that a plain value needs and `env` lacks.
    """
    schema = resolve(schema, root)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        other = schema.get("additionalProperties")
        return {
            key: fill(item, known.get(key, other if isinstance(other, dict) else {}), root, env, at[key])
            for key, item in value.items()
        }
    if isinstance(value, list):
        items = schema.get("items")
        return [fill(item, items if isinstance(items, dict) else {}, root, env, at[i]) for i, item in enumerate(value)]
    if isinstance(value, str) and "${" in value:
        check(value, at)
        if not schema.get("x-keep-references"):
            return _ANY.sub(lambda match: _resolved(match.group(), env, at), value)
    return value


def check(text: str, at: Place) -> None:
    """Raise UserError when `text` holds something that begins like a reference and is none."""
    for match in _ANY.finditer(text):
        found = match.group()
        if found != "$${" and not REFERENCE.fullmatch(found):
            # The text around it may be a secret; only the broken reference's beginning is shown.
            at.fail('"${" begins a reference to an environment variable and this is none', f"write e.g. {_EXAMPLE}, or $${{ for the characters")


def resolve(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow `$ref` to the definition in the same schema."""
    while "$ref" in schema:
        target: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        schema = target
    return schema


def _resolved(found: str, env: Mapping[str, str], at: Place) -> str:
    if found == "$${":
        return "${"
    name = found[2:-1]
    if name not in env:
        at.fail(f"the environment variable {name} is not set", f"set it (export {name}=…) or write the value here")
    return env[name]
