"""`agentdash texts`."""

from __future__ import annotations

from pathlib import Path

import click

from agentdash.cli.options import config_option
from agentdash.errors import UserError

_HEAD = """\
# Texts of the dashboards and alerts, by key; names in {{braces}} stay as they are. Translate what you like, and name this file in the settings: texts: {name}
# `agentdash texts` writes it again, with what is translated already and what has come since.
"""


@click.command("texts")
@config_option
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write; without it, on stdout.")
@click.option("--missing", is_flag=True, help="Only what the settings' file of texts does not have.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there and not the settings' file of texts.")
def command(config: tuple[Path, ...], output: Path | None, missing: bool, force: bool) -> None:
    """Write titles and descriptions of dashboards and alerts to a file, for another language.

    What the settings' file of texts has already stays as it is there.
    """
    from dataclasses import replace

    from agentdash import yaml_text
    from agentdash.alerts import alert_texts
    from agentdash.dashboards import dashboards
    from agentdash.extensions import load
    from agentdash.settings import texts

    settings = load(*config)
    wanted = {name: one.texts for name, one in dashboards(replace(settings, texts={}, panels=())).items()} | alert_texts(settings)
    found = texts.without(wanted, settings.texts) if missing else texts.merged(wanted, settings.texts)
    name = output.name if output else Path(settings.texts_file or "de.yaml").name
    text = yaml_text.dumps(found, _HEAD.format(name=name), sort_keys=False, blocks=True)
    if output is None:
        click.echo(text.decode(), nl=False)
        return
    theirs = settings.texts_file and output.resolve() == Path(settings.texts_file).resolve()
    if output.exists() and not (force or theirs):
        raise UserError(f"{output}: exists already; use --force to replace it, or name it in the settings (texts: {output.name}) to add to it")
    staged = output.with_name(f".{output.name}.new")
    try:
        staged.write_bytes(text)
        staged.replace(output)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise UserError(f"{output}: cannot be written: {error.strerror}; check the path and its permissions") from None
    click.echo(f"wrote {output}; translate it, and write texts: {output.name} in the settings")
