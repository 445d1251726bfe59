"""`agentdash diff`."""

from __future__ import annotations

import click

from agentdash.cli.grafana_access import (
    Access,
    access_options,
    connected,
    heading,
    progress,
    told,
    told_as_json,
    wanted,
)


@click.command("diff")
@access_options
@click.option("--prune", is_flag=True, help="Show also what `push --prune` would delete.")
def command(access: Access, prune: bool) -> int:
    """Show how Grafana differs from what should be there.

    Sends GET requests only. Exits with 0 when nothing differs, 1 when something does, 2 when that cannot be told.
    """
    from agentdash.push import plan, report, show, verdict

    want = wanted(access)
    with connected(access) as server:
        made = plan.make(server, want, plan.Options(only=access.only, prune=prune), progress(access))
        code = verdict.of_diff(made)
        if access.as_json:
            told_as_json(report.document(server.grafana, server.version, made, None, code))
        else:
            told([heading(server), *show.plan(made)], server.grafana)
    return code
