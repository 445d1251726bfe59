"""Panel ids that stay the same when panels are added, moved or removed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

MAX_UID = 40
"""Characters in a dashboard's uid: Grafana refuses longer ones."""

_RANGE = 1_000_000


def panel_id(key: str) -> int:
    """The id of the panel called ``key``: between 1 and a million, the same in every build and on every dashboard."""
    return zlib.crc32(key.encode()) % _RANGE + 1


def distinct_panel_ids(keys: Iterable[str]) -> dict[str, int]:
    """An id for each key of one dashboard. Where two fall on the same number, the later key takes another one.

    Raises :class:`ValueError` for a key given twice: two panels would be one to alerts and links.
    """
    taken: dict[int, str] = {}
    found: dict[str, int] = {}
    for key in keys:
        if key in found:
            raise ValueError(f"two panels have the key {key!r}; a key names one panel of a dashboard")
        salted = key
        while panel_id(salted) in taken:
            salted += "'"
        found[key] = panel_id(salted)
        taken[found[key]] = key
    return found
