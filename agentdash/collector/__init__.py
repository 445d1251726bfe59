"""The OpenTelemetry Collector configuration that makes the numbers true.

Spans of every dialect are normalised, each call, tool run and agent run is marked once, metrics are derived from the
marked spans, and every series begins at zero and is sent again each interval.
"""

from agentdash.collector.render import VERSION, artifacts

__all__ = ["VERSION", "artifacts"]
