"""The settings as they count, as a document, and where each of its values comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agentdash.settings.document import Path, dotted

if TYPE_CHECKING:
    from agentdash.settings.datasources import DatasourceSettings
    from agentdash.settings.destinations import Destination
    from agentdash.settings.loader import Loaded


def document(loaded: Loaded, target: str | None = None) -> dict[str, Any]:
    """Every key with its value, as a file would have it: what is derived from other keys is written out, too.

    With a target its datasources stand in the place of the general ones. Raises KeyError for one that there is not.
    """
    settings = loaded.settings if target is None else loaded.settings.for_target(target)
    whole = dict(loaded.whole)
    whole["grafana"] = {**whole["grafana"], "folder_uid": settings.grafana.folder_uid}
    whole["datasources"] = dict.fromkeys(("prometheus", "tempo", "loki")) | {
        kind: _datasource(one) for kind, one in settings.datasources.by_kind().items()}
    unused = {"logs", "queue_directory"} if settings.collector.queue == "memory" else {"logs"}
    collector = {key: value for key, value in whole["collector"].items() if key not in unused}
    ways = {"metrics": settings.collector.metrics, "traces": settings.collector.traces, "logs": settings.collector.logs}
    whole["collector"] = collector | {kind: _destination(one) for kind, one in ways.items() if one is not None}
    if settings.pricing.book:
        whole["pricing"] = {**whole["pricing"], "book": settings.pricing.book}
    return whole


def source(loaded: Loaded, path: Path, target: str | None = None) -> str:
    """Where a value comes from: `file:line`, with the environment variables in it, or `default`."""
    ways: tuple[Path, ...] = (path,)
    if path[0] == "datasources":
        # A target's own, then the datasource's own, then what counts for all three.
        common = ("datasources", *path[2:])
        ways = (*((("targets", target, *one) for one in (path, common)) if target is not None else ()), path, common)
    for way in ways:
        if (origin := loaded.given.origins.get(way)) is not None:
            variables = "".join(f", ${{{name}}}" for name in loaded.variables.get(way, ()))
            return f"{origin.file}:{origin.line}{variables}"
    return "derived" if path[0] == "collector" and path[1] in ("metrics", "traces", "logs") else "default"


def name(path: Path) -> str:
    """A path as it is read."""
    return dotted(path)


def _datasource(one: DatasourceSettings) -> dict[str, Any]:
    called: dict[str, Any] = {"existing": one.uid} if one.existing else {"uid": one.uid, "name": one.name}
    login = {"basic_auth_user": one.basic_auth_user, "basic_auth_password": one.basic_auth_password, "headers": dict(one.headers)}
    return {"url": one.url, **called, **_said(login)}


def _destination(one: Destination) -> dict[str, Any]:
    return {"url": one.url, **_said({"user": one.user, "password": one.password, "headers": dict(one.headers)})}


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
