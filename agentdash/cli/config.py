"""`agentdash config`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agentdash.cli.options import config_option

if TYPE_CHECKING:
    from agentdash.settings.document import Path as Keys


@click.command("config")
@config_option
@click.option("--target", metavar="NAME", help="With the datasources of this target.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document: key, value, and where it comes from.")
def command(config: tuple[Path, ...], target: str | None, as_json: bool) -> None:
    """Print the settings as they count, and where each comes from: a file's line, an environment variable, or a default.

    What is printed is a settings file. Secrets stay references, and nothing is resolved that files do not hold.
    """
    from agentdash.errors import UserError
    from agentdash.extensions import read
    from agentdash.settings import effective

    loaded = read(*config)
    if target is not None and target not in loaded.settings.targets:
        raise UserError(f"--target {target}: no such target; known: {', '.join(loaded.settings.targets) or 'none'}")
    document = effective.document(loaded, target)
    if as_json:
        click.echo(json.dumps([{"key": effective.name(path), "value": value, "from": effective.source(loaded, path, target)}
                               for path, value in _leaves(document, ())], indent=2, ensure_ascii=False))
        return
    for line, path in _lines(document, (), 0):
        click.echo(f"{line:<60} # {effective.source(loaded, path, target)}" if path is not None else line)


def _leaves(value: Any, path: Keys) -> Iterator[tuple[Keys, Any]]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    else:
        yield path, value


def _lines(section: Mapping[str, Any], path: Keys, depth: int) -> Iterator[tuple[str, Keys | None]]:
    for key, value in section.items():
        here = (*path, key)
        if isinstance(value, Mapping) and value:
            yield f"{'  ' * depth}{_text(key)}:", None
            yield from _lines(value, here, depth + 1)
        else:
            yield f"{'  ' * depth}{_text(key)}: {_text(value)}", here


def _text(value: Any) -> str:
    """A value on one line, as YAML has it."""
    import yaml

    return yaml.safe_dump(value, default_flow_style=True, width=10_000, allow_unicode=True).removesuffix("\n...\n").strip()
