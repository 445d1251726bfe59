"""Transformations: what Grafana computes of a panel's answers before it draws them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Transformation = dict[str, Any]


def joined(field: str) -> Transformation:
    """All answers as one, a row for each value of ``field``; what an answer does not have stays empty."""
    return {"id": "joinByField", "options": {"byField": field, "mode": "outer"}}


def calculated(name: str, how: Mapping[str, Any], alone: bool = False) -> Transformation:
    """A further field called ``name``; ``alone``: without the others."""
    return {"id": "calculateField", "options": {"alias": name, "replaceFields": alone, **how}}


def summed(*fields: str) -> dict[str, Any]:
    """The sum of fields of a row, where empty ones are zero; of all numbers of the row when none is named."""
    return {"mode": "reduceRow", "reduce": {"reducer": "sum", **({"include": list(fields)} if fields else {})}}


def divided(over: str, under: str) -> dict[str, Any]:
    """One field over another; nothing where a number is missing or both are zero."""
    return {"mode": "binary", "binary": {"left": _field(over), "operator": "/", "right": _field(under)}}


def added(one: str, other: str) -> dict[str, Any]:
    """One field plus another; nothing where one is missing."""
    return {"mode": "binary", "binary": {"left": _field(one), "operator": "+", "right": _field(other)}}


def times(field: str, factor: float) -> dict[str, Any]:
    """A field times a number."""
    return {"mode": "binary", "binary": {"left": _field(field), "operator": "*", "right": {"fixed": f"{factor:.10g}"}}}


def _field(name: str) -> dict[str, Any]:
    return {"matcher": {"id": "byName", "options": name}}


def only(*fields: str) -> Transformation:
    """Without all other fields."""
    return {"id": "filterFieldsByName", "options": {"include": {"names": list(fields)}}}


def named(names: Mapping[str, str]) -> Transformation:
    """Fields in this order, each under its new name."""
    return {"id": "organize", "options": {
        "excludeByName": {}, "includeByName": {}, "indexByName": {name: n for n, name in enumerate(names)},
        "renameByName": {name: new for name, new in names.items() if name != new},
    }}


def chosen(names: Mapping[str, str]) -> list[Transformation]:
    """These fields alone, in this order, each under its new name."""
    return [only(*names), named(names)]


def totalled() -> Transformation:
    """One row: the sum of each field."""
    return {"id": "reduce", "options": {"includeTimeField": False, "mode": "reduceFields", "reducers": ["sum"]}}


def as_rows(calc: str) -> Transformation:
    """One row per field, in their order; ``calc`` (``last``) of each in one field, called by :data:`CALCS`."""
    return {"id": "reduce", "options": {"mode": "seriesToRows", "reducers": [calc]}}


CALCS = {"last": "Last"}
"""What Grafana calls the field of a calculation."""


def sorted_by(field: str, descending: bool = False) -> Transformation:
    """Rows in the order of a field."""
    return {"id": "sortBy", "options": {"sort": [{"field": field, "desc": descending}]}}



def numbers(*fields: str) -> Transformation:
    """Fields of text as numbers."""
    return {"id": "convertFieldType", "options": {"conversions": [{"destinationType": "number", "targetField": name} for name in fields], "fields": {}}}


def labels_as_fields(source: str) -> Transformation:
    """The labels of log lines, in the field ``source``, as fields of their own."""
    return {"id": "extractFields", "options": {"format": "auto", "keepTime": False, "replace": False, "source": source}}


def renamed(pattern: str, name: str) -> Transformation:
    """Series whose name matches a regular expression get another one."""
    return {"id": "renameByRegex", "options": {"regex": pattern, "renamePattern": name}}
