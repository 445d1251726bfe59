"""What can go wrong with one request to Grafana.

The classes say what a caller may do next: give up, look again, wait, or go on with the other resources.
"""

from __future__ import annotations

from agentdash.errors import AgentdashError


class GrafanaError(AgentdashError):
    """A request failed. `status` is HTTP's, 0 without an answer; `detail` is what Grafana said, for messages."""

    def __init__(self, line: str, status: int = 0, detail: str = "") -> None:
        super().__init__(line)
        self.status = status
        self.detail = detail


class Fatal(GrafanaError):
    """No request can work: wrong URL, no such host, untrusted certificate, refused credentials."""


class Missing(GrafanaError):
    """404: what was asked for is not there."""


class Conflict(GrafanaError):
    """409 or 412: what was to be written has changed, or exists already."""


class Denied(GrafanaError):
    """403: these credentials may not do it. `permission` is what Grafana says is needed, or empty."""

    def __init__(self, line: str, detail: str = "", permission: str = "") -> None:
        super().__init__(line, 403, detail)
        self.permission = permission


class Refused(GrafanaError):
    """Grafana understood and said no (another 4xx), or failed by itself (500)."""


class QuotaReached(Refused):
    """Grafana has no room for more of this, whatever the credentials may do."""


class Throttled(GrafanaError):
    """429: not done, come back later. `after` is Retry-After in seconds, or None."""

    def __init__(self, line: str, after: float | None = None) -> None:
        super().__init__(line, 429)
        self.after = after


class Unanswered(GrafanaError):
    """No whole answer: whether the request was carried out is unknown (or, for 502, 503 and 504, uncertain).

    `unreachable`: not even a connection.
    """

    def __init__(self, line: str, status: int = 0, after: float | None = None, unreachable: bool = False) -> None:
        super().__init__(line, status)
        self.after = after
        self.unreachable = unreachable
