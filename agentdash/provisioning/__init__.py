"""The tree that Grafana reads at its start, when it is mounted as its provisioning directory."""

from agentdash.provisioning.tree import artifacts

__all__ = ["artifacts"]
