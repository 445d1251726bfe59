"""LogQL that Loki and Gigapipe answer alike: selectors, line filters, label filters behind a parser.

Gigapipe's range functions use tumbling windows and need a parser before ``unwrap``; so nothing here aggregates logs.
"""

from __future__ import annotations

import re

from agentdash.query.promql import Matcher, NotPortable

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def stream(*matchers: Matcher) -> str:
    """A stream selector; Loki refuses an empty one."""
    if not matchers:
        raise NotPortable("an empty stream selector is refused by Loki; name a label")
    return "{" + ", ".join(map(str, matchers)) + "}"


def with_label(selector: str, label: str, value: str) -> str:
    """Entries whose label (structured metadata or parsed field) equals ``value``."""
    if not _NAME.fullmatch(label):
        raise NotPortable(f"{label!r} is no label name")
    return f'{selector} | {label}="{value}"'
