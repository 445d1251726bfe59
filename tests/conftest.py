"""Marks by what tests use: `go` for the programs that `make tools` builds, `node` for Node.js. One that uses them without the mark fails."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from tests import tools

_OURS = ("tests.", "bench.")
_STARTS = {tools.prometheus: "go", tools.promtool: "go", tools.otelcol: "go", tools.victoriametrics: "go", tools.vmalert: "go", tools.node: "node"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests whose own function, or one of whose fixtures, starts a program: itself, or by functions of these tests that it calls."""
    for item in items:
        if isinstance(item, pytest.Function):
            fixtures = [definition.func for found in item._fixtureinfo.name2fixturedefs.values() for definition in found]
            for mark in frozenset().union(*(_marks(inspect.unwrap(one)) for one in (item.function, *fixtures))):
                item.add_marker(mark)
            item.add_marker(pytest.mark.xdist_group(_shared(item)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    tools.allowed = frozenset(mark.name for mark in item.iter_markers())
    try:
        return (yield)
    finally:
        tools.allowed = None


def _shared(item: pytest.Function) -> str:
    """What has to run on one worker with a test: the tests of its file, or all that share what a folder starts once (`make test JOBS=2`)."""
    folders = {one.baseid for found in item._fixtureinfo.name2fixturedefs.values() for one in found if one.scope == "session" and one.baseid.startswith("tests/")}
    return max(folders, default=item.nodeid.partition("::")[0])


def _marks(function: Callable[..., Any]) -> frozenset[str]:
    reached, ahead = set(), [function]
    while ahead:
        one = ahead.pop()
        if one not in reached:
            reached.add(one)
            ahead += _called(one) if isinstance(one, FunctionType) and one not in _STARTS else []
    return frozenset(mark for one, mark in _STARTS.items() if one in reached)


@functools.cache
def _called(function: FunctionType) -> list[Any]:
    """Functions of these tests that a function names, by themselves or as attributes of a module."""
    names = set(_names(function.__code__))
    found = [function.__globals__.get(name) for name in names]
    found += [getattr(module, name, None) for module in found if isinstance(module, ModuleType) and module.__name__.startswith(_OURS) for name in names]
    wanted = (inspect.unwrap(one) for one in found if callable(one) and not isinstance(one, type))
    return [one for one in wanted if isinstance(one, FunctionType) and one.__module__.startswith(_OURS)]


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
