"""YAML text to plain data, with the line of every key: what the loader's messages point at."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from agentdash.errors import UserError

Path = tuple[str | int, ...]

# Aliases may repeat a part of the file; a file that says more than this in a few bytes is a mistake or an attack.
_MOST_NODES = 100_000
_DEEPEST = 40

# What libyaml says, and what a person can do about it.
_HINTS = (
    ("cannot start any token", "put text with special characters in quotes, and indent with spaces, not tabs"),
    ("mapping values are not allowed", 'put text that contains ": " in quotes, and end each key with a colon'),
    ("could not find expected ':'", "write `key: value`, with a space after the colon"),
    ("did not find expected key", "check that keys of one section start in the same column"),
    ("did not find expected '-' indicator", "check that the items of a list start in the same column"),
    ("did not find expected ',' or ']'", "close the list with ]"),
    ("did not find expected ',' or '}'", "close the mapping with }"),
    ("unexpected end of stream", "close the quotes"),
    ("undefined alias", "put text that begins with * in quotes"),
    ("expected a single document", "keep one document in the file, without a second ---"),
    ("unknown escape", "double the backslash, or use single quotes"),
    ("could not determine a constructor", "remove the tag that begins with !"),
)


@dataclass(frozen=True)
class Document:
    """What a settings file holds: plain data, and the line (from 1) on which each path stands.

    ``blank`` are the paths of keys that have no value, not even ``null``: sections whose lines are all commented out.
    """

    data: dict[str, Any]
    lines: dict[Path, int]
    blank: frozenset[Path] = frozenset()


if TYPE_CHECKING:
    from yaml import SafeLoader as _Base
else:
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    """The safe loader, except that dates stay the text that they are in the file."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse(text: str, name: str) -> Document:
    """Parse one YAML document; `name` is the file's name in messages. An empty one is an empty mapping.

    Raises UserError on invalid YAML, on a key written twice, and on anything but a mapping at the top.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return Document({}, {})
        if not isinstance(node, yaml.MappingNode):
            raise UserError(f"{name}: line {node.start_mark.line + 1}: settings are `key: value` lines; see `agentdash init`")
        blank: set[Path] = set()
        lines = dict(_lines(node, name, blank))
        return Document(_finite(loader.construct_document(node), (), name), lines, frozenset(blank))
    except yaml.MarkedYAMLError as error:
        raise UserError(_syntax(error, name)) from None
    except yaml.YAMLError as error:
        what = " ".join(str(getattr(error, "reason", "") or error).split())
        raise UserError(f"{name}: invalid YAML: {what}; remove that character") from None
    except (ValueError, OverflowError) as error:
        # PyYAML's constructors let these through, e.g. for a number like `0x`.
        raise UserError(f"{name}: invalid YAML: {error}; put the value in quotes") from None


def dotted(path: Path) -> str:
    """Write a path as it is read: `datasources.headers[0].name`."""
    out = ""
    for part in path:
        if isinstance(part, int):
            out += f"[{part}]"
        else:
            out += f".{part}" if out else str(part)
    return out


def _lines(node: yaml.Node, name: str, blank: set[Path]) -> Iterator[tuple[Path, int]]:
    """Yield every path with its line and note those without a value, refusing what would be silently lost or never end."""
    budget = _MOST_NODES
    stack: list[tuple[yaml.Node, Path]] = [(node, ())]
    while stack:
        node, path = stack.pop()
        budget -= 1
        if budget < 0 or len(path) > _DEEPEST:
            place = dotted(path[:1]) or "line 1"
            raise UserError(f"{name}: {place}: nested or repeated without end; write the values out instead of using aliases")
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                yield (*path, index), item.start_mark.line + 1
                stack.append((item, (*path, index)))
        elif isinstance(node, yaml.MappingNode):
            seen: dict[str, int] = {}
            for key_node, value_node in node.value:
                line = key_node.start_mark.line + 1
                if not isinstance(key_node, yaml.ScalarNode):
                    raise UserError(f"{name}: line {line}: a key must be one word; put braces and brackets in quotes")
                if not key_node.tag.endswith(":merge"):
                    # `2024:` and `on:` are a number and a truth to YAML, but names to people.
                    key_node.tag = "tag:yaml.org,2002:str"
                key = key_node.value
                here = (*path, key)
                if key in seen:
                    raise UserError(f"{name}: {dotted(here)}: written twice, on lines {seen[key]} and {line}; keep one of them")
                seen[key] = line
                yield here, line
                if isinstance(value_node, yaml.ScalarNode) and value_node.value == "" and value_node.tag.endswith(":null"):
                    blank.add(here)
                stack.append((value_node, here))


def _finite(value: Any, path: Path, name: str) -> Any:
    """The value itself. Raises UserError for `.nan` and `.inf`, which pass every comparison that could refuse them."""
    if isinstance(value, dict):
        return {key: _finite(item, (*path, key), name) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item, (*path, index), name) for index, item in enumerate(value)]
    if isinstance(value, float) and not math.isfinite(value):
        raise UserError(f"{name}: {dotted(path)}: not a number; write digits, e.g. 0.5")
    return value


def _syntax(error: yaml.MarkedYAMLError, name: str) -> str:
    mark = error.problem_mark or error.context_mark
    place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "the file"
    problem = " ".join((error.problem or error.context or "not YAML").split())
    whole = f"{error.context or ''} {problem}"
    hint = next((hint for words, hint in _HINTS if words in whole), "check the indentation and the quotes there")
    return f"{name}: {place}: invalid YAML: {problem}; {hint}"
