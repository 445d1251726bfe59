"""A plan, and what became of it, for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from agentdash.push.apply import DONE, KEPT, NOT_TRIED, Outcome
from agentdash.push.compare import ABSENT, Change
from agentdash.push.steps import BLOCKED, CREATE, DELETE, FAILED, SAME, UPDATE, PlannedSteps, Step

SIGNS = {CREATE: "+", UPDATE: "~", DELETE: "-", BLOCKED: "!", FAILED: "x", SAME: " "}
_INLINE = 50


def plan(made: PlannedSteps) -> Iterator[str]:
    """The steps that matter, each with its differences, and a last line that counts."""
    for step in made.steps:
        if step.differs:
            yield from one(step)
    yield counted(made)


def one(step: Step) -> Iterator[str]:
    """One step and its differences."""
    title = f' "{step.title}"' if step.title and step.title not in (step.uid, step.uid.split("/")[-1]) else ""
    why = f": {step.reason}" if step.reason else ""
    yield f"{SIGNS[step.action]} {step.kind} {step.uid}{title}{why}"
    yield from differences(step.changes)


def differences(found: Iterable[Change], indent: str = "    ") -> Iterator[str]:
    """Each place with what is there and what will be."""
    for change in found:
        if change.old is ABSENT:
            yield f"{indent}+ {change.place}{_whole(change.new)}"
        elif change.new is ABSENT:
            yield f"{indent}- {change.place}{_whole(change.old)}"
        else:
            old, new = _text(change.old), _text(change.new)
            if len(old) + len(new) <= 2 * _INLINE:
                yield f"{indent}  {change.place}: {old} -> {new}"
            else:
                yield f"{indent}  {change.place}"
                yield f"{indent}    - {old}"
                yield f"{indent}    + {new}"


def counted(made: PlannedSteps) -> str:
    """`2 to create, 1 to change, 5 the same`, or that nothing is to be done."""
    words = ((CREATE, "to create"), (UPDATE, "to change"), (DELETE, "to delete"), (BLOCKED, "blocked"), (FAILED, "failed"), (SAME, "the same"))
    counts = [(len(made.of(action)), word) for action, word in words]
    if not any(step.differs for step in made.steps):
        return f"nothing to do: {len(made.steps)} the same"
    return ", ".join(f"{number} {word}" for number, word in counts if number)


def results(made: PlannedSteps, outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Failures one by one, successes by number."""
    ended = list(outcomes)
    for outcome in ended:
        if outcome.result != DONE:
            yield f"{outcome.result}: {outcome.step.kind} {outcome.step.uid}: {outcome.reason}"
    words = ((CREATE, "created"), (UPDATE, "changed"), (DELETE, "deleted"))
    parts = [(sum(o.result == DONE and o.step.action == action for o in ended), word) for action, word in words]
    parts += [(sum(o.result == what for o in ended), what) for what in (KEPT, FAILED, NOT_TRIED)]
    parts += [(len(made.of(BLOCKED)), "blocked"), (len(made.of(FAILED)), "could not be read"), (len(made.of(SAME)), "the same")]
    yield ", ".join(f"{number} {word}" for number, word in parts if number) or "nothing done"


def _whole(value: Any) -> str:
    if isinstance(value, Mapping):
        kind = value.get("type")
        return f" ({kind})" if isinstance(kind, str) else ""
    return f": {_text(value)}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) and value.isprintable() and value else json.dumps(value, ensure_ascii=False, sort_keys=True)
