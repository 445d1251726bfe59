"""What a push would do, found out by GET requests only."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from agentdash.push import kinds, normal
from agentdash.push.compare import ABSENT, Change, changes
from agentdash.push.faults import Denied, Fatal, GrafanaError
from agentdash.push.kinds import dashboards, datasources, rules
from agentdash.push.live import Live, belongs, mark_of
from agentdash.push.permissions import missing
from agentdash.push.server import Server
from agentdash.push.target import CONCURRENCY
from agentdash.push.wanted import DASHBOARDS, DATASOURCES, FOLDERS, KINDS, RULES, Resource, Wanted

SAME, CREATE, UPDATE, DELETE, BLOCKED, FAILED = "same", "create", "update", "delete", "blocked", "failed"


@dataclass(frozen=True)
class Step:
    """What happens to one resource.

    `reason` says why a step is blocked or failed and the one thing to do, or what a forced one overwrites.
    `want` is None for a deletion, `live` for a creation.
    """

    kind: str
    uid: str
    title: str
    action: str
    reason: str = ""
    changes: tuple[Change, ...] = ()
    want: Resource | None = None
    live: Live | None = None
    forced: bool = False

    @property
    def writes(self) -> bool:
        """Whether Grafana would be changed."""
        return self.action in (CREATE, UPDATE, DELETE)

    @property
    def differs(self) -> bool:
        """Whether Grafana is not as it should be."""
        return self.action != SAME


@dataclass(frozen=True)
class Plan:
    """Every step, in the order in which they would be carried out."""

    prefix: str
    steps: tuple[Step, ...]

    def of(self, *actions: str) -> tuple[Step, ...]:
        """The steps with one of these actions."""
        return tuple(step for step in self.steps if step.action in actions)


@dataclass(frozen=True)
class Options:
    """What may be done. `only` holds kinds, uids or patterns of uids; all of it counts when empty."""

    only: tuple[str, ...] = ()
    prune: bool = False
    force: bool = False
    # Send datasources' secrets again although nothing else changed: Grafana cannot tell whether they did.
    secrets: bool = False


def make(server: Server, wanted: Wanted, options: Options, progress: Callable[[str], None] = lambda text: None) -> Plan:
    """Compare what is wanted with what is there. Raises Fatal; what goes wrong with one resource is that one's step."""
    chosen = [one for one in wanted.resources if selected(one.kind, one.uid, options.only)]
    folders = {one.uid: one for one in wanted.of(FOLDERS)}
    for one in list(chosen):
        # A dashboard needs its folder, whatever was asked for.
        uid = one.folder
        while uid in folders and folders[uid] not in chosen:
            chosen.append(folders[uid])
            uid = folders[uid].folder
    chosen = [one for one in wanted.resources if one in chosen]
    progress(f"comparing {len(chosen)} resources")
    steps = _out_of_git_sync(parallel(_Judge(server, wanted.prefix, options).step, chosen))
    if options.prune:
        steps += deletions(server, wanted.prefix, wanted, options)
    return Plan(wanted.prefix, tuple(steps))


def deletions(server: Server, prefix: str, keep: Wanted, options: Options) -> list[Step]:
    """Steps that delete what carries our mark and is not in `keep`. Folders stay: they carry none."""
    kept = {(one.kind, one.uid) for one in keep.resources}
    rule_uids = {rule["uid"] for one in keep.of(RULES) for rule in one.body.get("rules") or []}
    candidates = []
    for kind in reversed(KINDS):
        try:
            found = kinds.MODULES[kind].owned(server, prefix)
        except Denied as error:
            reason = f"cannot look for what to delete: {missing(kind, 'any', 'any', 'read', error)}"
            candidates.append(Step(kind, "*", "", FAILED, reason))
            continue
        candidates += [Step(kind, uid, uid, DELETE) for uid in found if (kind, uid) not in kept and selected(kind, uid, options.only)]
    def judged(step: Step) -> Step | None:
        return step if step.action == FAILED else judge_deletion(server, prefix, step.kind, step.uid, options.force, rule_uids)

    done = parallel(judged, candidates)
    return [step for step in done if step is not None]


def judge_deletion(
    server: Server, prefix: str, kind: str, uid: str, force: bool, kept_rules: Collection[str] = frozenset(),
) -> Step | None:
    """The step that deletes one resource; None when it is gone or not ours after all. Of a group only our rules go."""
    try:
        live = rules.leftover(server, uid, prefix, kept_rules) if kind == RULES else kinds.MODULES[kind].read(server, uid, prefix)
        if live is not None and kind == DASHBOARDS:
            live = dashboards.with_manager(server, live)
    except Fatal:
        raise
    except GrafanaError as error:
        return Step(kind, uid, uid, FAILED, told(kind, uid, "", "read", error))
    if live is None or not live.owned_by(prefix):
        return None
    step = Step(kind, uid, live.title, DELETE, live=live)
    if live.locked:
        return replace(step, action=BLOCKED, reason=live.locked)
    if live.edited:
        what = "edited in Grafana since the last push"
        if not force:
            return replace(step, action=BLOCKED, reason=f"{what}: `agentdash pull` shows the edit; `--force` deletes it")
        return replace(step, reason=f"{what}; the edit is lost", forced=True)
    return step


def selected(kind: str, uid: str, only: Iterable[str]) -> bool:
    """Whether `--only` covers a resource: by kind ("dashboards"), by uid, or by a pattern ("*-cost")."""
    wanted = [one.lower() for one in only]
    names = {kind, f"{kind}s", kind.replace(" ", "-"), f"{kind.replace(' ', '-')}s", *(("rules", "alerts") if kind == RULES else ())}
    return not wanted or any(one in names or fnmatch.fnmatchcase(uid.lower(), one) for one in wanted)


