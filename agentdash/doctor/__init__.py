"""Why a number is missing: ordered checks from the settings over the Collector and the backends to Grafana and its alerts.

One check, one file; :mod:`agentdash.doctor.order` has them in their order. Nothing here writes, but for the one marked call of
``--send``.
"""

from agentdash.doctor.examination import Result, examine, exit_code
from agentdash.doctor.finding import Check, Finding, Mark
from agentdash.doctor.world import World

__all__ = ["Check", "Finding", "Mark", "Result", "World", "examine", "exit_code"]
