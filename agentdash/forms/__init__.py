"""The same dashboards, rules, datasources and Collector in other people's forms: one writer per form.

A form reads what the other rooms built and writes it again as Kubernetes objects, as a Terraform module, as a Git Sync
repository. It decides nothing about their content.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agentdash.settings import Settings

_MODULES = {"kubernetes": "agentdash.forms.kubernetes", "terraform": "agentdash.forms.terraform", "git-sync": "agentdash.forms.git_sync",
            "mimirtool": "agentdash.forms.mimirtool"}


def artifacts(settings: Settings, built: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file of the forms that ``settings.outputs`` names: path below ``dist/`` to content.

    ``built`` is what the other rooms made. Raises AgentdashError for what a form cannot carry.
    """
    found: dict[str, bytes] = {}
    for name in settings.outputs:
        write: Callable[[Settings, Mapping[str, bytes]], dict[str, bytes]] = import_module(_MODULES[name]).artifacts
        found |= write(settings, built)
    return found
