"""Makes a plan true: folders from the top, datasources, dashboards, alert rules, then deletions in the opposite order."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agentdash.push import kinds, secrets
from agentdash.push.faults import Denied, Fatal, GrafanaError
from agentdash.push.kinds import folders, rules
from agentdash.push.live import Live
from agentdash.push.permissions import missing
from agentdash.push.plan import CREATE, DELETE, FAILED, UPDATE, Plan, Step, parallel
from agentdash.push.server import Server
from agentdash.push.settle import Overtaken
from agentdash.push.wanted import DASHBOARDS, DATASOURCES, FOLDERS, KINDS, RULES, Wanted

DONE, NOT_TRIED, KEPT = "done", "not tried", "kept"
_DOING = {CREATE: "create", UPDATE: "update", DELETE: "delete"}


class Kept(GrafanaError):
    """A folder was to go if empty, and is not: nothing went wrong."""


@dataclass(frozen=True)
class Outcome:
    """How one step ended: `done`, `failed`, `not tried` or `kept` (a folder that is not empty), and why."""

    step: Step
    result: str
    reason: str = ""


def resolve_secrets(plan: Plan, env: Mapping[str, str], server: Server) -> dict[str, dict[str, str]]:
    """Every secret that the plan's writes need, by datasource uid.

    Raises UserError for a variable that is not set, before anything is written.
    """
    found: dict[str, dict[str, str]] = {}
    for step in plan.of(CREATE, UPDATE):
        if step.want is not None and step.kind == DATASOURCES:
            place = f"datasource {step.uid}"
            found[step.uid] = {name: secrets.fill(text, env, f"{place}: {name}") for name, text in step.want.secrets.items()}
            server.grafana.target.guard.learn(*(value for name, value in found[step.uid].items() if value != step.want.secrets[name]))
    return found


def apply(
    server: Server, plan: Plan, wanted: Wanted, values: Mapping[str, Mapping[str, str]], message: str = "",
    progress: Callable[[Outcome, int, int], None] = lambda outcome, number, of: None,
) -> list[Outcome]:
    """Carry out every step that writes. Failures do not stop the others; only an unreachable Grafana does."""
    worker = _Worker(server, plan, values, message, progress)
    writes = [step for step in plan.steps if step.action in (CREATE, UPDATE)]
    for _, level in _levels([step for step in writes if step.kind == FOLDERS], wanted):
        worker.run(level)
    for kind in KINDS[1:]:
        worker.run([step for step in writes if step.kind == kind])
    for kind in reversed(KINDS):
        deletions = [step for step in plan.of(DELETE) if step.kind == kind]
        if kind == FOLDERS:
            for _, level in reversed(_levels(deletions, wanted)):
                worker.run(level)
        else:
            worker.run(deletions)
    return worker.outcomes


def _levels(steps: list[Step], wanted: Wanted) -> list[tuple[int, list[Step]]]:
    """Folders by depth, so that parents exist before their children."""
    parents = {one.uid: one.folder for one in wanted.of(FOLDERS)}

    def depth(uid: str) -> int:
        return 0 if parents.get(uid, "") not in parents else 1 + depth(parents[uid])

    ordered = sorted(steps, key=lambda step: depth(step.uid))
    return [(level, list(group)) for level, group in itertools.groupby(ordered, key=lambda step: depth(step.uid))]


class _Worker:
    """Carries out steps, a few at a time, and remembers how each ended."""

    def __init__(
        self, server: Server, plan: Plan, values: Mapping[str, Mapping[str, str]], message: str,
        progress: Callable[[Outcome, int, int], None],
    ) -> None:
        self.outcomes: list[Outcome] = []
        self._server, self._prefix, self._values, self._message, self._progress = server, plan.prefix, values, message, progress
        self._total = sum(step.writes for step in plan.steps)
        self._lock = threading.Lock()
        self._away: str = ""
        # Folders that could not be made, so that what belongs in them is not even tried
        self._no_folder: set[str] = set()
        self._count = 0

    def run(self, steps: list[Step]) -> None:
        self.outcomes += parallel(self._one, steps)

    def _one(self, step: Step) -> Outcome:
        outcome = self._tried(step)
        with self._lock:
            if outcome.result != DONE and step.kind == FOLDERS and step.action == CREATE:
                self._no_folder.add(step.uid)
            self._count += 1
            self._progress(outcome, self._count, self._total)
        return outcome

    def _tried(self, step: Step) -> Outcome:
        if self._away:
            return Outcome(step, NOT_TRIED, self._away)
        folder = step.want.folder if step.want else ""
        if folder in self._no_folder:
            return Outcome(step, NOT_TRIED, f"its folder {folder} is not there")
        try:
            self._do(step)
        except Fatal as error:
            self._away = str(error)
            return Outcome(step, FAILED, str(error))
        except Denied as error:
            return Outcome(step, FAILED, missing(step.kind, step.uid, folder or (step.live.folder if step.live else ""), _DOING[step.action], error))
        except Kept as error:
            return Outcome(step, KEPT, str(error))
        except GrafanaError as error:
            return Outcome(step, FAILED, str(error))
        return Outcome(step, DONE)

    def _do(self, step: Step) -> None:
        server, prefix = self._server, self._prefix
        module = kinds.MODULES[step.kind]
        if step.action == DELETE:
            assert step.live is not None
            module.delete(server, self._still(step, step.live))
            return
        assert step.want is not None
        if step.kind == DASHBOARDS:
            module.write(server, step.want, step.live, prefix, force=step.forced, message=self._message)
        elif step.kind == DATASOURCES:
            module.write(server, step.want, step.live, prefix, secrets=self._values.get(step.uid, {}))
        else:
            module.write(server, step.want, step.live, prefix)

    def _still(self, step: Step, planned: Live) -> Live:
        """Grafana deletes without asking for a version, so look once more that nothing happened since the plan."""
        if step.kind == FOLDERS:
            self._empty(step.uid)
            return planned
        if step.kind == RULES:
            # Some of its rules may be in another group by now, where this push put them.
            planned_uids = {rule["uid"] for rule in planned.raw["rules"]}
            now = rules.leftover(self._server, step.uid, self._prefix, ())
            left = [rule for rule in (now.spec["rules"] if now else []) if rule["uid"] in planned_uids]
            same = all(rule in planned.spec["rules"] for rule in left)
        else:
            now = kinds.MODULES[step.kind].read(self._server, step.uid, self._prefix)
            same = now is None or (now.mark, now.version) == (planned.mark, planned.version)
        if not same:
            raise Overtaken("changed by someone else during this push; run it again to see the difference")
        return planned

    def _empty(self, folder: str) -> None:
        """Grafana counts by its search index, which may still see what was just deleted: look more than once."""
        for attempt in (1, 2, 3, 4):
            held = folders.contents(self._server, folder)
            if not held:
                return
            if attempt < 4:
                self._server.grafana.pause(attempt, None)
        raise Kept(f"not empty ({held}), so it stays; empty it by hand if it may go")
