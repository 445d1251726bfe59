"""Prices in a file of their own: `pricing: pricing.yaml`, beside the settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agentdash.errors import UserError
from agentdash.settings import document, schema
from agentdash.settings.place import Place


def read(name: str, at: Place) -> tuple[Mapping[str, Any], Place]:
    """Return the file's checked data and its own place. A relative name counts from the settings file's folder.

    Raises UserError when it cannot be read or breaks the schema of `pricing`.
    """
    path = Path(at.file).parent / name
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        at.fail(f'"{name}" cannot be read ({error.strerror})', "write the path from this file's folder, or the prices themselves")
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: byte {error.start + 1}: not UTF-8; save the file as UTF-8") from None
    read = document.parse(text, str(path))
    check(read, str(path))
    return read.data, Place(str(path), (), at.document)


def check(read: document.Document, file: str) -> None:
    """Raise UserError with the first thing in a file of prices that the schema of `pricing` does not allow."""
    if not read.data:
        return
    import jsonschema

    from agentdash.settings import formats, problems

    whole = schema.load()
    own = {"$defs": whole["$defs"], **whole["$defs"]["pricing"], "type": "object"}
    validator = jsonschema.Draft202012Validator(own, format_checker=formats.checker())
    found = [problem for error in validator.iter_errors(read.data) for problem in problems.explain(error)]
    if found:
        min(found, key=lambda problem: (problem.line(read.lines), len(problem.path), str(problem.path))).fail(file)
