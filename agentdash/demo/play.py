"""A demo in real time: spans leave when they end, in exports of one process each, as SDKs send them."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from agentdash.demo import company, dialects, plan, stories
from agentdash.demo.ledger import Ledger, Place
from agentdash.demo.sender import Sender
from agentdash.demo.span import Span, Value
from agentdash.demo.work import Run

EXPORT = 2.0
"""Seconds between two exports of a process; the SDKs' own default is 5."""


@dataclass(frozen=True)
class Demo:
    """What is played: ``minutes`` of it, ``rate`` calls per minute on average, with stories."""

    seed: int
    minutes: float
    rate: float
    stories: Sequence[str] = ()

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return self.minutes * 60

    def runs(self) -> Iterator[Run]:
        """Everything that happens."""
        return plan.runs(self.seed, self.seconds, self.rate, stories.told(self.stories, self.seconds))


def play(demo: Demo, sender: Sender, ledger: Ledger, stop: threading.Event, shown: Callable[[float], None]) -> float:
    """Sends the demo, and notes in ``ledger`` what was taken; ends early when ``stop`` is set. Returns the seconds that it took.

    ``shown`` is told after each round how many seconds are over. Raises AgentdashError where the Collector takes no more;
    the ledger then holds what it took.
    """
    zero = time.time()
    coming, waiting, number = demo.runs(), list[tuple[float, int, Place, Span]](), itertools.count()
    following = next(coming, None)
    now = 0.0
    while now < demo.seconds and not stop.wait(min(EXPORT, demo.seconds - now)):
        now = time.time() - zero
        while following is not None and following.begin <= now:
            for place, span in told(following):
                heapq.heappush(waiting, (span.end, next(number), place, span))
            following = next(coming, None)
        ended: dict[Place, list[Span]] = {}
        while waiting and waiting[0][0] <= now:
            _, _, place, span = heapq.heappop(waiting)
            ended.setdefault(place, []).append(span)
        for place, spans in sorted(ended.items()):
            sender.send(resource(place), spans, zero)
            ledger.take(place, spans, zero)
        shown(min(now, demo.seconds))
    return now


def told(run: Run) -> Iterator[tuple[Place, Span]]:
    """A run as the SDK of its service tells it."""
    place = Place(run.service, run.environment, run.tenant)
    return ((place, span) for span in dialects.SPANS[company.service(run.service).dialect](run))


def resource(place: Place) -> dict[str, Value]:
    """The attributes of a process."""
    return {
        **dialects.SDKS[company.service(place.service).dialect], "service.name": place.service, "service.namespace": company.NAMESPACE,
        "service.instance.id": "-".join(place), "deployment.environment.name": place.environment, "tenant.id": place.tenant,
    }
