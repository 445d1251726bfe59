"""Settings files as they are read: the ones that were named, and the file of prices that one of them may name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agentdash.errors import UserError
from agentdash.settings import document
from agentdash.settings.environment import Filling
from agentdash.settings.given import Given, Origin, Problem
from agentdash.settings.place import Place

PRICING = "pricing"


def text(path: Path) -> str:
    """The text of a settings file. Raises UserError when it cannot be read."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise UserError(f"{path}: no such file; `agentdash init` writes one") from None
    except IsADirectoryError:
        raise UserError(f"{path}: a directory, not a file; write e.g. {path / 'agentdash.yaml'}") from None
    except UnicodeDecodeError as error:
        raise _not_utf_8(path, error) from None
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}; check the path and its permissions") from None


def add(given: Given, text: str, name: str, env: Mapping[str, str], problems: list[Problem]) -> None:
    """Merge one file into what is given, with the file of prices that it names: `pricing: pricing.yaml`, from its own folder.

    Raises UserError for what is not YAML.
    """
    read = document.parse(text, name)
    named = read.data.get(PRICING)
    if not isinstance(named, str) or not named:
        given.merge(read, name)
        return
    given.origins[PRICING,] = Origin(name, read.lines[PRICING,], (PRICING,))
    given.merge(document.Document({key: value for key, value in read.data.items() if key != PRICING}, read.lines, read.blank), name)
    filling = Filling(env)
    path = Path(name).parent / filling.fill(named, {})
    if filling.problems:
        problems += [problem._replace(path=(PRICING,)) for problem in filling.problems]
        return
    try:
        prices = document.parse(path.read_text("utf-8-sig"), str(path))
    except OSError as error:
        problems.append(Problem((PRICING,), f'"{named}" cannot be read ({error.strerror})',
                                "write the path from this file's folder, or the prices themselves"))
    except UnicodeDecodeError as error:
        raise _not_utf_8(path, error) from None
    else:
        given.merge(prices, str(path), PRICING)


def texts(named: str, at: Place) -> tuple[str, dict[str, Any]]:
    """The file of texts that the settings name, from their own folder, and what it holds; nothing where they name none.

    One that cannot be read is a problem. Raises UserError for what is not YAML.
    """
    if not named:
        return "", {}
    path = Path(at.file).parent / named
    try:
        found = document.parse(path.read_text("utf-8-sig"), str(path)).data
        _only_texts(found, (), str(path))
        return str(path), found
    except OSError as error:
        at.wrong(f'"{named}" cannot be read ({error.strerror})', "write the path from this file's folder; `agentdash texts` writes one")
    except UnicodeDecodeError as error:
        raise _not_utf_8(path, error) from None
    return "", {}


def _only_texts(value: Any, path: document.Path, name: str) -> None:
    """Raises UserError for what is neither a text nor a section of them."""
    if isinstance(value, dict):
        for key, item in value.items():
            _only_texts(item, (*path, key), name)
    elif not isinstance(value, str):
        raise UserError(f"{name}: {document.dotted(path)}: not a text; write it in quotes, or leave it out")


def _not_utf_8(path: Path, error: UnicodeDecodeError) -> UserError:
    return UserError(f"{path}: byte {error.start + 1}: not UTF-8; save the file as UTF-8")
