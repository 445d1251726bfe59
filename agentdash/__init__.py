"""Observability-as-code for AI agents on Grafana.

What Python programs may use is described in docs/api.md; it is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agentdash import panels as panels
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
    from agentdash.toolkit import Context, Expression, Extension, Panel, Section, Series, draw, labels

__version__ = "0.2.0"

__all__ = [
    "ABSENT", "AgentdashError", "AgentdashWarning", "Applied", "Change", "Connection", "Context", "Expression", "Extension", "Outcome", "Panel", "Plan",
    "Project", "Section", "Series", "Settings", "Signal", "Step", "UserError", "connect", "draw", "labels", "load", "panels",
]
_TOOLKIT = frozenset(("Context", "Expression", "Extension", "Panel", "Section", "Series", "draw", "labels", "panels"))
"""What extensions are written with; programs that build and push need none of its imports."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("agentdash.toolkit" if name in _TOOLKIT else "agentdash.api"), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *globals()})
