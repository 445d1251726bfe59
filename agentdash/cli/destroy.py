"""`agentdash destroy`."""

from __future__ import annotations

import click

from agentdash.cli.grafana_access import (
    Access,
    access_options,
    confirmed,
    connected,
    heading,
    progress,
    told,
    told_as_json,
    wanted,
)


@click.command("destroy")
@access_options
@click.option("--dry-run", is_flag=True, help="Show what would be deleted, and delete nothing. Exits with 1 if there is something.")
@click.option("-y", "--yes", is_flag=True, help="Delete without asking.")
@click.option("--force", is_flag=True, help="Delete also what was edited in Grafana.")
def command(access: Access, dry_run: bool, yes: bool, force: bool) -> int:
    """Delete everything that agentdash pushed to a Grafana.

    Only what carries its mark and this uid prefix goes, and the folder when that leaves it empty.
    """
    from agentdash.push import apply, destroy, plan, report, show, verdict

    want = wanted(access)
    with connected(access) as server:
        tell = progress(access)
        made = destroy.make(server, want, plan.Options(only=access.only, force=force))
        if not access.as_json:
            told([heading(server), *show.plan(made)], server.grafana)
        if dry_run or not any(step.writes for step in made.steps):
            code = verdict.of_diff(made) if dry_run else verdict.of_push(made, [])
            if access.as_json:
                told_as_json(report.document(server.grafana, server.version, made, None, code))
            return code
        if not confirmed("Delete this?", yes, access):
            click.echo("nothing done", err=True)
            return 0
        outcomes = apply.apply(
            server, made, want, {}, "",
            lambda outcome, number, of: tell(f"[{number}/{of}] {outcome.step.kind} {outcome.step.uid}: {outcome.result}"),
        )
        code = verdict.of_push(made, outcomes)
        if access.as_json:
            told_as_json(report.document(server.grafana, server.version, made, outcomes, code))
        else:
            told(show.results(made, outcomes), server.grafana)
    return code
