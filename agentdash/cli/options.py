"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path

import click

config_option = click.option(
    "-c", "--config", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="Settings; agentdash.yaml here, or the defaults, unless given. May be repeated: what a later file says wins.")
