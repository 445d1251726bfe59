"""A `compose.yaml` and the settings that fit it: a whole stack on one machine, or agentdash beside a stack that is there.

Inside, everything listens on all interfaces and finds the others by their names; outside, only this machine reaches it.
"""

from __future__ import annotations

from importlib.resources import files

from agentdash import __version__

STACKS = {
    "gigapipe": "Gigapipe with ClickHouse",
    "lgtm": "Prometheus, Tempo and Loki",
    "existing": "only the Collector and Grafana; the backends are yours",
}


def stack(name: str) -> tuple[bytes, bytes]:
    """The texts of ``compose.yaml`` and ``agentdash.yaml`` for one of :data:`STACKS`."""
    folder = files("agentdash.forms.compose")
    common = folder.joinpath("common.yaml").read_text("utf-8")
    own = folder.joinpath(f"{name}.yaml").read_text("utf-8")
    text = own.replace("# --- services of every stack ---\n", common).replace("AGENTDASH_VERSION", __version__)
    return text.encode(), folder.joinpath(f"{name}.settings.yaml").read_bytes()
