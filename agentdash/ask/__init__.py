"""Asks what runs: Prometheus, Tempo, Loki and the Collector, as the settings say how to reach them. Only reads."""

from agentdash.ask.endpoint import Endpoint, NoAnswer, Refusal, endpoint
from agentdash.ask.prometheus import Prometheus, Row, prometheus
from agentdash.ask.view import View, substitute

__all__ = ["Endpoint", "NoAnswer", "Prometheus", "Refusal", "Row", "View", "endpoint", "prometheus", "substitute"]
