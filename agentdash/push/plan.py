"""What a push would do, found out by GET requests only."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import replace

from agentdash.errors import UserError
from agentdash.push import existing
from agentdash.push.desired import DesiredState, Key, Resource
from agentdash.push.errors import Denied, Fatal, GrafanaError
from agentdash.push.kinds import KINDS
from agentdash.push.kinds.kind import Access
from agentdash.push.live import Live
from agentdash.push.parallel import in_parallel
from agentdash.push.server import Server
from agentdash.push.steps import (
    BLOCKED,
    CREATE,
    DELETE,
    FAILED,
    SAME,
    UPDATE,
    Options,
    PlannedSteps,
    Step,
    check_only,
    selected,
)

_FOREIGN = "not made by this agentdash"
_EDITED = "edited in Grafana since the last push"


def make(server: Server, desired: DesiredState, options: Options, progress: Callable[[str], None] = lambda text: None) -> PlannedSteps:
    """Compare what is desired with what is there.

    Raises Fatal, and UserError for an `--adopt` or `--only` that names nothing and for an existing datasource that is not there;
    what goes wrong with one resource is that one's step.
    """
    _check_adopted(desired, options)
    desired = existing.resolve(server, desired)
    chosen = _with_needs(desired, options.only)
    progress(f"comparing {len(chosen)} resources")
    steps = _out_of_what_is_closed(in_parallel(_Comparison(server, desired.prefix, options).step, chosen))
    if options.prune:
        steps += deletions(server, desired, options)
    check_only(options.only, [*(one.uid for one in desired.resources), *(step.uid for step in steps)])
    return PlannedSteps(desired.prefix, tuple(steps))


def deletions(server: Server, keep: DesiredState, options: Options) -> list[Step]:
    """Steps that delete what carries the prefix's mark and is not in `keep`."""
    kept = {one.key for one in keep.resources} | keep.untouchable
    candidates = []
    for kind in reversed(KINDS):
        try:
            found = kind.owned(server, keep.prefix)
        except Denied as error:
            reason = f"cannot look for what to delete: {kind.denied(Access.READ, 'any', 'any', error)}"
            candidates.append(Step(kind, "*", "", FAILED, reason))
            continue
        candidates += [Step(kind, uid, uid, DELETE) for uid in found if Key(kind, uid) not in kept and selected(kind, uid, options.only)]

    def judged(step: Step) -> Step | None:
        return step if step.action == FAILED else deletion(server, step.key, keep, options)

    return [step for step in in_parallel(judged, candidates) if step is not None]


def deletion(server: Server, key: Key, keep: DesiredState, options: Options) -> Step | None:
    """The step that deletes one resource as far as `keep` allows; None when it is gone or not ours after all."""
    kind, uid = key
    try:
        live = kind.read_for_deletion(server, uid, keep.prefix, keep)
    except Fatal:
        raise
    except GrafanaError as error:
        return Step(kind, uid, uid, FAILED, kind.failed(Access.READ, uid, "", error))
    if live is None or not live.owned_by(keep.prefix):
        return None
    step = Step(kind, uid, live.title, DELETE, kind.deleted_if, live=live)
    if live.locked:
        return replace(step, action=BLOCKED, reason=live.locked)
    if live.edited and not options.force:
        return replace(step, action=BLOCKED, reason=f"{_EDITED}: `agentdash pull` shows the edit; `--force` deletes it")
    if live.edited:
        return replace(step, reason=f"{_EDITED}; the edit is lost", forced=True)
    return step


def _check_adopted(desired: DesiredState, options: Options) -> None:
    uids = [one.uid for one in desired.resources]
    for uid in options.adopt:
        if uid not in uids:
            near = difflib.get_close_matches(uid, uids, n=1)
            hint = f'did you mean "{near[0]}"?' if near else "`agentdash diff` shows what is"
            raise UserError(f"--adopt {uid}: nothing with this uid is to be pushed; {hint}")


def _with_needs(desired: DesiredState, only: tuple[str, ...]) -> list[Resource]:
    """What was asked for and, whatever was asked for, what that needs: a dashboard its folder."""
    known = {one.key: one for one in desired.resources}
    waiting = [one for one in desired.resources if selected(one.kind, one.uid, only)]
    chosen: set[Key] = set()
    while waiting:
        one = waiting.pop()
        if one.key not in chosen:
            chosen.add(one.key)
            waiting += [known[need] for need in one.needs if need in known]
    return [one for one in desired.resources if one.key in chosen]


