"""What `diff`, `push`, `pull` and `destroy` share: which Grafana, as whom, with what, and how it is told."""

from __future__ import annotations

import functools
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agentdash.cli.options import config_option
from agentdash.errors import UserError

if TYPE_CHECKING:
    from agentdash.push.client import Client
    from agentdash.push.connection import Connection
    from agentdash.push.desired import DesiredState
    from agentdash.push.server import Server
    from agentdash.settings import Settings

_COLOURS = {"+": "green", "-": "red", "~": "yellow", "!": "magenta", "x": "red"}


@dataclass(frozen=True)
class GrafanaOptions:
    """The options that all four commands take."""

    config: tuple[Path, ...]
    dist: Path | None
    target: str | None
    only: tuple[str, ...]
    as_json: bool
    verbose: bool

    @cached_property
    def settings(self) -> Settings:
        """Those of `config`, read when they are first needed. Raises UserError."""
        from agentdash.extensions import load

        return load(*self.config)


def grafana_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of `GrafanaOptions`; the command gets them as one argument, `options`."""
    options = [
        config_option,
        click.option("--dist", type=click.Path(path_type=Path), metavar="DIR",
                     help="Take what `agentdash build` wrote into DIR, instead of building from the settings."),
        click.option("--target", metavar="NAME", help="A Grafana of the settings' targets. Otherwise the one in GRAFANA_URL."),
        click.option("--only", multiple=True, metavar="WHAT",
                     help="Only these: folders, datasources, dashboards, alerts, a uid or a pattern of uids. May be repeated."),
        click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, for machines."),
        click.option("-v", "--verbose", is_flag=True, help="Tell each request on stderr."),
    ]

    # `wraps` keeps the command's docstring and the options that it has already.
    @functools.wraps(command)
    def gathered(config: tuple[Path, ...], dist: Path | None, target: str | None, only: tuple[str, ...], as_json: bool,
                 verbose: bool, **rest: Any) -> Any:
        return command(GrafanaOptions(config, dist, target, only, as_json, verbose), **rest)

    made: Callable[..., Any] = gathered
    for option in reversed(options):
        made = option(made)
    return made


def desired_state(options: GrafanaOptions) -> DesiredState:
    """What Grafana should have. Raises UserError."""
    from agentdash.push import artifacts

    if options.dist is not None:
        return artifacts.from_directory(options.dist)
    from agentdash import targets
    from agentdash.build import for_push

    settings = options.settings
    name = targets.chosen(options.target, settings.targets, os.environ)
    return artifacts.from_mapping(for_push(settings.for_target(name) if name in settings.targets else settings))


@contextmanager
def connected(options: GrafanaOptions) -> Iterator[Server]:
    """A Grafana that answered. Nothing that leaves here holds a secret: not an error, not with --verbose."""
    from agentdash.push.client import Client
    from agentdash.push.server import Server

    connection = find_connection(options)
    with connection.guard.hiding():
        yield Server(Client(connection, _log(connection) if options.verbose else None))


def find_connection(options: GrafanaOptions, env: Mapping[str, str] = os.environ) -> Connection:
    """The Grafana that was asked for. Raises UserError."""
    from agentdash import targets

    file = ", ".join(map(str, options.config)) or "agentdash.yaml"
    return targets.find(options.target, lambda: options.settings.targets, file, env)


def print_lines(lines: Iterable[str], client: Client) -> None:
    """Print lines of a plan, coloured by their sign on a terminal that wants colour."""
    for line in lines:
        line = client.connection.guard.hide(line)
        sign = line.lstrip()[:1]
        colour = None if os.environ.get("NO_COLOR") else _COLOURS.get(sign if line.lstrip()[1:2] == " " else "")
        click.secho(line, fg=colour)


def print_json(document: Mapping[str, Any]) -> None:
    """Print the one document."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def heading(server: Server) -> str:
    """Which Grafana this is."""
    return f"Grafana {server.client.connection.url} ({server.told_version})"


def progress(options: GrafanaOptions) -> Callable[[str], None]:
    """Tell a person at a terminal what goes on; say nothing to anybody else."""
    if options.as_json or not sys.stderr.isatty():
        return lambda text: None
    return lambda text: click.echo(text, err=True)


def confirmed(question: str, yes: bool, options: GrafanaOptions) -> bool:
    """Whether to go on: --yes, or a yes at the terminal. Raises UserError where nobody can be asked."""
    if yes:
        return True
    if options.as_json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UserError("nobody to ask at this terminal; look at it with --dry-run, then say --yes")
    return click.confirm(question, err=True)


def _log(connection: Connection) -> Callable[[str, str, int, float], None]:
    def log(method: str, where: str, status: int, seconds: float) -> None:
        line = f"{method} {where} {status or 'no answer'} {seconds * 1000:.0f} ms"
        click.echo(re.sub(r"\s+", " ", connection.guard.hide(line)), err=True)

    return log
