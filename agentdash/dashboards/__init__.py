"""Panels arranged into dashboards, with variables and the links between them."""

from agentdash.dashboards.catalogue import DASHBOARDS, artifacts, as_saved, dashboards, long_ranges

__all__ = ["DASHBOARDS", "artifacts", "as_saved", "dashboards", "long_ranges"]
