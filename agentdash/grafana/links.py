"""Links from a point, a cell or a dashboard to somewhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import grafanalib.core as grafanalib


def data_link(title: str, url: str, new_tab: bool = False) -> dict[str, Any]:
    """A link from a point of a series or a cell of a table. Urls may use ``${__url_time_range}`` and the like."""
    return {"targetBlank": new_tab, "title": title, "url": url}


def dashboards_link(title: str, tags: Sequence[str]) -> grafanalib.DashboardLink:
    """A link in the dashboard's head to each dashboard with these tags, keeping time range and variables."""
    return grafanalib.DashboardLink(title=title, tags=list(tags), type="dashboards", includeVars=True, keepTime=True)
