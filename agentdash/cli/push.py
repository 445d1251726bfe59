"""`agentdash push`."""

from __future__ import annotations

import os

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


@click.command("push")
@grafana_options
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing. Exits with 1 if there is something.")
@click.option("-y", "--yes", is_flag=True, help="Do it without asking.")
@click.option("--prune", is_flag=True, help="Delete what an earlier push wrote and is no longer wanted.")
@click.option("--force", is_flag=True, help="Overwrite what was edited in Grafana, and take over what others made; of datasources only those of --adopt.")
@click.option("--adopt", multiple=True, metavar="UID", help="Take over the resource with this uid, which somebody else made. May be repeated.")
@click.option("--secrets", is_flag=True, help="Send the datasources' secrets again; Grafana cannot tell whether they changed.")
@click.option("-m", "--message", default="agentdash push", show_default=True, metavar="TEXT", help="For the dashboards' histories.")
def command(options: GrafanaOptions, dry_run: bool, yes: bool, prune: bool, force: bool, adopt: tuple[str, ...], secrets: bool, message: str) -> int:
    """Bring a Grafana to what should be there: folders, datasources, dashboards, alert rules.

    Only what differs is written, and nothing that agentdash did not write itself. The address comes from GRAFANA_URL,
    the token from GRAFANA_TOKEN or the file in GRAFANA_TOKEN_FILE.
    """
    from agentdash.push import apply, exit_codes, json_report, plan, steps, text_report

    desired = desired_state(options)
    with connected(options) as server:
        tell = progress(options)
        made = plan.make(server, desired, steps.Options(options.only, prune, force, secrets, adopt), tell)
        if not options.as_json:
            print_lines([heading(server), *text_report.plan(made)], server.client)
        writes = any(step.writes for step in made.steps)
        if dry_run or not writes:
            code = exit_codes.of_diff(made) if dry_run else exit_codes.of_push(made, [])
            if options.as_json:
                print_json(json_report.document(server.client, server.version, made, None, code))
            return code
        values = apply.resolve_secrets(made, os.environ, server)
        if not confirmed("Do this?", yes, options):
            click.echo("nothing done", err=True)
            return 0
        outcomes = apply.apply(
            server, made, desired, values, message[:500],
            lambda outcome, number, of: tell(f"[{number}/{of}] {outcome.step.kind} {outcome.step.uid}: {outcome.result}"),
        )
        code = exit_codes.of_push(made, outcomes)
        if options.as_json:
            print_json(json_report.document(server.client, server.version, made, outcomes, code))
        else:
            print_lines(text_report.results(made, outcomes), server.client)
    return code
