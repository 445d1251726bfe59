"""Pushes in processes of their own, to be killed: reads one line per push, forks, and tells pid and end.

A process that has everything imported is forked for each push, so that hundreds of them take seconds.
Lines: a directory, an address, and the push's options; answers: `pid N`, then `end STATUS`.
"""

from __future__ import annotations

import os
import sys

import grafana_client  # noqa: F401  (what is imported here is not imported once for each push)

from agentdash import cli
from agentdash.cli import push  # noqa: F401
from agentdash.push import apply, artifacts, connection, exit_codes, json_report, plan, text_report  # noqa: F401


def main() -> None:
    """Serve until there are no more lines."""
    for line in sys.stdin:
        dist, url, *options = line.split()
        pid = os.fork()
        if pid == 0:
            os.environ.update(GRAFANA_URL=url)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            os._exit(cli.run(["push", "--yes", "--dist", dist, *options]))
        print("pid", pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print("end", "killed" if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), flush=True)


if __name__ == "__main__":
    main()
