"""How a run ended, as an exit code (docs/exit-codes.md)."""

from __future__ import annotations

from collections.abc import Iterable

from agentdash.push.apply import DONE, KEPT, Outcome
from agentdash.push.steps import BLOCKED, FAILED, SAME, PlannedSteps


def of_diff(made: PlannedSteps) -> int:
    """0 the same, 1 different, 2 when something could not be read."""
    if made.of(FAILED):
        return 2
    return 1 if any(step.differs for step in made.steps) else 0


def of_push(made: PlannedSteps, outcomes: Iterable[Outcome]) -> int:
    """0 everything as wanted, 3 a part of it (failed, blocked, not tried), 2 when nothing is as wanted."""
    ended = list(outcomes)
    missed = [*made.of(FAILED, BLOCKED), *(one for one in ended if one.result not in (DONE, KEPT))]
    reached = [*made.of(SAME), *(one for one in ended if one.result in (DONE, KEPT))]
    if not missed:
        return 0
    return 3 if reached or made.of(BLOCKED) else 2
