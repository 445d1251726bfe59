"""Several things at a time, within what one Grafana is asked at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from agentdash.push.connection import CONCURRENCY

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def in_parallel(work: Callable[[_Item], _Result], items: Sequence[_Item]) -> list[_Result]:
    """Do `work` for each item, a few at a time; results in the items' order. The first Fatal ends it.

    There are more threads than requests may be under way (`Client` sees to that), so that one can compare while
    another waits for its answer.
    """
    if len(items) < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(2 * CONCURRENCY) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            return [future.result() for future in futures]
        except BaseException:
            for future in futures:
                future.cancel()
            raise
