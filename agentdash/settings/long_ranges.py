"""`long_ranges:`, whether hourly samples are kept for dashboards of weeks and months."""

from __future__ import annotations

from agentdash.backends import BACKENDS
from agentdash.settings.place import Place

_DERIVED = ["derived"]


def from_raw(wanted: str, at: Place) -> bool:
    """Whether there are rules and dashboards of hourly samples. Wanting them is a problem where nothing can evaluate the rules, and where series begin anywhere but at zero."""
    backend, sources = BACKENDS[at.whole["backend"]], at.whole["telemetry"]["sources"]
    if wanted == "auto":
        return backend.recording == "itself" and sources == _DERIVED
    if wanted == "none":
        return False
    if not backend.recording:
        at.wrong(f"{backend.title} evaluates no recording rules", "write none, or another backend")
    elif sources != _DERIVED:
        at.wrong("hourly samples are of agentdash's own series, which begin at zero", "write none, or telemetry.sources: [derived]")
    return True
