"""Panels arranged into dashboards, with variables and the links between them."""

from agentdash.dashboards.catalogue import DASHBOARDS, artifacts, dashboards

__all__ = ["DASHBOARDS", "artifacts", "dashboards"]
