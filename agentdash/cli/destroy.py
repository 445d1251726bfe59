"""`agentdash destroy`."""

from __future__ import annotations

import click

from agentdash.cli.grafana_access import (
    GrafanaOptions,
    confirmed,
    connected,
    desired_state,
    grafana_options,
    heading,
    print_json,
    print_lines,
    progress,
)


@click.command("destroy")
@grafana_options
@click.option("--dry-run", is_flag=True, help="Show what would be deleted, and delete nothing. Exits with 1 if there is something.")
@click.option("-y", "--yes", is_flag=True, help="Delete without asking.")
@click.option("--force", is_flag=True, help="Delete also what was edited in Grafana.")
def command(options: GrafanaOptions, dry_run: bool, yes: bool, force: bool) -> int:
    """Delete everything that agentdash pushed to a Grafana.

    Only what carries its mark and this uid prefix goes, and the folder when that leaves it empty.
    """
    from agentdash.push import apply, destroy, exit_codes, json_report, steps, text_report

    desired = desired_state(options)
    with connected(options) as server:
        tell = progress(options)
        made = destroy.make(server, desired, steps.Options(only=options.only, force=force))
        if not options.as_json:
            print_lines([heading(server), *text_report.plan(made)], server.client)
        if dry_run or not any(step.writes for step in made.steps):
            code = exit_codes.of_diff(made) if dry_run else exit_codes.of_push(made, [])
            if options.as_json:
                print_json(json_report.document(server.client, server.version, made, None, code))
            return code
        if not confirmed("Delete this?", yes, options):
            click.echo("nothing done", err=True)
            return 0
        outcomes = apply.apply(
            server, made, desired, {}, "",
            lambda outcome, number, of: tell(f"[{number}/{of}] {outcome.step.kind} {outcome.step.uid}: {outcome.result}"),
        )
        code = exit_codes.of_push(made, outcomes)
        if options.as_json:
            print_json(json_report.document(server.client, server.version, made, outcomes, code))
        else:
            print_lines(text_report.results(made, outcomes), server.client)
    return code
