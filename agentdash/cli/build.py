"""`agentdash build`."""

from __future__ import annotations

from pathlib import Path

import click

from agentdash.cli.options import config_option
from agentdash.errors import Findings
from agentdash.settings.model import OUTPUTS


@click.command("build")
@config_option
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("dist"), show_default=True, metavar="DIR",
              help="Where to write.")
@click.option("--for", "outputs", multiple=True, type=click.Choice(OUTPUTS),
              help="Write this form too, beside those of `outputs` in the settings.")
@click.option("--check", is_flag=True, help="Write nothing; list what differs from DIR, and exit 1 if anything does.")
def command(config: tuple[Path, ...], output: Path, outputs: tuple[str, ...], check: bool) -> None:
    """Write dashboards, datasources, alerts and the collector configuration.

    The same settings always give the same bytes. Files in DIR that agentdash did not write are left alone; those that
    it wrote and that the settings no longer ask for are removed.
    """
    from dataclasses import replace

    from agentdash.build import artifacts, differences, write
    from agentdash.settings import load

    settings = load(*config)
    made = artifacts(replace(settings, outputs=tuple(dict.fromkeys((*settings.outputs, *outputs)))))
    if check:
        lines = differences(made, output)
        for line in lines:
            click.echo(line)
        if lines:
            files = "1 file is" if len(lines) == 1 else f"{len(lines)} files are"
            raise Findings(f"{output}: {files} not what the settings say; run `agentdash build`")
        return
    written = write(made, output)
    for room in dict.fromkeys(path.split("/")[0] for path in made):
        inside = [path for path in made if path.split("/")[0] == room]
        if inside != [room]:
            files = "1 file" if len(inside) == 1 else f"{len(inside)} files"
            click.echo(f"{output / room!s:<24} {files}")
    click.echo(f"{output}: {len(written.changed)} written, {len(written.unchanged)} unchanged, {len(written.removed)} removed")
