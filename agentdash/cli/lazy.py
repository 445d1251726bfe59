"""A group of commands that are modules, imported when they are asked for; no command pays for another one's imports."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

from agentdash.errors import AgentdashError


class LazyGroup(click.Group):
    """A click group with a table of its commands: name to the one line of `--help`. Each is a module of ``package``."""

    def __init__(self, *args: Any, package: str, table: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.package, self.table = package, table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command's name, in the order in which a project meets them."""
        return [*self.table]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command, or None for an unknown name."""
        if cmd_name not in self.table:
            return None
        command: click.Command = importlib.import_module(f"{self.package}.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Say which command was probably meant, and refuse an option that stands twice where one of them would win silently."""
        name = args[0]
        if name not in self.table and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, self.table, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"commands: {', '.join(self.table)}"
            raise AgentdashError(f'no command "{name}"; {hint}')
        found, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            _once(command, ctx, rest)
        return found, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, so that `--help` imports none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([*self.table.items()])


def _once(command: click.Command, parent: click.Context, args: list[str]) -> None:
    """Raise UsageError for an option that stands twice in ``args`` and takes one value."""
    context = command.context_class(command, parent=parent, info_name=command.name)
    try:
        _, _, order = command.make_parser(context).parse_args(list(args))
    except click.UsageError as error:
        # The parser does not say whose options they are.
        error.ctx = error.ctx or context
        raise
    for parameter in order:
        if isinstance(parameter, click.Option) and not parameter.multiple and not parameter.count and order.count(parameter) > 1:
            raise click.UsageError(f'option "{max(parameter.opts, key=len)}" stands there twice; keep one of them', context)
