"""`agentdash collector merge`."""

from __future__ import annotations

import warnings
from pathlib import Path

import click

from agentdash.cli.options import config_option
from agentdash.errors import AgentdashError, AgentdashWarning, UserError


@click.command("merge")
@click.argument("theirs", type=click.Path(path_type=Path), metavar="THEIRS.yaml")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="NEW.yaml", help="Where to write the one file.")
@config_option
@click.option("--pipeline", "pipelines", multiple=True, metavar="NAME",
              help="A pipeline of yours that agentdash gets copies of; without it, the first of each signal and receiver.")
@click.option("--force", is_flag=True, help="Replace NEW.yaml if it is there.")
def command(theirs: Path, output: Path, config: tuple[Path, ...], pipelines: tuple[str, ...], force: bool) -> None:
    """Write your Collector configuration and agentdash's as one file.

    Your components, pipelines and comments stay. Copies of what your pipelines export go to agentdash's connector, and only
    numbers leave it; what changes of yours is shown. Needs `pip install "agentdash-grafana[merge]"`.
    """
    from agentdash.extensions import load

    try:
        from agentdash.collector.merge import merge

        text = theirs.read_text("utf-8")
        merged = merge(text, str(theirs), load(*config), pipelines)
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith("ruamel"):
            raise
        raise AgentdashError('the package ruamel.yaml is not installed; run pip install "agentdash-grafana[merge]"') from None
    except FileNotFoundError:
        raise UserError(f"{theirs}: no such file; name your Collector's configuration") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{theirs}: cannot be read ({error}); save it as UTF-8") from None
    for line in merged.changed:
        click.echo(line)
    _write(output, merged.text, force)
    for name in merged.sampled:
        warnings.warn(f"{theirs}: service.pipelines.{name} samples before it exports: numbers are made of what is left; "
                      "choose a pipeline without sampling (--pipeline)", AgentdashWarning, stacklevel=2)
    came = f"{merged.added} components and pipelines of agentdash's came in" if merged.added else "agentdash was in it already"
    click.echo(f"wrote {output}: {came}; copies of {', '.join(merged.entered)} go to them")


def _write(path: Path, text: str, force: bool) -> None:
    staged = path.with_name(f".{path.name}.new")
    if path.exists() and not force:
        raise UserError(f"{path}: exists already; use --force to replace it, or -o FILE to write another")
    try:
        staged.write_text(text, "utf-8")
        staged.replace(path)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise UserError(f"{path}: cannot be written: {error.strerror}; check the path and its permissions") from None
