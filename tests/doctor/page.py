"""docs/doctor.md: what is checked, and the table of faults. The order of checks is the code's, the lines are the tests'."""

from __future__ import annotations

from agentdash.doctor.order import CHECKS
from tests.doctor.table import FAULTS

_HEAD = """# Why is a panel empty?

`agentdash doctor` follows the telemetry from the settings over the Collector and the backends to Grafana and its alerts. Each line is
✓ (well), ✗ (wrong) or ? (cannot be told from here), with one thing to do; what is broken first is told first. A check that cannot be
made says so, and the others go on. It only reads: the backends are sent something empty to see whether they take it, and `--send`
alone sends one marked call (service `agentdash-doctor`) and follows it through metrics, traces and logs.

```console
$ agentdash doctor                                # the settings' own addresses
$ agentdash doctor --collector otel.internal      # the Collector runs there
$ agentdash doctor --send                         # one call, followed to the end
$ agentdash doctor --panel cost-by-model          # only what makes this panel; which matcher empties it
$ agentdash doctor --panel errors-by-type --set service=support-bot
```

Grafana is looked at where `GRAFANA_URL` and `GRAFANA_TOKEN` (a Viewer's suffices for most) or `--target` name one. Secrets come from the
environment, as in a push, and are in no line. With `--json` it is one document. Exit codes: 0 all is well, 1 something is wrong,
2 nothing is known to be wrong and something could not be told.
"""


def markdown() -> str:
    """The page."""
    lines = [_HEAD, "## What is checked", "", "| check | what it looks at |", "|---|---|"]
    lines += [f"| {one.title} | {' '.join((type(one).__doc__ or '').split())} |" for one in CHECKS]
    lines += ["", "## What it says", "", "Each of these faults is produced by a test, with a real Collector and a real Prometheus (Tempo, Loki and Grafana are small "
              "fakes), and this is the first line that is not ✓:", "", "| fault | first line |", "|---|---|"]
    lines += [f"| {fault} | {line.replace('|', chr(92) + '|')} |" for fault, line in FAULTS.values()]
    return "\n".join(lines) + "\n"
