"""The plan that removes everything that carries our mark, and the folders that this leaves empty."""

from __future__ import annotations

from dataclasses import replace

from agentdash.push import existing
from agentdash.push.desired import DesiredState
from agentdash.push.kinds import KINDS
from agentdash.push.parallel import in_parallel
from agentdash.push.plan import deletion, deletions
from agentdash.push.server import Server
from agentdash.push.steps import Options, PlannedSteps, check_only, selected


def make(server: Server, desired: DesiredState, options: Options) -> PlannedSteps:
    """What `agentdash destroy` would delete; GET requests only. Raises Fatal, and UserError for an `--only` that names nothing."""
    desired = existing.resolve(server, desired, must_exist=False)
    nothing = replace(desired, resources=())
    listed = deletions(server, nothing, options)
    # The search index lags behind, and folders carry no mark, so what the code names is looked at directly.
    seen = {step.key for step in listed}
    named = [one.key for one in desired.resources if one.key not in seen and selected(one.kind, one.uid, options.only)]
    more = in_parallel(lambda key: deletion(server, key, nothing, options), named)
    check_only(options.only, [*(one.uid for one in desired.resources), *(step.uid for step in listed)])
    steps = [*listed, *(step for step in more if step is not None)]
    return PlannedSteps(desired.prefix, tuple(sorted(steps, key=lambda step: (-KINDS.index(step.kind), -desired.depth(step.key), step.uid))))
