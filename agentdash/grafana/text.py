"""Text between panels."""

from __future__ import annotations

from typing import Any, ClassVar

import attr

from agentdash.grafana.panel import Panel


@attr.s(kw_only=True, eq=False, repr=False)
class Text(Panel):
    """A line or more of Markdown, without a frame unless it has a title."""

    kind: ClassVar[str] = "text"

    content: str = attr.ib()
    width: int = attr.ib(default=24)
    height: int = attr.ib(default=2)
    transparent: bool = attr.ib(default=True)

    def options(self) -> dict[str, Any]:
        """The text itself."""
        return {
            "code": {"language": "plaintext", "showLineNumbers": False, "showMiniMap": False},
            "content": self.content, "mode": "markdown",
        }

    def to_json_data(self) -> dict[str, Any]:
        """Text has no fields, so no field options."""
        found = super().to_json_data()
        found["fieldConfig"] = {"defaults": {}, "overrides": []}
        return found
