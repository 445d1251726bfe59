"""What can be made to happen to one request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """At one request: `before` or `after` it is carried out, `call` something, then drop, cut or answer with `status`.

    Without `drop`, `half` or `status` the answer is sent as usual.
    """

    after: bool = False
    drop: bool = False
    half: bool = False
    status: int = 0
    retry_after: str | None = None
    # Grafana's own words beside `status`; without them it is a proxy that answers
    says: str = ""
    call: Callable[[], None] | None = None


RESET_BEFORE = Fault(drop=True)
RESET_AFTER = Fault(drop=True, after=True)
HALF = Fault(half=True, after=True)
THROTTLED = Fault(status=429, retry_after="0")
ALL = {
    "reset before": RESET_BEFORE, "reset after": RESET_AFTER, "half sent": HALF, "429": THROTTLED,
    "502": Fault(status=502), "503": Fault(status=503, retry_after="0"), "504 but done": Fault(status=504, after=True),
}
