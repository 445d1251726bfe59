"""The command line: a group that imports a command only when it is asked for.

`agentdash --help` and `agentdash build` stay fast because no command pays for another one's imports.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
import warnings
from typing import TextIO

import click

from agentdash import __version__
from agentdash.cli.lazy import LazyGroup
from agentdash.errors import AgentdashError, AgentdashWarning

_DEBUG = "AGENTDASH_DEBUG"
# name -> one line for `agentdash --help`
COMMANDS = {
    "init": "Write a commented agentdash.yaml to start from.",
    "build": "Write dashboards, datasources, alerts and collector configuration.",
    "demo": "Send a Collector what a small company's agents would, with the truth.",
    "show": "Show what a dashboard's panels say now, in the terminal.",
    "config": "Print the settings as they count, and where each comes from.",
    "diff": "Show how a Grafana differs from what should be there.",
    "push": "Bring a Grafana to what should be there.",
    "pull": "Show what was edited in Grafana since the last push.",
    "destroy": "Delete from a Grafana everything that was pushed.",
    "collector": "The Collector beside yours: merge.",
    "prices": "Prices of models: list, explain, diff, check, update.",
    "schema": "Print the JSON Schema of agentdash.yaml.",
    "dialects": "How frameworks write their telemetry: list, test.",
    "texts": "Write titles and descriptions to a file, for another language.",
    "signals": "List what is measured: names, units, meaning, expressions.",
    "instrument": "Say how to switch a framework's telemetry on.",
    "doctor": "Find the broken link between your agents and Grafana.",
    "explain": "Say what a panel or an alert means: series, labels, prices, queries.",
}


@click.group(cls=LazyGroup, package="agentdash.cli", table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show Python's traceback of an error.")
@click.version_option(__version__, prog_name="agentdash", message="%(prog)s %(version)s")
def cli(debug: bool) -> None:
    """Observability-as-code for AI agents on Grafana.

    One settings file in, dashboards, datasources, alerts and an OpenTelemetry Collector configuration out.
    """
    if debug:
        os.environ[_DEBUG] = "1"


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit; every error is one line on stderr (docs/exit-codes.md)."""
    # A command makes many objects and drops few before it ends: looking through them for garbage is a twentieth of a build.
    gc.set_threshold(100_000)
    sys.exit(run(argv))


def run(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    warnings.showwarning = _show_warning
    warnings.simplefilter("always", AgentdashWarning)
    try:
        result = cli.main(args=argv, prog_name="agentdash", standalone_mode=False)
    except AgentdashError as error:
        if error.traced and os.environ.get(_DEBUG):
            traceback.print_exception(error)
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
    except (BrokenPipeError, SystemExit):
        # The reader (`| head`) has what it wanted; click makes a SystemExit of it. Give the interpreter nothing left to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        if error.filename is not None or error.errno != errno.ENOSPC:
            return _internal(error)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _fail(f"the output cannot be written: {error.strerror}", 2)
    except Exception as error:
        return _internal(error)
    return result if isinstance(result, int) else 0


def _internal(error: Exception) -> int:
    if os.environ.get(_DEBUG):
        raise error
    what = " ".join(str(error).split()) or "no message"
    return _fail(f"internal error: {type(error).__name__}: {what}; run `agentdash --debug …` for details", 2)


def _usage(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "agentdash"
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        return f'no option "{error.option_name}"; did you mean "{error.possibilities[0]}"?'
    return f"{' '.join(error.format_message().split()).rstrip('.')}; see `{command} --help`"


def _show_warning(message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None,
                  line: str | None = None) -> None:
    if issubclass(category, AgentdashWarning):
        click.echo(f"agentdash: warning: {message}", err=True)


def _fail(line: str, code: int) -> int:
    for one in line.split("\n"):
        click.echo(f"agentdash: {one}", err=True)
    return code
