"""Recordings with something left out or added, under a service name of their own: replayed beside the originals."""

from __future__ import annotations

import copy
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from tests.telemetry.recordings import Recording

Keep = Callable[[str, dict[str, Any]], bool]
Add = Callable[[dict[str, Any]], Iterable[tuple[str, dict[str, Any]]]]


def variant(recording: Recording, name: str, keep: Keep = lambda scope, span: True, add: Add = lambda span: ()) -> Recording:
    """``recording`` with only the spans that ``keep`` (scope, span) wants, and those that ``add`` makes of each: pairs of a
    scope and a span of the same export."""
    return replace(recording, name=name, requests=tuple(
        replace(request, body=_spans(_named(request.body, name), keep, add) if request.signal == "traces" else _named(request.body, name))
        for request in recording.requests))


def beside(recording: Recording, suffix: str) -> Recording:
    """``recording`` with each service under its own name and ``suffix``."""
    return replace(recording, name=recording.name + suffix, requests=tuple(
        replace(request, body=_renamed(request.body, lambda name: name + suffix)) for request in recording.requests))


def _named(body: dict[str, Any], name: str) -> dict[str, Any]:
    return _renamed(body, lambda _: name)


def _renamed(body: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    # Two services in one trace are a client and its gateway.
    body = _elsewhere(copy.deepcopy(body), zlib.crc32(change("").encode()))
    for resources in body.values():
        for resource in resources:
            for attribute in resource["resource"]["attributes"]:
                if attribute["key"] == "service.name":
                    attribute["value"] = {"stringValue": change(attribute["value"]["stringValue"])}
    return body


def _elsewhere(value: Any, move: int) -> Any:
    if isinstance(value, dict):
        return {key: f"{int(item, 16) ^ move << 64:032x}" if key == "traceId" and item else _elsewhere(item, move) for key, item in value.items()}
    return [_elsewhere(item, move) for item in value] if isinstance(value, list) else value


def _spans(body: dict[str, Any], keep: Keep, add: Add) -> dict[str, Any]:
    for resource in body["resourceSpans"]:
        added: dict[str, list[dict[str, Any]]] = {}
        for scope in resource["scopeSpans"]:
            scope["spans"] = [span for span in scope["spans"] if keep(scope["scope"]["name"], span)]
            for span in scope["spans"]:
                for target, one in add(span):
                    added.setdefault(target, []).append(one)
        resource["scopeSpans"] += [{"scope": {"name": name, "version": "1"}, "spans": spans} for name, spans in added.items()]
    return body


def attribute(span: dict[str, Any], key: str) -> Any:
    """A span's attribute as a plain value; None where it has none."""
    for one in span.get("attributes", ()):
        if one["key"] == key:
            return next(iter(one["value"].values()))
    return None
