"""`agentdash pull`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from agentdash.errors import UserError

if TYPE_CHECKING:
    from agentdash.push.pull import Edit
    from agentdash.push.server import Server


@click.command("pull")
@grafana_options
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Write each edited resource as JSON into DIR.")
def command(options: GrafanaOptions, output: Path | None) -> int:
    """Show what was edited in Grafana since the last push, so that the code can follow.

    Sends GET requests only. Exits with 0 when nothing was edited, 1 when something was, 2 when that cannot be told.
    """
    from agentdash.push import pull

    desired = desired_state(options)
    with connected(options) as server:
        found = pull.edits(server, desired, options.only, progress(options))
        if output is not None:
            for edit in found:
                if edit.live is not None:
                    _write(output / f"{edit.want.uid.replace('/', '-')}.json", server.client.connection.guard.hide(pull.as_file(edit.live)))
        code = 2 if any(edit.failed for edit in found) else 1 if found else 0
        if options.as_json:
            print_json(_document(server, found, code))
        else:
            print_lines([heading(server), *_lines(found)], server.client)
    return code


def _lines(found: list[Edit]) -> list[str]:
    from agentdash.push import text_report

    lines = []
    for edit in found:
        name = f"{edit.want.kind} {edit.want.uid}"
        if edit.failed:
            lines.append(f"x {name}: {edit.failed}")
            continue
        saved = f" {edit.live.saved}" if edit.live and edit.live.saved else ""
        lines += [f"~ {name}: edited in Grafana{saved}; compared with {edit.against}", *text_report.differences(edit.changes)]
    if not found:
        return ["nothing was edited in Grafana"]
    return [*lines, "to keep an edit, bring it into the code and push; to drop it, `agentdash push --force --only UID`"]


def _document(server: Server, found: list[Edit], code: int) -> dict[str, Any]:
    from agentdash.push import json_report

    client = server.client
    hide = client.connection.guard.hide
    edits = []
    for edit in found:
        entry: dict[str, Any] = {"kind": edit.want.kind.name, "uid": edit.want.uid, "title": edit.want.title}
        if edit.failed:
            entry["failed"] = hide(edit.failed)
        else:
            entry.update(against=edit.against, changes=json_report.changes(edit.changes, hide))
        edits.append(entry)
    return {"grafana": client.connection.url, "exit_code": code, "requests": dict(sorted(client.requests.items())), "edits": edits}


def _write(file: Path, content: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    except OSError as error:
        raise UserError(f"{file}: cannot be written: {error.strerror}; check the path and its permissions, or use -o DIR") from None
