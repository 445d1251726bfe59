"""The files that `agentdash build` makes, read from memory or from a directory and checked on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.errors import UserError

MANIFEST = "manifest.json"
_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class BuiltFiles:
    """`read` returns the content of a relative path, or None; `name` is what the whole is called in messages."""

    name: str
    read: Callable[[str], bytes | None]

    def place(self, path: str) -> str:
        """What a file is called in messages."""
        return f"{self.name}/{path}"

    def manifest(self) -> Mapping[str, Any]:
        """What `manifest.json` says. Raises UserError where there is none that this agentdash can read."""
        found = self._json(MANIFEST)
        if found is None:
            raise UserError(f"{self.name}: no {MANIFEST} in it; write the directory that `agentdash build` made")
        if not isinstance(found, dict):
            raise self._not_built(MANIFEST)
        if found.get("version") != 1:
            raise UserError(f"{self.place(MANIFEST)}: version {found.get('version')!r}, this agentdash reads 1; build again with this agentdash")
        return found

    def objects(self, path: str) -> list[dict[str, Any]]:
        """The objects of a file that holds a list; none where there is no such file. Raises UserError."""
        found = self._json(path)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self._not_built(path)
        return found

    def object(self, path: str, largest: int) -> dict[str, Any]:
        """The object in a file of at most `largest` bytes. Raises UserError."""
        found = self._json(path, largest)
        if found is None:
            raise UserError(f"{self.place(path)}: no such file, yet the manifest names it; build again")
        if not isinstance(found, dict):
            raise self._not_built(path)
        return found

    def _json(self, path: str, largest: int | None = None) -> Any:
        content = self.read(path)
        if content is None:
            return None
        if largest is not None and len(content) > largest:
            raise UserError(
                f"{self.place(path)}: {len(content) / 2**20:.0f} MiB, no Grafana shows a dashboard above {largest // 2**20} MiB; "
                "split it or remove panels"
            )
        try:
            return json.loads(content)
        except ValueError as error:
            line = f"line {error.lineno}: " if isinstance(error, json.JSONDecodeError) else ""
            raise UserError(f"{self.place(path)}: {line}not JSON; build again") from None

    def _not_built(self, path: str) -> UserError:
        return UserError(f"{self.place(path)}: not what `agentdash build` writes; build again")


def check_uid(value: Any, place: str) -> str:
    """Return a uid. Raises UserError for what Grafana would not take for one."""
    if not isinstance(value, str) or not _UID.fullmatch(value):
        raise UserError(f"{place}: {value!r} is no uid; write up to 40 letters, digits, - and _")
    return value
