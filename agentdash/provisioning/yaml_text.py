"""YAML for people: block style, sorted keys, a line that says where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HEADER = "# Written by agentdash build; change the settings file instead.\n"


def dumps(document: Mapping[str, Any]) -> bytes:
    """The document as bytes, the same ones every time."""
    import yaml

    # The C emitter, where PyYAML has it, writes the same text ten times as fast.
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(document, Dumper=dumper, sort_keys=True, allow_unicode=True, width=10_000, default_flow_style=False)
    return (HEADER + text).encode()
