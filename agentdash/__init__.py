"""Observability-as-code for AI agents on Grafana."""

__version__ = "0.1.0"
