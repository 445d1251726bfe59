"""The steps of a plan: what a push would do to which resource, and why."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from agentdash.errors import UserError
from agentdash.push.compare import Change
from agentdash.push.desired import Key, Resource
from agentdash.push.kinds import KINDS, Kind
from agentdash.push.live import Live

SAME, CREATE, UPDATE, DELETE, BLOCKED, FAILED = "same", "create", "update", "delete", "blocked", "failed"


@dataclass(frozen=True)
class Step:
    """What happens to one resource.

    `str(kind)` is "folder", "datasource", "dashboard" or "rule group". `action` is same, create, update, delete, blocked or failed.
    `reason` says why a step is blocked or failed and the one thing to do, or what a forced one overwrites.
    `want` is None for a deletion, `live` for a creation.
    """

    kind: Kind
    uid: str
    title: str
    action: str
    reason: str = ""
    changes: tuple[Change, ...] = ()
    want: Resource | None = None
    live: Live | None = None
    forced: bool = False

    @property
    def key(self) -> Key:
        """What names the resource."""
        return Key(self.kind, self.uid)

    @property
    def writes(self) -> bool:
        """Whether Grafana would be changed."""
        return self.action in (CREATE, UPDATE, DELETE)

    @property
    def differs(self) -> bool:
        """Whether Grafana is not as it should be."""
        return self.action != SAME


@dataclass(frozen=True)
class PlannedSteps:
    """Every step, in the order in which they would be carried out."""

    prefix: str
    steps: tuple[Step, ...]

    def of(self, *actions: str) -> tuple[Step, ...]:
        """The steps with one of these actions."""
        return tuple(step for step in self.steps if step.action in actions)


@dataclass(frozen=True)
class Options:
    """What may be done. `only` holds kinds, uids or patterns of uids; all of it counts when empty.

    `adopt` holds the uids of resources that somebody else made and that are ours from now on.
    """

    only: tuple[str, ...] = ()
    prune: bool = False
    force: bool = False
    # Send datasources' secrets again although nothing else changed: Grafana cannot tell whether they did.
    secrets: bool = False
    adopt: tuple[str, ...] = ()


def selected(kind: Kind, uid: str, only: Iterable[str]) -> bool:
    """Whether `--only` covers a resource: by kind ("dashboards"), by uid, or by a pattern ("*-cost")."""
    words = [one.lower() for one in only]
    return not words or any(one in kind.names or _fits(uid, one) for one in words)


def check_only(only: Iterable[str], uids: Collection[str]) -> None:
    """Raise UserError for a word of `--only` that is no kind and fits none of these uids: it would select nothing, in silence."""
    kinds = [kind.plural for kind in KINDS]
    for word in only:
        if not any(word.lower() in kind.names for kind in KINDS) and not any(_fits(uid, word.lower()) for uid in uids):
            near = difflib.get_close_matches(word, [*kinds, *uids], n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"write a uid, a pattern of uids, or one of {', '.join(kinds)}"
            raise UserError(f"--only {word}: no kind and no uid of what is there to push; {hint}")


def _fits(uid: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(uid.lower(), pattern)
