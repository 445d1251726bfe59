"""What Grafana itself calls the datasources of the settings: an existing one may be named by its name."""

from __future__ import annotations

from typing import Any

from agentdash.doctor.world import World


def known(world: World) -> dict[str, Any]:
    """Every datasource that may be queried, by its name: what the browser is told."""
    return world.once("datasources", lambda: (world.grafana.client.get("/frontend/settings") or {}).get("datasources") or {})


def uid(world: World, kind: str) -> str:
    """The uid of the datasource of a kind (``prometheus``, ``tempo``, ``loki``)."""
    source = world.settings.datasources.by_kind()[kind]
    if source.existing and source.uid not in {one.get("uid") for one in known(world).values()}:
        return str(known(world).get(source.uid, {}).get("uid") or source.uid)
    return source.uid
