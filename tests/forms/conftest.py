"""One build of every form, with everything that a form may have to carry."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdash.build import artifacts
from agentdash.settings import Settings, parse

EVERYTHING = """
outputs: [kubernetes, terraform, git-sync]
grafana: {folder: "Agents ${literally} %{here}", uid_prefix: acme}
datasources:
  basic_auth_user: agents
  basic_auth_password: ${METRICS_PASSWORD}
  headers: {X-Scope-OrgID: acme, X-Api-Token: "Bearer ${METRICS_TOKEN}"}
"""


def build(text: str) -> tuple[Settings, dict[str, bytes]]:
    """Settings and all files for the text of a settings file."""
    settings = parse(text, "test", {"literally": "${literally}"})
    return settings, artifacts(settings)


@pytest.fixture(scope="session")
def everything() -> dict[str, bytes]:
    return build(EVERYTHING)[1]


@pytest.fixture
def written(everything, tmp_path) -> Path:
    """The build on disk."""
    for path, content in everything.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path
