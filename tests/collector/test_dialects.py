"""Dialects: one file and one object each, all of them listed, and every one of them of use."""

from __future__ import annotations

import dataclasses
import importlib
import re
from pathlib import Path

import pytest

from agentdash.collector import dialects
from agentdash.collector.dialects import DIALECTS, Dialect
from agentdash.vocabulary import attributes, tokens

FOLDER = Path(dialects.__file__).parent
FILES = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "dialect", "own"}
CANONICAL = {value for name, value in vars(attributes).items() if name.isupper()} | {one.attribute for one in tokens.TOKEN_TYPES}
SAYS_NOTHING = {"last_word", "key", "title", "about", "signs", "when", "here"}


def test_every_file_is_one_listed_dialect():
    assert sorted(one.key for one in DIALECTS) == sorted(FILES)
    for one in DIALECTS:
        module = importlib.import_module(f"agentdash.collector.dialects.{one.key}")
        assert [value for value in vars(module).values() if isinstance(value, Dialect)] == [one]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda one: one.key)
def test_a_dialect_says_something_in_canonical_names(dialect):
    blank = Dialect("", "", "", when=dialect.here)
    told = [field.name for field in dataclasses.fields(Dialect)
            if field.name not in SAYS_NOTHING and getattr(dialect, field.name) != getattr(blank, field.name)]
    assert told
    assert {name for name, _ in dialect.names} | {one.name for one in dialect.durations} <= CANONICAL
    assert dialect.title
    assert dialect.about.endswith(".")
    for pattern in (*dialect.kept, *dialect.kept_in_events, *dialect.kept_in_logs, *dialect.metrics, *dialect.chats_only):
        re.compile(pattern)


def test_a_dialect_without_a_sign_and_a_condition_is_none():
    with pytest.raises(ValueError, match="any of nothing"):
        Dialect("mine", "Mine", "Ours alone.")
