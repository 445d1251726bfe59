"""`agentdash init`."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

import click

from agentdash.errors import UserError
from agentdash.forms.compose import STACKS
from agentdash.settings import schema


@click.command("init")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("agentdash.yaml"), show_default=True,
              metavar="FILE", help="Where to write it.")
@click.option("--compose", "stack", type=click.Choice(tuple(STACKS)),
              help="Also write compose.yaml and dist/ beside it, ready for `docker compose up`: "
                   + "; ".join(f"{name}: {what}" for name, what in STACKS.items()) + ".")
@click.option("--force", is_flag=True, help="Replace files that are there.")
def command(output: Path, stack: str | None, force: bool) -> None:
    """Write a commented agentdash.yaml to start from.

    Every line is a default or an example, commented out: the file changes nothing until you change it. With --compose the
    few lines that fit the stack are set. agentdash.schema.json goes beside it, where editors find it.
    """
    if stack is None:
        _write({output: files("agentdash.settings").joinpath("template.yaml").read_bytes(), output.parent / schema.FILE: schema.text().encode()}, force)
        click.echo(f"wrote {output}; next: agentdash build -c {output}")
        return
    from agentdash.build import artifacts, write
    from agentdash.extensions import load
    from agentdash.forms import compose

    text, settings = compose.stack(stack)
    beside = output.parent
    _write({output: settings, output.parent / schema.FILE: schema.text().encode(), beside / "compose.yaml": text}, force)
    written = write(artifacts(load(output)), beside / "dist")
    click.echo(f"wrote {output}, {beside / 'compose.yaml'} and {len(written.added) + len(written.changed)} files in {beside / 'dist'}")
    click.echo("next: docker compose up -d, send your agents' OTLP to http://localhost:4318, open http://localhost:3000")
    click.echo("or, with made-up agents to look at: docker compose --profile demo up -d")


def _write(texts: dict[Path, bytes], force: bool) -> None:
    """Write every file, or none where one of them is there already; a schema of agentdash's own may be replaced."""
    replaced = {path for path in texts if path.exists() and (force or (path.name == schema.FILE and schema.is_ours(path)))}
    for path in texts.keys() - replaced:
        if path.exists():
            raise UserError(f"{path}: exists already; use --force to replace it, or -o FILE to write another")
    for path, text in texts.items():
        try:
            # O_EXCL leaves the decision to the file system, so that two `init` at once cannot both win.
            flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if path in replaced else os.O_EXCL)
            with os.fdopen(os.open(path, flags, 0o644), "wb") as file:
                file.write(text)
        except FileExistsError:
            raise UserError(f"{path}: exists already; use --force to replace it, or -o FILE to write another") from None
        except OSError as error:
            raise UserError(f"{path}: cannot be written: {error.strerror}; check the path and its permissions") from None
