"""One resource as a Grafana has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agentdash.push import marks, normal
from agentdash.push.marks import Mark


@dataclass(frozen=True)
class Live:
    """What GET returned, in normal form, with its mark.

    `locked` says why Grafana would not let it be changed through the API, and what to do instead; "" when it would.
    """

    kind: str
    uid: str
    title: str
    folder: str
    spec: Mapping[str, Any]
    version: int = 0
    mark: Mark | None = None
    locked: str = ""
    # Who saved it last and when, for people; "" where Grafana does not say
    saved: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def owned_by(self, prefix: str) -> bool:
        """Whether an agentdash with this uid prefix pushed it."""
        return self.mark is not None and self.mark.prefix == prefix

    @property
    def edited(self) -> bool:
        """Whether it differs from what was pushed last (or that cannot be told: pushed by another version)."""
        return self.mark is not None and self.mark != mark_of(self.mark.prefix, self.spec, self.folder)


def mark_of(prefix: str, spec: Mapping[str, Any], folder_uid: str) -> Mark:
    """The mark that a push of this content writes."""
    return marks.make(prefix, normal.canonical(normal.placed(spec, folder_uid)))


def belongs(uid: str, prefix: str) -> bool:
    """Whether a uid is one that this prefix gives."""
    return uid == prefix or uid.startswith(f"{prefix}-")
