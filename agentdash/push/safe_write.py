"""One write whose outcome is known in the end.

A write is never repeated blindly. When its answer is lost, or another push was faster, Grafana is asked what it has
now; only a resource that is still what the plan saw is written again.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from agentdash.push.client import Client
from agentdash.push.errors import Conflict, Fatal, GrafanaError, Missing, QuotaReached, Refused, Throttled, Unanswered

# How often a write that ended in a 500 is tried again
_LOCKED_TRIES = 2
# How often one that met a conflict over something that is not there, or has not changed
_CONFLICT_TRIES = 3


class Found(Enum):
    """What a look at the resource found: the state that was to be written, the planned one, or something else."""

    WRITTEN = 1
    UNCHANGED = 2
    CHANGED = 3


class ChangedMeanwhile(GrafanaError):
    """Somebody else changed the resource between the plan and the write."""

    def __init__(self) -> None:
        super().__init__("changed by someone else during this push; run it again to see the difference")


def safe_write(client: Client, write: Callable[[], object], look: Callable[[], Found]) -> None:
    """Do `write` until `look` or an answer says that it is done.

    Raises ChangedMeanwhile when the resource has become something else, Fatal when Grafana stays away, and whatever Grafana
    said when it refused.
    """
    attempt = 0
    while True:
        try:
            write()
            return
        except Throttled as error:
            failure: GrafanaError = error
        except (Conflict, Unanswered, Refused) as error:
            # A 500 may be a database that was locked for a moment, as SQLite is under several writers.
            if isinstance(error, QuotaReached) or (isinstance(error, Refused) and (error.status != 500 or attempt >= _LOCKED_TRIES)):
                raise
            found = look()
            if found is Found.WRITTEN:
                return
            if found is Found.CHANGED:
                raise ChangedMeanwhile from None
            # Two pushes that create the same thing may both be told that it exists, and neither has made it. A name
            # that is taken stays taken.
            if isinstance(error, Conflict) and (attempt >= _CONFLICT_TRIES or "name" in error.detail):
                raise
            failure = error
        attempt += 1
        if attempt >= client.connection.tries:
            raise Fatal(str(failure), failure.status)
        client.pause(attempt, getattr(failure, "after", None))


def safe_delete(client: Client, delete: Callable[[], object], exists: Callable[[], bool]) -> None:
    """Delete once; what is already gone counts as deleted."""
    def write() -> None:
        try:
            delete()
        except Missing:
            return

    safe_write(client, write, lambda: Found.UNCHANGED if exists() else Found.WRITTEN)
