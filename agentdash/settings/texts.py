"""Texts by key, nested: those that are built, and those that the settings' file of texts has instead."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from agentdash.errors import AgentdashWarning

Texts = dict[str, Any]
"""Nested by key; leaves are texts."""


def merged(wanted: Mapping[str, Any], given: Mapping[str, Any]) -> Texts:
    """The wanted texts, with those that are there already in their place."""
    return {key: merged(value, given.get(key, {})) if isinstance(value, Mapping) else given.get(key, value) for key, value in wanted.items()}


def without(wanted: Mapping[str, Any], given: Mapping[str, Any]) -> Texts:
    """The wanted texts that are not given."""
    found: Texts = {}
    for key, value in wanted.items():
        if isinstance(value, Mapping):
            inside = given.get(key, {})
            if left := without(value, inside if isinstance(inside, Mapping) else {}):
                found[key] = left
        elif key not in given:
            found[key] = value
    return found


def tell(file: str, wanted: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Warns of texts that ``file`` lacks, and of those that belong to nothing: of what is given, only the sections that are wanted count."""
    there, known = list(_keys(given)), list(_keys(wanted))
    missing = [key for key in known if key not in set(there)]
    superfluous = [key for key in _keys({name: one for name, one in given.items() if name in wanted}) if key not in set(known)]
    for keys, what in ((missing, "missing and stay as they are; `agentdash texts` writes them"), (superfluous, "of nothing that is built; remove them")):
        if keys:
            several = f"{len(keys)} texts are" if len(keys) > 1 else "1 text is"
            warnings.warn(f"{file}: {several} {what} ({', '.join(keys[:3])}{', …' if len(keys) > 3 else ''})", AgentdashWarning, stacklevel=3)


def _keys(texts: Any, path: str = "") -> Iterator[str]:
    if isinstance(texts, Mapping):
        for key, value in texts.items():
            yield from _keys(value, f"{path}.{key}" if path else key)
    else:
        yield path
