"""Observability-as-code for AI agents on Grafana.

What Python programs may use is described in docs/api.md; it is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agentdash.api import (
        ABSENT,
        AgentdashError,
        AgentdashWarning,
        Applied,
        Change,
        Connection,
        Outcome,
        Plan,
        Project,
        Settings,
        Signal,
        Step,
        UserError,
        connect,
        load,
    )

__version__ = "0.2.0"

__all__ = [
    "ABSENT", "AgentdashError", "AgentdashWarning", "Applied", "Change", "Connection", "Outcome", "Plan", "Project", "Settings",
    "Signal", "Step", "UserError", "connect", "load",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from agentdash import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*__all__, *globals()})
