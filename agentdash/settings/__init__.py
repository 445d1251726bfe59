"""Settings: `agentdash.yaml`, checked by a JSON Schema, as frozen dataclasses."""

from agentdash.settings.loader import load, parse
from agentdash.settings.model import Settings

__all__ = ["Settings", "load", "parse"]
