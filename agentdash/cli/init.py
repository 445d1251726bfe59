"""`agentdash init`."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

import click

from agentdash.errors import UserError


@click.command("init")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("agentdash.yaml"), show_default=True,
              metavar="FILE", help="Where to write it.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def command(output: Path, force: bool) -> None:
    """Write a commented agentdash.yaml to start from.

    Every line is a default or an example, commented out: the file changes nothing until you change it.
    """
    text = files("agentdash.settings").joinpath("template.yaml").read_bytes()
    try:
        # O_EXCL leaves the decision to the file system, so that two `init` at once cannot both win.
        flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if force else os.O_EXCL)
        with os.fdopen(os.open(output, flags, 0o644), "wb") as file:
            file.write(text)
    except FileExistsError:
        raise UserError(f"{output}: exists already; use --force to replace it, or -o FILE to write another") from None
    except OSError as error:
        raise UserError(f"{output}: cannot be written: {error.strerror}; check the path and its permissions") from None
    click.echo(f"wrote {output}; next: agentdash build -c {output}")
