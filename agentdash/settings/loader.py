"""Settings files on disk to `Settings`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from agentdash.backends import BACKENDS
from agentdash.errors import UserError
from agentdash.settings import (
    alerts,
    budgets,
    collector,
    datasources,
    extensions,
    files,
    grafana,
    judged,
    kubernetes,
    long_ranges,
    panels,
    pricing,
    schema,
    signals,
    targets,
    telemetry,
)
from agentdash.settings.additions import NOTHING, Additions, Defaults
from agentdash.settings.environment import Filling
from agentdash.settings.given import Given, Problem
from agentdash.settings.model import Settings
from agentdash.settings.place import Place

DEFAULT_FILE = Path("agentdash.yaml")
_MOST_PROBLEMS = 20

# Each has a definition in schema.json.
SECTIONS: dict[str, Callable[[Any, Place], Any]] = {
    "grafana": grafana.from_raw, "datasources": datasources.from_raw, "telemetry": telemetry.from_raw,
    "collector": collector.from_raw, "pricing": pricing.from_raw, "budgets": budgets.from_raw, "alerts": alerts.from_raw,
    "targets": targets.from_raw, "kubernetes": kubernetes.from_raw,
    "signals": signals.from_raw, "panels": panels.from_raw,
}


class Loaded(NamedTuple):
    """The settings, and what they were made from: the files, and the whole document with its defaults."""

    settings: Settings
    given: Given
    whole: Mapping[str, Any]
    variables: Mapping[tuple[str | int, ...], tuple[str, ...]]


Extend = Callable[[tuple[extensions.ExtensionName, ...]], Additions]
"""What the room of the extensions does: names to what they add. Raises UserError."""


def load(*paths: Path, env: Mapping[str, str] = os.environ, extend: Extend | None = None) -> Settings:
    """Read settings from files, of which a later one wins; without any from `agentdash.yaml` here, or the defaults if there is none.

    Raises UserError, one line with file and place for each thing that is wrong. Without ``extend`` settings that name extensions are
    read and cannot be built: :func:`agentdash.extensions.load` is for all who build.
    """
    return read(*paths, env=env, extend=extend).settings


def read(*paths: Path, env: Mapping[str, str] = os.environ, extend: Extend | None = None) -> Loaded:
    """As :func:`load`, with what the settings were made from. Raises UserError."""
    if not paths and DEFAULT_FILE.exists():
        paths = (DEFAULT_FILE,)
    return _read({str(path): files.text(path) for path in paths} or {"defaults": ""}, env, extend=extend)


def parse(text: str, file: str, env: Mapping[str, str] = os.environ) -> Settings:
    """Turn the text of a settings file into `Settings`; `file` is its name in messages. Raises UserError."""
    return _read({file: text}, env).settings


@cache
def defaults(backend: str) -> Mapping[str, Any]:
    """Every section where a file says nothing but the name of the backend."""
    # A text of ours needs no check, and the checker is a third of a build's imports.
    made = _read({"defaults": f"backend: {backend}"}, {}, check=False).settings
    return {field.name: getattr(made, field.name) for field in fields(made) if field.name != "backend"}


def _read(texts: Mapping[str, str], env: Mapping[str, str], check: bool = True, extend: Extend | None = None) -> Loaded:
    given, problems = Given(tuple(texts)), list[Problem]()
    for name, text in texts.items():
        files.add(given, text, name, env, problems)
    names = extensions.named(given)
    additions = extend(names) if extend and names else NOTHING
    if below := additions.of(Defaults):
        # What an organisation says counts where nobody says otherwise, so it is read first.
        given, problems = Given((*(one.name for one in below), *texts)), list[Problem]()
        for one in below:
            files.add(given, one.text, one.name, env, problems)
        for name, text in texts.items():
            files.add(given, text, name, env, problems)
    filling = Filling(env, problems=problems)
    data = filling.fill(given.data, schema.load())
    judged.share(data, given, problems)
    if data and check:
        # A value whose variable is missing is wrong already.
        unfilled = {problem.path for problem in problems}
        problems += [problem for problem in schema.problems(data) if problem.path not in unfilled]
    wrong = {problem.path[0] for problem in problems if problem.path}
    whole = schema.complete({key: value for key, value in data.items() if key not in wrong}, schema.load())
    at = Place(given, whole, (), problems)
    sections = {name: build(whole[name], at[name]) for name, build in SECTIONS.items()}
    hourly = long_ranges.from_raw(whole["long_ranges"], at["long_ranges"])
    texts_file, translated = files.texts(whole["texts"], at["texts"])
    if problems:
        lines = given.lines(problems)
        more = len(lines) - _MOST_PROBLEMS
        raise UserError("\n".join([*lines[:_MOST_PROBLEMS], *([f"{more} more problems; mend these first"] if more > 0 else [])]))
    return Loaded(Settings(
        BACKENDS[whole["backend"]], dashboards=tuple(whole["dashboards"]), long_ranges=hourly, outputs=tuple(whole["outputs"]), texts=translated, texts_file=texts_file,
        extensions=extensions.texts(names), additions=additions, **sections), given, whole, filling.variables)
