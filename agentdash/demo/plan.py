"""Who does what when: the runs of a demo, drawn from a seed, at the pace of a day."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import TypeVar

from agentdash.demo import company
from agentdash.demo.company import ENVIRONMENTS, HOURS, SERVICES, TENANTS, Model, Service
from agentdash.demo.work import Call, Failure, Run, Step, ToolRun, Usage

LONGEST_DAY = 3600.0
"""Seconds: a longer demo has several days."""

FAILED_CALLS = 0.025
FAILED_TOOLS = 0.03

_FAILURES = (
    (Failure(429, "RateLimitError", "Error code: 429 - rate limit reached"), 0.5),
    (Failure(500, "InternalServerError", "Error code: 500 - the server had an error"), 0.3),
    (Failure(400, "BadRequestError", "Error code: 400 - invalid request"), 0.2),
)

Change = Callable[[Service, Run, random.Random], Run]
"""A story: what it makes of a run."""

_One = TypeVar("_One")


def runs(seed: int, seconds: float, rate: float, change: Change | None = None) -> Iterator[Run]:
    """Runs in the order of their beginning, all of which end within ``seconds``.

    ``rate`` is calls per minute, on average over a day, before ``change`` adds its own.
    """
    dice = random.Random(seed)
    owed = 0.0
    for second in range(int(seconds)):
        owed += rate / 60 * pace(second, seconds)
        begun = []
        while owed > 0:
            run = _run(dice, second + dice.random())
            owed -= run.calls
            begun.append(change(company.service(run.service), run, dice) if change else run)
        yield from (run for run in sorted(begun, key=lambda run: run.begin) if run.end <= seconds)


def pace(at: float, seconds: float) -> float:
    """How much is going on, 1 on average: the whole demo is a day, or several where it is longer than an hour."""
    day = min(seconds, LONGEST_DAY)
    hour = at % day / day * len(HOURS)
    low, part = int(hour), hour % 1
    between = HOURS[low] * (1 - part) + HOURS[(low + 1) % len(HOURS)] * part
    return between * len(HOURS) / sum(HOURS)


def call(dice: random.Random, service: Service, model: Model, prompt: int) -> Call:
    """A call that succeeds, with a prompt of that many tokens."""
    output = max(8, int(dice.lognormvariate(4.6, 0.6)))
    reasoning = int(output * model.reasons * dice.uniform(0.5, 1.5))
    cached = int(prompt * service.cached * dice.uniform(0.5, 1.4)) // 128 * 128 if dice.random() < 0.7 else 0
    cached = min(cached, prompt // 128 * 128)
    write = min(prompt - cached, 300) if service.provider == "anthropic" and dice.random() < 0.4 else 0
    first = model.first * dice.lognormvariate(0, 0.35)
    slow = dice.uniform(3, 5) if dice.random() < 0.03 else 0.0
    streamed = dice.random() < service.streams
    return Call(service.provider, model.asked, model.answered, first + output / model.speed + slow,
                Usage(prompt, output, cached, write, min(reasoning, output)), first_chunk=first if streamed else None)


def failed(dice: random.Random, service: Service, model: Model, failure: Failure) -> Call:
    """A call that the provider refuses."""
    return Call(service.provider, model.asked, model.asked, dice.uniform(0.05, 0.9), failure=failure)


def chosen(dice: random.Random, shares: tuple[tuple[_One, float], ...]) -> _One:
    """One of several, by their shares."""
    [found] = dice.choices([one for one, _ in shares], [share for _, share in shares])
    return found


def _run(dice: random.Random, begin: float) -> Run:
    service = chosen(dice, tuple((one, one.share) for one in SERVICES))
    model = chosen(dice, tuple((one, one.share) for one in service.models))
    prompt = int(service.context * dice.uniform(0.6, 1.6))
    steps: list[Step] = []
    for left in range(dice.choice((0, 1, 1, 2, 3)), -1, -1):
        if dice.random() < FAILED_CALLS:
            steps.append(failed(dice, service, model, chosen(dice, _FAILURES)))
            if dice.random() < 0.5:
                break
        one = call(dice, service, model, prompt)
        steps.append(one)
        if left:
            steps.append(_tool(dice, service))
            prompt += (one.usage.output if one.usage else 0) + int(dice.uniform(80, 600))
    return Run(service.name, chosen(dice, ENVIRONMENTS), chosen(dice, TENANTS), service.agent, begin, tuple(steps))


def _tool(dice: random.Random, service: Service) -> ToolRun:
    name, usual = dice.choice(service.tools)
    failure = f"{name} is out of order" if dice.random() < FAILED_TOOLS else ""
    return ToolRun(name, usual * dice.lognormvariate(0, 0.4), failure)
