"""Datasources that somebody else made and that dashboards, links and rules use: looked up, checked, and otherwise left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agentdash.errors import UserError
from agentdash.push.desired import DesiredState, ExistingDatasource, Key, Resource
from agentdash.push.errors import Denied
from agentdash.push.kinds.datasources import DATASOURCE
from agentdash.push.server import Server


def resolve(server: Server, desired: DesiredState, *, must_exist: bool = True) -> DesiredState:
    """The same with the uid of each existing datasource wherever the built files refer to it, and none of them touchable.

    Sends GET requests only. Raises UserError where one is not there or has another type, unless `must_exist` is False;
    GrafanaError when Grafana does not tell.
    """
    if not desired.existing:
        return desired
    there = _listed(server)
    if not all(_find(one, there) for one in desired.existing):
        there += [one for one in _queryable(server) if one["uid"] not in {known["uid"] for known in there}]
    uids: dict[str, str] = {}
    for one in desired.existing:
        found = _find(one, there)
        if found is not None and (found["type"] == one.plugin or not must_exist):
            uids[one.reference] = found["uid"]
        elif must_exist:
            raise UserError(_complaint(one, found, there))
    renamed = {reference: uid for reference, uid in uids.items() if reference != uid}
    resources = tuple(_renamed(one, renamed) for one in desired.resources) if renamed else desired.resources
    untouchable = frozenset(Key(DATASOURCE, uid) for uid in (*uids.values(), *(one.reference for one in desired.existing)))
    for resource in resources:
        if resource.key in untouchable:
            raise UserError(f"{resource.file}: datasource {resource.uid}: also named as existing; keep one of the two")
    return replace(desired, resources=resources, untouchable=untouchable)


def _listed(server: Server) -> list[Mapping[str, Any]]:
    """Every datasource whose settings these credentials may read, each with `uid`, `name` and `type`."""
    try:
        found: list[Mapping[str, Any]] = server.client.get("/datasources") or []
    except Denied:
        return []
    return found


def _queryable(server: Server) -> list[Mapping[str, Any]]:
    """Only administrators may read their settings, but whoever may query one finds it in what the browser is told."""
    told = (server.client.get("/frontend/settings") or {}).get("datasources") or {}
    return [{"name": name, **one} for name, one in told.items() if one.get("uid") and one.get("type")]


def _find(wanted: ExistingDatasource, there: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """By uid first, since a name may look like one."""
    for key in ("uid", "name"):
        for one in there:
            if one.get(key) == wanted.reference:
                return one
    return None


def _complaint(wanted: ExistingDatasource, found: Mapping[str, Any] | None, there: list[Mapping[str, Any]]) -> str:
    place = f"datasources.{wanted.plugin}.existing: {wanted.reference!r}"
    fitting = ", ".join(f"{one['uid']} ({one['name']})" for one in there if one.get("type") == wanted.plugin)
    instead = f"write the uid of a {wanted.plugin} datasource: {fitting}" if fitting else f"make a {wanted.plugin} datasource in Grafana first"
    if found is None:
        return f"{place}: no datasource has this uid or name, or these credentials may not see it; {instead}"
    return f"{place}: is of type {found.get('type')}, not {wanted.plugin}; {instead}"


def _renamed(resource: Resource, uids: Mapping[str, str]) -> Resource:
    return replace(resource, body=_replaced(resource.body, uids), spec=_replaced(resource.spec, uids))


def _replaced(value: Any, uids: Mapping[str, str]) -> Any:
    """Put uids in the place of names, wherever Grafana's JSON refers to a datasource."""
    if isinstance(value, list):
        return [_replaced(item, uids) for item in value]
    if not isinstance(value, Mapping):
        return value
    made = {key: _replaced(item, uids) for key, item in value.items()}
    _swap(made, "datasourceUid", uids)
    _swap(made.get("datasource"), "uid", uids)
    if made.get("type") == "datasource":
        # A dashboard's variable
        _swap(made.get("current"), "value", uids)
    return made


def _swap(holder: Any, key: str, uids: Mapping[str, str]) -> None:
    if isinstance(holder, dict) and isinstance(holder.get(key), str):
        holder[key] = uids.get(holder[key], holder[key])
