"""One trace, as a waterfall of spans."""

from __future__ import annotations

from typing import Any, ClassVar

import attr

from agentdash.grafana.panel import Panel


@attr.s(kw_only=True, eq=False, repr=False)
class Traces(Panel):
    """The trace view. Its one query is a trace id, usually a dashboard variable."""

    kind: ClassVar[str] = "traces"

    width: int = attr.ib(default=24)
    height: int = attr.ib(default=18)

    def to_json_data(self) -> dict[str, Any]:
        """The trace view has no options worth saving."""
        found = super().to_json_data()
        found["fieldConfig"] = {"defaults": {}, "overrides": []}
        return found
