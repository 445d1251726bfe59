"""What JSON Schema says about a file, in words that a person can act on."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from agentdash.settings.document import Path
from agentdash.settings.formats import FORMATS
from agentdash.settings.given import Problem
from agentdash.settings.nearest import nearest
from agentdash.settings.schema import resolve as schema_of

_TYPES = {
    "string": "text", "boolean": "true or false", "integer": "a whole number", "number": "a number", "array": "a list",
    "object": "a section of `key: value` lines", "null": "empty",
}
_LONGEST = 60


def explain(error: Any) -> Iterator[Problem]:
    """Turn one `jsonschema.ValidationError` into problems; `additionalProperties` may hold several."""
    path = tuple(error.absolute_path)
    schema, value, limit = error.schema, error.instance, error.validator_value
    match error.validator:
        case "additionalProperties":
            for key in value:
                if key in schema.get("x-moved", {}):
                    yield from _moved(path, key, value[key], schema["x-moved"])
                elif key not in schema.get("properties", {}):
                    yield Problem((*path, key), "unknown key", nearest(key, schema["properties"], "known keys"))
        case "propertyNames":
            return
        case "type":
            wanted = [limit] if isinstance(limit, str) else limit
            yield Problem(path, f"{_show(value, schema)} is not {' or '.join(_TYPES[name] for name in wanted)}", _example(schema, path))
        case "enum":
            yield Problem(path, f"{_show(value, schema)} is not known", nearest(str(value), limit, "write one of"))
        case "const":
            yield Problem(path, f"{_show(value, schema)} is not {json.dumps(limit)}", f"write {json.dumps(limit)}")
        case "format" if limit == "secret" or schema.get("x-may-be-secret"):
            yield Problem(path, "a secret must not stand in a file", _example(schema, path, "refer to an environment variable, e.g. "))
        case "format":
            at = (*path, value) if _is_key(error) else path
            yield Problem(at, f"{_show(value, schema)} is not {FORMATS[limit][0]}", _format_hint(limit, value, schema, at))
        case "minLength":
            yield Problem(path, "empty", _example(schema, path))
        case "maxLength":
            yield Problem(path, f"{len(value)} characters long", f"write at most {limit}")
        case "minimum":
            yield Problem(path, f"{_show(value, schema)} is less than {limit}", _example(schema, path))
        case "maximum":
            yield Problem(path, f"{_show(value, schema)} is more than {limit}", _example(schema, path))
        case "exclusiveMinimum":
            yield Problem(path, f"{_show(value, schema)} is not more than {limit}", _example(schema, path))
        case "minItems" | "minProperties":
            yield Problem(path, "empty", _example(schema, path))
        case "maxItems" | "maxProperties":
            yield Problem(path, f"{len(value)} entries", f"write at most {limit}")
        case "uniqueItems":
            twice = next(item for index, item in enumerate(value) if item in value[:index])
            yield Problem((*path, _last(value, twice)), f"{_show(twice, schema)} stands here twice", "write it once")
        case "required":
            missing = next(name for name in limit if name not in value)
            known = schema_of(schema.get("properties", {}).get(missing, {}))
            yield Problem(path, f"{missing} is missing", f"write e.g. {missing}: {_plain(known)}")
        case "dependentRequired":
            key, needed = next((k, n) for k, names in limit.items() if k in value for n in names if n not in value)
            yield Problem((*path, key), f"{needed} is missing", f"write {needed} beside it")
        case "anyOf" | "oneOf" if "x-expects" not in schema and error.context:
            from jsonschema.exceptions import best_match

            yield from explain(best_match([error]))
        case _:
            wanted = schema.get("x-expects")
            what = f"{_show(value, schema)} is not {wanted}" if wanted else " ".join(str(error.message).split())
            yield Problem(path, what, _example(schema, path))


def _moved(path: Path, key: str, value: Any, moved: Mapping[str, str]) -> Iterator[Problem]:
    """A key of an older format: one problem for each key below it that has a new place, or one for itself."""
    below = [name for name in value if f"{key}.{name}" in moved] if isinstance(value, dict) else []
    for name in below:
        yield Problem((*path, key, name), "moved", f"write {moved[f'{key}.{name}']}")
    if not below:
        yield Problem((*path, key), "moved", f"write {moved[key]}")


def _is_key(error: Any) -> bool:
    return "propertyNames" in error.absolute_schema_path


def _last(value: list[Any], item: Any) -> int:
    return len(value) - 1 - value[::-1].index(item)


def _format_hint(name: str, value: str, schema: Mapping[str, Any], path: Path) -> str:
    if name == "timezone":
        from zoneinfo import available_timezones

        near = difflib.get_close_matches(value, ["browser", "utc", *sorted(available_timezones())], n=1)
        if near:
            return f'did you mean "{near[0]}"?'
    return _example(schema, path)


def _example(schema: Mapping[str, Any], path: Path, lead: str = "write e.g. ") -> str:
    examples = schema.get("examples")
    if examples:
        return lead + _plain(schema)
    known = schema.get("properties")
    if known:
        return f"keys that go here: {', '.join(known)}"
    return "see `agentdash schema`"


def _plain(schema: Mapping[str, Any]) -> str:
    """The schema's first example as YAML would have it on one line."""
    value = schema.get("examples", ["…"])[0]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _show(value: Any, schema: Mapping[str, Any]) -> str:
    """A value as the file has it, cut to a readable length; never one that could be a secret."""
    if schema.get("x-keep-references") or (isinstance(value, str) and "@" in value and "://" in value):
        return "the value"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
