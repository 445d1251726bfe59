"""Pushes against a fake Grafana, through the library and through the command line."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

from agentdash import cli
from agentdash.push import apply, connection, exit_codes, plan
from agentdash.push.apply import Outcome
from agentdash.push.client import Client
from agentdash.push.desired import DesiredState
from agentdash.push.server import Server
from agentdash.push.steps import Options, PlannedSteps
from tests.push.built import ENV
from tests.push.fake import FakeGrafana

TOKEN = "glsa_test"


def connect(fake: FakeGrafana, **more: Any) -> Server:
    """A server without pauses between tries."""
    found = connection.from_environment({"GRAFANA_URL": fake.url, "GRAFANA_TOKEN": TOKEN})
    return Server(Client(replace(found, **{"pause": 0.0, "timeout": 5.0, **more})))


@dataclass
class Pushed:
    plan: PlannedSteps
    outcomes: list[Outcome]
    code: int

    @property
    def blocked(self) -> dict[str, str]:
        return {step.uid: step.reason for step in self.plan.of("blocked")}

    @property
    def failed(self) -> dict[str, str]:
        return {one.step.uid: one.reason for one in self.outcomes if one.result != "done"} | {s.uid: s.reason for s in self.plan.of("failed")}


def push(fake: FakeGrafana, wanted: DesiredState, options: Options | None = None, env: dict[str, str] = ENV, **more: Any) -> Pushed:
    server = connect(fake, **more)
    made = plan.make(server, wanted, options or Options())
    outcomes = apply.apply(server, made, wanted, apply.resolve_secrets(made, env, server), "test")
    return Pushed(made, outcomes, exit_codes.of_push(made, outcomes))


def diff(fake: FakeGrafana, wanted: DesiredState, options: Options | None = None) -> PlannedSteps:
    return plan.make(connect(fake), wanted, options or Options())


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def line(self) -> str:
        """The only line on stderr."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


def run(*arguments: str, env: dict[str, str] | None = None, pause: float = 0.0) -> Ran:
    """The command line in this process, with only these variables of Grafana's."""
    out, err = io.StringIO(), io.StringIO()
    clean = dict.fromkeys(("GRAFANA_URL", "GRAFANA_TOKEN", "GRAFANA_USER", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "")
    with (
        mock.patch.dict("os.environ", {**clean, "NO_PROXY": "*", **ENV, **(env or {})}),
        mock.patch.object(connection.Connection, "pause", pause), mock.patch.object(connection.Connection.__init__, "__defaults__", _without_pause(pause)),
        contextlib.redirect_stdout(out), contextlib.redirect_stderr(err),
    ):
        code = cli.run(list(arguments))
    return Ran(code, out.getvalue(), err.getvalue())


def _without_pause(pause: float) -> tuple[Any, ...]:
    return tuple(pause if value == 0.5 else value for value in connection.Connection.__init__.__defaults__)


def on_disk(files: dict[str, bytes], directory: Path) -> Path:
    for path, content in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_bytes(content)
    return directory
