"""agentdash from Python: from a notebook, a test or a pipeline, with the steps of the command line.

```python
import agentdash as ad

project = ad.load("agentdash.yaml")
files = project.build()                  # {"dashboards/overview.json": b"...", ...}
outdated = project.check("dist")         # [] when dist/ is what the settings say

plan = project.plan(ad.connect("https://grafana.example.com", token="glsa_..."))
print(plan)                              # what a push would do; nothing is written yet
if plan.differs:
    print(plan.apply())
```

Every error that a person can act on is an `AgentdashError` whose text is one line. Nothing but what is on this page is promised;
fields that stand here without a type may change.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agentdash.errors import AgentdashError, AgentdashWarning, UserError
from agentdash.push.apply import Outcome
from agentdash.push.compare import ABSENT, Change
from agentdash.push.connection import Connection
from agentdash.push.steps import Step
from agentdash.settings import Settings
from agentdash.signals import Signal

if TYPE_CHECKING:
    from agentdash.push.desired import DesiredState
    from agentdash.push.server import Server
    from agentdash.push.steps import PlannedSteps

__all__ = [
    "ABSENT", "AgentdashError", "AgentdashWarning", "Applied", "Change", "Connection", "Outcome", "Plan", "Project", "Settings",
    "Signal", "Step", "UserError", "connect", "load",
]


def load(path: str | Path | None = None, env: Mapping[str, str] | None = None) -> Project:
    """Read a settings file: `agentdash.yaml` here unless told, and the defaults when there is none.

    `env` fills `${NAME}` in the settings, gives a plan its secrets, and names the Grafana where nothing else does; it is this
    process's environment unless given. Raises UserError, one line with file and place, for anything that is wrong in the file.
    """
    from agentdash import extensions

    known = dict(os.environ if env is None else env)
    file = None if path is None else Path(path)
    return Project(extensions.load(*([file] if file else []), env=known), str(file or "agentdash.yaml"), known)


def connect(
    url: str, *, token: str = "", user: str = "", password: str = "", org_id: int | None = None, ca_file: str = "",
    client_cert: str = "", client_key: str = "", insecure: bool = False, timeout: float = 30.0,
) -> Connection:
    """A Grafana to plan for; nothing is asked of it yet. `timeout` is in seconds, for one request.

    Raises UserError for what is no http or https URL, and for a token or a login that cannot be one.
    """
    from agentdash.push import connection, secrets

    guard = secrets.Guard()
    address, login = connection.clean_url(url, "url", guard)
    if token and user:
        raise UserError("connect: a token and a user; give one of them")
    if bool(user) != bool(password):
        raise UserError("connect: a user needs a password, and a password a user")
    guard.learn_login(user, password)
    auth = connection.check_token(token, "token", guard) if token else (user, password) if user else login
    return Connection(
        address, "url", auth, "user" if user else "token", org_id, "org_id", ca_file or None, client_cert or None, client_key or None,
        insecure, timeout, guard=guard,
    )


@dataclass(frozen=True)
class Project:
    """One settings file and everything that it means.

    `settings` are frozen dataclasses with the keys of `settings.md`; `file` is what messages call them.
    """

    settings: Settings
    file: str
    _env: Mapping[str, str] = field(default_factory=dict, repr=False)

    def build(self) -> dict[str, bytes]:
        """Every file that `agentdash build` writes, by its path below the output directory; nothing is written.

        The same settings give the same bytes. Raises AgentdashError for what cannot be built.
        """
        from agentdash.build import artifacts

        return artifacts(self.settings)

    def check(self, directory: str | Path) -> list[str]:
        """One line for each file in `directory` that is not what the settings say: `+ path`, `~ path` or `- path` for what a build
        would add, change or remove.

        Raises UserError for a file that cannot be read.
        """
        from agentdash.build import compare

        return [f"{sign} {path}" for sign, path in compare(self.build(), Path(directory)).signed()]

    @cached_property
    def signals(self) -> Mapping[str, Signal]:
        """What is measured, by name, as `signals.md` lists it: each has `name`, `title`, `unit`, `meaning`, `labels` and `measured`."""
        from agentdash.signals import bind

        return {signal.name: signal for signal in bind(self.settings)}

    @cached_property
    def dashboards(self) -> Mapping[str, dict[str, Any]]:
        """The dashboards that the settings ask for, by name, as the JSON that Grafana takes."""
        import json

        from agentdash.dashboards import as_saved, dashboards
        from agentdash.grafana import json_text

        return {name: json.loads(json_text.dumps(as_saved(one))) for name, one in dashboards(self.settings).items()}

    def plan(
        self, grafana: Connection | str | None = None, *, only: Sequence[str] = (), prune: bool = False, force: bool = False,
        adopt: Sequence[str] = (), secrets: bool = False,
    ) -> Plan:
        """Compare a Grafana with the settings, by GET requests only.

        `grafana` is a connection, the name of one of the settings' targets, or None for the one in GRAFANA_URL or the only target.
        `only` holds kinds, uids or patterns of uids; `prune` deletes what an earlier push wrote and is no longer wanted; `force`
        overwrites edits; `adopt` holds uids to take over; `secrets` sends datasources' secrets again. Raises AgentdashError when no
        comparison is possible; what goes wrong with one resource is that one's step.
        """
        from agentdash import targets
        from agentdash.build import for_push
        from agentdash.push import artifacts, plan
        from agentdash.push.client import Client
        from agentdash.push.server import Server
        from agentdash.push.steps import Options

        for name, given in (("only", only), ("adopt", adopt)):
            if isinstance(given, str):
                raise UserError(f"plan: {name} is a text; write a list, e.g. {name}=[{given!r}]")
        wanted = self.settings
        if isinstance(grafana, Connection):
            connection = grafana
        elif grafana is not None and "://" in grafana:
            raise UserError("plan: a URL is no target's name; write agentdash.connect(url, token=...)")
        else:
            connection = targets.find(grafana, lambda: self.settings.targets, self.file, self._env)
            name = targets.chosen(grafana, self.settings.targets, self._env)
            wanted = wanted.for_target(name) if name else wanted
        desired = artifacts.from_mapping(for_push(wanted))
        with connection.guard.hiding():
            server = Server(Client(connection))
            made = plan.make(server, desired, Options(tuple(only), prune, force, secrets, tuple(adopt)))
        return Plan(server, desired, made, self._env)


class Plan:
    """What a push would do to one Grafana, as it was when it was looked at. `str(plan)` is what `agentdash diff` prints."""

    def __init__(self, server: Server, desired: DesiredState, made: PlannedSteps, env: Mapping[str, str]) -> None:
        """Made by `Project.plan`."""
        self._server, self._desired, self._made, self._env = server, desired, made, env
        self._applied = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every resource and what happens to it, in the order of writing."""
        return self._made.steps

    @property
    def differs(self) -> bool:
        """Whether Grafana is not as the settings say."""
        return any(step.differs for step in self.steps)

    @property
    def exit_code(self) -> int:
        """That of `agentdash diff`: 0 nothing differs, 1 something does, 2 something could not be read."""
        from agentdash.push import exit_codes

        return exit_codes.of_diff(self._made)

    def apply(self, message: str = "agentdash", progress: Callable[[Outcome, int, int], None] | None = None) -> Applied:
        """Carry it out, once. What fails does not stop the others.

        `message` goes into the dashboards' histories. `progress` is told each outcome, its number and how many there will be, from
        the threads that do the work. Raises UserError, before anything is written, for a secret that is not set, and for a plan
        that was carried out already.
        """
        from agentdash.push import apply, exit_codes

        if self._applied:
            raise UserError("this plan was applied already; make a new one")
        with self._server.client.connection.guard.hiding():
            values = apply.resolve_secrets(self._made, self._env, self._server)
            self._applied = True
            told = progress or (lambda outcome, number, of: None)
            outcomes = tuple(apply.apply(self._server, self._made, self._desired, values, message[:500], told))
        return Applied(outcomes, exit_codes.of_push(self._made, outcomes), "\n".join(self._hidden(self._results(outcomes))))

    def __str__(self) -> str:
        from agentdash.push import text_report

        return "\n".join(self._hidden(text_report.plan(self._made)))

    def _results(self, outcomes: Sequence[Outcome]) -> list[str]:
        from agentdash.push import text_report

        return list(text_report.results(self._made, outcomes))

    def _hidden(self, lines: Any) -> list[str]:
        return [self._server.client.connection.guard.hide(line) for line in lines]


@dataclass(frozen=True)
class Applied:
    """What became of a plan: how each step that writes ended, and the exit code of `agentdash push`.

    `exit_code` is 0 when all is as wanted, 3 when some of it failed or was blocked, 2 when nothing could be done.
    `str(applied)` is what `agentdash push` prints at its end.
    """

    outcomes: tuple[Outcome, ...]
    exit_code: int
    _text: str = field(default="", repr=False)

    def __str__(self) -> str:
        return self._text
