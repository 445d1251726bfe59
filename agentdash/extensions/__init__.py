"""Users' own signals, panels, dashboards, alerts and stages, in Python, through the doors that ours use.

Whoever builds reads settings here: extensions are loaded because a settings file names them, and for no other reason.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agentdash.settings import Settings
    from agentdash.settings.additions import Additions
    from agentdash.settings.extensions import ExtensionName
    from agentdash.settings.loader import Loaded

__all__ = ["load", "read"]


def load(*paths: Path, env: Mapping[str, str] = os.environ) -> Settings:
    """As :func:`agentdash.settings.load`, with what the extensions add. Raises UserError, also for what is wrong in one of them."""
    return read(*paths, env=env).settings


def read(*paths: Path, env: Mapping[str, str] = os.environ) -> Loaded:
    """As :func:`load`, with what the settings were made from. Raises UserError."""
    from agentdash.settings import loader

    return loader.read(*paths, env=env, extend=_extend)


def _extend(names: tuple[ExtensionName, ...]) -> Additions:
    # Only settings that name extensions pay for these imports.
    from agentdash.extensions.loading import additions

    return additions(names)