def parallel(work: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
    """Do `work` for each item, a few at a time; results in the items' order. The first Fatal ends it.

    There are more threads than requests may be under way (`Grafana` sees to that), so that one can compare while
    another waits for its answer.
    """
    if len(items) < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(2 * CONCURRENCY) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            return [future.result() for future in futures]
        except BaseException:
            for future in futures:
                future.cancel()
            raise


def told(kind: str, uid: str, folder: str, doing: str, error: GrafanaError) -> str:
    """What to say of a failed request for one resource."""
    return missing(kind, uid, folder, doing, error) if isinstance(error, Denied) else str(error)


def _out_of_git_sync(steps: list[Step]) -> list[Step]:
    """Block what would be made in a folder that belongs to a repository: there only the repository puts things."""
    closed = {step.uid for step in steps if step.kind == FOLDERS and step.live and step.live.raw.get("managedBy") == "repo"}

    def judged(step: Step) -> Step:
        if step.action != CREATE or step.want is None or step.want.folder not in closed or step.kind == FOLDERS:
            return step
        return replace(step, action=BLOCKED, reason=f"folder {step.want.folder} is managed by Git Sync: write grafana.folder_uid of another folder")

    return [judged(step) for step in steps]


class _Judge:
    """Decides what happens to each wanted resource."""

    def __init__(self, server: Server, prefix: str, options: Options) -> None:
        self._server = server
        self._prefix = prefix
        self._options = options

    def step(self, want: Resource) -> Step:
        try:
            return self._judged(want)
        except Fatal:
            raise
        except GrafanaError as error:
            return Step(want.kind, want.uid, want.title, FAILED, told(want.kind, want.uid, want.folder, "read", error), want=want)

    def _judged(self, want: Resource) -> Step:
        live = kinds.MODULES[want.kind].read(self._server, want.uid, self._prefix)
        step = Step(want.kind, want.uid, want.title, CREATE, want=want, live=live)
        if live is None:
            return self._taking_rules(step, want, live) if want.kind == RULES else step
        if want.kind == FOLDERS:
            return self._folder(step, want, live)
        step = self._present(replace(step, changes=self._changes(want, live)), want, live)
        return self._taking_rules(step, want, live) if want.kind == RULES and step.action == UPDATE else step

    def _present(self, step: Step, want: Resource, live: Live) -> Step:
        ours = live.owned_by(self._prefix)
        resend = self._options.secrets and bool(want.secrets)
        if not step.changes and not resend and (live.locked or (ours and not live.edited)):
            return replace(step, action=SAME, reason=live.locked and live.locked.split(":")[0])
        if want.kind == DASHBOARDS:
            live = dashboards.with_manager(self._server, live)
            step = replace(step, live=live)
        elif want.kind == RULES and not ours:
            live = rules.with_origin(self._server, live)
        if live.locked:
            return replace(step, action=BLOCKED if step.changes else SAME, reason=live.locked)
        if not ours:
            return self._unless_forced(
                step, "not made by this agentdash, yet it has this uid", "write another uid prefix, or `--force` to take it over"
            )
        if live.edited and step.changes:
            return self._unless_forced(step, "edited in Grafana since the last push", "`agentdash pull` shows the edit; `--force` overwrites it")
        note = "" if step.changes else "secrets are sent again" if resend else "the edit made in Grafana is now also in the code"
        return replace(step, action=UPDATE, reason=note)

    def _taking_rules(self, step: Step, want: Resource, live: Live | None) -> Step:
        """Rules are known by their uids in all of Grafana: one that is in another group now is taken from there."""
        for other in rules.elsewhere(self._server, want, live, self._prefix):
            if other.locked:
                return replace(step, action=BLOCKED, reason=f"{other.uid}: {other.locked}")
            if not other.owned_by(self._prefix) or other.edited:
                why = "edited in Grafana since the last push" if other.owned_by(self._prefix) else "not made by this agentdash"
                forced = self._unless_forced(step, f"rules with these uids are in {other.uid}, {why}", "`--force` takes them over")
                step = forced if forced.action == BLOCKED else replace(forced, action=step.action)
                if step.action == BLOCKED:
                    return step
            else:
                step = replace(step, reason=step.reason or f"takes its rules from {other.uid}")
        return step

    def _unless_forced(self, step: Step, what: str, instead: str) -> Step:
        if self._options.force:
            return replace(step, action=UPDATE, reason=f"{what}; overwritten by --force", forced=True)
        return replace(step, action=BLOCKED, reason=f"{what}: {instead}")

    def _folder(self, step: Step, want: Resource, live: Live) -> Step:
        found = changes(live.spec, want.spec)
        if not belongs(want.uid, self._prefix):
            note = "an existing folder of yours: its title and place are left alone" if found else ""
            return replace(step, action=SAME, reason=note)
        if not self._server.nests_folders:
            found = tuple(change for change in found if change.place != "parentUid")
        if not found:
            return replace(step, action=SAME)
        if live.raw.get("managedBy"):
            return replace(step, action=BLOCKED, changes=found, reason="managed by Git Sync or a file: rename it there")
        return replace(step, action=UPDATE, changes=found)

    def _changes(self, want: Resource, live: Live) -> tuple[Change, ...]:
        found = changes(normal.placed(live.spec, live.folder), normal.placed(want.spec, want.folder))
        if want.kind == DATASOURCES:
            lacking = datasources.lacks_secrets(want, live)
            found += tuple(Change(f"secureJsonData.{name}", ABSENT, "(secret)") for name in lacking)
        return found


def up_to_date(want: Resource, live: Live, prefix: str) -> bool:
    """Whether `live` carries the mark that a push of `want` would write: the code did not change since."""
    return live.mark == mark_of(prefix, want.spec, want.folder)
