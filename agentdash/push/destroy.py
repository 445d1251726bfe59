"""The plan that removes everything that carries our mark, and the folders that this leaves empty."""

from __future__ import annotations

from agentdash.push.faults import Fatal, GrafanaError
from agentdash.push.kinds import folders
from agentdash.push.live import belongs
from agentdash.push.plan import DELETE, FAILED, Options, Plan, Step, deletions, judge_deletion, parallel, selected, told
from agentdash.push.server import Server
from agentdash.push.wanted import FOLDERS, KINDS, Wanted


def make(server: Server, wanted: Wanted, options: Options) -> Plan:
    """What `agentdash destroy` would delete; GET requests only. Raises Fatal."""
    prefix = wanted.prefix
    listed = deletions(server, prefix, Wanted(prefix, ()), options)
    # The search index lags behind, so what the code names is looked at directly.
    seen = {(step.kind, step.uid) for step in listed}
    named = [
        one for one in wanted.resources
        if one.kind != FOLDERS and (one.kind, one.uid) not in seen and selected(one.kind, one.uid, options.only)
    ]
    more = parallel(lambda one: judge_deletion(server, prefix, one.kind, one.uid, options.force), named)
    steps = sorted([*listed, *(step for step in more if step)], key=lambda step: (-KINDS.index(step.kind), step.uid))
    steps += [step for one in reversed(wanted.of(FOLDERS)) if (step := _folder(server, one.uid, prefix, options))]
    return Plan(prefix, tuple(steps))


def _folder(server: Server, uid: str, prefix: str, options: Options) -> Step | None:
    if not belongs(uid, prefix) or not selected(FOLDERS, uid, options.only):
        return None
    try:
        live = folders.read(server, uid, prefix)
    except Fatal:
        raise
    except GrafanaError as error:
        return Step(FOLDERS, uid, uid, FAILED, told(FOLDERS, uid, "", "read", error))
    return None if live is None else Step(FOLDERS, uid, live.title, DELETE, reason="only if it is empty by then", live=live)
