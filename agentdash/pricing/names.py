"""Model names as telemetry has them, brought to the names that prices have.

The patterns are in the syntax that Python, PromQL and the Collector's OTTL share (RE2), because the same reading of a
name must hold wherever a price meets a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Decorations after a name: Bedrock's `:0` and `:0:300k`, Claude Code's `[1m]`, and everything after the base model in the
# name of an OpenAI fine-tune (`ft:gpt-4o-2024-08-06:org::id`).
TAIL = r":[0-9]+(?::[0-9]+k)?|\[[0-9]+[a-zA-Z]\]"
# A snapshot's date, or the word for the newest one: `-20250929`, `@20250929`, `-2024-08-06`, `-latest`, `@default`;
# Bedrock writes its `-v1` behind it.
DATE = r"[-@](?:20[0-9]{2}-?[0-9]{2}-?[0-9]{2}|latest|default)(?:-v[0-9])?"

PLAIN = f"^(?:(ft:[^:]+)(?::.*)?|(.+?)(?:{TAIL})*)$"
"""`$1$2` is the name without decorations; its path and date stay."""
FAMILY = f"^(?:(ft:[^:]+?)(?:{DATE})?(?::.*)?|(.+?)(?:{DATE})?(?:{TAIL})*)$"
"""`$1$2` is the name without decorations and without the snapshot's date; its path stays."""

_PLAIN, _FAMILY, _DATED = (re.compile(pattern) for pattern in (PLAIN, FAMILY, f"(?:{DATE})$"))
_COMPACT = re.compile(r"-(20[0-9]{2})([0-9]{2})([0-9]{2})$")
_REGION = re.compile(r"^(?:us|eu|apac|global|jp|au|ca|in|us-gov)\.")


def plain(name: str) -> str:
    """The lower-case name without decorations: ``us.anthropic.claude-sonnet-4-5-20250929``, ``ft:gpt-4o-2024-08-06``."""
    return _cut(_PLAIN, name)


def family(name: str) -> str:
    """The lower-case name without decorations and date: ``claude-sonnet-4-5``, ``ft:gpt-4o``."""
    return _cut(_FAMILY, name)


def dated(name: str) -> bool:
    """Whether a plain name ends in a snapshot's date (or ``latest``)."""
    return _DATED.search(name) is not None


def segments(name: str) -> tuple[str, ...]:
    """The parts of a name's path, without what only says that a model follows: ``models``, ``publishers``."""
    return tuple(part for part in name.split("/") if part)


def candidates(name: str) -> Iterator[str]:
    """The names to look a model up by, from the most to the least exact.

    Without decorations and as it came, with ``@`` and compact dates as the source writes them, without its path from
    the left, and last without its date.
    """
    seen: set[str] = set()
    whole = name.strip().lower()
    bare = plain(whole)
    for text in (bare, whole, family(whole)):
        for path in _shortened(text):
            for spelled in (path, path.replace("@", "-"), _COMPACT.sub(r"-\1-\2-\3", path)):
                if spelled and spelled not in seen:
                    seen.add(spelled)
                    yield spelled


def without_region(name: str) -> str:
    """A Bedrock name without its region: ``anthropic.claude-…`` for ``us.anthropic.claude-…``."""
    return _REGION.sub("", name)


def _shortened(name: str) -> Iterator[str]:
    parts = segments(name)
    for skip in range(len(parts)):
        yield "/".join(parts[skip:])


def _cut(pattern: re.Pattern[str], name: str) -> str:
    found = pattern.match(name.strip().lower())
    return (found[1] or "") + (found[2] or "") if found else name.strip().lower()
