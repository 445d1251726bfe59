"""`${NAME}` in settings: plain values are filled in when the file is read, secrets stay references.

A secret is resolved by whatever sends it (Grafana for provisioned files, `agentdash push`, the Collector), so that
no file that agentdash writes holds one. `$${` stands for the characters `${`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agentdash.settings import schema
from agentdash.settings.document import Path
from agentdash.settings.given import Problem

NAME = r"[A-Za-z_][A-Za-z0-9_]*"
REFERENCE = re.compile(rf"\$\{{({NAME})\}}")
_ANY = re.compile(r"\$\$\{|\$\{[^}\n]*\}?")
_EXAMPLE = "${GIGAPIPE_PASSWORD}"


@dataclass
class Filling:
    """The variables that were filled in, by the place of the value, and what was wrong with others."""

    env: Mapping[str, str]
    variables: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def fill(self, value: Any, node: schema.Node, path: Path = ()) -> Any:
        """Return `value` with its references filled in, but for those that the schema marks `x-keep-references`.

        A malformed reference anywhere is a problem, and a variable that a plain value needs and the environment lacks.
        """
        if isinstance(value, dict):
            return {key: self.fill(item, schema.below(node, key), (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item, schema.below(node, number), (*path, number)) for number, item in enumerate(value)]
        if isinstance(value, str) and "${" in value and self._well_formed(value, path) and not node.get("x-keep-references"):
            return _ANY.sub(lambda match: self._resolved(match.group(), path), value)
        return value

    def _well_formed(self, text: str, path: Path) -> bool:
        for match in _ANY.finditer(text):
            found = match.group()
            if found != "$${" and not REFERENCE.fullmatch(found):
                # The text around it may be a secret; nothing of it is shown.
                self.problems.append(Problem(path, '"${" begins a reference to an environment variable and this is none',
                                             f"write e.g. {_EXAMPLE}, or $${{ for the characters"))
                return False
        return True

    def _resolved(self, found: str, path: Path) -> str:
        if found == "$${":
            return "${"
        name = found[2:-1]
        if name not in self.env:
            self.problems.append(Problem(path, f"the environment variable {name} is not set",
                                         f"set it (export {name}=…) or write the value here"))
            return found
        self.variables[path] = (*self.variables.get(path, ()), name)
        return self.env[name]


def in_collector(text: str) -> str:
    """The references of a text as the OpenTelemetry Collector writes them."""
    return re.sub(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", r"${env:\1}", text)
