"""Playlists, as a kind that agentdash does not push."""

from __future__ import annotations

from typing import Any

from tests.push.fake.state import Answer, State, need


def listed(state: State) -> Any:
    return list(state.playlists.values())


def get(state: State, uid: str) -> Any:
    if uid not in state.playlists:
        raise Answer(404, "playlist not found")
    return state.playlists[uid]


def put(state: State, uid: str, body: dict[str, Any]) -> Any:
    need(state, "playlists:update")
    version = state.playlists[uid]["version"] + 1 if uid in state.playlists else 1
    state.playlists[uid] = {**body, "uid": uid, "version": version}
    return state.playlists[uid]


def delete(state: State, uid: str) -> Any:
    get(state, uid)
    del state.playlists[uid]
    return {}
