"""`agentdash build`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from agentdash.cli.options import config_option
from agentdash.errors import Findings
from agentdash.settings.model import OUTPUTS

_PRICED = {"collector": "charged by the Collector, per call", "rules": "multiplied by recording rules, rules/prices.yml",
           "inline": "written into the queries"}


@click.command("build")
@config_option
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("dist"), show_default=True, metavar="DIR",
              help="Where to write.")
@click.option("--for", "outputs", multiple=True, type=click.Choice(OUTPUTS),
              help="Write this form too, beside those of `outputs` in the settings.")
@click.option("--check", is_flag=True, help="Write nothing; list what differs from DIR, and exit 1 if anything does.")
@click.option("--diff", "show_diff", is_flag=True, help="Show each change as a unified diff.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but warnings and errors.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, for machines.")
@click.option("--force", is_flag=True, help="Replace also files in DIR that agentdash did not write.")
def command(config: tuple[Path, ...], output: Path, outputs: tuple[str, ...], check: bool, show_diff: bool, quiet: bool, as_json: bool,
            force: bool) -> None:
    """Write dashboards, datasources, alerts and the collector configuration.

    The same settings always give the same bytes. Files in DIR that agentdash did not write are left alone; those that
    it wrote and that the settings no longer ask for are removed.
    """
    from dataclasses import replace

    from agentdash.build import artifacts, compare, difference, write
    from agentdash.extensions import load

    if sum((show_diff, quiet, as_json)) > 1:
        raise click.UsageError("--diff, --quiet and --json: one of them")
    settings = load(*config)
    made = artifacts(replace(settings, outputs=tuple(dict.fromkeys((*settings.outputs, *outputs)))))
    diffs = [difference(made, output, path) for _, path in compare(made, output).signed()] if show_diff else []
    found = compare(made, output) if check else write(made, output, force)
    if as_json:
        click.echo(json.dumps({"directory": str(output), "added": found.added, "changed": found.changed, "removed": found.removed,
                               "unchanged": found.unchanged, "written": not check}, indent=2, ensure_ascii=False))
    elif show_diff:
        click.echo("".join(diffs), nl=False)
    elif not quiet:
        for sign, path in found.signed():
            click.echo(f"{sign} {path}")
    if check and (differing := len(found.signed())):
        files = "1 file is" if differing == 1 else f"{differing} files are"
        raise Findings(f"{output}: {files} not what the settings say; run `agentdash build`")
    if not (check or as_json or quiet):
        why = f" ({settings.pricing.why}, pricing.mode: auto)" if settings.pricing.why else ""
        click.echo(f"prices: {_PRICED[settings.pricing.mode]}{why}")
        click.echo(f"{output}: {len(found.added) + len(found.changed)} written, {len(found.unchanged)} unchanged, {len(found.removed)} removed")
