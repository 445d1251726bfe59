"""Settings to files: every room's artifacts under one roof.

Everything is computed before anything is written (`agentdash.output`), so an error leaves what was there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from agentdash import manifest, query_length
from agentdash.output import Changes, compare, difference, write
from agentdash.settings.additions import NOTHING

if TYPE_CHECKING:
    from agentdash.settings import Settings

__all__ = ["PRODUCERS", "Changes", "artifacts", "compare", "difference", "for_push", "write"]

# Rooms that make files. Each has `artifacts(settings) -> Mapping[str, bytes]`, paths relative to the output directory.
PRODUCERS = ("dashboards", "datasources", "alerts", "provisioning", "collector", "pricing", "hourly")


def artifacts(settings: Settings) -> dict[str, bytes]:
    """Return everything that the settings mean: relative path to content, sorted by path.

    The same settings give the same bytes, on any machine. Raises AgentdashError for what cannot be built.
    """
    from agentdash.datasources import check_files

    check_files(settings)
    return for_push(settings)


def for_push(settings: Settings) -> dict[str, bytes]:
    """The same for a push, which looks up the uids of datasources that the settings know by name only."""
    if settings.extensions and settings.additions is NOTHING:
        raise RuntimeError("the settings name extensions; read them with agentdash.extensions.load")
    made: dict[str, bytes] = {}
    for name, produced in _produced(settings):
        for path, content in produced.items():
            if path in made or path == manifest.NAME:
                raise RuntimeError(f"{name} writes {path}, which is written already")
            made[path] = content
    query_length.check(settings, made)
    if settings.outputs:
        from agentdash import forms

        made |= forms.artifacts(settings, made)
    made[manifest.NAME] = manifest.write(settings.grafana.uid_prefix, settings.grafana.folder_uid, made)
    return dict(sorted(made.items()))


def _produced(settings: Settings) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    for name in PRODUCERS:
        module = f"agentdash.{name}"
        if find_spec(module) is not None:
            room = import_module(module)
            if hasattr(room, "artifacts"):
                yield name, room.artifacts(settings)
