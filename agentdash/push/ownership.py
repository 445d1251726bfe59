"""The mark on everything that agentdash pushes: whose it is, and what exactly was pushed last.

A mark reads `<uid prefix>:<form>:<digest>`. The prefix keeps two installations apart, the digest is that of the normal
form, so an edit in the browser shows without any memory outside Grafana. Each kind puts it where Grafana keeps it through
every version and migration and where nobody has to look at it; folders have no such place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.push.normalise import canonical, placed

# Of the normal forms. A mark with another one cannot be checked, so it is raised whenever a normal form changes.
FORM = 1


@dataclass(frozen=True)
class Mark:
    """Whose a resource is and the digest of what was pushed last."""

    prefix: str
    form: int
    digest: str

    def __str__(self) -> str:
        return f"{self.prefix}:{self.form}:{self.digest}"

    @classmethod
    def read(cls, text: Any) -> Mark | None:
        """Parse a mark; None for anything else."""
        parts = text.split(":") if isinstance(text, str) else []
        if len(parts) != 3 or not parts[1].isdigit():
            return None
        return cls(parts[0], int(parts[1]), parts[2])


def mark_of_bytes(prefix: str, content: bytes) -> Mark:
    """The mark of a resource whose normal form has these canonical bytes."""
    return Mark(prefix, FORM, hashlib.sha256(content).hexdigest()[:16])


def mark_of(prefix: str, spec: Mapping[str, Any], folder_uid: str) -> Mark:
    """The mark that a push of this normal form into this folder writes."""
    return mark_of_bytes(prefix, canonical(placed(spec, folder_uid)))


def has_prefix(uid: str, prefix: str) -> bool:
    """Whether a uid is one that this prefix gives."""
    return uid == prefix or uid.startswith(f"{prefix}-")
