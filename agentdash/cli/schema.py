"""`agentdash schema`."""

from __future__ import annotations

import click

from agentdash.settings import schema


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of agentdash.yaml, for editors.

    \b
    Save it and begin the settings file with
    # yaml-language-server: $schema=agentdash.schema.json
    """
    click.echo(schema.text(), nl=False)
