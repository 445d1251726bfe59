"""Whether what was built is short enough to be asked: some backends refuse long queries."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from agentdash import yaml_text
from agentdash.errors import AgentdashWarning

if TYPE_CHECKING:
    from agentdash.settings import Settings


def check(settings: Settings, made: Mapping[str, bytes]) -> None:
    """Warns of each file with a query that the backend refuses."""
    most = settings.backend.longest_query
    if most is None:
        return
    for path, content in made.items():
        longest = max(map(len, _queries(path, content)), default=0)
        if longest > most:
            warnings.warn(f"{path}: a query of {longest:,} bytes, above the limit of {settings.backend.title} ({most:,}); "
                          "write pricing: {mode: collector}, or a smaller pricing.queries.most", AgentdashWarning, stacklevel=2)


def _queries(path: str, content: bytes) -> Iterator[bytes]:
    if path.startswith("dashboards/"):
        found: Any = json.loads(content)
    elif path.startswith("rules/"):
        found = yaml_text.loads(content)
    else:
        return
    ahead = [found]
    while ahead:
        one = ahead.pop()
        ahead += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        if isinstance(one, dict) and isinstance(one.get("expr"), str):
            yield one["expr"].encode()
