"""The command line: a group that imports a command only when it is asked for.

`agentdash --help` and `agentdash build` stay fast because no command pays for another one's imports.
"""

from __future__ import annotations

import importlib
import os
import sys
import warnings

import click

from agentdash import __version__
from agentdash.errors import AgentdashError, AgentdashWarning

# name -> (module, one line for `agentdash --help`)
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("agentdash.cli.init", "Write a commented agentdash.yaml to start from."),
    "build": ("agentdash.cli.build", "Write dashboards, datasources, alerts and collector configuration."),
    "diff": ("agentdash.cli.diff", "Show how a Grafana differs from what should be there."),
    "push": ("agentdash.cli.push", "Bring a Grafana to what should be there."),
    "pull": ("agentdash.cli.pull", "Show what was edited in Grafana since the last push."),
    "destroy": ("agentdash.cli.destroy", "Delete from a Grafana everything that was pushed."),
    "collector": ("agentdash.cli.collector", "The Collector beside yours: merge."),
    "prices": ("agentdash.cli.prices", "Prices of models: list, explain, diff, check, update."),
    "schema": ("agentdash.cli.schema", "Print the JSON Schema of agentdash.yaml."),
    "signals": ("agentdash.cli.signals", "List what is measured: names, units, meaning, expressions."),
}


class LazyGroup(click.Group):
    """A click group whose commands are modules, imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command's name, in the order in which a project meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command, or None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        return importlib.import_module(COMMANDS[cmd_name][0]).command

    def resolve_command(self, ctx: click.Context, args: list[str]):
        """Say which command was probably meant instead of only that there is none."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"commands: {', '.join(COMMANDS)}"
            raise AgentdashError(f'no command "{name}"; {hint}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table above, so that `--help` imports none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="agentdash", message="%(prog)s %(version)s")
def cli() -> None:
    """Observability-as-code for AI agents on Grafana.

    One settings file in, dashboards, datasources, alerts and an OpenTelemetry Collector configuration out.
    """


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit; every error is one line on stderr (docs/exit-codes.md)."""
    sys.exit(run(argv))


def run(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    warnings.showwarning = _show_warning
    warnings.simplefilter("always", AgentdashWarning)
    try:
        result = cli.main(args=argv, prog_name="agentdash", standalone_mode=False)
    except AgentdashError as error:
        return _fail(str(error), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help())
        return 2
    except click.UsageError as error:
        return _fail(_usage(error), 2)
    except click.ClickException as error:
        return _fail(error.format_message(), 2)
    except (click.Abort, KeyboardInterrupt):
        return _fail("interrupted", 130)
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted. Give the interpreter nothing left to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if os.environ.get("AGENTDASH_DEBUG"):
            raise
        what = " ".join(str(error).split()) or "no message"
        return _fail(f"internal error: {type(error).__name__}: {what}; run again with AGENTDASH_DEBUG=1 for details", 2)
    return result if isinstance(result, int) else 0


def _usage(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "agentdash"
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        return f'no option "{error.option_name}"; did you mean "{error.possibilities[0]}"?'
    return f"{' '.join(error.format_message().split()).rstrip('.')}; see `{command} --help`"


def _show_warning(message, category, filename, lineno, file=None, line=None) -> None:
    if issubclass(category, AgentdashWarning):
        click.echo(f"agentdash: warning: {message}", err=True)


def _fail(line: str, code: int) -> int:
    click.echo(f"agentdash: {line}", err=True)
    return code
