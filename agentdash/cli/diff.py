"""`agentdash diff`."""

from __future__ import annotations

import click

from agentdash.cli.grafana_access import (
    GrafanaOptions,
    connected,
    desired_state,
    grafana_options,
    heading,
    print_json,
    print_lines,
    progress,
)


@click.command("diff")
@grafana_options
@click.option("--prune", is_flag=True, help="Show also what `push --prune` would delete.")
def command(options: GrafanaOptions, prune: bool) -> int:
    """Show how Grafana differs from what should be there.

    Sends GET requests only. Exits with 0 when nothing differs, 1 when something does, 2 when that cannot be told.
    """
    from agentdash.push import exit_codes, json_report, plan, steps, text_report

    desired = desired_state(options)
    with connected(options) as server:
        made = plan.make(server, desired, steps.Options(only=options.only, prune=prune), progress(options))
        code = exit_codes.of_diff(made)
        if options.as_json:
            print_json(json_report.document(server.client, server.version, made, None, code))
        else:
            print_lines([heading(server), *text_report.plan(made)], server.client)
    return code
