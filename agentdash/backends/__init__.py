"""The backends that agentdash knows. A further one is one object here, and its name in the settings' schema."""

from agentdash.backends.backend import Backend
from agentdash.backends.gigapipe import GIGAPIPE
from agentdash.backends.grafana import GRAFANA
from agentdash.backends.grafana_cloud import GRAFANA_CLOUD
from agentdash.backends.victoriametrics import VICTORIAMETRICS

__all__ = ["BACKENDS", "GIGAPIPE", "GRAFANA", "GRAFANA_CLOUD", "VICTORIAMETRICS", "Backend"]

BACKENDS = {one.name: one for one in (GIGAPIPE, GRAFANA, GRAFANA_CLOUD, VICTORIAMETRICS)}
"""By their names in the settings."""
