"""What differs between two normal forms, by place: `panels["Cost per hour"].targets[A].expr`, old, new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# In lists of objects one of these names an object better than its position does.
_KEYS = ("uid", "id", "refId", "name", "key", "title")


class _Absent:
    def __repr__(self) -> str:
        return "absent"


ABSENT = _Absent()


@dataclass(frozen=True)
class Change:
    """One difference. `old` or `new` is ABSENT for what is added or removed."""

    place: str
    old: Any
    new: Any


def changes(old: Any, new: Any) -> tuple[Change, ...]:
    """Every difference between two normal forms, in the order of `new`'s places."""
    found: list[Change] = []
    _walk("", old, new, found)
    return tuple(found)


def _walk(place: str, old: Any, new: Any, found: list[Change]) -> None:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*new, *(key for key in old if key not in new)]:
            _walk(f"{place}.{key}" if place else str(key), old.get(key, ABSENT), new.get(key, ABSENT), found)
    elif isinstance(old, list) and isinstance(new, list):
        _lists(place, old, new, found)
    elif old != new:
        found.append(Change(place, old, new))


def _lists(place: str, old: list[Any], new: list[Any], found: list[Change]) -> None:
    key = next((key for key in _KEYS if _names(old, key) and _names(new, key)), None)
    if key is None:
        for index in range(max(len(old), len(new))):
            _walk(
                f"{place}[{index}]", old[index] if index < len(old) else ABSENT, new[index] if index < len(new) else ABSENT, found
            )
        return
    before, after = {one[key]: one for one in old}, {one[key]: one for one in new}
    labels = _labels(key, [*new, *old])
    for name in [*after, *(name for name in before if name not in after)]:
        _walk(f"{place}[{labels[name]}]", before.get(name, ABSENT), after.get(name, ABSENT), found)
    stayed = [name for name in after if name in before]
    if stayed != [name for name in before if name in after]:
        was = ", ".join(labels[name] for name in before if name in after)
        found.append(Change(f"{place} (order)", was, ", ".join(labels[name] for name in stayed)))


def _names(items: list[Any], key: str) -> bool:
    """Whether `key` is in every object and tells them apart."""
    values = [item.get(key) if isinstance(item, Mapping) else None for item in items]
    return all(isinstance(value, (str, int)) for value in values) and len(set(values)) == len(values)


def _labels(key: str, items: list[Any]) -> dict[Any, str]:
    """How to call each object: panels and rules by their title where that is enough."""
    titles = {item[key]: item.get("title") for item in reversed(items)}
    twice = {title for title in titles.values() if list(titles.values()).count(title) > 1}
    return {
        name: (f'"{title}"' if title not in twice else f'"{title}" {name}') if isinstance(title, str) and key != "title" else str(name)
        for name, title in titles.items()
    }
