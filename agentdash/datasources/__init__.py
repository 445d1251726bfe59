"""Grafana's datasources for metrics, traces and logs, linked to each other: one model, two ways to write it."""

from agentdash.datasources.model import Datasource, datasources
from agentdash.datasources.to_api import to_api
from agentdash.datasources.to_file import to_file

__all__ = ["Datasource", "datasources", "to_api", "to_file"]
