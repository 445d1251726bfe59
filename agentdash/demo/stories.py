"""The three ways in which agents fail without an error, on request: each begins after a third of the demo."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from agentdash.demo import plan
from agentdash.demo.company import BILLING, FALLBACK, RESEARCH, SUPPORT, Service
from agentdash.demo.work import Call, Failure, Run, Step, ToolRun

BEGINS = 1 / 3
"""Of the demo: before, everything is as usual."""

_OVERLOADED = Failure(529, "OverloadedError", "Error code: 529 - overloaded")


def loop(service: Service, run: Run, dice: random.Random) -> Run:
    """A support agent asks for an order that is not there, again and again, and its history grows with each round."""
    if service is not SUPPORT or dice.random() > 0.25:
        return run
    model, prompt = service.models[0], service.context
    steps: list[Step] = []
    for _ in range(dice.randint(24, 34)):
        one = plan.call(dice, service, model, prompt)
        steps += [replace(one, seconds=min(one.seconds, 1.0), first_chunk=None), ToolRun("lookup_order", dice.uniform(0.1, 0.3), "no such order")]
        prompt += 180
    return replace(run, steps=(*steps, plan.call(dice, service, model, prompt)))


def fallback(service: Service, run: Run, dice: random.Random) -> Run:
    """Sonnet is overloaded most of the time, and the billing agent quietly asks Haiku."""
    if service is not BILLING:
        return run
    steps: list[Step] = []
    for step in run.steps:
        if isinstance(step, Call) and step.usage is not None and dice.random() < 0.7:
            steps += [plan.failed(dice, service, service.models[0], _OVERLOADED), plan.call(dice, service, FALLBACK, step.usage.input)]
        else:
            steps.append(step)
    return replace(run, steps=tuple(steps))


def stall(service: Service, run: Run, dice: random.Random) -> Run:
    """Summaries of documents take a quarter of a minute, and everything waits for them."""
    if service is not RESEARCH:
        return run
    return replace(run, steps=tuple(replace(step, seconds=dice.uniform(8, 20)) if isinstance(step, ToolRun) and step.tool == "summarize_document"
                                    else step for step in run.steps))


STORIES: dict[str, Callable[[Service, Run, random.Random], Run]] = {"loop": loop, "fallback": fallback, "stall": stall}
TOLD = {
    "loop": f"{SUPPORT.name}: runs that call a tool which always fails, two dozen times and more",
    "fallback": f"{BILLING.name}: calls to {BILLING.models[0].asked} fail, {FALLBACK.asked} answers",
    "stall": f"{RESEARCH.name}: summarize_document takes 8 to 20 s",
}
"""What each story does, in one line."""


def told(names: Sequence[str], seconds: float) -> plan.Change | None:
    """The stories as one change of runs; None without any."""
    if not names:
        return None

    def change(service: Service, run: Run, dice: random.Random) -> Run:
        if run.begin >= seconds * BEGINS and run.environment == "prod":
            for name in names:
                run = STORIES[name](service, run, dice)
        return run
    return change
