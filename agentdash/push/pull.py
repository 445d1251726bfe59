"""What was edited in Grafana since the last push, so that it can be kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from agentdash.push import existing
from agentdash.push.compare import Change, changes
from agentdash.push.desired import DesiredState, Resource
from agentdash.push.errors import Fatal, GrafanaError
from agentdash.push.kinds.kind import Access
from agentdash.push.live import Live
from agentdash.push.normalise import placed
from agentdash.push.ownership import mark_of
from agentdash.push.parallel import in_parallel
from agentdash.push.server import Server
from agentdash.push.steps import check_only, selected

LAST_PUSH, CODE = "what was pushed last", "the code, which has changed too"


@dataclass(frozen=True)
class Edit:
    """One edited resource: what became of `against` (LAST_PUSH or CODE) in Grafana.

    `failed` says why it could not be read; then there are no changes.
    """

    want: Resource
    live: Live | None
    changes: tuple[Change, ...]
    against: str = LAST_PUSH
    failed: str = ""


def edits(server: Server, desired: DesiredState, only: tuple[str, ...] = (), progress: Callable[[str], None] = lambda text: None) -> list[Edit]:
    """Every resource of ours that differs from what was pushed last; GET requests only. Raises Fatal, and UserError for an `--only` that names nothing."""
    desired = existing.resolve(server, desired)
    chosen = [one for one in desired.resources if selected(one.kind, one.uid, only)]
    check_only(only, [one.uid for one in desired.resources])
    progress(f"looking at {len(chosen)} resources")
    return [edit for edit in in_parallel(lambda one: _edit(server, one, desired.prefix), chosen) if edit is not None]


def as_file(live: Live) -> str:
    """An edited resource as JSON, without its mark and the database's numbers."""
    kept = {key: value for key, value in live.kind.without_mark(live.raw).items() if key not in ("id", "version", "iteration")}
    return json.dumps(kept, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _edit(server: Server, want: Resource, prefix: str) -> Edit | None:
    try:
        live = want.kind.read(server, want.uid, prefix)
        if live is None or not live.owned_by(prefix) or not live.edited:
            return None
        base = want.kind.last_pushed(server, live)
    except Fatal:
        raise
    except GrafanaError as error:
        return Edit(want, None, (), failed=want.kind.failed(Access.READ, want.uid, want.folder, error))
    # Versions do not remember folders; a move shows against the code.
    now = placed(live.spec, live.folder)
    if base is not None:
        return Edit(want, live, changes(placed(base, want.folder), now), LAST_PUSH)
    unchanged = live.mark == mark_of(prefix, want.spec, want.folder)
    return Edit(want, live, changes(placed(want.spec, want.folder), now), LAST_PUSH if unchanged else CODE)
