"""The JSON Schema of agentdash.yaml: loaded once, and used to check a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from agentdash.settings.document import Path


def text() -> str:
    """Return the schema as it ships, for editors."""
    return files("agentdash.settings").joinpath("schema.json").read_text("utf-8")


@cache
def load() -> dict[str, Any]:
    """Return the schema as data. Nobody may change it."""
    return json.loads(text())


def check(data: Mapping[str, Any], lines: Mapping[Path, int], file: str) -> None:
    """Raise UserError with the first problem, in the file's order, that the schema finds in `data`."""
    # Only a settings file pays for this import; the defaults need no check.
    import jsonschema

    from agentdash.settings import formats, problems

    validator = jsonschema.Draft202012Validator(load(), format_checker=formats.checker())
    found = [problem for error in validator.iter_errors(data) for problem in problems.explain(error)]
    if found:
        first = min(found, key=lambda problem: (problem.line(lines), len(problem.path), str(problem.path)))
        first.fail(file)
