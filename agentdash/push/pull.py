"""What was edited in Grafana since the last push, so that it can be kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from agentdash.push import kinds, marks, normal
from agentdash.push.compare import Change, changes
from agentdash.push.faults import Fatal, GrafanaError
from agentdash.push.kinds import dashboards
from agentdash.push.live import Live
from agentdash.push.plan import parallel, selected, told, up_to_date
from agentdash.push.server import Server
from agentdash.push.wanted import DASHBOARDS, FOLDERS, Resource, Wanted

LAST_PUSH, CODE, BOTH = "what was pushed last", "the code", "the code, which has changed too"


@dataclass(frozen=True)
class Edit:
    """One edited resource: what became of `against` (LAST_PUSH, CODE or BOTH) in Grafana.

    `failed` says why it could not be read; then there are no changes.
    """

    want: Resource
    live: Live | None
    changes: tuple[Change, ...]
    against: str = LAST_PUSH
    failed: str = ""


def edits(server: Server, wanted: Wanted, only: tuple[str, ...] = (), progress: Callable[[str], None] = lambda text: None) -> list[Edit]:
    """Every resource of ours that differs from what was pushed last; GET requests only. Raises Fatal."""
    chosen = [one for one in wanted.resources if one.kind != FOLDERS and selected(one.kind, one.uid, only)]
    progress(f"looking at {len(chosen)} resources")
    return [edit for edit in parallel(lambda one: _edit(server, one, wanted.prefix), chosen) if edit is not None]


def as_file(live: Live) -> str:
    """An edited resource as JSON, without its mark and the database's numbers."""
    raw = marks.without(live.raw) if live.kind == DASHBOARDS else live.raw
    kept = {key: value for key, value in raw.items() if key not in ("id", "version", "iteration")}
    return json.dumps(kept, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _edit(server: Server, want: Resource, prefix: str) -> Edit | None:
    try:
        live = kinds.MODULES[want.kind].read(server, want.uid, prefix)
        if live is None or not live.owned_by(prefix) or not live.edited:
            return None
        base = dashboards.last_pushed(server, live) if want.kind == DASHBOARDS else None
    except Fatal:
        raise
    except GrafanaError as error:
        return Edit(want, None, (), failed=told(want.kind, want.uid, want.folder, "read", error))
    # Versions do not remember folders; a move shows against the code.
    now = normal.placed(live.spec, live.folder)
    if base is not None:
        return Edit(want, live, changes(normal.placed(base, want.folder), now), LAST_PUSH)
    against = LAST_PUSH if up_to_date(want, live, prefix) else BOTH
    return Edit(want, live, changes(normal.placed(want.spec, want.folder), now), against)
