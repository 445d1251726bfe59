"""A settings file on disk to `Settings`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agentdash.backends import BACKENDS
from agentdash.errors import UserError
from agentdash.settings import (
    alerts,
    budgets,
    collector,
    datasources,
    document,
    environment,
    grafana,
    kubernetes,
    pricing,
    schema,
    targets,
    telemetry,
)
from agentdash.settings.model import DASHBOARDS, Settings
from agentdash.settings.place import Place

DEFAULT_FILE = Path("agentdash.yaml")

# Each has `from_raw(raw, at) -> section`, and a definition in schema.json.
SECTIONS = {
    "grafana": grafana, "datasources": datasources, "telemetry": telemetry, "collector": collector,
    "pricing": pricing, "budgets": budgets, "alerts": alerts, "targets": targets,
    "kubernetes": kubernetes,
}
_EMPTY: dict[str, Any] = {"budgets": []}


def load(path: Path | None = None, env: Mapping[str, str] = os.environ) -> Settings:
    """Read settings from `path`; without one from `agentdash.yaml` here, or the defaults when there is none.

    Raises UserError, one line with file and place, for anything wrong in it.
    """
    if path is None:
        if not DEFAULT_FILE.exists():
            return parse("", "defaults", env)
        path = DEFAULT_FILE
    return parse(_read(path), str(path), env)


def parse(text: str, file: str, env: Mapping[str, str] = os.environ) -> Settings:
    """Turn the text of a settings file into `Settings`; `file` is its name in messages. Raises UserError."""
    read = document.parse(text, file)
    data: dict[str, Any] = read.data
    if data:
        data = environment.fill(data, schema.load(), schema.load(), env, Place(file))
        schema.check(data, read.lines, file)
    root = Place(file, (), data)
    sections = {name: section.from_raw(data.get(name, _EMPTY.get(name, {})), root[name]) for name, section in SECTIONS.items()}
    return Settings(
        backend=BACKENDS[data["backend"]] if "backend" in data else Settings.backend,
        dashboards=tuple(data.get("dashboards", DASHBOARDS)),
        outputs=tuple(data.get("outputs", ())),
        **sections,
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise UserError(f"{path}: no such file; `agentdash init` writes one") from None
    except IsADirectoryError:
        raise UserError(f"{path}: a directory, not a file; write e.g. {path / 'agentdash.yaml'}") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: byte {error.start + 1}: not UTF-8; save the file as UTF-8") from None
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}; check the path and its permissions") from None