def _out_of_what_is_closed(steps: list[Step]) -> list[Step]:
    """Block what would be made where nothing may be made, and what needs that."""
    closed = {step.key: step.live.closed for step in steps if step.live and step.live.closed}
    judged = []
    for step in steps:
        reason = next((closed[need] for need in (step.want.needs if step.want else ()) if need in closed), "")
        if step.action == CREATE and reason:
            step = replace(step, action=BLOCKED, reason=reason)
            closed[step.key] = reason
        judged.append(step)
    return judged


class _Comparison:
    """Decides what happens to each desired resource."""

    def __init__(self, server: Server, prefix: str, options: Options) -> None:
        self._server = server
        self._prefix = prefix
        self._options = options

    def step(self, want: Resource) -> Step:
        try:
            return self._step(want)
        except Fatal:
            raise
        except GrafanaError as error:
            reason = want.kind.failed(Access.READ, want.uid, want.folder, error)
            return Step(want.kind, want.uid, want.title, FAILED, reason, want=want)

    def _step(self, want: Resource) -> Step:
        live = want.kind.read(self._server, want.uid, self._prefix)
        step = Step(want.kind, want.uid, want.title, CREATE, want=want, live=live)
        if live is not None:
            step = self._there(replace(step, changes=want.kind.differences(self._server, want, live)), want, live)
        return self._taking(step, want, live) if step.action in (CREATE, UPDATE) else step

    def _there(self, step: Step, want: Resource, live: Live) -> Step:
        kind, ours = want.kind, live.owned_by(self._prefix)
        resend = self._options.secrets and bool(want.secrets)
        if not ours and kind.used_as_it_is:
            return replace(step, action=SAME, changes=(), reason=kind.used_as_it_is if step.changes else "")
        if not step.changes and not resend and (live.locked or (ours and not live.edited)):
            return replace(step, action=SAME, reason=live.locked.split(":")[0])
        live = kind.before_change(self._server, live, self._prefix)
        step = replace(step, live=live)
        if live.locked:
            return replace(step, action=BLOCKED if step.changes else SAME, reason=live.locked)
        if not ours:
            return self._take_over(step)
        if live.edited and step.changes:
            if not self._options.force:
                return replace(step, action=BLOCKED, reason=f"{_EDITED}: `agentdash pull` shows the edit; `--force` overwrites it")
            return replace(step, action=UPDATE, reason=f"{_EDITED}; overwritten by --force", forced=True)
        note = "" if step.changes else "secrets are sent again" if resend else "the edit made in Grafana is now also in the code"
        return replace(step, action=UPDATE, reason=note)

    def _take_over(self, step: Step) -> Step:
        if step.uid in self._options.adopt:
            return replace(step, action=UPDATE, reason=f"{_FOREIGN}; taken over by --adopt", forced=True)
        if self._options.force and step.kind.force_takes_over:
            return replace(step, action=UPDATE, reason=f"{_FOREIGN}, yet it has this uid; overwritten by --force", forced=True)
        return replace(step, action=BLOCKED, reason=f"{_FOREIGN}, yet it has this uid: {step.kind.instead_of_taking_over.format(uid=step.uid)}")

    def _taking(self, step: Step, want: Resource, live: Live | None) -> Step:
        """What is taken from other resources by this step is theirs first."""
        for other in want.kind.taken_from(self._server, want, live, self._prefix):
            ours = other.owned_by(self._prefix)
            if other.locked:
                return replace(step, action=BLOCKED, reason=f"{other.uid}: {other.locked}")
            if ours and not other.edited:
                step = replace(step, reason=step.reason or f"takes its {step.kind.parts} from {other.uid}")
                continue
            what = f"{step.kind.parts} with these uids are in {other.uid}, {_EDITED if ours else _FOREIGN}"
            if not self._options.force:
                return replace(step, action=BLOCKED, reason=f"{what}: `--force` takes them over")
            step = replace(step, reason=f"{what}; overwritten by --force", forced=True)
        return step
