"""One resource as a Grafana has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agentdash.push.ownership import Mark, mark_of

if TYPE_CHECKING:
    from agentdash.push.kinds.kind import Kind


@dataclass(frozen=True)
class Live:
    """What GET returned, in normal form, with its mark.

    `locked` says why Grafana would not let it be changed through the API, and what to do instead; "" when it would.
    `closed` says the same of what would be made inside it.
    """

    kind: Kind
    uid: str
    title: str
    spec: Mapping[str, Any]
    folder: str = ""
    version: int = 0
    mark: Mark | None = None
    locked: str = ""
    closed: str = ""
    # Who saved it last and when, for people; "" where Grafana does not say
    saved: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def owned_by(self, prefix: str) -> bool:
        """Whether an agentdash with this uid prefix pushed it."""
        return self.kind.owns(self, prefix)

    @property
    def edited(self) -> bool:
        """Whether it differs from what was pushed last (or that cannot be told: pushed by another version)."""
        return self.mark is not None and self.mark != mark_of(self.mark.prefix, self.spec, self.folder)
